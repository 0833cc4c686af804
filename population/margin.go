package population

import (
	"cmp"
	"math"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// margin is a joint fact of a second source: known for a region, not together
// with the block's age and sex. Shares are of the people of the ages that the
// source counts.
type margin struct {
	from, to int // leaves
	fact     Joint
	share    float64
	blank    float64 // share of people of whom the source does not say
	ages     group
}

// addMargins keeps the joint facts of another source of the same country.
func (b *block) addMargins(cells []Cell) {
	type key struct {
		region string
		fact   Joint
	}
	total, of := map[string]int64{}, map[key]int64{}
	ages := map[string]group{}
	for _, c := range cells {
		g, ok := ages[c.Region]
		if !ok {
			g = group{c.AgeLo, c.AgeHi}
		}
		ages[c.Region] = group{min(g.lo, c.AgeLo), max(g.hi, c.AgeHi)}
		total[c.Region] += c.Count
		for _, f := range c.Facts {
			of[key{c.Region, f}] += c.Count
			b.marginKinds[f.Kind] = true
		}
	}
	for k, n := range of {
		runs, exact := b.locate(k.region)
		if !exact || len(runs) != 1 || total[k.region] == 0 {
			continue
		}
		m := margin{from: int(runs[0].from), to: int(runs[0].to), fact: k.fact, ages: ages[k.region]}
		m.share = float64(n) / float64(total[k.region])
		m.blank = float64(of[key{k.region, Joint{Kind: k.fact.Kind}}]) / float64(total[k.region])
		b.margins = append(b.margins, m)
	}
	slices.SortFunc(b.margins, func(x, y margin) int {
		return cmp.Or(cmp.Compare(x.to-x.from, y.to-y.from), cmp.Compare(x.from, y.from), cmp.Compare(x.fact.Kind, y.fact.Kind), cmp.Compare(x.fact.Value, y.fact.Value))
	})
}

// marginal reports whether a fact is known by margins only.
func (b *block) marginal(f *audience.Fact) bool {
	return !placed(f) && !b.kinds[f.Kind] && b.marginKinds[f.Kind]
}

func (b *block) anyMarginal(e *audience.Expr) bool {
	if e.Op == audience.Is {
		return b.marginal(&e.Fact)
	}
	for _, x := range e.Args {
		if b.anyMarginal(x) {
			return true
		}
	}
	return false
}

// frechet bounds the people of an expression by the shares of its facts: in
// each region for which a margin is known, P(A and B) lies between max(0,
// P(A)+P(B)-1) and min(P(A), P(B)), P(A or B) between max(P(A), P(B)) and min(1,
// P(A)+P(B)), where what the block counts jointly is taken together as one fact.
// (M. Fréchet, Généralisation du théorème des probabilités totales, Fundamenta
// Mathematicae 25, 1935.)
func (q *question) frechet(e *audience.Expr, parts []class) (lo, hi int64) {
	if !q.b.anyMarginal(e) {
		return q.bounds(e, parts, 0, len(q.b.leaves))
	}
	done := 0
	for _, r := range q.regions(e) {
		l, h := q.bounds(e, parts, done, r.from)
		lo, hi = lo+l, hi+h
		plainLo, plainHi := q.bounds(e, parts, r.from, r.to)
		l, h = q.recurse(e, parts, r.from, r.to)
		lo, hi = lo+max(l, plainLo), hi+min(h, plainHi)
		done = r.to
	}
	l, h := q.bounds(e, parts, done, len(q.b.leaves))
	return lo + l, hi + h
}

// regions are disjoint regions with margins of facts in e, in the order of
// their leaves; small ones before those that hold them.
func (q *question) regions(e *audience.Expr) []margin {
	used := [256]bool{}
	for _, f := range leafFacts(e) {
		used[f.Kind] = used[f.Kind] || q.b.marginal(f)
	}
	var out []margin
	for _, m := range q.b.margins {
		if used[m.fact.Kind] && !slices.ContainsFunc(out, func(o margin) bool { return m.from < o.to && o.from < m.to }) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y margin) int { return cmp.Compare(x.from, y.from) })
	return out
}

