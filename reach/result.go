package reach

import (
	mathbits "math/bits"
	"runtime"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// Result is the answer to one Match: the ads that would reach the person and
// those of which that is unknown; all others would not. It also holds the
// memory that matching works in, so using one again and again is faster than
// taking a new one. It is for one goroutine at a time.
type Result struct {
	Yes, Unknown Set

	// Workers is how many goroutines a large match may use; 0 means as many as
	// there are processors.
	Workers int

	queries  []*query
	locals   []*local
	jobs     []job
	matchers []*matcher
	arena    []uint64
	ids      []uint32
	yes      []uint64 // by ad, where ads stand in several strata
	maybe    []uint64
}

// Set is a set of ads. It is valid until its Result is used again.
type Set struct {
	count int
	parts []setPart
	ads   []uint32 // in addition to the parts
}

type setPart struct {
	block *block
	rows  []uint64
	count int // of rows
}

// Count is the number of ads.
func (s *Set) Count() int { return s.count }

// Append appends the numbers of the ads to dst, in no particular order.
func (s *Set) Append(dst []uint32) []uint32 {
	for _, p := range s.parts {
		dst = p.append(dst)
	}
	return append(dst, s.ads...)
}

func (p *setPart) append(dst []uint32) []uint32 {
	if p.block.shared == nil {
		return p.block.table.Append(dst, p.rows[:(p.block.rows+63)/64], p.count)
	}
	p.runs(func(from, to uint32) { dst = append(dst, p.block.shared.ads[from:to]...) })
	return dst
}

// ads counts the ads of the rows.
func (p *setPart) ads() int {
	if p.block.shared == nil {
		return p.count
	}
	n := 0
	p.runs(func(from, to uint32) { n += int(to - from) })
	return n
}

// runs gives the shared ads of the rows, those of neighbours together.
func (p *setPart) runs(do func(from, to uint32)) {
	start := p.block.shared.start
	for w, x := range p.rows {
		for x != 0 {
			row := mathbits.TrailingZeros64(x)
			n := mathbits.TrailingZeros64(^(x >> row))
			do(start[w*64+row], start[w*64+row+n])
			x &^= (1<<n - 1) << row
		}
	}
}

func (s *Set) add(p setPart) {
	s.parts = append(s.parts, p)
	s.count += p.ads()
}

func (s *Set) reset() { s.count, s.parts, s.ads = 0, s.parts[:0], s.ads[:0] }

// job is one block to be matched.
type job struct {
	query            *query
	local            *local
	block            *block
	yes, maybe       []uint64
	surely, possibly int
	exact            bool
}

// Match finds the ads for a person, as published: for every ad the answer of
// audience.Eval. The single ad's reasons are audience.HangsOn and
// audience.Flips. What a Result found out of a person's places is kept for the
// next match of somebody at the same places; a world does not change meanwhile.
func (x *Index) Match(p *audience.Person, w audience.World, r *Result) {
	s := x.state.Load()
	r.Yes.reset()
	r.Unknown.reset()
	r.jobs = r.jobs[:0]
	locals, words, several := 0, 0, false
	for i, part := range s.parts {
		if i == len(r.queries) {
			r.queries = append(r.queries, &query{})
		}
		q := r.queries[i]
		q.prepare(part.segment, p, w)
		several = several || q.place.several && part.split
		for j := range len(q.place.strata) + 1 {
			st := &part.strata[0]
			if j > 0 {
				st = &part.strata[q.place.strata[j-1]]
			}
			if locals == len(r.locals) {
				r.locals = append(r.locals, &local{})
			}
			l := r.locals[locals]
			locals++
			q.locate(st, l)
			for _, b := range st.blocks {
				r.jobs = append(r.jobs, job{query: q, local: l, block: b})
				words += 2 * b.words
			}
		}
	}
	r.run(words)
	if several {
		r.unite(s.next)
	} else {
		for i := range r.jobs {
			j := &r.jobs[i]
			r.Yes.add(setPart{j.block, j.yes, j.surely})
			if !j.exact {
				r.Unknown.add(setPart{j.block, j.maybe, j.possibly})
			}
		}
	}
	for _, a := range s.tail {
		switch audience.Eval(a.box, p, w) {
		case audience.Yes:
			r.Yes.ads = append(r.Yes.ads, a.ad)
			r.Yes.count++
		case audience.Unknown:
			r.Unknown.ads = append(r.Unknown.ads, a.ad)
			r.Unknown.count++
		}
	}
}

// together is how many words of bitmaps are worth another goroutine.
const together = 1 << 14

// run matches the blocks of the jobs.
func (r *Result) run(words int) {
	if len(r.arena) < words {
		r.arena = make([]uint64, words+words/4)
	}
	at := 0
	for i := range r.jobs {
		j := &r.jobs[i]
		n := j.block.words
		j.yes, j.maybe = r.arena[at:at+n:at+n], r.arena[at+n:at+2*n:at+2*n]
		at += 2 * n
	}
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = max(1, min(workers, words/together, len(r.jobs)))
	for len(r.matchers) < workers {
		r.matchers = append(r.matchers, &matcher{})
	}
	if workers == 1 {
		for i := range r.jobs {
			r.jobs[i].match(r.matchers[0])
		}
		return
	}
	var next, worker atomic.Int64
	parallel(workers, func(int) {
		m := r.matchers[worker.Add(1)-1]
		for i := next.Add(1) - 1; int(i) < len(r.jobs); i = next.Add(1) - 1 {
			r.jobs[i].match(m)
		}
	})
}

func (j *job) match(m *matcher) {
	m.q, m.l = j.query, j.local
	j.surely, j.possibly, j.exact = m.match(j.block, j.yes, j.maybe)
}

// unite joins strata that the same ad may stand in: it is a yes if it is one
// in some stratum, else unknown if it is that in some.
func (r *Result) unite(ads uint32) {
	n := int(ads+63) / 64
	if len(r.yes) < n {
		r.yes, r.maybe = make([]uint64, n), make([]uint64, n)
	}
	clear(r.yes)
	clear(r.maybe)
	mark := func(p setPart, set []uint64) {
		r.ids = p.append(r.ids[:0])
		for _, ad := range r.ids {
			set[ad/64] |= 1 << (ad % 64)
		}
	}
	for i := range r.jobs {
		j := &r.jobs[i]
		mark(setPart{j.block, j.yes, j.surely}, r.yes)
		if !j.exact {
			mark(setPart{j.block, j.maybe, j.possibly}, r.maybe)
		}
	}
	bits.Drop(r.maybe, r.yes)
	r.Yes.ads, r.Unknown.ads = listed(r.Yes.ads, r.yes), listed(r.Unknown.ads, r.maybe)
	r.Yes.count, r.Unknown.count = len(r.Yes.ads), len(r.Unknown.ads)
}

// listed appends the set bits.
func listed(dst []uint32, set []uint64) []uint32 {
	for w, x := range set {
		for ; x != 0; x &= x - 1 {
			dst = append(dst, uint32(w*64+mathbits.TrailingZeros64(x)))
		}
	}
	return dst
}
