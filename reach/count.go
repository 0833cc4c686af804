package reach

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// Count counts the persons that an audience surely holds, and those that it
// possibly does: of whom audience.Eval says yes, and of whom it does not say
// no. The two differ where the population does not know a fact.
func (p *People) Count(e *audience.Expr) (surely, possibly int) {
	if p.n == 0 {
		return 0, 0
	}
	var facts []audience.Fact
	n := flatten(e, func(f audience.Fact) uint32 {
		if i := slices.Index(facts, f); i >= 0 {
			return uint32(i)
		}
		facts = append(facts, f)
		return uint32(len(facts) - 1)
	})
	l := newPlanner(p, facts)
	c := counter{p: p}
	x := l.plan(&n, false)
	surely = c.count(x)
	if !x.blurred {
		return surely, surely
	}
	return surely, c.count(l.plan(&n, true))
}

// counter runs plans. It has the bitmaps to work in.
type counter struct {
	p        *People
	set      [blockWords]uint64 // the persons of the block that the last window held
	tmp      [blockWords]uint64
	in, out  []*uint64
	dense    []*uint64
	lists    [][]uint16
	scratch  [][]uint64
	borrowed int
}

func (c *counter) count(x *plan) (n int) {
	plain := len(x.or)+len(x.groups)+len(x.not)+len(x.rest) == 0
	for _, s := range x.spans {
		if plain {
			n += c.demographic(x, int(s.from), int(s.to))
			continue
		}
		for from := int(s.from); from < int(s.to); {
			block := from / blockRows
			to := min(int(s.to), (block+1)*blockRows)
			_, _, k := c.window(x, block, from-block*blockRows, to-block*blockRows)
			n += k
			from = to
		}
	}
	return n
}

// demographic counts the persons of a span that are in all rows and in none:
// one pass over memory.
func (c *counter) demographic(x *plan, from, to int) int {
	if len(x.in)+len(x.out) == 0 {
		return to - from
	}
	w0, w1 := from/64, (to+63)/64
	c.point(x, w0)
	edges := 0
	word := func(w int, mask uint64) {
		mask &= c.p.atLeast[0][w]
		for _, row := range x.in {
			mask &= row[w]
		}
		for _, row := range x.out {
			mask &^= row[w]
		}
		edges += bits.Count([]uint64{mask})
	}
	// What the first and the last word hold of other spans is taken off again.
	if from%64 != 0 {
		word(w0, 1<<(from%64)-1)
	}
	if to%64 != 0 {
		word(w1-1, ^uint64(0)<<(to%64))
	}
	return bits.Fold(nil, w1-w0, c.in, c.out) - edges
}

// point sets in and out to the rows of a plan from word w on.
func (c *counter) point(x *plan, w int) {
	c.in, c.out = c.in[:0], c.out[:0]
	for _, row := range x.in {
		c.in = append(c.in, &row[w])
	}
	for _, row := range x.out {
		c.out = append(c.out, &row[w])
	}
	if len(c.in) == 0 {
		c.in = append(c.in, &c.p.atLeast[0][w]) // everybody
	}
}

// window finds the persons of a block, from one to before the other, whom a
// plan holds: their bits from word w0 to before w1 of c.set, and their number.
func (c *counter) window(x *plan, block, from, to int) (w0, w1, n int) {
	w0, w1 = from/64, (to+63)/64
	set := c.set[w0:w1]
	c.point(x, block*blockWords+w0)
	bits.Fold(set, w1-w0, c.in, c.out)
	set[0] &= ^uint64(0) << (from % 64)
	if to%64 != 0 {
		set[len(set)-1] &= 1<<(to%64) - 1
	}
	for _, rows := range x.or {
		c.dense = c.dense[:0]
		for _, row := range rows {
			c.dense = append(c.dense, &row[block*blockWords+w0])
		}
		tmp := c.tmp[:w1-w0]
		bits.Or(tmp, c.dense)
		bits.Keep(set, tmp)
	}
	col := &c.p.blocks[block]
	for _, keys := range x.groups {
		tmp := c.tmp[:w1-w0]
		c.gather(col, keys, tmp, w0, w1)
		bits.Keep(set, tmp)
	}
	for _, key := range x.not {
		bitmap, list := col.posting(key)
		if bitmap != nil {
			bits.Drop(set, bitmap[w0:w1])
			continue
		}
		for _, row := range clip(list, w0, w1) {
			set[int(row/64)-w0] &^= 1 << (row % 64)
		}
	}
	for _, e := range x.rest {
		bits.Keep(set, c.ask(e, x.upper, block, w0, w1))
		c.borrowed = 0
	}
	return w0, w1, bits.Count(set)
}

