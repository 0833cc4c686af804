package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// tiny is the built-in example with a few people of rare parties, rare ages,
// and a message that one covariate asks for very few of.
func tiny(t *testing.T) *Report {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	for i, line := range lines[1:] {
		f := strings.Split(line, ",")
		switch {
		case i < 3:
			f[7] = "pirate"
		case i < 5:
			f[7] = "royalist"
		case i == 5:
			f[5] = "other"
		}
		if i%997 == 0 {
			f[8] = "7" // a rare code of "tenant"
		}
		lines[i+1] = strings.Join(f, ",")
	}
	d, err := ParseDescription(InventedDescription())
	if err != nil {
		t.Fatal(err)
	}
	d.Categorical = []string{"tenant"}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), Options{Data: write(t, "x.csv", strings.Join(lines, "\n")+"\n"), Description: write(t, "x.json", string(b)), Splits: 3})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// handful returns what a report tells of fewer than ten people, outright or as
// a difference of two numbers of it.
func handful(r *Report) []string {
	var out []string
	bad := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	// A share may not be finer than ten people, nor may the rest.
	share := func(what string, x Real, n int) {
		if isNaN(x) {
			return
		}
		steps := float64(max(1, n/minCount))
		for _, y := range []float64{float64(x), 1 - float64(x)} {
			if people := y * float64(n); people > 1e-6 && people < minCount-1e-6 && steps > 1 {
				bad("%s: %.2f of %d people", what, people, n)
			}
		}
		if s := min(10_000, steps); math.Abs(float64(x)*s-math.Round(float64(x)*s)) > 1e-6 {
			bad("%s: share %v of %d people is finer than it should be", what, float64(x), n)
		}
	}
	rows := r.Experiment.Rows
	type whole struct{ shown, hidden, people int }
	by := map[string]*whole{}
	for _, g := range r.Groups {
		w := by[g.Covariate.Key]
		if w == nil {
			w = &whole{}
			by[g.Covariate.Key] = w
		}
		if g.Hidden {
			w.hidden++
			if g.N != 0 || !isNaN(g.TB.Est) || !isNaN(g.TB.SE) || !isNaN(g.TB.Lo) || !isNaN(g.TB.Hi) || len(g.Messages) > 0 || g.Outcome != "unclear" {
				bad("%s, %s is hidden and tells %+v", g.Covariate.Key, g.Group, g)
			}
			continue
		}
		w.shown++
		w.people += g.N
		if g.N < minCount {
			bad("%s, %s: %d people", g.Covariate.Key, g.Group, g.N)
		}
		for _, m := range g.Messages {
			share(g.Covariate.Key+", "+g.Group.EN+", "+m.Key, m.Share, g.N)
		}
	}
	for c, w := range by {
		if left := rows - w.people; w.hidden > 0 && (w.hidden < 2 && w.shown > 0 || left < minCount) || w.hidden == 0 && left != 0 {
			bad("%s: %d groups hidden, which by difference hold %d people", c, w.hidden, left)
		}
	}
	share("another message", r.Main.Differ, rows)
	for _, c := range append(r.Curve, r.Single...) {
		share("another message, curve", c.Differ, rows)
		if float64(c.Differ)*float64(rows) < 1 && c.TB.SE != 0 && rows < 10*minCount {
			bad("curve: a gain of nobody, %+v", c)
		}
	}
	for _, p := range r.Parts {
		share(p.Name, p.Differ, p.N)
	}
	for _, m := range r.Harms.Messages {
		share("shown "+m.Key, m.Shown, rows)
		share("never "+m.Key, m.Never, rows)
	}
	share("rare profiles", r.Harms.RareProfiles, rows)
	if k := r.Ranks; k != nil {
		for _, x := range []Real{k.ShareDiffers, k.ShareProven, k.Agree, k.OwnDiffer} {
			share("ranks", x, rows)
		}
	}
	for what, n := range map[string]int{"smallest audience": r.Harms.SmallestAudience, "smallest profile": r.Harms.SmallestProfile} {
		if n != 0 && n < minCount {
			bad("%s: %d people", what, n)
		}
	}
	return out
}

