package reach

import (
	"cmp"
	mathbits "math/bits"
	"slices"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/reach/bits"
)

// Join counts for every ad the persons that it surely reaches, and for every
// person the ads that surely reach him, both by the numbers that they were
// added with.
//
// It takes the persons block by block and of each block the boxes that aim
// there. What a box holds is a bitmap; bitmaps are added up as columns of
// binary digits, all persons of a block at once.
func Join(b *Boxes, p *People) (reached, ads []uint32) {
	weight := make([]uint32, b.Distinct())
	for _, box := range b.of {
		weight[box]++
	}
	plans := make([]*plan, b.Distinct())
	l := newPlanner(p, b.facts)
	const batch = 1 << 12
	parallel((len(plans)+batch-1)/batch, func(i int) {
		var n normal
		for id := i * batch; id < min(len(plans), (i+1)*batch); id++ {
			b.box(uint32(id), &n)
			plans[id] = l.plan(&n, false)
		}
	})
	ads = make([]uint32, p.n)
	perBox := make([]atomic.Uint32, len(plans))
	aims := aimed(plans, len(p.blocks))
	parallel(len(aims), func(block int) {
		j := joiner{counter: counter{p: p}, ads: make([]uint32, blockRows)}
		for _, id := range aims[block] {
			perBox[id].Add(j.box(plans[id], weight[id], block))
		}
		j.finish(block, ads)
	})
	reached = make([]uint32, b.Len())
	for ad, box := range b.of {
		reached[ad] = perBox[box].Load()
	}
	return reached, ads
}

// aimed lists for every block the boxes that aim there, those that begin with
// the same span one after the other.
func aimed(plans []*plan, blocks int) [][]uint32 {
	order := make([]uint32, 0, len(plans))
	for id, x := range plans {
		if len(x.spans) > 0 {
			order = append(order, uint32(id))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := plans[a].spans[0], plans[b].spans[0]
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
	})
	out := make([][]uint32, blocks)
	for _, id := range order {
		last := -1
		for _, s := range plans[id].spans {
			for block := max(last+1, int(s.from)/blockRows); block < blocks && block*blockRows < int(s.to); block++ {
				out[block] = append(out[block], id)
				last = block
			}
		}
	}
	return out
}

// joiner runs the boxes of a block.
type joiner struct {
	counter
	ads []uint32 // of each person, beside what the sums hold

	// Digit k of the number of ads is in sums[k], but for one bitmap a digit
	// that may wait in waiting[k] for another, to be added together. All that
	// wait are of the words from w0 to before w1.
	sums    [][]uint64
	waiting [][]uint64
	waits   []bool
	w0, w1  int
	carry   [blockWords]uint64
}

// few is up to how many persons are counted one by one.
const few = 200

// box counts the persons of a block that a box reaches, and adds its ads to theirs.
func (j *joiner) box(x *plan, weight uint32, block int) uint32 {
	total, first := 0, true
	for _, s := range x.spans {
		from, to := max(int(s.from)-block*blockRows, 0), min(int(s.to)-block*blockRows, blockRows)
		if from >= to {
			continue
		}
		w0, w1, n := j.window(x, block, from, to)
		total += n
		switch {
		case n < few:
			for w, bitmap := range j.set[w0:w1] {
				for ; bitmap != 0; bitmap &= bitmap - 1 {
					j.ads[(w0+w)*64+mathbits.TrailingZeros64(bitmap)] += weight
				}
			}
		default:
			j.add(w0, w1, weight, first)
			first = false
		}
	}
	return uint32(total)
}

// add adds the persons of the last window, so many times. If more boxes of the
// same window are likely to follow, they wait for each other.
func (j *joiner) add(w0, w1 int, weight uint32, more bool) {
	if more && (w0 != j.w0 || w1 != j.w1) {
		j.flush()
		j.w0, j.w1 = w0, w1
	}
	for k := 0; weight>>k != 0; k++ {
		if weight>>k&1 == 0 {
			continue
		}
		copy(j.carry[w0:w1], j.set[w0:w1])
		if more {
			j.pair(k)
		} else {
			j.ripple(k, w0, w1)
		}
	}
}

// digit makes room for digit k.
func (j *joiner) digit(k int) {
	for len(j.sums) <= k {
		j.sums = append(j.sums, make([]uint64, blockWords))
		j.waiting = append(j.waiting, make([]uint64, blockWords))
		j.waits = append(j.waits, false)
	}
}

// ripple adds carry to digit k and on.
func (j *joiner) ripple(k, w0, w1 int) {
	for some := true; some; k++ {
		j.digit(k)
		some = bits.HalfAdd(j.sums[k][w0:w1], j.carry[w0:w1])
	}
}

// pair adds carry to digit k together with the one that waits, or lets it wait.
func (j *joiner) pair(k int) {
	w0, w1 := j.w0, j.w1
	for ; ; k++ {
		j.digit(k)
		if !j.waits[k] {
			copy(j.waiting[k][w0:w1], j.carry[w0:w1])
			j.waits[k] = true
			return
		}
		j.waits[k] = false
		bits.FullAdd(j.sums[k][w0:w1], j.waiting[k][w0:w1], j.carry[w0:w1])
	}
}

// flush adds what waits.
func (j *joiner) flush() {
	for k := 0; k < len(j.waits); k++ {
		if j.waits[k] {
			j.waits[k] = false
			copy(j.carry[j.w0:j.w1], j.waiting[k][j.w0:j.w1])
			j.ripple(k, j.w0, j.w1)
		}
	}
}

// finish writes the number of ads of each person of the block.
func (j *joiner) finish(block int, ads []uint32) {
	j.flush()
	for k, set := range j.sums {
		for w, x := range set {
			for ; x != 0; x &= x - 1 {
				j.ads[w*64+mathbits.TrailingZeros64(x)] += 1 << k
			}
		}
	}
	for i := range min(blockRows, j.p.n-block*blockRows) {
		ads[j.p.order[block*blockRows+i]] = j.ads[i]
	}
}
