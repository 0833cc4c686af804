package reach

import (
	mathbits "math/bits"
	"sync"

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
	const batch = 1 << 12
	parallel((len(plans)+batch-1)/batch, func(i int) {
		l := planner{p, b.facts}
		for id := i * batch; id < min(len(plans), (i+1)*batch); id++ {
			var n normal
			b.box(uint32(id), &n)
			plans[id] = l.plan(&n, false)
		}
	})
	ads = make([]uint32, p.n)
	perBox := make([]uint32, len(plans))
	var mu sync.Mutex
	aims := aimed(plans, len(p.blocks))
	parallel(len(aims), func(block int) {
		j := joiner{counter: counter{p: p}, ads: make([]uint32, blockRows), reached: map[uint32]uint32{}}
		for _, id := range aims[block] {
			j.box(plans[id], id, weight[id], block)
		}
		j.finish(block, ads)
		mu.Lock()
		defer mu.Unlock()
		for id, n := range j.reached {
			perBox[id] += n
		}
	})
	reached = make([]uint32, b.Len())
	for ad, box := range b.of {
		reached[ad] = perBox[box]
	}
	return reached, ads
}

// aimed lists for every block the boxes that aim there.
func aimed(plans []*plan, blocks int) [][]uint32 {
	out := make([][]uint32, blocks)
	for id, x := range plans {
		last := -1
		for _, s := range x.spans {
			for block := max(last+1, int(s.from)/blockRows); block < blocks && block*blockRows < int(s.to); block++ {
				out[block] = append(out[block], uint32(id))
				last = block
			}
		}
	}
	return out
}

// joiner runs the boxes of a block.
type joiner struct {
	counter
	ads     []uint32 // of each person, beside what the sums hold
	reached map[uint32]uint32

	// Digit k of the number of ads is in sums[k], but for one bitmap a digit
	// that may wait in waiting[k] for another, to be added together.
	sums    [][]uint64
	waiting [][]uint64
	waits   []bool
	carry   [blockWords]uint64
}

// few is how many persons, one in so many, are counted one by one.
const few = 64

func (j *joiner) box(x *plan, id, weight uint32, block int) {
	total := 0
	for _, s := range x.spans {
		from, to := max(int(s.from)-block*blockRows, 0), min(int(s.to)-block*blockRows, blockRows)
		if from >= to {
			continue
		}
		w0, w1, n := j.window(x, block, from, to)
		total += n
		switch {
		case n == 0:
		case n < (w1-w0)*64/few || w1-w0 < 16:
			for w, bitmap := range j.set[w0:w1] {
				for ; bitmap != 0; bitmap &= bitmap - 1 {
					j.ads[(w0+w)*64+mathbits.TrailingZeros64(bitmap)] += weight
				}
			}
		default:
			j.add(w0, w1, weight)
		}
	}
	if total > 0 {
		j.reached[id] += uint32(total)
	}
}

// add adds the persons of the last window, so many times.
func (j *joiner) add(w0, w1 int, weight uint32) {
	for k := 0; weight>>k != 0; k++ {
		if weight>>k&1 == 0 {
			continue
		}
		if w1-w0 < blockWords/4 {
			copy(j.carry[w0:w1], j.set[w0:w1])
			j.ripple(k, w0, w1)
			continue
		}
		clear(j.carry[:w0])
		copy(j.carry[w0:w1], j.set[w0:w1])
		clear(j.carry[w1:])
		j.whole(k)
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

// ripple adds carry, of a narrow window, to digit k and on.
func (j *joiner) ripple(k, w0, w1 int) {
	for ; ; k++ {
		j.digit(k)
		bits.HalfAdd(j.sums[k][w0:w1], j.carry[w0:w1])
		if bits.Count(j.carry[w0:w1]) == 0 {
			return
		}
	}
}

// whole adds carry, of the whole block, to digit k, two at a time.
func (j *joiner) whole(k int) {
	for ; ; k++ {
		j.digit(k)
		if !j.waits[k] {
			copy(j.waiting[k], j.carry[:])
			j.waits[k] = true
			return
		}
		j.waits[k] = false
		bits.FullAdd(j.sums[k], j.waiting[k], j.carry[:])
	}
}

// finish writes the number of ads of each person of the block.
func (j *joiner) finish(block int, ads []uint32) {
	for k := range j.sums {
		for i, set := range [][]uint64{j.sums[k], j.waiting[k]} {
			if i == 1 && !j.waits[k] {
				continue
			}
			for w, x := range set {
				for ; x != 0; x &= x - 1 {
					j.ads[w*64+mathbits.TrailingZeros64(x)] += 1 << k
				}
			}
		}
	}
	for i := range min(blockRows, j.p.n-block*blockRows) {
		ads[j.p.order[block*blockRows+i]] = j.ads[i]
	}
}
