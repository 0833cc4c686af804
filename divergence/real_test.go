package divergence

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/realads"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/words"
)

// corpus is an archive cut into messages.
type corpus struct {
	ads      []*contrechamp.Ad
	text     map[string]int // of a term list, joined by blanks
	terms    [][]string
	message  []int32 // of a text
	share    map[string]float64
	messages int // of first bodies
}

func newCorpus(t testing.TB, ads []*contrechamp.Ad) *corpus {
	t.Helper()
	c := &corpus{ads: ads, text: map[string]int{}, share: map[string]float64{}}
	var texts []string
	for _, a := range ads {
		for _, t := range a.Texts {
			terms := words.List(t.Body)
			key := strings.Join(terms, " ")
			if _, ok := c.text[key]; ok || len(terms) == 0 {
				continue
			}
			c.text[key] = len(texts)
			c.terms, texts = append(c.terms, terms), append(texts, key)
		}
	}
	var err error
	if c.message, err = message.Group(context.Background(), texts, message.Options{}); err != nil {
		t.Fatal(err)
	}
	smallest := map[int32][]string{} // of each message
	for _, a := range ads {
		if i, ok := c.first(a); ok {
			m := c.message[i]
			if s, ok := smallest[m]; !ok || slices.Compare(c.terms[i], s) < 0 {
				smallest[m] = c.terms[i]
			}
		}
	}
	c.messages = len(smallest)
	for _, terms := range smallest {
		for _, w := range distinct(terms) {
			c.share[w] += 1 / float64(len(smallest))
		}
	}
	return c
}

// first is the text of an ad's first body.
func (c *corpus) first(a *contrechamp.Ad) (int, bool) {
	if len(a.Texts) == 0 {
		return 0, false
	}
	i, ok := c.text[strings.Join(words.List(a.Texts[0].Body), " ")]
	return i, ok
}

// of are the ads of one advertiser.
func (c *corpus) of(advertiser string) (out []Ad) {
	for _, a := range c.ads {
		if i, ok := c.first(a); ok && string(a.Advertiser) == advertiser {
			_, key := realads.Box(a)
			day := a.Start.String()
			out = append(out, Ad{int64(c.message[i]), c.terms[i], string(key), day})
		}
	}
	return out
}

func (c *corpus) question(ads []Ad) Question {
	return Question{Ads: ads, Least: LeastMessages, Archive: c.messages, Seed: 1,
		Share: func(w string) float64 { return c.share[w] }}
}

type checks struct {
	Dull       []string `json:"meta.dull_words"`
	Divergence map[string]json.RawMessage
}

