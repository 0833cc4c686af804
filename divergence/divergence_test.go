package divergence

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/lab"
)

// run makes ads of lines "message box day words ...".
func run(lines ...string) (ads []Ad) {
	for _, l := range lines {
		f := strings.Fields(l)
		var m int64
		fmt.Sscan(f[0], &m)
		ads = append(ads, Ad{m, f[3:], f[1], strings.TrimPrefix(f[2], "-")})
	}
	return ads
}

// TestByHand: two boxes with three messages each. Box a is told roads, box b is
// told schools, and both are told taxes twice: counts are 3, 0, 2 and 0, 3, 2.
// H of the sum (3, 3, 4) is 1.570951 bits, H of each row (3, 2) is 0.970951, so
// the divergence is 0.6. Of the C(6,3) = 20 arrangements of the boxes only the
// two that keep the sides apart reach it; p = 2/20.
func TestByHand(t *testing.T) {
	q := Question{Least: 3, Seed: 1, Archive: 100, Share: func(string) float64 { return .06 }, Ads: run(
		"1 a 2024-05-01 roads taxes", "2 a 2024-05-02 roads taxes", "3 a 2024-05-03 roads",
		"4 b 2024-05-01 schools taxes", "5 b 2024-05-02 schools taxes", "6 b 2024-05-03 schools",
		"7 c 2024-05-03 roads schools", // one message only: not compared
	)}
	r, err := Measure(q)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "divergence", r.JSD, .6)
	if r.Messages != 6 || r.Movable != 6 || len(r.Boxes) != 2 || r.Vocabulary != 3 || !r.Exact || r.Draws != 20 || r.Apart != "" {
		t.Errorf("%+v", r)
	}
	near(t, "p", r.P, .1)
	near(t, "excess", r.Excess, r.JSD-r.NullMean)
	near(t, "smallest visible excess", r.Visible, 2.487*r.NullSD)
	// z of roads in a: 3 of 3 here, 0 of 3 elsewhere, prior .6 and 9.4.
	z := (math.Log(3.6/9.4) - math.Log(.6/12.4)) / math.Sqrt(1/3.6+1/9.4+1/.6+1/12.4)
	if top := r.Boxes[0].Top[0]; top.Word != "roads" || top.Here != 3 || top.Elsewhere != 0 {
		t.Errorf("%+v", top)
	}
	near(t, "z", r.Boxes[0].Top[0].Z, z)
	// The other side of the same arrangement has as large a z: none is marked.
	// A word with a larger share in the archive would be, from three messages on.
	near(t, "cut", r.Cut, z)
	if len(r.Boxes[0].Words) != 0 || r.Boxes[0].Visible != 3 {
		t.Errorf("marked %+v", r.Boxes[0])
	}
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestGather: the text that most ads of compared boxes have, the smaller of two
// equally frequent ones, the first day in any box.
func TestGather(t *testing.T) {
	got, boxes := gather(run(
		"1 a 2024-05-09 new bridge", "1 a 2024-05-08 new bridge", "1 b 2024-06-01 old bridge",
		"1 c 2024-04-30 third text", "1 c 2024-04-30 third text", "1 c 2024-04-30 third text",
		"2 a - zoo", "2 b 2024-06-02 ape",
	), 2)
	want := []told{
		{[]string{"bridge", "new"}, []string{"a", "b"}, "2024-04"},
		{[]string{"ape"}, []string{"a", "b"}, "2024-06"},
	}
	if fmt.Sprint(got, boxes) != fmt.Sprint(want, []string{"a", "b"}) {
		t.Errorf("%v in %v, want %v", got, boxes, want)
	}
}

