package reach

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// TestTreesAreReadAsAdded: every expression comes back as it was, with facts of
// one's own in their places, leaf by leaf in order.
func TestTreesAreReadAsAdded(t *testing.T) {
	d := roll(t)
	var all []*audience.Expr
	var b TreesBuilder
	for i := range 3000 {
		e := d.box()
		if i%10 == 0 { // with all that a fact can have
			e = audience.And(e, audience.Of(audience.Fact{Kind: audience.Kind(d.IntN(29)), Label: pick(d, "", "é/ö", "a\x00b"), Lo: uint8(d.IntN(256)), Hi: uint8(d.IntN(256)),
				AgeUnknown: d.IntN(2) == 0, Where: audience.Qualifier(d.IntN(4)), Percent: pick(d, 0, .5, -1e300), In: pick(d, "", "US"), Of: pick(d, "", strings.Repeat("zip", 100)),
				Area: audience.Area{Shape: audience.Shape(d.IntN(4)), Radius: pick(d, 0, 1.25), Miles: d.IntN(2) == 0, Lat: pick(d, 0, -38.5), Lon: pick(d, 0, 77.)}}))
		}
		all = append(all, e)
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	for i, e := range all {
		for f := range e.Facts() {
			if n, ok := b.Number(f); !ok || !slices.ContainsFunc(b.Leaves(i), func(c Criterion) bool { return c.Fact() == n }) {
				t.Fatalf("%d: %s has no number among %v", i, f, b.Leaves(i))
			}
		}
	}
	if _, ok := b.Number(audience.Fact{Label: "in no expression"}); ok {
		t.Error("a fact of no expression has a number")
	}
	trees := b.Trees()
	loud := func(f audience.Fact) audience.Fact { f.Label += "!"; return f }
	if trees.Len() != len(all) {
		t.Fatalf("%d expressions, want %d", trees.Len(), len(all))
	}
	for i, e := range all {
		if got := trees.At(i, nil); !reflect.DeepEqual(tidy(got), tidy(e)) || got.String() != e.String() {
			t.Fatalf("%d: read %s, added %s", i, got, e)
		}
		want := audience.Map(e, loud)
		if got := trees.At(i, loud); got.String() != want.String() {
			t.Fatalf("%d: read %s, want %s", i, got, want)
		}
		want = nil
		var facts []audience.Fact
		var out []bool
		var walk func(e *audience.Expr, negated bool)
		walk = func(e *audience.Expr, negated bool) {
			if e.Op == audience.Is {
				facts, out = append(facts, e.Fact), append(out, negated)
			}
			for _, x := range e.Args {
				walk(x, negated != (e.Op == audience.Not))
			}
		}
		walk(e, false)
		for n, c := range trees.Leaves(i) {
			if trees.Fact(c.Fact()) != facts[n] || c.Excluded() != out[n] {
				t.Fatalf("%s: leaf %d is %v, excluded %v", e, n, trees.Fact(c.Fact()), c.Excluded())
			}
		}
		if n := len(trees.Leaves(i)); n != len(facts) {
			t.Fatalf("%s has %d leaves, %d were read", e, len(facts), n)
		}
	}
}

// tidy makes no difference between no arguments and an empty list of them.
func tidy(e *audience.Expr) *audience.Expr {
	out := &audience.Expr{Op: e.Op, Fact: e.Fact}
	for _, x := range e.Args {
		out.Args = append(out.Args, tidy(x))
	}
	return out
}

// TestDisjointTrees: asked together, expressions are disjoint from others as
// audience.Overlap says of each.
func TestDisjointTrees(t *testing.T) {
	d := roll(t)
	var b TreesBuilder
	if got := b.Trees().Disjoint(audience.Everyone(), nil, audience.World{}); len(got) != 0 {
		t.Errorf("of no expression: %v", got)
	}
	for i := range 702 {
		e := d.box()
		switch i {
		case 700:
			e = audience.Everyone()
		case 701:
			e = audience.Nobody()
		}
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	trees := b.Trees()
	form := func(f audience.Fact) audience.Fact { f.Label = strings.ToLower(f.Label); return f }
	var long []*audience.Expr // more conditions than are prepared
	for i := range 70 {
		long = append(long, audience.Label(audience.Interest, string(rune('a'+i))))
	}
	disjoint := 0
	for i := range 60 {
		e := d.box()
		switch i {
		case 0:
			e = audience.And(long...)
		case 1:
			e = audience.Except(audience.Or(long...))
		}
		w := d.world()
		got := trees.Disjoint(audience.Map(e, form), form, w)
		for j := range trees.Len() {
			v, why := audience.Overlap(audience.Map(trees.At(j, nil), form), audience.Map(e, form), w)
			if is := got[j/64]>>(j%64)&1 == 1; is != (v == audience.Disjoint) {
				t.Fatalf("%s\nand %s: disjoint %v, Overlap says %v", trees.At(j, nil), e, is, why)
			}
			if v == audience.Disjoint {
				disjoint++
			}
		}
	}
	if all := 60 * trees.Len(); disjoint < all/20 || disjoint > all-all/20 {
		t.Errorf("%d of %d pairs are disjoint: too few of one sort to tell", disjoint, all)
	}
}
