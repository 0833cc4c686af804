package audience

import (
	"strings"
	"testing"
)

// What an unknown answer hangs on: with these facts fixed, in whatever way,
// the others do not matter; and each of them does.
func TestHangsOnByBruteForce(t *testing.T) {
	exacts, searched := 0, 0
	roll(t, cases/4, func(t *testing.T, d dice) {
		n := 0
		e := Map(d.expr(3), func(f Fact) Fact { // undisclosed facts are boxes of their own
			if f.Kind == Undisclosed {
				n++
				f.Label = strings.Repeat("i", n)
			}
			return f
		})
		p, w := d.person(), d.world()
		facts, exact := HangsOn(e, &p, w)
		if Eval(e, &p, w) != Unknown {
			if len(facts) > 0 || !exact {
				t.Fatalf("%s is decided and still hangs on %v", e, facts)
			}
			return
		}
		var open []Fact
		index := map[Fact]int{}
		for f := range e.Facts() {
			if _, seen := index[f]; !seen && p.answer(&f, w) == Unknown {
				index[f] = len(open)
				open = append(open, f)
			}
		}
		if len(open) > 11 {
			return
		}
		value := func(row int) bool {
			return evalTwo(e, func(f Fact) bool {
				if i, ok := index[f]; ok {
					return row>>i&1 == 1
				}
				return p.answer(&f, w) == Yes
			})
		}
		turns := func(f Fact) bool {
			for row := range 1 << len(open) {
				if value(row) != value(row^1<<index[f]) {
					return true
				}
			}
			return false
		}
		named := map[Fact]bool{}
		for _, f := range facts {
			named[f] = true
			if exact && !turns(f) {
				t.Fatalf("%s does not hang on %s for %+v", e, f, p)
			}
		}
		for _, f := range open {
			if !named[f] && turns(f) {
				t.Fatalf("%s hangs on %s too for %+v; named %v", e, f, p, facts)
			}
		}
		searched++
		if exact {
			exacts++
		}
	})
	if searched == 0 || exacts != searched {
		t.Errorf("%d of %d small cases exact; all should be", exacts, searched)
	}
}

// evalTwo is two-valued logic.
func evalTwo(e *Expr, truth func(Fact) bool) bool {
	switch e.Op {
	case Is:
		return truth(e.Fact)
	case Not:
		return !evalTwo(e.Args[0], truth)
	}
	for _, x := range e.Args {
		if evalTwo(x, truth) == (e.Op == Any) {
			return e.Op == Any
		}
	}
	return e.Op == All
}

// Every flip turns the answer into what it promises, speaks of something that
// a person can know, and stands in order; for a known age no nearer one turns it.
func TestFlips(t *testing.T) {
	total := 0
	roll(t, cases/4, func(t *testing.T, d dice) {
		e, p, w := d.expr(3), d.person(), d.world()
		was := Eval(e, &p, w)
		flips := Flips(e, &p, w)
		total += len(flips)
		size := 0
		for _, f := range flips {
			q := f.Apply(p)
			if got := Eval(e, &q, w); got != f.Answer || got == was {
				t.Fatalf("%s is %v of %+v; flip %v promises %v and gives %v", e, was, p, f, f.Answer, got)
			}
			if f.Size < size {
				t.Fatalf("%s: flips out of order: %v", e, flips)
			}
			size = f.Size
			if k := f.Fact.Kind; k.Veiled() || k.Held() || k.Context() {
				t.Fatalf("%s: offers %v", e, f)
			}
		}
		if p.Age == 0 {
			return
		}
		nearest := map[[2]int]int{} // side, answer: years
		for age := 1; age < OpenAge; age++ {
			q := p
			q.Age = uint8(age)
			a := Eval(e, &q, w)
			diff, side := age-int(p.Age), 1
			if diff < 0 {
				diff, side = -diff, 0
			}
			key := [2]int{side, int(a)}
			if old, ok := nearest[key]; a != was && (!ok || diff < old) {
				nearest[key] = diff
			}
		}
		for _, f := range flips {
			if f.Fact.Kind != Age {
				continue
			}
			side := 0
			if f.Fact.Lo > p.Age {
				side = 1
			}
			key := [2]int{side, int(f.Answer)}
			if nearest[key] != f.Size {
				t.Fatalf("%s of %+v: flip %v, but %d years suffice", e, p, f, nearest[key])
			}
			delete(nearest, key)
		}
		if len(nearest) > 0 {
			t.Fatalf("%s of %+v: no flip for ages %v", e, p, nearest)
		}
	})
	if total == 0 {
		t.Error("no flips seen at all")
	}
}

// Disjoint audiences have no person in common.
func TestDisjointSharesNobody(t *testing.T) {
	disjoint := 0
	roll(t, cases, func(t *testing.T, d dice) {
		a, b, w := d.expr(3), d.expr(2), d.world()
		v, reason := Overlap(a, b, w)
		if r, _ := Overlap(b, a, w); r != v {
			t.Fatalf("%s and %s: %v one way, %v the other", a, b, v, r)
		}
		if v == Overlaps {
			return
		}
		disjoint++
		for range 10 {
			p := d.person()
			p.Now = "" // people are where they live
			for f := range a.Facts() {
				if f.said() && d.IntN(2) == 0 {
					p.Said[f] = true
				}
			}
			if Eval(a, &p, w) == Yes && Eval(b, &p, w) == Yes {
				t.Fatalf("%s and %s are called disjoint (%v) and share %+v", a, b, reason, p)
			}
		}
	})
	if disjoint == 0 {
		t.Error("no disjoint pair seen")
	}
}
