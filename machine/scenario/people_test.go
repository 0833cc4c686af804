package scenario_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

// TestOpinions: axes are standard normal over adults as nearly as the model
// says, and the ideologies have the shares that package message weighs them by.
func TestOpinions(t *testing.T) {
	e := people(t, 100_000, 0)
	var groups [5]float64
	for a := range electorate.Axes {
		var s, s2, n float64
		for i := range e.N {
			if e.Age[i] >= electorate.Adult {
				z := e.Trait(i, a)
				s, s2, n = s+z, s2+z*z, n+1
				if a == 0 {
					groups[e.Ideology(i)]++
				}
			}
		}
		mean, sd := s/n, math.Sqrt(s2/n-s/n*s/n)
		t.Logf("%s: mean %.3f, sd %.3f", e.Model.Axes[a].Name, mean, sd)
		if math.Abs(mean) > .03 || math.Abs(sd-1) > .02 {
			t.Errorf("axis %d: mean %.3f, sd %.3f", a, mean, sd)
		}
	}
	for g, n := range groups {
		if share := n / float64(e.Voters); math.Abs(share-message.Ideologies.Weights[g]) > .02 {
			t.Errorf("ideology %d has %.3f, want %.3f", g, share, message.Ideologies.Weights[g])
		}
	}
}

// TestInterests: every interest is held by as many as its popularity says, to 4
// standard errors (one false alarm in 40 runs of new seeds; the seed is fixed),
// adults have 20 on average and minors none.
func TestInterests(t *testing.T) {
	e := people(t, 100_000, 0)
	held := make([]float64, len(e.Model.Names))
	all := 0.0
	for i := range e.N {
		s := e.Interests(i)
		if e.Age[i] < electorate.Adult && s.Len() > 0 {
			t.Fatal("a minor has interests")
		}
		for j := range held {
			if s.Has(j) {
				held[j]++
				all++
			}
		}
	}
	n := float64(e.Voters)
	for j, k := range held {
		p := electorate.Popularity(j)
		if math.Abs(k/n-p) > 4*math.Sqrt(p*(1-p)/n) {
			t.Errorf("interest %d is held by %.5f, want %.5f", j, k/n, p)
		}
	}
	t.Logf("%.1f interests an adult", all/n)
	if math.Abs(all/n-20) > 1.5 {
		t.Errorf("%.2f interests an adult", all/n)
	}
}

