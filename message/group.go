package message

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Options of Group. The zero value is right for most uses.
type Options struct {
	// Same are pairs of texts that are one whatever they say: two readings of
	// one ad.
	Same [][2]int32
	// Threads is how many goroutines work; 0: as many as there are processors.
	Threads int
}

// Group gives the message of each text: the least position of a text in its
// component. A text without a term is a message of its own. It returns the
// context's error if that ends first.
//
// Memory beside the texts: about 1.2 kB a text of 50 terms at its height.
func Group(ctx context.Context, texts []string, o Options) ([]int32, error) {
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	g := &grouper{ctx: ctx, texts: texts, threads: o.Threads, joined: newComponents(len(texts))}
	for _, p := range o.Same {
		g.joined.join(p[0], p[1])
	}
	for _, step := range []func(){g.repeated, g.count, g.rank, g.sets, g.index, g.walk} {
		if step(); ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return g.joined.list(), nil
}

// grouper is the state of one join.
type grouper struct {
	ctx     context.Context
	texts   []string
	threads int
	joined  components

	first   []int32 // of each text the first with the same terms, -1 for no terms
	often   *twice  // shingles that stand in more than one text
	counts  []*counter
	ranks   int // shingles that are kept
	all     []set
	lists   []int32 // by rank: where its entries begin
	entries []entry
}

// set is the shingles of a text that stand in other texts too, as ranks, the
// rarest first.
type set struct {
	ranks []uint32
	size  int32 // shingles of the text, those that stand in it alone included
}

// entry is a text in the list of a shingle of its prefix.
type entry struct {
	text  int32
	after int32 // ranks of the set from this one on
}

// each hands out ranges of n things to the goroutines.
func (g *grouper) each(n int, do func(thread, from, to int)) {
	const step = 512
	var next atomic.Int64
	var wait sync.WaitGroup
	for t := range g.threads {
		wait.Go(func() {
			for g.ctx.Err() == nil {
				from := int(next.Add(step)) - step
				if from >= n {
					return
				}
				do(t, from, min(from+step, n))
			}
		})
	}
	wait.Wait()
}

// repeated joins texts of the same terms, and notes which shingles stand in more
// than one text. What is told by bits counts too much where hashes collide.
func (g *grouper) repeated() {
	whole := make([][2]uint64, len(g.texts))
	g.often = newTwice(len(g.texts))
	scratch := make([]shingler, g.threads)
	g.each(len(g.texts), func(t, from, to int) {
		for i := from; i < to; i++ {
			var shingles []uint64
			shingles, whole[i] = scratch[t].of(g.texts[i])
			slices.Sort(shingles)
			for _, s := range slices.Compact(shingles) {
				g.often.see(s)
			}
		}
	})
	g.first = make([]int32, len(g.texts))
	seen := make(map[[2]uint64]int32, len(g.texts))
	for i, w := range whole {
		g.first[i] = -1
		if w == ([2]uint64{}) {
			continue
		}
		f, ok := seen[w]
		if !ok {
			f = int32(i)
			seen[w] = f
		}
		g.first[i] = f
		g.joined.join(f, int32(i))
	}
}

// distinct hands over the shingles of the texts that repeat no other, each
// shingle once a text, in no order that matters.
func (g *grouper) distinct(do func(thread, text int, shingles []uint64)) {
	scratch := make([]shingler, g.threads)
	g.each(len(g.texts), func(t, from, to int) {
		for i := from; i < to; i++ {
			if g.first[i] != int32(i) {
				continue
			}
			s, _ := scratch[t].of(g.texts[i])
			slices.Sort(s)
			do(t, i, slices.Compact(s))
		}
	})
}

// count counts in how many texts that repeat no other each shingle stands.
func (g *grouper) count() {
	// One counter a goroutine, split by the high bits, so that none is shared.
	parts := make([][][]uint64, g.threads) // by goroutine that found them, by counter
	for t := range parts {
		parts[t] = make([][]uint64, g.threads)
	}
	g.counts = make([]*counter, g.threads)
	for t := range g.counts {
		g.counts[t] = newCounter()
	}
	var lock = make([]sync.Mutex, g.threads)
	drain := func(t, p int) {
		lock[p].Lock()
		for _, s := range parts[t][p] {
			g.counts[p].add(s)
		}
		lock[p].Unlock()
		parts[t][p] = parts[t][p][:0]
	}
	g.distinct(func(t, _ int, shingles []uint64) {
		for _, s := range shingles {
			if !g.often.has(s) {
				continue
			}
			p := g.part(s)
			if parts[t][p] = append(parts[t][p], s); len(parts[t][p]) >= 1<<12 {
				drain(t, p)
			}
		}
	})
	for t := range parts {
		for p := range parts[t] {
			drain(t, p)
		}
	}
}

func (g *grouper) part(s uint64) int { return int(s>>40) % g.threads }

// rank numbers the shingles that stand in at least two texts, the rarest first;
// equal counts by the shingle itself, so that ranks do not depend on threads.
func (g *grouper) rank() {
	type kept struct {
		shingle uint64
		count   uint32
	}
	var all []kept
	for _, c := range g.counts {
		c.each(func(s uint64, n uint32) {
			if n >= 2 {
				all = append(all, kept{s, n})
			}
		})
	}
	slices.SortFunc(all, func(a, b kept) int { return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(a.shingle, b.shingle)) })
	for _, c := range g.counts {
		c.clear()
	}
	for r, k := range all {
		g.counts[g.part(k.shingle)].set(k.shingle, uint32(r)+1)
	}
	g.ranks = len(all)
}

