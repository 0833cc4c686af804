package market

import (
	"math/bits"

	"github.com/contrechamp/contrechamp/draw"
)

// thinBins is in how many parts the impressions of an ad are divided at random,
// so that it can lose some of them: whole parts, from the last on, until what is
// left is within its budget.
const thinBins = 4096

// Delivery is what was delivered, by ad as they were given to NewSale.
type Delivery struct {
	Impressions []int64
	Micros      []int64 // never above the budget
	Dropped     []int64 // impressions that the budget did not pay any more
	Targeted    []int64 // adults in the box
}

// Deliver shows ads to people. It calls do for every adult who is in some box,
// those of a block one after the other, several blocks at once; what was shown
// is valid until do returns, and may be nothing.
//
// It goes twice over the people: first every impression is drawn and its price
// added to one of the parts of its ad, then the parts that fit in the budget are
// delivered. So spending is at most the budget whatever the pacing, and who sees
// an ad does not depend on the order of people.
func (s *Sale) Deliver(pi *Pacing, do func(block, i int, shown []Shown)) *Delivery {
	cut := s.cuts(pi)
	blocks := make([]Delivery, s.e.Blocks())
	s.each(func(block int, person func(func(int, []uint64) bool)) {
		d := newDelivery(len(s.ads))
		w := &worker{s: s, pi: pi}
		person(func(i int, set []uint64) bool {
			for word, x := range set {
				for ; x != 0; x &= x - 1 {
					d.Targeted[word*64+bits.TrailingZeros64(x)]++
				}
			}
			w.shown = w.shown[:0]
			w.person(i, set, func(k, p, n int, price int64) {
				kept := 0
				for m := range n {
					if s.bin(k, p, i, m) < cut[k] {
						kept++
					}
				}
				d.Dropped[k] += int64(n - kept)
				if kept > 0 {
					d.Impressions[k] += int64(kept)
					d.Micros[k] += int64(kept) * price
					w.shown = append(w.shown, Shown{Ad: s.place[k], Phase: p, Impressions: kept, Micros: int64(kept) * price})
				}
			})
			do(block, i, w.shown)
			return true
		})
		blocks[block] = d
	})
	all := newDelivery(len(s.ads))
	for _, d := range blocks {
		if d.Impressions == nil {
			continue
		}
		for at, k := range s.place {
			all.Impressions[k] += d.Impressions[at]
			all.Micros[k] += d.Micros[at]
			all.Dropped[k] += d.Dropped[at]
			all.Targeted[k] += d.Targeted[at]
		}
	}
	return &all
}

func newDelivery(ads int) Delivery {
	return Delivery{make([]int64, ads), make([]int64, ads), make([]int64, ads), make([]int64, ads)}
}

// cuts are by ad the first part that is not delivered.
func (s *Sale) cuts(pi *Pacing) []int {
	blocks := make([]map[int]*[thinBins]int64, s.e.Blocks())
	free := make(chan map[int]*[thinBins]int64, len(blocks))
	s.each(func(block int, person func(func(int, []uint64) bool)) {
		// Whole numbers may be added in any order, so a thread goes on with the
		// sums of a block that is done.
		var sums map[int]*[thinBins]int64
		select {
		case sums = <-free:
		default:
			sums = map[int]*[thinBins]int64{}
			blocks[block] = sums
		}
		w := &worker{s: s, pi: pi}
		of := make([]*[thinBins]int64, len(s.ads))
		for k, b := range sums {
			of[k] = b
		}
		person(func(i int, set []uint64) bool {
			w.person(i, set, func(k, p, n int, price int64) {
				if of[k] == nil {
					of[k] = new([thinBins]int64)
					sums[k] = of[k]
				}
				for m := range n {
					of[k][s.bin(k, p, i, m)] += price
				}
			})
			return true
		})
		free <- sums
	})
	cut := make([]int, len(s.ads))
	for k := range cut {
		spent := int64(0)
		for ; cut[k] < thinBins; cut[k]++ {
			for _, sums := range blocks {
				if b := sums[k]; b != nil {
					spent += b[cut[k]]
				}
			}
			if spent > s.ads[k].Budget {
				break
			}
		}
	}
	return cut
}

// bin is the part that the m-th impression of an ad on a person in a phase is in.
func (s *Sale) bin(ad, phase, person, m int) int {
	return int(s.thins[ad][phase].At(uint64(person)<<10+uint64(m)) % thinBins)
}

// worker draws impressions; it has the memory for it.
type worker struct {
	s         *Sale
	pi        *Pacing
	c         []Candidate
	win, paid []float64
	shown     []Shown
}

// person draws what ads win with a person: do is called with each ad that was
// shown in a phase, how often, and the price of one impression.
func (w *worker) person(i int, set []uint64, do func(ad, phase, n int, price int64)) {
	if w.s.e.Slots[i] == 0 {
		return
	}
	perDay := w.s.e.SlotsADay(i)
	for p := range phases {
		if !w.s.same[p] {
			w.c = w.s.candidates(i, set, p, w.c)
		}
		for len(w.win) < len(w.c) {
			w.win, w.paid = append(w.win, 0), append(w.paid, 0)
		}
		Slot(w.c, w.pi[p], w.win, w.paid)
		slots := float64(perDay * days(p))
		for k := range w.c {
			ad := w.c[k].Ad
			// A rate of at most 255/2 x 14 is 112 pieces of 16.
			n := draw.PoissonAt(w.s.keys[ad][p], uint64(i)<<7, float64(slots*w.win[k]))
			if n > 0 {
				do(ad, p, n, micros(perThousand*w.paid[k]/w.win[k]))
			}
		}
	}
}
