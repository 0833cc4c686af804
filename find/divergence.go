package find

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/divergence"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// Divergence is whether one advertiser told different boxes different words
// (package divergence), with what would have been seen.
type Divergence struct {
	Asked     Speech  `json:"-"`
	Speaker   Speaker `json:"advertiser"`
	Topic     string  `json:"topic,omitempty"`
	Delivered bool    `json:"delivered"` // boxes are those who saw the ads, not those aimed at

	Ads      int    `json:"ads"` // compared or not
	NoText   int    `json:"ads_without_text"`
	OffTopic int    `json:"ads_off_topic"`
	Foreign  int    `json:"ads_in_another_language"`
	Lang     string `json:"lang,omitempty"`
	// Languages are those of the ads in another language: each is a question of its own.
	Languages []LangAds `json:"other_languages,omitempty"`
	NoField   int       `json:"ads_without_delivery"` // of delivered: archives that do not say who saw an ad

	Messages   int            `json:"messages"` // in boxes that are compared
	Movable    int            `json:"movable_messages"`
	Least      int            `json:"messages_a_box_needs"`
	Boxes      []DivergentBox `json:"boxes"`
	Vocabulary int            `json:"words"`
	JSD        float64        `json:"jsd_bits"`
	Apart      string         `json:"no_test,omitempty"` // why there is none: one-box, no-words, calendar
	Test       *Tested        `json:"test,omitempty"`

	Topics []TopicTest `json:"topics,omitempty"`
}

// Tested is the outcome of the permutation test.
type Tested struct {
	Draws    int     `json:"draws"`
	Exact    bool    `json:"exact"`
	NullMean float64 `json:"null_mean_bits"`
	NullSD   float64 `json:"null_sd_bits"`
	Excess   float64 `json:"excess_bits"`
	P        float64 `json:"p"`
	Visible  float64 `json:"smallest_visible_excess_bits"`
	Cut      float64 `json:"z_cut"`
}

// DivergentBox is what one box was told.
type DivergentBox struct {
	Key      string            `json:"key,omitempty"` // of a box; "" for those who saw the ads
	Seen     *SeenBy           `json:"seen_by,omitempty"`
	Audience *audience.Expr    `json:"-"`
	Expr     string            `json:"expr,omitempty"`
	Messages int               `json:"messages"`
	Ads      int               `json:"ads"`
	Words    []divergence.Word `json:"words"` // beyond the cut
	Top      []divergence.Word `json:"strongest_words"`
	Visible  int               `json:"smallest_visible_word_count,omitempty"` // 0: not even a word in all of its messages
}

// TopicTest is the test of one topic, with its q among all that were asked.
type TopicTest struct {
	Code     topic.Code `json:"code"`
	Messages int        `json:"messages"`
	Boxes    int        `json:"boxes"`
	Apart    string     `json:"no_test,omitempty"`
	Excess   float64    `json:"excess_bits"`
	Visible  float64    `json:"smallest_visible_excess_bits"`
	P        float64    `json:"p,omitempty"`
	Q        float64    `json:"q,omitempty"`
}