// sets turns texts into ranks.
func (g *grouper) sets() {
	g.all = make([]set, len(g.texts))
	arenas := make([]arena, g.threads)
	g.distinct(func(t, i int, shingles []uint64) {
		ranks := arenas[t].take(len(shingles))
		for _, s := range shingles {
			if r := g.counts[g.part(s)].get(s); r > 0 {
				ranks = append(ranks, r-1)
			}
		}
		slices.Sort(ranks)
		arenas[t].give(cap(ranks) - len(ranks))
		g.all[i] = set{ranks: ranks, size: int32(len(shingles))}
	})
	g.counts, g.often = nil, nil
}

// prefix is how many of a set's ranks must be looked at: two near texts have a
// shingle in common among the first |A| - ceil(|A|/2) + 1 of both. Those that
// stand in one text alone come before all ranks and are passed over.
func (s set) prefix() int {
	alone := int(s.size) - len(s.ranks)
	return min(max(int(s.size)-(int(s.size)+1)/2+1-alone, 0), len(s.ranks))
}

// index lists, for each rank, the texts that have it in their prefix, the
// smallest first.
func (g *grouper) index() {
	g.lists = make([]int32, g.ranks+1)
	for _, s := range g.all {
		for _, r := range s.ranks[:s.prefix()] {
			g.lists[r+1]++
		}
	}
	for r := range g.ranks {
		g.lists[r+1] += g.lists[r]
	}
	g.entries = make([]entry, g.lists[g.ranks])
	at := slices.Clone(g.lists[:g.ranks])
	for i, s := range g.all {
		for p, r := range s.ranks[:s.prefix()] {
			g.entries[at[r]] = entry{int32(i), int32(len(s.ranks) - p)}
			at[r]++
		}
	}
}

// walk looks at the pairs of every list.
func (g *grouper) walk() {
	g.each(g.ranks, func(_, from, to int) {
		for r := from; r < to; r++ {
			if list := g.entries[g.lists[r]:g.lists[r+1]]; len(list) > 1 && !g.one(list) {
				g.pairs(uint32(r), list)
			}
		}
	})
}

// one says whether the texts of a list are one component already.
func (g *grouper) one(list []entry) bool {
	root := g.joined.root(list[0].text)
	for _, e := range list[1:] {
		if g.joined.root(e.text) != root {
			return false
		}
	}
	return true
}

// pairs joins the near texts of a list. A pair belongs to the first rank that
// both have: in the lists of others it is passed over.
func (g *grouper) pairs(rank uint32, list []entry) {
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(g.all[a.text].size, g.all[b.text].size), cmp.Compare(a.text, b.text))
	})
	for i, a := range list {
		small := g.all[a.text]
		for _, b := range list[i+1:] {
			large := g.all[b.text]
			if 2*small.size < large.size {
				break // and all behind are larger
			}
			need := (small.size + large.size + 2) / 3 // 3 |A and B| >= |A| + |B|
			if min(a.after, b.after) < need || g.joined.root(a.text) == g.joined.root(b.text) {
				continue
			}
			if near(small.ranks, large.ranks, rank, int(need)) {
				g.joined.join(a.text, b.text)
			}
		}
	}
}

// near says whether two rising lists have at least need in common, the first of
// them rank.
func near(a, b []uint32, rank uint32, need int) bool {
	common := 0
	for len(a) > 0 && len(b) > 0 {
		if common+min(len(a), len(b)) < need {
			return false
		}
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			if common == 0 && a[0] != rank {
				return false
			}
			if common++; common >= need {
				return true
			}
			a, b = a[1:], b[1:]
		}
	}
	return false
}
