package trial

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// smallFile is an experiment of few people: arms none, a, b, c, each so many;
// outcome tells what row i of arm w answers.
func smallFile(each int, outcome func(w string, i int) string) string {
	rng := lab.Rand(3)
	var b strings.Builder
	b.WriteString("sent,y,x,z,v\n")
	for i := range each {
		for _, w := range []string{"none", "a", "b", "c"} {
			fmt.Fprintf(&b, "%s,%s,%d,%d,%.2f\n", w, outcome(w, i), rng.IntN(4), rng.IntN(8), rng.NormFloat64())
		}
	}
	return b.String()
}

const smallDescription = `{"name": "small", "title": "small", "domain": "invented", "source": "invented", "invented": true,
"arm": "sent", "control": "none", "outcome": "y", "unit": "points", "covariates": ["x", "z", "v"]}`

// 160 people are above every minimum: what cannot be told of so few is left out
// and said, the rest is reported.
func TestFewPeople(t *testing.T) {
	rng := lab.Rand(4)
	data := smallFile(40, func(string, int) string { return fmt.Sprintf("%.2f", 50+10*rng.NormFloat64()) })
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", smallDescription), Splits: 3})
	if err != nil {
		t.Fatal(err)
	}
	said := false
	for _, c := range r.Checks {
		said = said || c.Name == "ranks" && c.Level == Warn
	}
	if r.Ranks != nil || !said {
		t.Errorf("ranks %+v, checks %+v", r.Ranks, r.Checks)
	}
	for _, l := range []Lang{EN, FR} {
		var b bytes.Buffer
		if err := r.Text(&b, l); err != nil || strings.Contains(b.String(), "NaN") {
			t.Errorf("%s: %v\n%s", l, err, b.String())
		}
	}
}

// An arm without any event is ordinary where outcomes are rare.
func TestArmWithoutEvent(t *testing.T) {
	data := smallFile(400, func(w string, i int) string {
		if i < map[string]int{"a": 3, "c": 1}[w] {
			return "1"
		}
		return "0"
	})
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", smallDescription), Splits: 3})
	if err != nil {
		t.Fatal(err)
	}
	if r.Winner.Key == "" || len(r.Effects) != 3 || r.Verdict == Gain {
		t.Errorf("winner %+v, %d effects, %s", r.Winner, len(r.Effects), r.Verdict)
	}
	var b bytes.Buffer
	if err := r.Text(&b, EN); err != nil || strings.Contains(b.String(), "NaN") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
