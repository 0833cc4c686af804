package market

import (
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// TestRules: what every rule makes of boxes, and that a widened box holds
// everybody whom the box held.
func TestRules(t *testing.T) {
	_, people, _ := world(t, 20_000, 0, Standard())
	for _, c := range []struct{ rule, box, want string }{
		{"none", `interest "Trade unions" and age 30..40`, `interest "Trade unions" and age 30..40`},
		{"no-special", `interest "Trade unions" and age 30..40`, `age 30..40`},
		{"no-special", `interest "Gardening" and age 30..40`, `interest "Gardening" and age 30..40`},
		{"no-special", `age 30..40 and not interest "Prayer groups"`, `age 30..40`},
		{"no-special", `(interest "Gardening" or interest "Trade unions") and gender female`, `gender female`},
		{"no-lookalikes", `lookalike "list" and age 30..40`, `age 30..40`},
		{"age-sex-place", `interest "Gardening" and age 30..40 and gender male and place "XV/Valdor" and language "de"`, `age 30..40 and gender male and place "XV/Valdor"`},
		{"broadcast", `interest "Gardening"`, `age 18..254`},
		{"smallest-box", `age 30..40`, `age 30..40`},
	} {
		r, err := RuleNamed(c.rule)
		if err != nil {
			t.Fatal(err)
		}
		box, err := audience.Parse(c.box)
		if err != nil {
			t.Fatal(err)
		}
		want, err := audience.Parse(c.want)
		if err != nil {
			t.Fatal(err)
		}
		out, changed := r.Apply([]Ad{{ID: "a", Box: box, Budget: 7}}, people)
		if got := audience.Canonical(out[0].Box).String(); got != audience.Canonical(want).String() || (changed == 1) != (c.box != c.want) || out[0].Budget != 7 {
			t.Errorf("%s of %s: %s (%d changed, budget %d), want %s", c.rule, c.box, got, changed, out[0].Budget, c.want)
		}
		before, _ := people.Count(box)
		if after, _ := people.Count(out[0].Box); after < before && c.rule != "broadcast" {
			t.Errorf("%s of %s holds %d people, less than %d", c.rule, c.box, after, before)
		}
	}
	small, _ := audience.Parse(`age 30..31 and place "XV/Brumaie" and interest "Gardening"`)
	r, _ := RuleNamed("smallest-box")
	if out, changed := r.Apply([]Ad{{ID: "a", Box: small, Budget: 7}}, people); changed != 1 || out[0].Budget != 0 {
		t.Errorf("a small box was sold: %+v", out)
	}
	if _, err := RuleNamed("no such"); err == nil {
		t.Error("an unknown rule was found")
	}
}
