package meta

import "github.com/contrechamp/contrechamp/audience"

// Location reads a place as the Ad Library names it: its type ("CITY"), its
// name ("Lyon, France"), and how many further places it hides ("2", "" for
// none). It says whether the type and the name are known.
func Location(typ, name, hidden string) (*audience.Expr, bool) {
	if typ != "location_cluster_ids" {
		if _, _, ok := metaPath(typ, name); !ok {
			return nil, false
		}
	}
	e, _, _ := metaPlaceExpr(metaPlace{Name: name, Type: typ, Hidden: str(hidden)})
	return e, true
}
