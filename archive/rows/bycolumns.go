package rows

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// readColumns reads a table that is written by columns, each an object of its
// cells by the numbers of their rows, as pandas writes one.
func (d *Documents) readColumns() error {
	w := d.wrapped
	var columns map[string]map[string]json.RawMessage
	if err := w.dec.Decode(&columns); err != nil {
		return err
	}
	byRow := map[string]map[string]json.RawMessage{}
	for name, cells := range columns {
		for row, cell := range cells {
			if byRow[row] == nil {
				byRow[row] = map[string]json.RawMessage{}
			}
			byRow[row][name] = cell
		}
	}
	for _, row := range slices.SortedFunc(maps.Keys(byRow), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
	}) {
		object, err := json.Marshal(byRow[row])
		if err != nil {
			return err
		}
		w.queue = append(w.queue, object)
	}
	return nil
}