// Divergence answers a question about an advertiser's words.
func (f *Finder) Divergence(ctx context.Context, q Speech) (*Divergence, error) {
	key := "divergence " + q.Values().Encode()
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	return c.tests.Of(key, func() (*Divergence, int, error) {
		ctx := context.WithoutCancel(ctx) // others may wait for it
		s, err := f.speak(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		d, _, err := f.diverge(ctx, s, q)
		if err != nil {
			return nil, 0, err
		}
		if q.ByTopic {
			if err := f.divergeByTopic(ctx, d, q); err != nil {
				return nil, 0, err
			}
		}
		return d, 4000 + 2000*len(d.Boxes), nil
	})
}

func (f *Finder) diverge(ctx context.Context, s *spoken, q Speech) (*Divergence, *divergence.Result, error) {
	d := &Divergence{Asked: q, Speaker: s.speaker, Topic: q.Topic, Delivered: q.Delivered, NoText: s.noText, OffTopic: s.offTopic, Foreign: s.foreign, Lang: s.lang, Languages: s.otherLangs,
		Ads: len(s.ads) + s.noText + s.offTopic + s.foreign, Least: divergence.LeastMessages, Boxes: []DivergentBox{}}
	boxOf, err := f.camps(ctx, s, q.Delivered)
	if err != nil {
		return nil, nil, err
	}
	ask := divergence.Question{Least: d.Least, Archive: s.speech.messages, Seed: divergence.Seed(q.Values().Encode()),
		Share: s.speech.share, Without: s.c.placeWords(s.ads)}
	ads := map[string]int{}
	at := map[string]int32{} // the box, by its key
	for _, ad := range s.ads {
		box := boxOf(ad)
		if box == "" {
			d.NoField++
			continue
		}
		t := s.texts[ad.Text]
		ask.Ads = append(ask.Ads, divergence.Ad{Message: int64(t.message), Text: t.terms, Box: box, Day: isoDay(ad.Start)})
		ads[box]++
		at[box] = ad.Box
	}
	if q.Delivered && len(ask.Ads) == 0 {
		return nil, nil, contrechamp.NotFound("the archive of these ads does not say who saw them: ask about those at whom they were aimed")
	}
	r, err := divergence.Measure(ask)
	if err != nil {
		return nil, nil, fmt.Errorf("comparing what %s told its boxes: %w", s.speaker.Name, err)
	}
	d.Messages, d.Movable, d.Vocabulary, d.JSD, d.Apart = r.Messages, r.Movable, r.Vocabulary, r.JSD, string(r.Apart)
	for _, b := range r.Boxes {
		box := DivergentBox{Messages: b.Messages, Ads: ads[b.Name], Words: b.Words, Top: b.Top, Visible: b.Visible}
		if box.Words == nil {
			box.Words = []divergence.Word{}
		}
		if q.Delivered {
			seen := seenBy(b.Name)
			box.Seen = &seen
		} else {
			public := s.c.public(at[b.Name])
			box.Key, box.Expr, box.Audience = public.Key, public.Expr, public.Audience
		}
		d.Boxes = append(d.Boxes, box)
	}
	if d.Apart == "" {
		d.Test = &Tested{r.Draws, r.Exact, r.NullMean, r.NullSD, r.Excess, r.P, r.Visible, r.Cut}
	}
	return d, r, nil
}

// divergeByTopic adds a test for each topic of which the ads speak.
func (f *Finder) divergeByTopic(ctx context.Context, d *Divergence, q Speech) error {
	var results []*divergence.Result
	for _, t := range topic.All {
		one := q
		one.ByTopic, one.Topic = false, fmt.Sprint(int(t.Code))
		s, err := f.speak(ctx, one)
		if err != nil {
			return err
		}
		if len(s.ads) == 0 {
			continue
		}
		x, r, err := f.diverge(ctx, s, one)
		if err != nil {
			return err
		}
		results = append(results, r)
		d.Topics = append(d.Topics, TopicTest{Code: t.Code, Messages: x.Messages, Boxes: len(x.Boxes), Apart: x.Apart, Excess: r.Excess, Visible: r.Visible, P: r.P})
	}
	for i, v := range divergence.Adjusted(results) {
		if !math.IsNaN(v) {
			d.Topics[i].Q = v
		}
	}
	return nil
}

// camps names the box of an ad, "" if its archive does not say who saw it.
func (f *Finder) camps(ctx context.Context, s *spoken, delivered bool) (func(engine.Row) string, error) {
	if !delivered {
		return func(ad engine.Row) string { return s.c.small.Boxes.List[ad.Box].Key.String() }, nil
	}
	seen, err := f.seen(ctx, s.ads)
	return func(ad engine.Row) string { return seen[ad.Number] }, err
}

// placeWords says of a word whether it stands in the name of a place of the
// ads' own boxes, in any language: on pages a town's name is no message.
func (c *version) placeWords(ads []engine.Row) func(word string) bool {
	names := map[string]bool{}
	seen := map[int32]bool{}
	for _, ad := range ads {
		if seen[ad.Box] {
			continue
		}
		seen[ad.Box] = true
		for fact := range c.small.Boxes.Spelled(ad.Box).Facts() {
			if fact.Kind != audience.Place {
				continue
			}
			for _, part := range strings.Split(fact.Label, "/") {
				if _, name, typed := strings.Cut(part, ":"); typed {
					part = name
				}
				for _, w := range words.List(part) {
					names[w] = true
				}
			}
			for path := fact.Label; path != ""; path = place.Parent(path) {
				for _, lang := range []string{"fr", "en", "de"} {
					for _, w := range words.List(place.Name(path, lang)) {
						names[w] = true
					}
				}
			}
		}
	}
	return func(w string) bool { return names[w] }
}

// SeenBy is a group of those who saw ads: the gender and the ages that most of
// them have.
type SeenBy struct {
	Gender string `json:"gender"` // female, male; both: neither has seenMost
	Ages   string `json:"ages"`   // 13-34, 35-54, 55+; all: none has more than half
}

func seenBy(name string) SeenBy {
	g, a, _ := strings.Cut(name, " ")
	return SeenBy{g, a}
}

// Shares of those who saw an ad, from which on it counts as theirs.
const (
	seenGender = .6
	seenAges   = .5
)

// seen names for each ad the group that mostly saw it.
func (f *Finder) seen(ctx context.Context, ads []engine.Row) (map[engine.Number]string, error) {
	out := map[engine.Number]string{}
	for part := range slices.Chunk(ads, textBatch) {
		nums := make(store.List, len(part))
		for i, ad := range part {
			nums[i] = int32(ad.Number)
		}
		byShare, byPeople := map[int32]map[string]float64{}, map[int32]map[string]float64{} // an archive gives the one or the other, or both
		err := f.store.Each(ctx, "DeliveredOf", func(scan func(...any) error) error {
			var num int32
			var age, gender string
			var share float64
			var people int64
			if err := scan(&num, &age, &gender, &share, &people); err != nil {
				return err
			}
			counts, n := byShare, share
			if people > 0 {
				counts, n = byPeople, float64(people)
			}
			x := counts[num]
			if x == nil {
				x = map[string]float64{}
				counts[num] = x
			}
			if gender == "female" || gender == "male" {
				x[gender] += n
			}
			if a := ageBand(age); a != "" {
				x[a] += n
			}
			return nil
		}, nums)
		if err != nil {
			return nil, fmt.Errorf("reading who saw ads: %w", err)
		}
		maps.Copy(byShare, byPeople) // counts of people before shares
		for num, x := range byShare {
			gender, ages := "both", "all"
			genders, all := x["female"]+x["male"], x["13-34"]+x["35-54"]+x["55+"]
			if genders+all == 0 {
				continue
			}
			for _, g := range []string{"female", "male"} {
				if x[g] >= seenGender*genders && genders > 0 {
					gender = g
				}
			}
			for _, a := range []string{"13-34", "35-54", "55+"} {
				if x[a] > seenAges*all {
					ages = a
				}
			}
			out[engine.Number(num)] = gender + " " + ages
		}
	}
	return out, nil
}

// ageBand puts a platform's bracket into one of three.
func ageBand(bracket string) string {
	switch bracket {
	case "13-17", "18-24", "25-34", "18-34":
		return "13-34"
	case "35-44", "45-54", "35-54":
		return "35-54"
	case "55-64", "65+", "55+":
		return "55+"
	}
	return ""
}
