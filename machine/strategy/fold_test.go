package strategy

import (
	"testing"

	"pgregory.net/rapid"
)

// TestFold: whatever is chosen, every cell with people is in exactly one box,
// that of the message that fold says it is told; no box with people is smaller
// than may be, unless everybody is told one thing; and if no box can be too
// small, everybody is told what was chosen.
func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := newKnown(rapid.Bool().Draw(t, "by sex"))
		for c := range k.people {
			n := rapid.Int64Range(0, 40).Draw(t, "people")
			k.people[c][0], k.Adults = n, k.Adults+n
		}
		s := &Situation{Known: k, Smallest: rapid.Int64Range(0, 60).Draw(t, "smallest")}
		// Ages often share a row, so that there is something to join.
		var c Choice
		row := rapid.SliceOfN(rapid.IntRange(0, 2), believed*k.sexes, believed*k.sexes)
		rows := [][]int{row.Draw(t, "a row"), row.Draw(t, "another")}
		for range ages {
			c.Message = append(c.Message, rapid.SampledFrom(rows).Draw(t, "row")...)
		}
		c.Best = rapid.IntRange(0, 2).Draw(t, "best")
		boxes, told := s.fold(c)
		in := map[int]int{}
		sum := int64(0)
		for _, b := range boxes {
			n := int64(0)
			for a := b.from; a < b.to; a++ {
				for g := range believed {
					if b.set>>g&1 == 0 {
						continue
					}
					for sex := range k.sexes {
						cell := k.at(a, g, sex)
						if b.sexes>>sex&1 == 0 {
							continue
						}
						if k.age(cell) != a || k.group(cell) != g {
							t.Errorf("cell %d is of %d and %d, not %d and %d", cell, k.age(cell), k.group(cell), a, g)
						}
						in[cell]++
						n += k.People(cell)
						if told[cell] != b.message {
							t.Errorf("cell %d is in the box of %d and told %d", cell, b.message, told[cell])
						}
					}
				}
			}
			if n != b.people || 0 < n && n < s.Smallest && len(boxes) > 1 {
				t.Errorf("%+v holds %d, and must hold %d", b, n, s.Smallest)
			}
			sum += n
		}
		for cell := range told {
			if in[cell] != 1 {
				t.Errorf("cell %d is in %d boxes", cell, in[cell])
			}
			if s.Smallest <= 1 && k.People(cell) > 0 && told[cell] != c.Message[cell] {
				t.Errorf("cell %d is told %d instead of %d, and no box is too small", cell, told[cell], c.Message[cell])
			}
		}
		if sum != k.Adults {
			t.Errorf("%d of %d adults in boxes", sum, k.Adults)
		}
	})
}
