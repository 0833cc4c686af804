package trial

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/contrechamp/contrechamp/lab"
)

// Numbers of a report that follow from others of it, or from the table, by
// arithmetic that a reader can repeat.

func near(t *testing.T, what string, got Real, want, within float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= within) {
		t.Errorf("%s is %v, want %v", what, float64(got), want)
	}
}

func TestNumbersThatFollow(t *testing.T) {
	r := runInvented(t)
	m := r.Main
	near(t, "luck taken for knowledge", m.Optimism, float64(m.Promise.Gain-m.TB.Est), 1e-12)
	near(t, "smallest gain", m.MDE, float64(m.TB.SE)*(1.959964+.841621), 1e-5*float64(m.TB.SE))
	// Holm: the i-th smallest of three p-values times 4 - i, never falling.
	effects := slices.Clone(r.Effects)
	slices.SortFunc(effects, func(a, b Effect) int { return int(math.Copysign(1, float64(a.P-b.P))) })
	last := Real(0)
	for i, e := range effects {
		last = max(last, min(1, e.P*Real(3-i)))
		near(t, "p by Holm of "+e.Key, e.PHolm, float64(last), 1e-12)
	}
	// Intervals by group hold for the two sexes together, and for the five facts
	// together: two nearly independent numbers in five tables.
	want := distuv.UnitNormal.Quantile((1 + math.Pow(.95, 1./10)) / 2)
	for _, g := range r.Groups {
		if g.Covariate.Key == "drives" {
			near(t, "half width in errors, "+g.Group.EN, (g.TB.Hi-g.TB.Lo)/2/g.TB.SE, want, .06)
		}
	}
}

// Where everybody gets the best message, the smallest gain is that of best minus
// random: nothing would not be what could have been seen.
func TestSmallestGainOfALazyPolicy(t *testing.T) {
	r, err := runChances(t, chances(41), chanceDescription)
	if err != nil {
		t.Fatal(err)
	}
	m := r.Main
	if !m.NoDiff || !m.MDEIndirect || r.Verdict != NoDifference {
		t.Fatalf("b is best for everybody: %+v, %s", m.TB, r.Verdict)
	}
	near(t, "smallest gain", m.MDE, float64(m.BR.SE)*(1.959964+.841621), 1e-5)
}

// The whole is the mean of its parts by people, and the shares found are the
// probabilities where none are given.
func TestPartsAddUp(t *testing.T) {
	rng := lab.Rand(9)
	var b strings.Builder
	b.WriteString("issue,sent,y,x,z,v\n")
	rows := strings.Split(strings.TrimSpace(smallFile(500, func(string, int) string { return fmt.Sprintf("%.2f", 50+10*rng.NormFloat64()) })), "\n")
	for i, line := range rows[1:] {
		b.WriteString([]string{"tax", "tax", "rent"}[i%3] + "," + line + "\n")
	}
	desc := strings.Replace(smallDescription, `"arm": "sent"`, `"arm": "sent", "sub": "issue"`, 1)
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", b.String()), Description: write(t, "x.json", desc), Splits: 1})
	if err != nil {
		t.Fatal(err)
	}
	var promise, tb float64
	for _, p := range r.Parts {
		promise += float64(p.N) / 2000 * float64(p.Promise)
		tb += float64(p.N) / 2000 * float64(p.TB.Est)
	}
	if len(r.Parts) != 2 || r.Parts[0].N == r.Parts[1].N {
		t.Fatalf("parts %+v", r.Parts)
	}
	m := r.Main
	near(t, "promise", m.Promise.Gain, promise, 1e-12)
	near(t, "targeted - best", m.TB.Est, tb, 1e-12)
	near(t, "by people", r.Pooled.ByN.Est, tb, 1e-12)
	near(t, "targeted - random", m.TR.Est, float64(m.TB.Est+m.BR.Est), 1e-12)
	near(t, "targeted - random from the levels", m.TR.Est, float64(m.Targeted.Est-m.Random.Est), 1e-12)
}