// Nothing that is published tells of fewer than ten people, nor can it be
// worked out from what is.
func TestNoHandful(t *testing.T) {
	all, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	reports := []*Report{runInvented(t), tiny(t)}
	for _, p := range all {
		reports = append(reports, p.Report)
		steps := float64(min(10_000, p.Report.Experiment.Rows/minCount))
		for _, v := range p.Vendor.Rows {
			if x := float64(v.Differ) * steps; math.Abs(x-math.Round(x)) > 1e-6 {
				t.Errorf("%s: vendor row %+v is finer than ten people", p.Report.Experiment.Name, v)
			}
		}
	}
	for _, r := range reports {
		for _, bad := range handful(r) {
			t.Errorf("%s: %s", r.Experiment.Name, bad)
		}
	}
	r := reports[1]
	hidden := map[string]int{}
	for _, g := range r.Groups {
		if g.Hidden {
			hidden[g.Covariate.Key]++
		}
	}
	if hidden["party"] < 2 || hidden["sex"] < 2 || hidden["tenant"] < 2 || hidden["age"] != 0 {
		t.Errorf("hidden groups: %v", hidden)
	}
	for _, l := range []Lang{EN, FR} {
		var b bytes.Buffer
		if err := r.Text(&b, l); err != nil {
			t.Fatal(err)
		}
		word := map[Lang]string{EN: "hidden", FR: "masqué"}[l]
		others := map[Lang]string{EN: "others", FR: "autres"}[l]
		if n := len(regexp.MustCompile(`(?m)`+others+` \(rares?\) +`+word+`$`).FindAllString(b.String(), -1)); n != 3 {
			t.Errorf("%s: %d rows of rare values are hidden, not those of party, sex and tenant, in\n%s", l, n, b.String())
		}
	}
}

// A value that fewer than ten people hold may be a name: it stands nowhere in
// a report, whether it is a text, a number, what balance is worst on, or what
// others determine.
func TestRareLabelsAreNeverNamed(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	name := regexp.MustCompile(`Dupont|31415|Zzyx`)
	for i, line := range lines[1:] {
		f := strings.Split(line, ",")
		switch {
		case i < 25: // each a label of their own, in two columns that determine one another
			f[7], f[5] = fmt.Sprintf("Jean Dupont %d", i), fmt.Sprintf("Zzyx %d", i)
		case i < 34:
			f[8] = "31415"
		}
		lines[i+1] = strings.Join(f, ",")
	}
	for _, categorical := range []string{"", "tenant"} {
		d, err := ParseDescription(InventedDescription())
		if err != nil {
			t.Fatal(err)
		}
		if categorical != "" {
			d.Categorical = []string{categorical}
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Run(context.Background(), Options{Data: write(t, "x.csv", strings.Join(lines, "\n")+"\n"), Description: write(t, "x.json", string(b)), Splits: 2})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := errors.Join(r.JSON(&out), r.Text(&out, EN), r.Text(&out, FR)); err != nil {
			t.Fatal(err)
		}
		if found := name.FindAllString(out.String(), 5); found != nil {
			t.Errorf("categorical %q: rare values are named: %q", categorical, found)
		}
		if !strings.Contains(out.String(), "others (rare)") {
			t.Errorf("categorical %q: the rare values have no group of their own", categorical)
		}
		for _, bad := range handful(r) {
			t.Error(bad)
		}
	}
}

// The law sees what it should: it finds the handful in reports made bad.
func TestHandfulIsSeen(t *testing.T) {
	for name, spoil := range map[string]func(r *Report){
		"a small group": func(r *Report) { r.Groups[0].N = 4 },
		"one hidden group": func(r *Report) {
			nan := Real(math.NaN())
			r.Groups[0] = GroupGain{Covariate: r.Groups[0].Covariate, Hidden: true, TB: Number{nan, nan, nan, nan}, Outcome: "unclear"}
		},
		"a gain of a hidden group": func(r *Report) { r.Groups[0].Hidden = true },
		"a fine share":             func(r *Report) { r.Harms.Messages[0].Shown = Real(3 / float64(r.Experiment.Rows)) },
		"the rest of a share":      func(r *Report) { r.Main.Differ = 1 - Real(2/float64(r.Experiment.Rows)) },
		"a small audience":         func(r *Report) { r.Harms.SmallestAudience = 5 },
	} {
		r := runInvented(t)
		r.Groups = append([]GroupGain(nil), r.Groups...)
		spoil(r)
		if len(handful(r)) == 0 {
			t.Errorf("%s goes unseen", name)
		}
	}
}

// Whatever the sizes, the groups left out are at least two and hold ten people,
// or all are.
func TestHidden(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		size := make([]int, 1+rng.IntN(6))
		for h := range size {
			size[h] = rng.IntN(30)
		}
		hide := hidden(size)
		few, people := 0, 0
		for h, n := range size {
			if hide[h] {
				few++
				people += n
			} else if n < minCount {
				t.Fatalf("%v: group %d is shown", size, h)
			}
		}
		if few > 0 && few < len(size) && (few < 2 || people < minCount) {
			t.Fatalf("%v: hides %v, %d people", size, hide, people)
		}
	}
	if h := hidden([]int{10, 11, 500}); h[0] || h[1] || h[2] {
		t.Errorf("hides groups that are large enough: %v", h)
	}
}

