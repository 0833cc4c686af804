package place

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Table relates places by the place table, and by what says where postcodes and
// the like lie. It implements audience.Places.
type Table struct {
	// In gives the region that a place lies in, by canonical path; not ok where
	// nobody has said. Nil is Enclosing.
	In func(path string) (region string, ok bool)
}

var _ audience.Places = Table{}

// Point implements audience.Places: the table has no coordinates.
func (Table) Point(string) (lat, lon float64, ok bool) { return 0, 0, false }

// Relate implements audience.Places. Paths are taken in any spelling that
// Canonical knows.
//
// A place is inside its parents, by the table or by its path; and inside a
// region whose statistical regions hold its own (Norway's old counties in the
// new ones). Two places are apart if they lie in different countries, or in
// different regions, counties, towns or postcodes of one place. Of a town and a
// postcode, or a county and a town, nothing is known unless In says so.
func (t Table) Relate(a, b string) audience.Standing {
	if a == b {
		return audience.Inside
	}
	a, _ = Canonical(a)
	b, _ = Canonical(b)
	var bufA, bufB [8]string
	upA, upB := t.chain(bufA[:0], a), t.chain(bufB[:0], b)
	return audience.RelateUp(upA, upB, territory, lastSegment)
}

// territory is what the table says of a path.
func territory(path string) audience.Territory {
	if p := index().path(path); p != nil {
		return audience.Territory{Kind: string(p.Kind), Source: p.Source, Codes: p.NUTS}
	}
	return audience.Territory{}
}

// lastSegment is the type and the folded name of a path's last segment.
func lastSegment(path string) (typ, name string) {
	typ, name, _ = SegmentType(path[strings.LastIndexByte(path, '/')+1:])
	return typ, Fold(name)
}

// chain lists a path and what it lies in, upwards.
func (t Table) chain(dst []string, path string) []string {
	within := t.In
	if within == nil {
		within = Enclosing
	}
	given := 0 // relations that were followed: they might lead in a circle
	for path != "" {
		dst = append(dst, path)
		if given < 4 {
			if in, ok := within(path); ok && in != path {
				path = in
				given++
				continue
			}
		}
		path = Parent(path)
	}
	return dst
}