// gather sets set to the persons of the words w0 to before w1 who have a label.
func (c *counter) gather(col *column, keys []uint32, set []uint64, w0, w1 int) {
	c.dense, c.lists = c.dense[:0], c.lists[:0]
	for _, key := range keys {
		if bitmap, list := col.posting(key); bitmap != nil {
			c.dense = append(c.dense, &bitmap[w0])
		} else if list != nil {
			c.lists = append(c.lists, list)
		}
	}
	bits.Or(set, c.dense)
	for _, list := range c.lists {
		for _, row := range clip(list, w0, w1) {
			set[int(row/64)-w0] |= 1 << (row % 64)
		}
	}
}

// clip cuts a list of rows to those of the words w0 to before w1.
func clip(list []uint16, w0, w1 int) []uint16 {
	if w0 > 0 {
		i, _ := slices.BinarySearch(list, uint16(w0*64))
		list = list[i:]
	}
	if w1 < blockWords {
		i, _ := slices.BinarySearch(list, uint16(w1*64))
		list = list[:i]
	}
	return list
}

// borrow gives a bitmap that is free until borrowed is 0 again.
func (c *counter) borrow(words int) []uint64 {
	if c.borrowed == len(c.scratch) {
		c.scratch = append(c.scratch, make([]uint64, blockWords))
	}
	c.borrowed++
	return c.scratch[c.borrowed-1][:words]
}

// ask gives the persons of a window for whom any expression holds, or may.
func (c *counter) ask(e *audience.Expr, upper bool, block, w0, w1 int) []uint64 {
	set := c.borrow(w1 - w0)
	switch e.Op {
	case audience.Is:
		c.leaf(newPlanner(c.p, []audience.Fact{e.Fact}), set, upper, block, w0, w1)
	case audience.Not:
		not := c.ask(e.Args[0], !upper, block, w0, w1)
		fill(set, 64*len(set))
		bits.Drop(set, not)
	default:
		if e.Op == audience.All {
			fill(set, 64*len(set))
		} else {
			clear(set)
		}
		for _, arg := range e.Args {
			free := c.borrowed
			x := c.ask(arg, upper, block, w0, w1)
			if e.Op == audience.All {
				bits.Keep(set, x)
			} else {
				bits.Or(set, []*uint64{&set[0], &x[0]})
			}
			c.borrowed = free
		}
	}
	return set
}

// leaf gives the persons of a window of whom a single fact holds, or may.
func (c *counter) leaf(l *planner, set []uint64, upper bool, block, w0, w1 int) {
	f := &l.facts[0]
	clear(set)
	if f.Kind == audience.Place {
		for _, s := range c.p.at(*f).bound(upper) {
			first := block*blockRows + w0*64
			for i := max(int(s.from), first); i < min(int(s.to), first+64*len(set)); i++ {
				set[(i-first)/64] |= 1 << ((i - first) % 64)
			}
		}
		return
	}
	x := plan{upper: upper, spans: []span{{0, 1}}}
	l.include(&x, []uint32{0})
	if len(x.spans) == 0 {
		return
	}
	c.point(&x, block*blockWords+w0)
	bits.Fold(set, len(set), c.in, c.out)
	for _, rows := range x.or { // of one fact: several languages, or none
		tmp := c.borrow(len(set))
		clear(tmp)
		for _, row := range rows {
			bits.Or(tmp, []*uint64{&tmp[0], &row[block*blockWords+w0]})
		}
		bits.Keep(set, tmp)
	}
	for _, keys := range x.groups {
		tmp := c.borrow(len(set))
		c.gather(&c.p.blocks[block], keys, tmp, w0, w1)
		bits.Keep(set, tmp)
	}
}