func TestSharesFoundAreTheChances(t *testing.T) {
	data := smallFile(100, func(w string, i int) string { return strconv.Itoa(i % 7) })
	lines := strings.SplitAfter(data, "\n")
	data = strings.Join(lines[:381], "") // 95 of each
	data += strings.Repeat("c,1,1,1,0.5\n", 20)
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", smallDescription), Splits: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range r.Experiment.Arms {
		want := map[string]float64{"c": 115}[a.Key]
		if want == 0 {
			want = 95
		}
		near(t, "chance of "+a.Key, a.Propensity, want/400, 1e-12)
	}
}

// The promise of the best message of each group is plain arithmetic on the
// table: the groups' best means by their people, less the best mean of all.
func TestPromiseByHand(t *testing.T) {
	data := smallFile(300, func(w string, i int) string { return strconv.Itoa((i*i + len(w)*i + int(w[0])) % 11) })
	sum, n, people := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, line := range strings.Split(strings.TrimSpace(data), "\n")[1:] {
		f := strings.Split(line, ",")
		y, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		sum[f[2]+f[0]] += y
		n[f[2]+f[0]]++
		people[f[2]]++
	}
	var targeted, best float64
	all := map[string]float64{}
	for x, k := range people {
		top := 0.
		for _, w := range []string{"a", "b", "c"} {
			mean := sum[x+w] / n[x+w]
			top = max(top, mean)
			all[w] += k / 1200 * mean
		}
		targeted += k / 1200 * top
	}
	best = max(all["a"], all["b"], all["c"])
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", smallDescription), Covariates: []string{"x"}, Learner: "subgroups", Splits: 1})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "promise", r.Main.Promise.Gain, targeted-best, 1e-9)
	near(t, "promise at the end of the curve", r.Curve[1].Promise, targeted-best, 1e-9)
	near(t, "promise of the one fact", r.Single[0].Promise, targeted-best, 1e-9)
}

// From 2 at a tenth wrong to −1 at three tenths: gone at 0.1 + 0.2 · 2/3.
func TestBreakEven(t *testing.T) {
	at := func(est ...float64) (out []ErrorPoint) {
		for i, w := range []Real{0, .1, .3} {
			out = append(out, ErrorPoint{w, Number{Est: Real(est[i])}})
		}
		return out
	}
	near(t, "break-even", breakEven(at(3, 2, -1)), .1+.2*2/3, 1e-12)
	near(t, "break-even", breakEven(at(3, -1, -1)), .075, 1e-12)
	for _, e := range [][]ErrorPoint{at(-1, 2, -1), at(3, 2, 1)} {
		if x := breakEven(e); !isNaN(x) {
			t.Errorf("%v: break-even %v", e, x)
		}
	}
}

// A third wrong is a third of people, all columns of a variable from one other
// person.
func TestMistaken(t *testing.T) {
	const n = 9000
	s := &lab.Sample{Y: make([]float64, n), X: make([][]float64, 3)}
	for i := range n {
		for j := range s.X {
			s.X[j] = append(s.X[j], float64(i*(j+1)))
		}
	}
	x := mistaken(s, []variable{{cols: []int{0, 1}}, {cols: []int{2}}}, 1./3, lab.Rand(2))
	wrong := [2]int{}
	for i := range n {
		if x[1][i] != 2*x[0][i] {
			t.Fatalf("row %d: columns of two people", i)
		}
		wrong[0] += b2i(x[0][i] != s.X[0][i])
		wrong[1] += b2i(x[2][i] != s.X[2][i])
	}
	for _, w := range wrong {
		if math.Abs(float64(w)-3000) > 4*math.Sqrt(2000) {
			t.Errorf("%v of %d are wrong, want a third", wrong, n)
		}
	}
}

// A 999 far above everything else is taken for "no answer"; among others it is
// a number.
func TestPositiveCode(t *testing.T) {
	for _, c := range []struct {
		top    int
		refuse bool
	}{{100, true}, {300, true}, {500, false}, {998, false}} {
		data := smallFile(50, func(w string, i int) string {
			if w == "a" && i == 3 {
				return "999"
			}
			return strconv.Itoa(i * c.top / 49)
		})
		_, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", smallDescription), Splits: 1})
		if refused := err != nil && strings.Contains(err.Error(), "999"); refused != c.refuse {
			t.Errorf("0 to %d and 999: %v", c.top, err)
		}
	}
}