// bounds counts an expression without margins over leaves from to to-1.
func (q *question) bounds(e *audience.Expr, parts []class, from, to int) (lo, hi int64) {
	if from >= to {
		return 0, 0
	}
	for _, c := range parts {
		whole, some, _, _ := q.weigh(q.answer(e, c.state))
		for _, leaf := range c.leaves {
			if int(leaf) < from || int(leaf) >= to {
				continue
			}
			for i, n := range q.b.counts[int(leaf)*q.b.per():][:q.b.per()] {
				if whole[i] {
					lo += n
				}
				if some[i] {
					hi += n
				}
			}
		}
	}
	return lo, hi
}

func (q *question) recurse(e *audience.Expr, parts []class, from, to int) (lo, hi int64) {
	if !q.b.anyMarginal(e) {
		return q.bounds(e, parts, from, to)
	}
	n := q.b.people(from, to)
	switch e.Op {
	case audience.Is:
		return q.share(&e.Fact, from, to)
	case audience.Not:
		lo, hi = q.recurse(e.Args[0], parts, from, to)
		return n - hi, n - lo
	}
	together := &audience.Expr{Op: e.Op}
	var los, his []int64
	for _, x := range e.Args {
		if !q.b.anyMarginal(x) {
			together.Args = append(together.Args, x)
			continue
		}
		l, h := q.recurse(x, parts, from, to)
		los, his = append(los, l), append(his, h)
	}
	if len(together.Args) > 0 {
		l, h := q.bounds(together, parts, from, to)
		los, his = append(los, l), append(his, h)
	}
	if e.Op == audience.All {
		lo, hi = n, n
		for i := range los {
			lo, hi = lo+los[i]-n, min(hi, his[i])
		}
		return max(0, lo), hi
	}
	for i := range los {
		lo, hi = max(lo, los[i]), hi+his[i]
	}
	return lo, min(n, hi)
}

// share bounds the people of a region who have a fact, by the smallest region
// around it whose margin is known... that of the region itself.
func (q *question) share(f *audience.Fact, from, to int) (lo, hi int64) {
	var at, least, most float64
	var ages group
	known := false
	for _, m := range q.b.margins {
		if m.from != from || m.to != to || m.fact.Kind != f.Kind {
			continue
		}
		known, ages = true, m.ages
		at = m.blank
		switch jointly([]Joint{m.fact}, f) {
		case yes:
			least, most = least+m.share, most+m.share
		case unknown:
			if m.fact.Value != "" {
				most += m.share
			}
		}
	}
	if !known {
		return 0, q.b.people(from, to)
	}
	most = min(1, most+at)
	inside, touched, all := q.b.aged(from, to, ages)
	return int64(math.Floor(least * float64(inside))), int64(math.Ceil(most*float64(touched))) + all - inside
}

// aged counts the people of leaves whose age group lies inside a range, those
// whose group touches it, and all.
func (b *block) aged(from, to int, ages group) (inside, touched, all int64) {
	for leaf := from; leaf < to; leaf++ {
		for i, n := range b.counts[leaf*b.per():][:b.per()] {
			g := b.groups[i%len(b.groups)]
			all += n
			if ages.lo <= g.lo && g.hi <= ages.hi {
				inside += n
			}
			if ages.lo <= g.hi && g.lo <= ages.hi {
				touched += n
			}
		}
	}
	return inside, touched, all
}

// leafFacts lists the facts of an expression.
func leafFacts(e *audience.Expr) []*audience.Fact {
	if e.Op == audience.Is {
		return []*audience.Fact{&e.Fact}
	}
	var out []*audience.Fact
	for _, x := range e.Args {
		out = append(out, leafFacts(x)...)
	}
	return out
}
