package audience

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParts(t *testing.T) {
	for _, c := range []struct {
		e, include, exclude, rest string
		criteria                  int
	}{
		{`everyone`, ``, ``, ``, 0},
		{`nobody`, ``, ``, `nobody`, 1},
		{`age 18..`, `age 18..`, ``, ``, 1},
		{`age 18.. and (interest any ("a", "b") or likes "c") and not likes "d"`, `age 18.. | interest "a", interest "b", likes "c"`, `likes "d"`, ``, 3},
		{`not interest "a" and not (interest "b" or likes "c")`, ``, `interest "a", interest "b", likes "c"`, ``, 1},
		{`(place "DE" and undisclosed place "1" or place "FR") and age 18..`, `age 18..`, ``, `place "DE" and undisclosed place "1" or place "FR"`, 2},
		{`age 18.. and not (place "PL" and undisclosed place "1" or place "CZ")`, `age 18..`, `place "CZ"`, `not (place "PL" and undisclosed place "1")`, 2},
		{`(interest "a" or undisclosed expansion) and undisclosed other and undisclosed expansion and undisclosed list`,
			`interest "a", undisclosed expansion | undisclosed other | undisclosed expansion | undisclosed list`, ``, ``, 2},
		{`age 18.. and not (interest "a" and likes "b")`, `age 18..`, ``, `not (interest "a" and likes "b")`, 2},
		{`not not (age 18.. and gender male)`, `age 18.. | gender male`, ``, ``, 2},
	} {
		e := MustParse(c.e)
		include, exclude, rest := Parts(e)
		var groups []string
		for _, g := range include {
			groups = append(groups, list(g))
		}
		if got := strings.Join(groups, " | "); got != c.include {
			t.Errorf("%s: include %s", c.e, got)
		}
		if got := list(exclude); got != c.exclude {
			t.Errorf("%s: exclude %s", c.e, got)
		}
		if got := list(rest); got != c.rest {
			t.Errorf("%s: rest %s", c.e, got)
		}
		if got := Criteria(e); got != c.criteria {
			t.Errorf("%s: %d criteria, want %d", c.e, got, c.criteria)
		}
	}
}

func list[T fmt.Stringer](xs []T) string {
	var s []string
	for _, x := range xs {
		s = append(s, x.String())
	}
	return strings.Join(s, ", ")
}

// The parts together mean what the whole means.
func TestPartsKeepMeaning(t *testing.T) {
	roll(t, cases/2, func(t *testing.T, d dice) {
		e, w := d.expr(3), d.world()
		include, exclude, rest := Parts(e)
		again := &Expr{Op: All, Args: slices.Clone(rest)}
		for _, g := range include {
			or := &Expr{Op: Any}
			for _, f := range g {
				or.Args = append(or.Args, Of(f))
			}
			again.Args = append(again.Args, or)
		}
		for _, f := range exclude {
			again.Args = append(again.Args, Except(Of(f)))
		}
		for range 3 {
			p := d.person()
			if a, b := Eval(e, &p, w), Eval(again, &p, w); a != b {
				t.Fatalf("%s is %v, its parts %s are %v", e, a, again, b)
			}
		}
	})
}

func TestUndisclosedAndFacts(t *testing.T) {
	e := MustParse(`age 18.. and not (likes "a" or undisclosed list) and place "DE"`)
	if !HasUndisclosed(e) || HasUndisclosed(MustParse(`age 18.. and other "x"`)) {
		t.Error("undisclosed not told")
	}
	var out []string
	for f, excluded := range e.Facts() {
		if excluded {
			out = append(out, f.String())
		}
	}
	if got := strings.Join(out, ", "); got != `likes "a", undisclosed list` {
		t.Errorf("excluded %s", got)
	}
}

// Every kind has a word, is found by it, and is of one class.
func TestKindWords(t *testing.T) {
	for _, k := range AllKinds() {
		back, err := ParseKind(k.String())
		if err != nil || back != k {
			t.Errorf("%v: %v, %v", k, back, err)
		}
		n := 0
		for _, is := range []bool{k.Labelled(), k.Held(), k.Context(), k.Veiled(), k <= Language} {
			if is {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%v is of %d classes", k, n)
		}
	}
	if _, err := ParseKind("thing"); err == nil {
		t.Error("thing is a kind")
	}
}

// What has not changed is shared.
func TestMapShares(t *testing.T) {
	e := MustParse(`age 18.. and (interest "a" or interest "b")`)
	if got := Map(e, func(f Fact) Fact { return f }); got != e {
		t.Error("a map that changes nothing makes a new tree")
	}
	got := Map(e, func(f Fact) Fact {
		if f.Label == "b" {
			f.Label = "c"
		}
		return f
	})
	if got.String() != `age 18.. and interest any ("a", "c")` || got.Args[0] != e.Args[0] {
		t.Errorf("got %s", got)
	}
	if e.String() != `age 18.. and interest any ("a", "b")` {
		t.Errorf("the original became %s", e)
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want string // the attribute that rules it out, empty if they overlap
	}{
		{`age 18..24`, `age 25..`, "age"},
		{`age 18..24 or age 65..`, `age 25..64`, "age"},
		{`age 18..24 or age unknown`, `age 25..`, ""},
		{`age 18..`, `not age 18..`, "age"},
		{`gender male`, `gender female and age 18..`, "gender"},
		{`gender male or gender unknown`, `gender female`, ""},
		{`place "DE/Bayern"`, `place any ("DE/Hessen", "FR")`, "place"},
		{`place "DE/Bayern"`, `place "DE/zip:80331"`, ""},
		{`place "DE"`, `place recently "FR"`, ""},
		{`place "DE/Bayern" and undisclosed place "1" or place "AT"`, `place "FR"`, "place"},
		{`place "DE" and not place "DE/Bayern"`, `place "DE/Bayern/München"`, "place"},
		{`place "DE" and not place "DE/Bayern"`, `place "DE"`, ""},
		{`interest "a"`, `not interest any ("a", "b")`, "interest"},
		{`interest any ("a", "c")`, `not interest any ("a", "b")`, ""},
		{`interest any ("a", "b") and age 18..`, `age 30.. and not (interest "b" or interest "a" or likes "c")`, "interest"},
		{`interest "a" or undisclosed expansion`, `not interest "a"`, ""},
		{`undisclosed list`, `not undisclosed list`, ""},
		{`list "x"`, `not list "x"`, ""}, // another advertiser's list may bear the same name
		{`place "US/Texas/Austin" +20mi`, `place "DE"`, "place"},
		{`place near 1,2 3km`, `place near 50,2 3km`, "place"},
		{`place near 1,2 3km`, `place near 1,2.01 3km`, ""},
		{`everyone`, `everyone`, ""},
	} {
		v, r := Overlap(MustParse(c.a), MustParse(c.b), World{})
		got := ""
		if v == Disjoint {
			got = r.Kind.String()
			if len(r.A) == 0 || len(r.B) == 0 {
				t.Errorf("%s, %s: empty reason %v", c.a, c.b, r)
			}
		}
		if got != c.want {
			t.Errorf("%s, %s: ruled out by %q, want %q", c.a, c.b, got, c.want)
		}
	}
}
