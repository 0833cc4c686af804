package audience

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{`interest "b" and age 18.. and interest "a"`, `age 18.. and interest "a" and interest "b"`},
		{`interest "a" or (interest "b" or interest "a")`, `interest any ("a", "b")`},
		{`(interest "a" or interest "b") and gender female`, `gender female and interest any ("a", "b")`},

		// Constants.
		{`age 18.. and everyone`, `age 18..`},
		{`age 18.. and nobody`, `nobody`},
		{`age 18.. or everyone`, `everyone`},
		{`not (everyone and nobody)`, `everyone`},

		// Ages: joined where they meet, never into an empty range.
		{`age 18..24 or age 25..34 or age 45..`, `age 18..34 or age 45..`},
		{`age 18..23 or age 25..34`, `age 18..23 or age 25..34`},
		{`age 18.. and age ..44`, `age 18..44`},
		{`age 18..20 and age 30..`, `age 18..20 and age 30..`},
		{`age ..17 or age 18..`, `age 0..`},
		{`age 18.. or age unknown`, `age 18.. or age unknown`},

		// No excluded middle, no complement.
		{`age 18.. or not age 18..`, `age 18.. or not age 18..`},
		{`gender female and not gender female`, `gender female and not gender female`},
		{`gender male or gender female`, `gender female or gender male`},

		// Places: absorbed upwards in an or, downwards in an and, never under a radius.
		{`place "RO/Bucharest/Bucharest" or place "RO/Bucharest"`, `place "RO/Bucharest"`},
		{`place any ("DE", "DE-x", "DE/Bayern/München")`, `place any ("DE", "DE-x")`},
		{`place "DE" and place "DE/Bayern" and place "DE/Bayern/München"`, `place "DE/Bayern/München"`},
		{`place any ("DE", "DE/Bayern") +10km`, `place any ("DE", "DE/Bayern") +10km`},
		{`place "DE" or place lives "DE/Bayern"`, `place "DE" or place lives "DE/Bayern"`},
		{`not place "DE" and not place "DE/Bayern"`, `not place "DE"`},
		{`not place "DE" or not place "DE/Bayern"`, `not place "DE/Bayern"`},

		// Not goes inward and the negated parts come together under one not.
		{`not not age 18..`, `age 18..`},
		{`not interest "b" and age 18.. and not interest "a"`, `age 18.. and not interest any ("a", "b")`},
		{`not (interest "a" and interest "b")`, `not (interest "a" and interest "b")`},
		{`not (interest "a" and not interest "b")`, `interest "b" or not interest "a"`},
		{`not (place "PL" and undisclosed place "1" or place "CZ")`, `not (place "CZ" or place "PL" and undisclosed place "1")`},
		{`not (place "PL" and undisclosed place "1") and not place "CZ"`, `not (place "CZ" or place "PL" and undisclosed place "1")`},

		// No two undisclosed facts are the same.
		{`undisclosed list and undisclosed list`, `undisclosed list and undisclosed list`},
		{`other "x" and other "x"`, `other "x"`},
		{`list "x" or list "x"`, `list "x"`},
	} {
		got := Canonical(MustParse(c.in)).String()
		if got != c.out {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.out)
		}
	}
}

// postcodes is an or of n distinct postcodes in a shuffled order.
func postcodes(n int) *Expr {
	r := rand.New(rand.NewPCG(1, 2))
	args := make([]*Expr, n)
	for i, j := range r.Perm(n) {
		args[i] = Label(Place, fmt.Sprintf("DE/zip:%06d", j))
	}
	return &Expr{Op: Any, Args: args}
}

func BenchmarkParse(b *testing.B) {
	row := `age 18..45 and gender female and place "US/Michigan" and device any ("carrier/MetroPCS", "carrier/Boost Mobile", "carrier/Cricket Wireless") and undisclosed list`
	for _, c := range []struct{ name, s string }{
		{"row", row}, {"places=2177", postcodes(2177).String()}, {"places=100000", postcodes(100_000).String()},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.s)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(c.s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The time per place must stay level (up to the logarithm of sorting) from
// 2,177 places, the most seen, to 100,000, and with depth.
func BenchmarkCanonical(b *testing.B) {
	for _, n := range []int{2177, 100_000} {
		for _, c := range []struct {
			name string
			e    *Expr
		}{
			{"or", postcodes(n)},
			{"exclusion", And(Ages(18, OpenAge), Except(postcodes(n)))},
			{"deep", deep(n)},
		} {
			b.Run(fmt.Sprintf("%s/places=%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Canonical(c.e)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/place")
			})
		}
	}
}

// deep spreads n places over levels of and, or and not.
func deep(n int) *Expr {
	e := postcodes(n / 100)
	for i := range 99 {
		more := postcodes(n / 100)
		switch i % 3 {
		case 0:
			e = &Expr{Op: All, Args: []*Expr{e, more}}
		case 1:
			e = &Expr{Op: Any, Args: []*Expr{e, more}}
		default:
			e = Except(e)
		}
	}
	return e
}

func BenchmarkEval(b *testing.B) {
	p := Person{Age: 34, Gender: "female", Lives: "DE/zip:999999", Said: map[Fact]bool{{Kind: Interest, Label: "Yoga"}: true}}
	for _, c := range []struct {
		name string
		e    *Expr
	}{
		{"row", MustParse(`age 18..44 and gender female and place "DE" and (interest "Yoga" or interest "Vegan food") and not interest "Police" and not undisclosed list`)},
		{"places=2177", postcodes(2177)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Eval(c.e, &p, World{})
			}
		})
	}
}

// Depth that the parser allows is no danger to anything that walks the tree.
func TestDeepest(t *testing.T) {
	s := strings.Repeat("not (", MaxDepth/2) + `age 18.. and interest "a"` + strings.Repeat(")", MaxDepth/2)
	e, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := Canonical(e).String(); got != `not (age 18.. and interest "a")` && got != `age 18.. and interest "a"` {
		t.Errorf("got %s", got)
	}
}
