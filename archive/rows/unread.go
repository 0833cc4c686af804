package rows

import (
	"maps"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// fill counts the cells of the current row that hold something.
func (t *Table) fill() {
	if len(t.Fields) != len(t.filled) {
		return
	}
	for i, f := range t.Fields {
		if len(f) > 0 {
			t.filled[i]++
		}
	}
}

// remember makes room to remember which columns are read.
func (t *Table) remember(width int) { t.filled, t.read = make([]int64, width), make([]bool, width) }

// Reads says that columns are read by their places and not through Cell.
func (t *Table) Reads(columns ...int) {
	for _, i := range columns {
		if i >= 0 && i < len(t.read) {
			t.read[i] = true
		}
	}
}

// Unread gives the columns that hold something and were never asked for, and of
// objects the keys that are no column.
func (t *Table) Unread() []contrechamp.Unread {
	var out []contrechamp.Unread
	names := t.header
	if t.objects != nil {
		names = t.keys
	}
	for i, n := range t.filled {
		if n > 0 && !t.read[i] && names[i] != "" { // R writes row numbers under no name
			out = append(out, contrechamp.Unread{File: t.File, Field: names[i], Filled: n})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.unknown)) {
		out = append(out, contrechamp.Unread{File: t.File, Field: name, Filled: t.unknown[name]})
	}
	return out
}
