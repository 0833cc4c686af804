package trial

import (
	"strings"
	"testing"
)

// A bound that a verdict rests on never reads 0.
func TestBoundsKeepTheirSide(t *testing.T) {
	loss := Number{Est: -.0010, SE: .0005, Lo: -.0021, Hi: -.00003} // −0.21 to −0.003 points
	for _, c := range []struct {
		u       Unit
		n       Number
		in, say string
	}{
		{Share, loss, "[−0.21, −0.003]", "between 0.003 and 0.21 less"},
		{Share, Number{Est: .001, Lo: .00003, Hi: .0021}, "[+0.003, +0.21]", "between 0.003 and 0.21 more"},
		{Share, Number{Est: -.001, Lo: -.0021, Hi: .00003}, "[−0.21, +0.00]", "between 0.00 and 0.21 less"},
		{Share, Number{Est: 0, Lo: -.00003, Hi: .0021}, "[+0.00, +0.21]", "between 0.00 and 0.21 more"},
		{Share, Number{Est: -.001, Lo: -.0021, Hi: .0011}, "[−0.21, +0.11]", "between 0.21 less and 0.11 more"},
		{Dollar, Number{Est: -1, Lo: -2, Hi: -.0004}, "[−2.00, −0.0004]", "between $0.0004 and $2.00 less"},
		{Points, Number{Est: .0004, Lo: .0001, Hi: .0007}, "[+0.0001, +0.001]", "between 0.0001 and 0.001 more"},
		{Points, Number{Est: -.0004, Lo: -.0007, Hi: -.0001}, "[−0.001, −0.0001]", "between 0.0001 and 0.001 less"},
	} {
		if got := c.u.Interval(c.n, EN); got != c.in {
			t.Errorf("%+v: %s, want %s", c.n, got, c.in)
		}
		if got := c.u.Between(c.n, EN); got != c.say {
			t.Errorf("%+v: %s, want %s", c.n, got, c.say)
		}
	}
	if got := Share.Between(loss, FR); got != "entre 0,003 et 0,21 de moins" {
		t.Errorf("French: %s", got)
	}
	r := &Report{}
	r.Experiment.Unit = Share
	r.Method.Level = .95
	r.Main = Main{TB: Number{Est: .00004, Lo: .00001, Hi: .00007}, Differ: .4, BR: Number{.02, .001, .018, .022}}
	for l, want := range map[Lang]string{EN: "0.004 percentage points more than giving everybody the single best one (margin of error at 95%: between 0.001 and 0.01 more)", FR: "0,004 point de pourcentage de plus"} {
		if s := sentence(r, Gain, l); !strings.Contains(s, want) {
			t.Errorf("%s: no %q in %q", l, want, s)
		}
	}
}