// TestApart: why no test is made.
func TestApart(t *testing.T) {
	months := func(day string) []Ad {
		var lines []string
		for i, b := range []string{"a", "a", "a", "b", "b", "b"} {
			d := "2024-05-01"
			if b == "b" {
				d = day
			}
			lines = append(lines, fmt.Sprintf("%d %s %s word%d bridge", i, b, d, i/2))
		}
		return run(lines...)
	}
	for name, tt := range map[string]struct {
		ads  []Ad
		want Reason
	}{
		"tested":                     {months("2024-05-02"), ""},
		"one box a month":            {months("2024-06-01"), Calendar},
		"a message a month":          {run("1 a 2024-01-01 word", "2 b 2024-02-01 word", "3 a 2024-03-01 word", "4 b 2024-04-01 word"), Calendar},
		"one box":                    {run("1 a 2024-05-01 word", "2 a 2024-05-01 word"), OneBox},
		"nothing":                    {nil, OneBox},
		"no word twice":              {run("1 a 2024-05-01 one", "2 b 2024-05-01 two"), NoWords},
		"all told to all":            {run("1 a 2024-05-01 word x1", "1 b 2024-05-01 word x1", "2 a 2024-05-01 word y1", "2 b 2024-05-01 word y1"), Calendar},
		"numbers and short no words": {run("1 a 2024-05-01 12 ab", "2 b 2024-05-01 12 ab"), NoWords},
	} {
		r, err := Measure(Question{Ads: tt.ads, Least: 1, Share: func(string) float64 { return .01 }, Archive: 100})
		if err != nil || r.Apart != tt.want {
			t.Errorf("%s: %q, want %q (%v)", name, r.Apart, tt.want, err)
		}
		if r.Apart != "" && (r.P != 0 || r.Draws != 0 || r.Excess != 0 || !math.IsInf(r.Cut, 1)) {
			t.Errorf("%s: a test that was not made has values: %+v", name, r)
		}
	}
	if _, err := Measure(Question{Ads: months("2024-05-02"), Share: func(string) float64 { return 2 }}); err == nil {
		t.Error("a share of 2 is taken")
	}
}

// TestCommonAndLeftOut: words of many messages of the archive and the names of
// places do not count.
func TestCommonAndLeftOut(t *testing.T) {
	m := newMatrix(Question{Least: 1,
		Ads:     run("1 a - und dresden bridge", "2 b - und dresden bridge"),
		Share:   func(w string) float64 { return map[string]float64{"und": .16, "bridge": .15}[w] },
		Without: func(w string) bool { return w == "dresden" }})
	if !slices.Equal(m.vocab, []string{"bridge"}) {
		t.Errorf("words that count: %v", m.vocab)
	}
}

// cases draws small campaigns: few messages, boxes, words and months.
func cases(t *rapid.T) []Ad {
	var ads []Ad
	n := rapid.IntRange(6, 7).Draw(t, "messages")
	for m := range n {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"roads", "schools", "taxes", "trees", "rents"}), 1, 3).Draw(t, "text")
		day := rapid.SampledFrom([]string{"2024-05-01", "2024-05-20", "2024-06-01"}).Draw(t, "day")
		for _, b := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 2, rapid.ID[string]).Draw(t, "boxes") {
			ads = append(ads, Ad{int64(m), text, b, day})
		}
	}
	return ads
}

// slowJSD is the divergence by its definition, with probabilities.
func slowJSD(m *matrix, rows [][]int32) float64 {
	entropy := func(c map[int32]float64) (h, n float64) {
		for _, x := range c {
			n += x
		}
		for _, x := range c {
			h -= x / n * math.Log2(x/n)
		}
		return h, n
	}
	all, box := map[int32]float64{}, map[int32]map[int32]float64{}
	for i, row := range rows {
		for _, b := range row {
			if box[b] == nil {
				box[b] = map[int32]float64{}
			}
			for _, w := range m.words[i] {
				all[w]++
				box[b][w]++
			}
		}
	}
	h, n := entropy(all)
	for _, c := range box {
		if hb, nb := entropy(c); nb > 0 {
			h -= nb / n * hb
		}
	}
	return h
}

