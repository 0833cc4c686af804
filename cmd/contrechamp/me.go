package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

// reader is what the flags of the command me say.
type reader struct {
	age, gender, home  string
	languages          []string
	interests, without []string
	facts              []string
	complete           bool
	limit              int
}

func newMe(s *settings) *cobra.Command {
	var r reader
	c := &cobra.Command{
		Use:   "me",
		Short: "Ask which ads would reach you, which would not, and what others were told",
		Long: `Ask which ads would reach you, which would not, and of which that cannot be
known, with the facts that an answer hangs on; what others were told that you
were not; and what a single change about you would win and lose.

Everything is optional, and what is not said stays unknown. It is the program
of the page "My box", and like there nothing is kept and nothing is sent.`,
		Example: `  contrechamp me --age 34 --gender female --place DE/Bayern --language de --interest Yoga
  contrechamp me --age 25-34 --place US/Ohio --that-is-all --json
  contrechamp me --age 51 --fact 'job "Nurse"' --fact 'not behaviour "Traveller"'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := r.profile()
			if err != nil {
				return err
			}
			return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*meAnswer, error) {
				m, err := f.MyBox(ctx)
				if err != nil {
					return nil, err
				}
				return answerMe(m, p, r.limit), nil
			}, printMe)
		},
	}
	f := c.Flags()
	f.StringVar(&r.age, "age", "", "age in years, or a bracket: 34 or 25-34")
	f.StringVar(&r.gender, "gender", "", "female, male or other")
	f.StringVar(&r.home, "place", "", "where you live, as a path: DE, DE/Bayern, DE/zip:01067")
	f.StringArrayVar(&r.languages, "language", nil, "language you read, as a tag: de (repeatable)")
	f.StringArrayVar(&r.interests, "interest", nil, "an interest that platforms would give you (repeatable)")
	f.StringArrayVar(&r.without, "not-interest", nil, "an interest that you do not have (repeatable)")
	f.StringArrayVar(&r.facts, "fact", nil, `any other fact in the language of boxes: 'job "Nurse"', 'not likes "Some page"' (repeatable)`)
	f.BoolVar(&r.complete, "that-is-all", false, "no other interest, job or opinion is true of you")
	f.IntVar(&r.limit, "limit", 6, "messages to show of each list")
	return c
}

// profile reads the flags.
func (r *reader) profile() (mybox.Profile, error) {
	none := mybox.Profile{}
	wrong := func(flag, value string, err error) (mybox.Profile, error) {
		return none, contrechamp.Invalid("--{flag} {value}: {error}", "flag", flag, "value", value, "error", err)
	}
	var p audience.Person
	lo, hi := 0, 0
	if r.age != "" {
		from, to, bracket := strings.Cut(r.age, "-")
		var err error
		if lo, err = strconv.Atoi(strings.TrimSpace(from)); err != nil {
			return none, contrechamp.Invalid("--age {value}: write years, 34, or a bracket, 25-34", "value", r.age)
		}
		if hi = lo; bracket {
			if hi, err = strconv.Atoi(strings.TrimSpace(to)); err != nil {
				return none, contrechamp.Invalid("--age {value}: write years, 34, or a bracket, 25-34", "value", r.age)
			}
		}
	}
	switch r.gender {
	case "", "female", "male", "other":
		p.Gender = r.gender
	default:
		return none, contrechamp.Invalid("--gender {value}: known are female, male, other", "value", r.gender)
	}
	if r.home != "" {
		path := r.home
		if at, ok := place.Lookup(path); ok {
			path = at.Path
		} else if country, _, _ := strings.Cut(path, "/"); country != audience.Elsewhere {
			if _, ok := place.Country(country); !ok {
				return none, contrechamp.Invalid("--place {value}: there is no country “{country}”; write a path such as DE/Bayern or US/zip:10001", "value", r.home, "country", country)
			}
			var known bool
			path, known = place.Canonical(path)
			_, rest, _ := strings.Cut(path, "/")
			if _, _, typed := place.SegmentType(rest); !known && !typed && rest != "" && !strings.Contains(rest, "/") && len(place.Regions(country)) > 0 {
				return none, contrechamp.Invalid("--place {value}: {country} has no region of that name here; a town is written {country}/city:{name}, or below its region", "value", r.home, "country", country, "name", rest)
			}
		}
		p.Lives = path
	}
	p.Languages = r.languages
	tell := func(f audience.Fact, yes bool) error { return p.Say(f, yes) }
	for _, x := range r.interests {
		if err := tell(audience.Fact{Kind: audience.Interest, Label: x}, true); err != nil {
			return wrong("interest", x, err)
		}
	}
	for _, x := range r.without {
		if err := tell(audience.Fact{Kind: audience.Interest, Label: x}, false); err != nil {
			return wrong("not-interest", x, err)
		}
	}
	for _, x := range r.facts {
		e, err := audience.Parse(x)
		if err != nil {
			return wrong("fact", x, err)
		}
		yes := e.Op != audience.Not
		if !yes {
			e = e.Args[0]
		}
		if e.Op != audience.Is {
			return none, contrechamp.Invalid("--fact {value}: one fact at a time", "value", x)
		}
		if err := tell(e.Fact, yes); err != nil {
			return wrong("fact", x, err)
		}
	}
	out, err := mybox.NewProfile(key.Person(p), lo, hi, r.complete)
	if err != nil {
		return wrong("age", r.age, err)
	}
	return out, nil
}

// meAnswer is the answer of the command, and its JSON form.
type meAnswer struct {
	Total     mybox.Count `json:"total"`
	Yes       mybox.Count `json:"yes"`
	Unknown   mybox.Count `json:"unknown"`
	No        mybox.Count `json:"no"`
	Published uint32      `json:"yes_as_published"` // of yes: from archives that keep kinds of criteria to themselves
	Hidden    uint32      `json:"unknown_hidden"`   // hang on what nobody outside can know
	Open      uint32      `json:"unknown_open"`     // hang only on facts that were not said
	Silent    []meQuiet   `json:"silent"`

	Lists    map[string][]meItem `json:"lists"`
	WhatIf   []meChange          `json:"what_if"`
	Others   []meTold            `json:"others"`
	Contrast *meContrast         `json:"contrast,omitempty"`

	words map[string]audience.Fact
}

type meQuiet struct {
	Archive string   `json:"archive"`
	Kinds   []string `json:"never_published"`
}

type meItem struct {
	Card       uint32   `json:"card"`
	ID         string   `json:"id"`
	Advertiser string   `json:"advertiser"`
	Archive    string   `json:"archive"`
	Text       string   `json:"text,omitempty"`
	Ads        uint32   `json:"ads"`
	On         []string `json:"hangs_on,omitempty"`
	Exact      bool     `json:"exact,omitempty"` // no smaller set of facts would do
	Box        string   `json:"box"`
	why        mybox.Why
}

type meChange struct {
	Fact string `json:"fact"`
	Not  bool   `json:"not,omitempty"`
	Won  uint32 `json:"won"`
	Lost uint32 `json:"lost"`
	fact audience.Fact
}

type meTold struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	You     uint32 `json:"you"`
	Others  uint32 `json:"others"`
	Unknown uint32 `json:"unknown"`

	// Texts are the beginnings of some messages for others only.
	Texts []string `json:"to_others_only,omitempty"`
}

// meContrast is two texts of one advertiser that are alike.
type meContrast struct {
	Advertiser string `json:"advertiser"`
	You        string `json:"you"`
	Others     string `json:"others"`
	YourAd     string `json:"your_ad"`
	OthersAd   string `json:"others_ad"`
}

func answerMe(m *find.MyBox, p mybox.Profile, limit int) *meAnswer {
	box := mybox.New(m.Data)
	box.Places = place.Table{} // a reader may live where no box and no page names a place
	s := box.Summarise(p, limit)
	out := &meAnswer{Total: s.Total, Yes: s.Answers.Yes, Unknown: s.Answers.Unknown, No: s.Answers.No, Published: s.Answers.Silent,
		Silent: []meQuiet{}, Lists: map[string][]meItem{}, WhatIf: []meChange{}, Others: []meTold{}, words: m.Spelled}
	var why mybox.Reasons
	box.Reason(s.Answers, &why, len(m.Cards))
	out.Hidden, out.Open = why.Hidden, why.Open
	for _, a := range m.Archives {
		if len(a.Silent) > 0 {
			q := meQuiet{Archive: a.Name}
			for _, k := range a.Silent {
				q.Kinds = append(q.Kinds, k.String())
			}
			out.Silent = append(out.Silent, q)
		}
	}
	for x, items := range s.Lists {
		list := []meItem{}
		for _, i := range items {
			c := m.Cards[i.Card]
			item := meItem{Card: i.Card, ID: c.ID, Advertiser: m.Advertisers[c.Advertiser].Name, Archive: m.Archives[c.Archive].Name, Ads: i.Ads,
				Exact: i.Why.Exact, Box: m.Data.Boxes.Audience(i.Card).String(), why: i.Why}
			item.Text, _ = textOfCard(m, i.Card)
			for _, f := range i.Why.On {
				item.On = append(item.On, f.String())
			}
			list = append(list, item)
		}
		out.Lists[audience.Answer(x).String()] = list
	}
	for _, e := range box.WhatIf(s.Answers) {
		out.WhatIf = append(out.WhatIf, meChange{e.Change.Fact.String(), e.Change.Not, e.Won, e.Lost, e.Change.Fact})
	}
	for _, t := range s.Others {
		n := m.Advertisers[t.Advertiser]
		told := meTold{ID: n.ID, Name: n.Name, You: t.You, Others: t.Others, Unknown: t.Unknown}
		if len(out.Others) < 12 {
			_, cards := box.Sides(s.Answers, t.Advertiser, limit)
			for _, card := range cards {
				if text, _ := textOfCard(m, card); text != "" {
					told.Texts = append(told.Texts, text)
				}
			}
		}
		out.Others = append(out.Others, told)
	}
	out.contrast(m, box, s)
	return out
}

func textOfCard(m *find.MyBox, card uint32) (text, lang string) {
	if t := m.Cards[card].Text; t >= 0 {
		return m.Texts[t].Text, m.Texts[t].Lang
	}
	return "", ""
}

// contrast looks for two texts of one advertiser that are alike, one for the reader
// and one for others only.
func (a *meAnswer) contrast(m *find.MyBox, box *mybox.Box, s *mybox.Summary) {
	x, ok := box.Reverse(s, func(card uint32) string {
		text, _ := textOfCard(m, card)
		return text
	})
	if ok {
		you, _ := textOfCard(m, x.You)
		others, _ := textOfCard(m, x.Others)
		a.Contrast = &meContrast{m.Advertisers[x.Advertiser].Name, you, others, m.Cards[x.You].ID, m.Cards[x.Others].ID}
	}
}
