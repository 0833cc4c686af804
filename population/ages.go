package population

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Adults are lower bounds of age groups in which the adults of a country can be
// shown, the last without a top, each a border that the country's table counts:
// from 18, 25, 35 on where it has single years or groups that allow it, else from
// the last border before 18 (15 in five-year groups, whose 15 to 19 an ad for 18
// and over cuts). Nil if the country has no table.
func (t *Table) Adults(country string) []uint8 {
	b := t.blocks[country]
	if b == nil {
		return nil
	}
	var borders []uint8
	for _, g := range b.groups {
		if g.lo == 0 && g.hi == audience.OpenAge {
			continue // age not known to the source
		}
		borders = append(borders, g.lo)
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	var out []uint8
	for _, age := range borders {
		if age <= 18 {
			out = []uint8{age}
		}
	}
	const few = 8 // a table that has no more groups is shown with all of them
	var above []uint8
	for _, age := range borders {
		if age > 18 {
			above = append(above, age)
		}
	}
	if len(out) > 0 && len(above) <= few {
		return append(out, above...)
	}
	for _, age := range above {
		if slices.Contains([]uint8{25, 35, 45, 55, 65, 75}, age) || age == 20 && len(out) > 0 && out[0] < 18 {
			out = append(out, age)
		}
	}
	return out
}
