package reach

import "testing"

// TestCut: blocks hold every row once, in order, at most blockRows each, and begin
// at multiples of 512, so that their words do not share rows.
func TestCut(t *testing.T) {
	for _, n := range []int{0, 1, 511, blockRows - 512, blockRows - 511, blockRows, blockRows + 1, 2 * (blockRows - 512), 3*blockRows + 777, 10*blockRows - 1} {
		for _, single := range []int{0, n / 3, n} {
			rows := make([]rowOf, n)
			m := &members{start: []uint32{0, 1, 1 + shareFrom}, ads: make([]uint32, 1+shareFrom)} // box 0 of one ad, box 1 of many
			for i := range rows {
				rows[i].ad = uint32(i)
				if i >= single {
					rows[i].box = 1
				}
			}
			next := uint32(0)
			for _, part := range cut(rows, m) {
				if len(part) == 0 || len(part) > blockRows {
					t.Fatalf("%d rows, %d of one ad: a block of %d", n, single, len(part))
				}
				for _, r := range part {
					if r.ad != next || r.box != part[0].box {
						t.Fatalf("%d rows, %d of one ad: row %d of box %d stands where %d should", n, single, r.ad, r.box, next)
					}
					next++
				}
				if from := int(part[0].ad) - single*int(part[0].box); from%512 != 0 {
					t.Fatalf("%d rows, %d of one ad: a block begins at %d", n, single, from)
				}
			}
			if int(next) != n {
				t.Fatalf("%d rows, %d of one ad: blocks hold %d", n, single, next)
			}
		}
	}
}