// TestLeak: how well the sign of an opinion is guessed from interests alone, as
// the area under the curve of a naive Bayes score learned from half of the
// people and tried on the other half, against the model's prototype (ours
// vary by about .015 between electorates and axes).
func TestLeak(t *testing.T) {
	all := []struct{ sd, auc float64 }{{.2, .854}, {0, .5}, {.08, .689}, {.12, .746}, {.16, .805}}
	if testing.Short() {
		all = all[:1]
	}
	for _, c := range all {
		s, err := scenario.Valombre()
		if err != nil {
			t.Fatal(err)
		}
		s.Model.Leak = c.sd
		mean := 0.0
		const seeds = 2
		for seed := range uint64(seeds) {
			e, err := electorate.New(s.Margins, s.Model, electorate.Options{Voters: 30_000, Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			for axis := range 4 {
				mean += auc(e, axis) / 4 / seeds
			}
		}
		t.Logf("sd(c) %.2f: AUC %.3f, prototype %.3f", c.sd, mean, c.auc)
		within := .025
		if c.sd == 0 {
			within = .06 // demographics alone say something
		}
		if math.Abs(mean-c.auc) > within {
			t.Errorf("sd(c) %v: AUC %.3f, want %.3f", c.sd, mean, c.auc)
		}
	}
}

func auc(e *electorate.Electorate, axis int) float64 {
	n := len(e.Model.Names)
	have := [2][]float64{make([]float64, n), make([]float64, n)}
	var of [2]float64
	type scored struct {
		x    float64
		high bool
	}
	var test []scored
	weight := make([]float64, n) // of holding an interest over not holding it
	for _, learning := range []bool{true, false} {
		for j := range weight {
			p1, p0 := (have[1][j]+1)/(of[1]+2), (have[0][j]+1)/(of[0]+2)
			weight[j] = math.Log(p1 / p0 * (1 - p0) / (1 - p1))
		}
		for i := range e.N {
			if e.Age[i] < electorate.Adult || (i%2 == 0) != learning {
				continue
			}
			s, side, x := e.Interests(i), 0, 0.0
			if e.Trait(i, axis) > 0 {
				side = 1
			}
			for j := range n {
				if s.Has(j) {
					x += weight[j]
					if learning {
						have[side][j]++
					}
				}
			}
			if learning {
				of[side]++
			} else {
				test = append(test, scored{x, side == 1})
			}
		}
	}
	slices.SortFunc(test, func(a, b scored) int {
		if a.x < b.x {
			return -1
		}
		return 1
	})
	var low, pairs, high float64
	for _, s := range test {
		if s.high {
			pairs += low
			high++
		} else {
			low++
		}
	}
	return pairs / (low * high)
}

// TestVote: parties have shares that a country could have, the young vote less,
// and renaming places of parties changes nothing but places.
func TestVote(t *testing.T) {
	e := people(t, 100_000, 0)
	ballot := e.Ballot()
	votes := make([]float64, len(e.Model.Parties))
	var went, of [4]float64
	for i := range e.N {
		if e.Age[i] < electorate.Adult {
			continue
		}
		g := electorate.AgeGroup(e.Age[i])
		of[g]++
		if e.Votes(i) {
			went[g]++
			votes[ballot.Choice(i, nil)]++
		}
	}
	turnout := (went[0] + went[1] + went[2] + went[3]) / float64(e.Voters)
	for p, n := range votes {
		share := n / float64(e.Voters) / turnout
		t.Logf("%s %.1f %%", e.Model.Parties[p].Name, 100*share)
		if share < .03 || share > .45 {
			t.Errorf("%s has %.3f", e.Model.Parties[p].Name, share)
		}
	}
	t.Logf("turnout %.3f; by age %.3f %.3f %.3f %.3f", turnout, went[0]/of[0], went[1]/of[1], went[2]/of[2], went[3]/of[3])
	if turnout < .6 || turnout > .8 || went[0]/of[0] > went[3]/of[3]-.1 {
		t.Error("turnout")
	}

	s, _ := scenario.Valombre()
	slices.Reverse(s.Model.Parties)
	back, err := electorate.New(s.Margins, s.Model, electorate.Options{Voters: 100_000, Seed: 42})
	if err != nil {
		t.Fatal(err)
	}
	other := back.Ballot()
	for i := range e.N {
		if e.Age[i] < electorate.Adult {
			continue
		}
		if a, b := e.Model.Parties[ballot.Choice(i, nil)].ID, s.Model.Parties[other.Choice(i, nil)].ID; a != b {
			t.Fatalf("person %d votes for %s, and for %s when parties stand in another order", i, a, b)
		}
	}
}

// TestTies: a tie is known from either end, nobody is tied to himself, and the
// ties stay inside the lines that the model says.
func TestTies(t *testing.T) {
	e := people(t, 20_000, 0)
	ties := e.Ties(0)
	total, alike, commune := 0, 0, 0
	for i := range e.N {
		of := ties.Of(i, nil)
		if len(of) > 10 || !slices.IsSorted(of) {
			t.Fatalf("person %d has ties %v", i, of)
		}
		for _, j := range of {
			total++
			if j == i || !slices.Contains(ties.Of(j, nil), i) {
				t.Fatalf("%d is tied to %d and not the other way", i, j)
			}
			if e.District(i) != e.District(j) {
				t.Fatalf("%d and %d live in two districts", i, j)
			}
			if e.Commune(i) == e.Commune(j) {
				commune++
				if e.Age[i]/10 == e.Age[j]/10 && e.Ideology(i) == e.Ideology(j) {
					alike++
				}
			}
		}
	}
	n := float64(e.N)
	t.Logf("%.2f ties a person: %.2f alike, %.2f in the commune", float64(total)/n, float64(alike)/n, float64(commune)/n)
	each := 0
	for range ties.Each {
		each++
	}
	if 2*each != total {
		t.Errorf("%d ties, seen from both ends %d", each, total)
	}
}

// TestBought: the copy is missing and wrong as often as it says, wrong values
// are as likely as each other, and a better copy of the same is wrong about
// fewer of the same people.
func TestBought(t *testing.T) {
	e := people(t, 20_000, 0)
	worse := electorate.Offer[5]
	better := worse
	better.Wrong /= 2
	c, err := e.Buy(worse)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := e.Buy(better)
	var missing, wrong, known float64
	for i := range e.N {
		x, ok := c.Of(i)
		y, _ := b.Of(i)
		switch {
		case !ok:
			missing++
			continue
		case x != c.Truth(i):
			wrong++
		case y != x:
			t.Fatalf("the better copy is wrong about %d and the worse is not", i)
		}
		known++
	}
	n := float64(e.N)
	if math.Abs(missing/n-worse.Missing) > .015 || math.Abs(wrong/known-worse.Wrong) > .015 {
		t.Errorf("missing %.3f, wrong %.3f of %+v", missing/n, wrong/known, worse)
	}
	for _, bad := range []electorate.Quality{{Column: "religion"}, {Column: "age", Wrong: 2}, {Column: "age", Missing: math.NaN()}} {
		if _, err := e.Buy(bad); err == nil {
			t.Errorf("%+v was sold", bad)
		}
	}
}

// TestPeople: reach counts the electorate as the columns do.
func TestPeople(t *testing.T) {
	e := people(t, 20_000, 0)
	p, err := e.People(audience.World{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		box  string
		want func(i int) bool
	}{
		{`age 18..34 and gender female`, func(i int) bool { return e.Age[i] >= 18 && e.Age[i] <= 34 && e.Cell[i].Sex() == 0 }},
		{`place "XV/Clairval"`, func(i int) bool {
			return strings.HasPrefix(e.Communes[e.Commune(i)], "XV/Clairval/")
		}},
		{`interest "Gardening" and not interest "Football"`, func(i int) bool { s := e.Interests(i); return s.Has(0) && !s.Has(1) }},
		{`language "de" and age 55..254`, func(i int) bool { return e.Age[i] >= 55 && e.Cell[i].Language() == 1 }},
	} {
		box, err := audience.Parse(c.box)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for i := range e.N {
			if c.want(i) {
				want++
			}
		}
		if got, maybe := p.Count(box); got != want || maybe != want || want == 0 {
			t.Errorf("%s: %d to %d people, want %d", c.box, got, maybe, want)
		}
	}
}

// TestOwnMargins: a user's own table replaces ours, and a bad one is refused
// with what is wrong.
func TestOwnMargins(t *testing.T) {
	good := "XX/A/county:B\tplace\ttown\t2\t1001\n" +
		"XX/A/county:B\tsex\t0-17\t10\t10\nXX/A/county:B\tsex\t18+\t40\t40\n" +
		"XX/A/county:B\teducation\t0-17\t20\t0\t0\t0\nXX/A/county:B\teducation\t18+\t20\t20\t20\t20\n" +
		"XX/A/county:B\twork\t0-17\t0\t0\t0\t20\t0\nXX/A/county:B\twork\t18+\t40\t10\t5\t5\t20\n" +
		"XX/A/county:B\tincome\tprimary\t20\t10\t10\nXX/A/county:B\tincome\tsecondary\t5\t10\t5\nXX/A/county:B\tincome\tvocational\t5\t10\t5\nXX/A/county:B\tincome\thigher\t2\t8\t10\n" +
		"XX/A/county:B\tlanguage\tfr de pt\t80\t15\t5\n"
	m, err := electorate.ReadMargins(strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Of(m)
	if err != nil {
		t.Fatal(err)
	}
	if s.Country != "XX" {
		t.Errorf("the country is %s", s.Country)
	}
	e, err := electorate.New(s.Margins, s.Model, electorate.Options{Voters: 8000, Seed: 1})
	if err != nil || e.Voters != 8000 || e.N != 10_000 || len(e.Communes) != 2 {
		t.Fatal(e, err)
	}
	for _, c := range [][3]string{
		{"18+\t40\t40", "18+\t40\t45", "adds up to"},
		{"18+\t40\t40", "19+\t40\t40", "do not follow"},
		{"sex\t18+\t40\t40", "sex\t18-80\t40\t40", "ages of “education”"},
		{"place\ttown", "place\tvillage", "town or country"},
		{"\tfr de pt\t80", "\tfr de\t80", "languages are three"},
		{"work\t18+\t40\t10\t5\t5\t20", "work\t18+\t40\t10\t5\t5", "has 4 columns"},
		{"income\thigher\t2\t8\t10\n", "", ""},
		{"40\t40\n", "40\t-40\n", "no number of people"},
		{"sex\t18+", "shoes\t18+", "no table"},
		{"\tplace\ttown\t2\t1001", "place", "tabs"},
	} {
		bad := strings.Replace(good, c[0], c[1], 1)
		if c[2] == "" {
			bad = strings.ReplaceAll(good, "XX/A/county:B\t"+c[0], "")
		}
		if _, err := electorate.ReadMargins(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%q for %q: %v", c[1], c[0], err)
		}
	}
}