// TestEnumeration: the exact p of small cases is what all n! permutations of
// the rows give, and p by shuffling is near it.
func TestEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Question{Ads: cases(t), Least: 1, Archive: 50, Share: func(string) float64 { return .05 }, Seed: 7}
		m := newMatrix(q)
		r, err := m.measure(q, 99, 99)
		if err != nil {
			t.Fatal(err)
		}
		if got := slowJSD(m, m.rows); math.Abs(r.JSD-got) > 1e-9 {
			t.Fatalf("divergence %v, by definition %v", r.JSD, got)
		}
		if r.Apart != "" {
			return
		}
		if !r.Exact {
			t.Fatalf("%d messages are not enumerated", r.Messages)
		}
		atLeast, all, sum := 0, 0, 0.
		permute(len(m.rows), func(p []int) {
			for i, j := range p {
				if m.told[i].month != m.told[j].month {
					return
				}
			}
			rows := make([][]int32, len(p))
			for i, j := range p {
				rows[i] = m.rows[j]
			}
			v := slowJSD(m, rows)
			all++
			sum += v
			if v >= r.JSD-1e-9 {
				atLeast++
			}
		})
		if want := float64(atLeast) / float64(all); math.Abs(r.P-want) > 1e-9 {
			t.Fatalf("p = %v, all %d permutations say %v", r.P, all, want)
		}
		if want := sum / float64(all); math.Abs(r.NullMean-want) > 1e-9 {
			t.Fatalf("null mean %v, want %v", r.NullMean, want)
		}
	})
}

// permute calls f with every permutation of n.
func permute(n int, f func([]int)) {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	var at func(k int)
	at = func(k int) {
		if k == n {
			f(p)
			return
		}
		for i := k; i < n; i++ {
			p[k], p[i] = p[i], p[k]
			at(k + 1)
			p[k], p[i] = p[i], p[k]
		}
	}
	at(0)
}

// campaign is a large case: n messages in two boxes, of which a share speaks
// to its box in words of its own; each message runs as so many ads.
func campaign(seed uint64, n, each int, own float64) (ads []Ad) {
	rng := lab.Rand(seed)
	for m := range n {
		box := []string{"north", "south"}[m%2]
		text := []string{"we"}
		for range 6 {
			text = append(text, fmt.Sprintf("word%d", rng.IntN(40)))
		}
		if rng.Float64() < own {
			text = append(text, "only"+box)
		}
		for range each {
			ads = append(ads, Ad{int64(m), text, box, fmt.Sprintf("2024-0%d-15", 1+rng.IntN(3))})
		}
	}
	return ads
}