// A policy that differs for a handful is the best single message.
func TestSameIfFew(t *testing.T) {
	tab, d, err := inventedTable()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{}
	if err := o.defaults(); err != nil {
		t.Fatal(err)
	}
	e, err := prepare(tab, d)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRunner(context.Background(), o, e, "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, few := range []int{0, 1, minCount - 1, minCount} {
		pi := r.policies(1)[0]
		for i := range pi[0] {
			if pi[0][i] = v[0].Best[v[0].Fold[i]]; i < few {
				pi[0][i] = e.messages[(pi[0][i])%len(e.messages)]
			}
		}
		out := r.judge(v, pi)
		if tb, differ := r.gain(v, pi); tb != out.TB || differ != out.Differ {
			t.Errorf("%d people: gain %+v, %v, judge %+v", few, tb, differ, out)
		}
		if same := out.Differ == 0 && out.TB.Est == 0 && out.TB.SE == 0; same != (few < minCount) {
			t.Errorf("%d people get another message: %+v", few, out)
		}
	}
}

// No promise stands without what was found on other people: in every object of
// the JSON and every table of the text.
func TestPromiseNeverAlone(t *testing.T) {
	all, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch x := v.(type) {
		case []any:
			for _, y := range x {
				walk(at, y)
			}
		case map[string]any:
			if _, ok := x["promise"]; ok {
				if found, ok := x["targeted_minus_best"].(map[string]any); !ok || found["est"] == nil || found["lo"] == nil {
					t.Errorf("%s: a promise alone: %v", at, x)
				}
			}
			if _, ok := x["p"]; ok && x["m"] != nil && x["g"] == nil {
				t.Errorf("%s: a promise alone: %v", at, x)
			}
			for k, y := range x {
				walk(at+"."+k, y)
			}
		}
	}
	for _, p := range all {
		walk(p.Report.Experiment.Name, generic(t, p))
		for l, words := range map[Lang][2]string{EN: {"promised", "found"}, FR: {"promis", "trouvé"}} {
			var b bytes.Buffer
			if err := p.Report.Text(&b, l); err != nil {
				t.Fatal(err)
			}
			for _, block := range strings.Split(b.String(), "\n\n") {
				if strings.Contains(block, words[0]+",") || strings.Contains(block, words[0]+" ") {
					if !strings.Contains(block, words[1]) && !strings.Contains(block, p.Report.Sentence.In(l)[:20]) {
						t.Errorf("%s %s: a promise alone in\n%s", p.Report.Experiment.Name, l, block)
					}
				}
			}
		}
	}
}
