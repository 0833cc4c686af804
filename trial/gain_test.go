package trial

import (
	"context"
	"math"
	"strconv"
	"strings"
	"testing"
)

// Where targeting truly gains, the report finds it, says who gains and when
// errors in the facts would eat it; where it would harm, it says so.
func TestFindsATrueGain(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	for i, line := range lines[1:] {
		f := strings.Split(line, ",")
		y, err := strconv.ParseFloat(f[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		if y != -999 {
			switch { // climate is 8 better for drivers, cost 8 better for others
			case f[2] == "climate" && f[6] == "1", f[2] == "cost" && f[6] == "0":
				y += 8
			}
		}
		f[3] = strconv.FormatFloat(y, 'f', 0, 64)
		lines[i+1] = strings.Join(f, ",")
	}
	desc := write(t, "x.json", string(InventedDescription()))
	data := write(t, "x.csv", strings.Join(lines, "\n")+"\n")
	r, err := Run(context.Background(), Options{Data: data, Description: desc, Splits: 5})
	if err != nil {
		t.Fatal(err)
	}
	m := r.Main
	// The truth: about half of people get 8 - 1 more than under the best.
	if r.Verdict != Gain || math.Abs(float64(m.TB.Est)-3.6) > 4*float64(m.TB.SE) {
		t.Errorf("verdict %s, gain %+v, want about 3.6", r.Verdict, m.TB)
	}
	drivers := ""
	for _, g := range r.Groups {
		if g.Covariate.Key == "drives" {
			drivers += g.Group.EN + ":" + g.Outcome + " "
		}
	}
	if drivers != "no:unclear yes:gains " {
		t.Errorf("who gains: %s", drivers)
	}
	if r.Ranks.P > 0.01 || r.Ranks.ShareProven == 0 {
		t.Errorf("a change of rank went unseen: %+v", r.Ranks)
	}
	if r.Ranks.OwnBest.Lo <= 0 {
		t.Errorf("each group's own best message brings %+v", r.Ranks.OwnBest)
	}
	h := r.Harms
	if h.Gain == 0 || isNaN(h.BreakEven) || h.BreakEven < 0.3 || h.Errors[0].TB.Est < 3 || h.Errors[len(h.Errors)-1].TB.Est > 1 {
		t.Errorf("errors in facts: break-even %v, %+v", h.BreakEven, h.Errors)
	}
	one := r.Curve[1]
	if one.Covariates[0].Key != "drives" || one.TB.Lo < 0 || math.Abs(float64(r.Curve[5].TB.Est-one.TB.Est)) > 1.5 {
		t.Errorf("one fact is as good as all here: %+v, %+v", one, r.Curve[5].TB)
	}
	if !strings.Contains(r.Sentence.EN, "did better than the single best message") || !strings.Contains(r.Sentence.FR, "a fait mieux") {
		t.Errorf("sentence: %s", r.Sentence.EN)
	}
}

// Each verdict has its sentence, and each sentence the promise, the smallest
// gain and the message that pays.
func TestSentences(t *testing.T) {
	base := func(tb Number) *Report {
		r := &Report{}
		r.Experiment.Unit = Share
		r.Method.Level = 0.95
		r.Main = Main{TB: tb, Promise: Claim{Gain: 0.0123}, MDE: 0.0071, Differ: 0.4, BR: Number{0.02, 0.001, 0.018, 0.022},
			BestArms: []ArmShare{{Labelled{"a", Text{"alpha", "alpha-fr"}}, 0.8}, {Labelled{"b", Text{"beta", "bêta"}}, 0.2}}}
		return r
	}
	none := base(Number{})
	none.Main.NoDiff, none.Main.MDEIndirect = true, true
	doubtful := base(Number{0.01, 0.001, 0.008, 0.012})
	doubtful.Checks = []Check{{Name: "sample-ratio", Level: Fail}}
	for _, c := range []struct {
		r      *Report
		want   string
		en, fr string
	}{
		{doubtful, Doubtful, "Not to be relied on", "À ne pas prendre pour argent comptant"},
		{base(Number{-0.001, 0.001, -0.003, 0.001}), NoGainShown, "No gain from targeting could be shown", "Aucun gain du ciblage"},
		{base(Number{0.01, 0.001, 0.008, 0.012}), Gain, "did better", "a fait mieux"},
		{base(Number{-0.01, 0.001, -0.012, -0.008}), Loss, "did worse", "moins bien"},
		{none, NoDifference, "alpha", "alpha-fr"},
	} {
		v, s := conclude(c.r)
		if v != c.want || !strings.Contains(s.EN, c.en) || !strings.Contains(s.FR, c.fr) {
			t.Errorf("%s: %s: %s / %s", c.want, v, s.EN, s.FR)
		}
		for _, need := range []string{"1.23 percentage points more", "0.71 percentage points", "2.00 percentage points more"} {
			if !strings.Contains(s.EN, need) {
				t.Errorf("%s: no %q in %q", c.want, need, s.EN)
			}
		}
		for _, need := range []string{"1,23 point de pourcentage de plus", "0,71 point de pourcentage", "2,00 points de pourcentage de plus"} {
			if !strings.Contains(s.FR, need) {
				t.Errorf("%s: no %q in %q", c.want, need, s.FR)
			}
		}
		if strings.Contains(s.EN+s.FR, "%!") {
			t.Errorf("%s: bad format: %s", c.want, s.EN)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{Share.Value(0.378, EN), "37.8%"}, {Share.Value(0.378, FR), "37,8\u00a0%"}, {Points.Value(56.26, FR), "56,3"},
		{Dollar.Diff(-0.024, EN), "\u2212$0.02"}, {Dollar.Diff(-0.001, EN), "+$0.00"}, {Dollar.Diff(1.5, FR), "+1,50\u00a0$"},
		{Points.Diff(1, EN), "+1.00 point"}, {Points.Diff(1.5, FR), "+1,50 point"}, {Points.Diff(2, FR), "+2,00 points"},
		{Share.Diff(-0.0055, EN), "\u22120.55 percentage points"}, {Points.Diff(-0.001, EN), "+0.00 points"}, {Points.Diff(math.NaN(), EN), "– points"},
		{count(344084, EN), "344,084"}, {count(344084, FR), "344\u202f084"}, {count(7, EN), "7"},
		{pText(0.0004, FR), "< 0,001"}, {pText(0.042, EN), "= 0.042"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