func ask(t testing.TB, ads []Ad) *Result {
	t.Helper()
	r, err := Measure(Question{Ads: ads, Least: 3, Archive: 1000, Share: func(string) float64 { return .02 }, Seed: Seed("a", "question")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestShuffled: p by shuffling is near the exact p.
func TestShuffled(t *testing.T) {
	q := Question{Ads: campaign(3, 14, 1, .2), Least: 1, Share: func(string) float64 { return .02 }, Seed: 1}
	for i := range q.Ads {
		q.Ads[i].Day = "2024-05-01"
	}
	m := newMatrix(q)
	exact, err := m.measure(q, 99, 99)
	if err != nil || !exact.Exact || exact.Draws != 3432 { // C(14,7)
		t.Fatalf("%+v, %v", exact, err)
	}
	a, patterns, err := m.assignment()
	if err != nil {
		t.Fatal(err)
	}
	rng, atLeast := lab.Rand(5), 0
	for range 20_000 {
		rows := make([][]int32, len(m.rows))
		for i, p := range a.Draw(rng) {
			rows[i] = patterns[p]
		}
		if slowJSD(m, rows) >= exact.JSD-1e-9 {
			atLeast++
		}
	}
	if p := float64(atLeast) / 20_000; math.Abs(p-exact.P) > 4*math.Sqrt(exact.P*(1-exact.P)/20_000) {
		t.Errorf("p = %v by shuffling, %v exactly", p, exact.P)
	}
}

// TestOrderOfBoxes: other names and another order of boxes and ads change
// neither the divergence nor p.
func TestOrderOfBoxes(t *testing.T) {
	ads := campaign(1, 60, 2, .3)
	want := ask(t, ads)
	other := slices.Clone(ads)
	slices.Reverse(other)
	for i := range other {
		other[i].Box = map[string]string{"north": "z", "south": "a"}[other[i].Box]
		other[i].Message = 1000 - other[i].Message
	}
	got := ask(t, other)
	if math.Abs(got.JSD-want.JSD) > 1e-12 || got.P != want.P || got.Draws != want.Draws || math.Abs(got.Cut-want.Cut) > 1e-12 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestDoubledAds: running every ad ten times more changes nothing. A test that
// shuffles ads is fooled by it: of 20 campaigns whose boxes are told the same
// it finds a difference in nearly all.
func TestDoubledAds(t *testing.T) {
	byMessage, byAd := 0, 0
	for seed := range uint64(20) {
		ads := campaign(seed, 40, 10, 0)
		if ask(t, ads).P <= .05 {
			byMessage++
		}
		for i := range ads {
			ads[i].Message = int64(i) // each ad a message of its own: what shuffling ads does
		}
		if ask(t, ads).P <= .05 {
			byAd++
		}
	}
	t.Logf("false alarms of 20: %d by message, %d by ad", byMessage, byAd)
	if byMessage > 4 || byAd < 18 {
		t.Errorf("false alarms of 20: %d by message, %d by ad", byMessage, byAd)
	}
	ads := campaign(9, 40, 1, .3)
	want := ask(t, ads)
	got := ask(t, append(slices.Clone(ads), ads...))
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("doubled: %+v, want %+v", got, want)
	}
}

// TestPlanted: what is planted is found, with the words that were planted and
// no others.
func TestPlanted(t *testing.T) {
	r := ask(t, campaign(2, 80, 3, .8))
	if r.P > .001 || r.Excess < r.Visible {
		t.Errorf("excess %.3f, visible %.3f, p = %.4f", r.Excess, r.Visible, r.P)
	}
	for _, b := range r.Boxes {
		if len(b.Words) != 1 || b.Words[0].Word != "only"+b.Name {
			t.Errorf("words of %s: %+v", b.Name, b.Words)
		}
		if b.Visible < 3 || b.Visible > 40 || b.Words[0].Here < b.Visible {
			t.Errorf("a word of %s is seen from %d messages on, %d have it", b.Name, b.Visible, b.Words[0].Here)
		}
	}
}

// TestVisible: at the smallest visible excess a test at 5 % sees about 80 % of
// planted differences: the share of words of one's own is raised until the
// mean excess reaches it.
func TestVisible(t *testing.T) {
	const runs = 60
	for own := .45; own < 1; own += .05 {
		seen, excess, visible := 0, 0., 0.
		for seed := range uint64(runs) {
			r := ask(t, campaign(100+seed, 40, 1, own))
			excess, visible = excess+r.Excess/runs, visible+r.Visible/runs
			if r.P <= .05 {
				seen++
			}
		}
		if excess >= visible {
			t.Logf("own words in %.0f %%: mean excess %.3f, visible %.3f, seen %d of %d", 100*own, excess, visible, seen, runs)
			if seen < 36 || seen > 59 { // 80 % plus or minus three standard errors and a normal formula
				t.Errorf("seen %d of %d", seen, runs)
			}
			return
		}
	}
	t.Error("no planted difference reaches the smallest visible excess")
}

func TestAdjusted(t *testing.T) {
	got := Adjusted([]*Result{{P: .01}, {Apart: Calendar}, {P: .04}, {P: .03}})
	for i, want := range []float64{.03, math.NaN(), .04, .04} { // 3 tests: .01*3, .03*3/2 cut to .04, .04
		if math.IsNaN(want) != math.IsNaN(got[i]) || math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("q = %v, want %v at %d", got, want, i)
		}
	}
	if Seed("ab", "c") == Seed("a", "bc") {
		t.Error("two questions have one seed")
	}
}

func BenchmarkMeasure(b *testing.B) {
	q := Question{Ads: campaign(1, 240, 3, .5), Least: 3, Archive: 1000, Share: func(string) float64 { return .02 }, Seed: 1}
	for b.Loop() {
		Measure(q)
	}
}