// TestRealValues: the values that a prototype in another language found on the
// ads of German parties.
func TestRealValues(t *testing.T) {
	var want checks
	raw, err := os.ReadFile(realdata.Dir(t, "checks", "reverse.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	c := newCorpus(t, realads.Meta(t))
	var dull []string
	for w, s := range c.share {
		if s > commonShare {
			dull = append(dull, w)
		}
	}
	slices.Sort(dull)
	if !slices.Equal(dull, want.Dull) {
		t.Errorf("words of more than 15 %% of the messages: %v, want %v", dull, want.Dull)
	}
	for page, raw := range want.Divergence {
		var w struct {
			Name                                 string
			Messages, Movable, Boxes, Vocabulary int
			JSD                                  float64  `json:"jsd_bits"`
			Mean                                 float64  `json:"null_month_mean"`
			SD                                   float64  `json:"null_month_sd"`
			P                                    float64  `json:"p_month"`
			Plain                                float64  `json:"p_plain"`
			Box                                  string   `json:"most_told_box"`
			Its                                  int      `json:"its_messages"`
			Top                                  [][2]any `json:"its_top_words"`
		}
		if err := json.Unmarshal(raw, &w); err != nil {
			t.Fatal(err)
		}
		t.Run(w.Name, func(t *testing.T) {
			q := c.question(c.of(page))
			r, err := Measure(q)
			if err != nil {
				t.Fatal(err)
			}
			if r.Messages != w.Messages || r.Movable != w.Movable || len(r.Boxes) != w.Boxes || r.Vocabulary != w.Vocabulary {
				t.Errorf("messages %d, movable %d, boxes %d, words %d; want %d, %d, %d, %d", r.Messages, r.Movable, len(r.Boxes), r.Vocabulary, w.Messages, w.Movable, w.Boxes, w.Vocabulary)
			}
			if math.Abs(r.JSD-w.JSD) > 1e-6 {
				t.Errorf("divergence %.7f, want %.7f", r.JSD, w.JSD)
			}
			at := slices.IndexFunc(r.Boxes, func(b Box) bool { return b.Name == w.Box }) // of several with most messages one
			if at < 0 || r.Boxes[at].Messages != w.Its || r.Boxes[0].Messages != w.Its {
				t.Fatalf("box %s with %d messages is not a most told one of %v", w.Box, w.Its, r.Boxes)
			}
			b := r.Boxes[at]
			for i, top := range w.Top {
				has := slices.ContainsFunc(b.Top, func(w Word) bool { return w.Word == top[0] && math.Abs(w.Z-top[1].(float64)) <= 5e-4 })
				if !has || math.Abs(b.Top[i].Z-top[1].(float64)) > 5e-4 { // of equally strong words any may come first
					t.Errorf("word %d is %s at %.4f, want %v", i+1, b.Top[i].Word, b.Top[i].Z, top)
				}
			}
			// Another generator: within Monte Carlo error.
			if math.Abs(r.NullMean-w.Mean) > .1*w.SD || math.Abs(r.NullSD-w.SD) > .1*w.SD {
				t.Errorf("under shuffling %.4f (%.4f), want %.4f (%.4f)", r.NullMean, r.NullSD, w.Mean, w.SD)
			}
			near := func(what string, got, want float64, draws int) {
				if math.Abs(got-want) > 5*math.Sqrt(want*(1-want)*(1/float64(draws)+1/4999.)) {
					t.Errorf("%s = %.4f, want %.4f", what, got, want)
				}
			}
			near("p within months", r.P, w.P, r.Draws)
			for i := range q.Ads {
				q.Ads[i].Day = ""
			}
			plain, err := Measure(q)
			if err != nil {
				t.Fatal(err)
			}
			near("p without months", plain.P, w.Plain, plain.Draws)
			t.Logf("excess %.3f, visible %.3f, p %.4f (plain %.4f), cut %.2f, k %d, marked %v", r.Excess, r.Visible, r.P, plain.P, r.Cut, b.Visible, b.Words)
		})
	}
}

// TestFalseAlarms: with boxes dealt out at random within months, a test at 5 %
// finds a difference in at most 7 % of 460 cases: all pages that can be tested,
// 20 times each. 99 shuffles decide, as in the prototype.
func TestFalseAlarms(t *testing.T) {
	c := newCorpus(t, realads.Meta(t))
	pages := map[string]bool{}
	for _, a := range c.ads {
		pages[string(a.Advertiser)] = true
	}
	var names []string
	for p := range pages {
		names = append(names, p)
	}
	slices.Sort(names)
	rng := lab.Rand(20261201)
	tested, alarms, tests := 0, 0, 0
	for _, p := range names {
		q := c.question(c.of(p))
		m := newMatrix(q)
		r, err := m.measure(q, 99, 99)
		if err != nil {
			t.Fatal(err)
		}
		if r.Apart != "" {
			continue
		}
		tested++
		a, patterns, err := m.assignment()
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			dealt := *m
			dealt.rows = slices.Clone(m.rows)
			for i, p := range a.Draw(rng) {
				dealt.rows[i] = patterns[p]
			}
			q.Seed = rng.Uint64()
			r, err := dealt.measure(q, 99, 99)
			if err != nil {
				t.Fatal(err)
			}
			tests++
			if r.Apart == "" && r.P <= .05 {
				alarms++
			}
		}
	}
	t.Logf("%d pages, %d false alarms in %d tests (%.1f %%)", tested, alarms, tests, 100*float64(alarms)/float64(tests))
	if tested < 20 || float64(alarms) > .07*float64(tests) {
		t.Errorf("%d pages tested, %d false alarms in %d tests", tested, alarms, tests)
	}
}
