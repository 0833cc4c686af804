package find

import (
	"database/sql"

	"github.com/contrechamp/contrechamp"
)

// nullRange takes the columns of a range from the store.
type nullRange struct {
	lo, hi sql.NullInt64
	open   sql.NullBool
}

// Range is the value, not stated if the columns are null.
func (n nullRange) Range() contrechamp.Range {
	if !n.lo.Valid {
		return contrechamp.Range{}
	}
	return contrechamp.Range{Lo: n.lo.Int64, Hi: n.hi.Int64, Open: n.open.Bool, Stated: true}
}
