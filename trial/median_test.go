package trial

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// The error of a median over divisions is the middle error plus that of the
// median itself: of -1, 0, 1 drawn again three times, the root of 14/27.
func TestMedianOf(t *testing.T) {
	e := []lab.Estimate{{Est: 0, SE: 3}, {Est: -1, SE: 1}, {Est: 1, SE: 2}}
	of := func(n int) lab.Estimate { return medianOf(n, func(i int) lab.Estimate { return e[i] }) }
	if m := of(3); m.Est != 0 || math.Abs(m.SE-2-math.Sqrt(14./27)) > 1e-12 {
		t.Errorf("%+v", m)
	}
	if m := of(1); m.Est != 0 || m.SE != 3 {
		t.Errorf("of one division %+v", m)
	}
	// Where most divisions have the same policy as the best message, there is
	// no difference and nothing to be unsure of.
	e = []lab.Estimate{{}, {}, {Est: 1, SE: 2}}
	if m := of(3); m.Est != 0 || m.SE != 0 {
		t.Errorf("of two divisions without difference %+v", m)
	}
}

// Another seed moves the result by what the report says, and the verdict rests
// on the interval that allows for it.
func TestOtherDivisions(t *testing.T) {
	var reports []*Report
	for seed := range uint64(4) {
		r, err := Run(context.Background(), Options{Data: "invented", Splits: 8, Seed: seed + 1, Covariates: []string{"age", "party"}})
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, r)
		m := r.Main
		if m.DrawError <= 0 || m.DrawError >= m.TB.SE {
			t.Fatalf("seed %d: draw error %v of %v", seed+1, m.DrawError, m.TB.SE)
		}
		for _, before := range reports[:seed] {
			b := before.Main
			if d := math.Abs(float64(m.TB.Est - b.TB.Est)); d > 4*math.Hypot(float64(m.DrawError), float64(b.DrawError)) {
				t.Errorf("seed %d: %v (%v), before %v (%v)", seed+1, m.TB.Est, m.DrawError, b.TB.Est, b.DrawError)
			}
		}
		var se []float64
		for _, s := range m.Splits {
			se = append(se, float64(s.SE))
		}
		if want := lab.Median(se) + float64(m.DrawError); math.Abs(float64(m.TB.SE)-want) > 1e-12 {
			t.Errorf("seed %d: error %v, want %v", seed+1, m.TB.SE, want)
		}
	}
	var b bytes.Buffer
	if err := reports[0].Text(&b, EN); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("about %.2f", float64(reports[0].Main.DrawError)); !strings.Contains(b.String(), "Other random divisions") || !strings.Contains(b.String(), want) {
		t.Errorf("the text does not say how far other divisions would move the gain, %s", want)
	}
}
