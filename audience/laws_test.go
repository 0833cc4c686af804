package audience

import (
	"math"
	"strings"
	"testing"
)

const cases = 20_000

// The canonical form has the same answer for every partly known person.
func TestCanonicalKeepsMeaning(t *testing.T) {
	roll(t, cases, func(t *testing.T, d dice) {
		e, w := d.expr(4), d.world()
		c := Canonical(e)
		for range 4 {
			p := d.person()
			if a, b := Eval(e, &p, w), Eval(c, &p, w); a != b {
				t.Fatalf("%s is %v, its canonical form %s is %v of %+v", e, a, c, b, p)
			}
		}
	})
}

func TestCanonicalOfCanonical(t *testing.T) {
	roll(t, cases, func(t *testing.T, d dice) {
		e := d.expr(5)
		c := Canonical(e)
		if cc := Canonical(c); !Equal(c, cc) {
			t.Fatalf("%s\n  once  %s\n  twice %s", e, c, cc)
		}
		if back, err := Parse(c.String()); err != nil || !Equal(back, c) {
			t.Fatalf("%s is not read back as printed: %v", c, err)
		}
	})
}

func TestCanonicalForgetsOrder(t *testing.T) {
	roll(t, cases, func(t *testing.T, d dice) {
		e := d.expr(4)
		s := d.shuffle(e)
		if a, b := Canonical(e), Canonical(s); !Equal(a, b) {
			t.Fatalf("%s\n  becomes %s,\n%s\n  becomes %s", e, a, s, b)
		}
	})
}

// In the canonical form not stands at most once among the parts of an and or
// an or, last, and never inside another not.
func TestCanonicalShape(t *testing.T) {
	var look func(t *testing.T, e *Expr, negated bool)
	look = func(t *testing.T, e *Expr, negated bool) {
		for i, x := range e.Args {
			if x.Op == e.Op {
				t.Fatalf("%s holds its own operator", e)
			}
			if x.Op == Not && (negated || i < len(e.Args)-1) {
				t.Fatalf("a not inside a not, or not last: %s", e)
			}
			look(t, x, negated || e.Op == Not)
		}
	}
	roll(t, cases, func(t *testing.T, d dice) {
		c := Canonical(d.expr(5))
		look(t, c, false)
	})
}

// Eval agrees with its twin, which reads the table of the design word by word.
func TestEvalAgainstTwin(t *testing.T) {
	roll(t, 4*cases, func(t *testing.T, d dice) {
		e, p, w := d.expr(3), d.person(), d.world()
		if a, b := Eval(e, &p, w), twin(e, p, w); a != b {
			t.Fatalf("%s: Eval says %v, its twin %v, of %+v", e, a, b, p)
		}
	})
}

// twin is Eval for a reader: every row of the table as it is written there.
func twin(e *Expr, p Person, w World) Answer {
	count := map[Answer]int{}
	for _, x := range e.Args {
		count[twin(x, p, w)]++
	}
	switch {
	case e.Op == Is:
		return twinFact(e.Fact, p, w)
	case e.Op == Not && count[Yes] == 1, e.Op == All && count[No] > 0, e.Op == Any && count[Yes]+count[Unknown] == 0:
		return No
	case count[Unknown] > 0 && !(e.Op == Any && count[Yes] > 0):
		return Unknown
	}
	return Yes
}

func twinFact(f Fact, p Person, w World) Answer {
	decide := func(yes, no bool) Answer {
		switch {
		case yes:
			return Yes
		case no:
			return No
		}
		return Unknown
	}
	said, spoke := p.Said[f]
	switch f.Kind {
	case Undisclosed, Other:
		return Unknown
	case List, Lookalike, Visited, Engaged, Broker, Placement, Keyword, Site:
		return decide(spoke && said, spoke && !said)
	case Age:
		if f.AgeUnknown {
			return decide(spoke && said, spoke && !said)
		}
		in := int(f.Lo) <= int(p.Age) && int(p.Age) <= int(f.Hi)
		return decide(p.Age > 0 && in, p.Age > 0 && !in)
	case Gender:
		if f.Label == "unknown" {
			return decide(spoke && said, spoke && !said)
		}
		return decide(p.Gender == f.Label, p.Gender != "")
	case Language:
		yes, wider := false, false
		for _, tag := range p.Languages {
			tag, want := strings.ToLower(tag)+"-", strings.ToLower(f.Label)+"-"
			yes = yes || strings.HasPrefix(tag, want)
			wider = wider || strings.HasPrefix(want, tag)
		}
		return decide(yes, len(p.Languages) > 0 && !wider)
	case Place:
		now := p.Now
		if now == "" {
			now = p.Lives
		}
		var where []string
		switch f.Where {
		case Anywhere:
			where = []string{p.Lives, now}
		case Lives:
			where = []string{p.Lives}
		case Recently:
			if where = p.Recently; where == nil {
				return Unknown
			}
		case Travels:
			if where = p.Travels; where == nil {
				return Unknown
			}
		}
		yes, out := false, 0
		for _, at := range where {
			in, outside := twinPlace(f, at, w)
			yes = yes || in
			if outside {
				out++
			}
		}
		return decide(yes, out == len(where))
	}
	return decide(spoke && said, spoke && !said || p.Complete.Has(f.Kind))
}

func twinPlace(f Fact, at string, w World) (in, outside bool) {
	if at == "" {
		return false, false
	}
	places := w.Places
	if places == nil {
		places = Paths{}
	}
	standing := places.Relate(at, f.Label)
	if f.Area.Shape == NoArea {
		return standing == Inside, standing == Apart
	}
	if f.Area.Shape != Near && standing == Inside {
		return true, false
	}
	if f.Area.Shape != Near && standing == Contains {
		return false, false
	}
	lat, lon, ok := places.Point(at)
	lat2, lon2, ok2 := places.Point(f.Label)
	km := f.Area.Radius
	if f.Area.Miles {
		km *= 1.609344
	}
	if f.Area.Shape == Near {
		lat2, lon2, ok2 = f.Area.Lat, f.Area.Lon, true
	}
	if ok && ok2 && f.Area.Shape != Unstated {
		// The chord between two points on the sphere, by vectors.
		const rad = math.Pi / 180
		v := func(lat, lon float64) [3]float64 {
			return [3]float64{math.Cos(lat*rad) * math.Cos(lon*rad), math.Cos(lat*rad) * math.Sin(lon*rad), math.Sin(lat * rad)}
		}
		a, b := v(lat, lon), v(lat2, lon2)
		chord := math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
		apart := 2 * math.Asin(chord/2) * 6371.0088
		return apart <= km, apart > km
	}
	country := func(path string) string {
		c := strings.Split(path, "/")[0]
		if len(c) == 2 {
			return c
		}
		return ""
	}
	a, b := country(at), country(f.Label)
	return false, a != "" && b != "" && a != b
}

// Saying more never changes an answer that was not unknown.
func TestSayingMoreKeepsAnswers(t *testing.T) {
	roll(t, cases, func(t *testing.T, d dice) {
		e, p, more, w := d.expr(3), d.person(), d.person(), d.world()
		if p.Now == "" {
			p.Now = p.Lives // the default is an assumption; here it is said
		}
		before := Eval(e, &p, w)
		q := p.Clone()
		if q.Age == 0 {
			q.Age = more.Age
		}
		if q.Gender == "" {
			q.Gender = more.Gender
		}
		if q.Recently == nil {
			q.Recently = more.Recently
		}
		if len(q.Languages) == 0 {
			q.Languages = more.Languages
		}
		if q.Lives == "DE" {
			q.Lives = "DE/Bayern"
		}
		for f, yes := range more.Said {
			if _, ok := q.Said[f]; !ok && !q.Complete.Has(f.Kind) {
				q.Said[f] = yes
			}
		}
		if after := Eval(e, &q, w); before != Unknown && after != before {
			t.Fatalf("%s: %v of %+v, but %v of %+v", e, before, p, after, q)
		}
	})
}

// The answer for a bracket of ages is the one that all its ages give.
func TestEvalAges(t *testing.T) {
	roll(t, cases/2, func(t *testing.T, d dice) {
		e, p, w := d.expr(3), d.person(), d.world()
		lo := uint8(1 + d.IntN(80))
		hi := lo + uint8(d.IntN(40))
		q := p
		q.Age = lo
		want := Eval(e, &q, w)
		for age := lo; age <= hi; age++ {
			if q.Age = age; Eval(e, &q, w) != want {
				want = Unknown
				break
			}
		}
		if got := EvalAges(e, &p, lo, hi, w); got != want {
			t.Fatalf("%s for ages %d..%d: %v, want %v of %+v", e, lo, hi, got, want, p)
		}
	})
}

// Bytes that Parse accepts give trees on which everything holds.
func FuzzMeaning(f *testing.F) {
	for _, s := range rows(f) {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		e, err := Parse(s)
		if err != nil || len(s) > 2000 {
			return
		}
		c := Canonical(e)
		if !Equal(c, Canonical(c)) {
			t.Fatalf("%s: canonical form %s is not final", e, c)
		}
		p := Person{Age: uint8(seed), Gender: "female", Lives: "DE/Bayern"}
		if Eval(e, &p, World{}) != Eval(c, &p, World{}) {
			t.Fatalf("%s and %s differ", e, c)
		}
		Parts(e)
		Criteria(e)
		HangsOn(e, &p, World{})
		Flips(e, &p, World{})
		Overlap(e, c, World{})
	})
}
