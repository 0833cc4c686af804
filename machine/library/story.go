package library

import (
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

// Page is a page that advertises.
type Page struct {
	ID    string
	Name  string
	Payer string // "" is not disclosed
	Party int    // to whom it belongs
	Lang  string
	Site  string
}

// Message is something that a page says.
type Message struct {
	Issue string
	Side  int // +1, -1, 0 takes none
	Lang  string
}

// Ad is one ad with what is true of it.
type Ad struct {
	ID       string // in its library
	Platform string // meta, snap, google
	Page     int
	Message  Message
	Text     string
	Box      Box
	Film     string // of Snap
	From, To int    // days before the vote, From >= To
	Bid      float64
	Budget   int64

	Vanished bool // from the second copy
	NoText   bool
	NoPayer  bool
	NoMoney  bool
}

// Box is whom an ad is aimed at: what a library shows of it and what it hides.
type Box struct {
	From, To uint8 // ages; To 0 has no top
	Women    bool
	Men      bool
	In       []string // names of regions; nil is the whole country
	Out      []string
	Interest string // "" asks for none; Meta's library does not show it
}

// Expr is the box as it is; Shown as Meta's library shows it.
func (b Box) Expr(country string) *audience.Expr {
	e := b.Shown(country)
	if b.Interest != "" {
		e = audience.And(e, audience.Of(audience.Fact{Kind: audience.Interest, Label: b.Interest}))
	}
	return e
}

// Shown is the box without what is hidden.
func (b Box) Shown(country string) *audience.Expr {
	to := b.To
	if to == 0 {
		to = 254
	}
	parts := []*audience.Expr{audience.Ages(b.From, to)}
	if sex := b.sex("", "female", "male"); sex != "" {
		parts = append(parts, audience.Of(audience.Fact{Kind: audience.Gender, Label: sex}))
	}
	places := func(names []string) *audience.Expr {
		var all []*audience.Expr
		for _, n := range names {
			all = append(all, audience.Of(audience.Fact{Kind: audience.Place, Label: country + "/" + n}))
		}
		return audience.Or(all...)
	}
	if len(b.In) > 0 {
		parts = append(parts, places(b.In))
	}
	if len(b.Out) > 0 {
		parts = append(parts, audience.Except(places(b.Out)))
	}
	return audience.And(parts...)
}

// sex is the one that a box asks for, in the words of whoever writes it.
func (b Box) sex(any, women, men string) string {
	switch {
	case b.Women:
		return women
	case b.Men:
		return men
	}
	return any
}

// rounded is the box with the age groups that Google sells.
func (b Box) rounded() Box {
	b.From = uint8(bands[bandOf(b.From)].from)
	if b.To > 0 {
		b.To = uint8(bands[bandOf(b.To)].to)
	}
	return b
}

// Story is who says what to whom, before anything is sold.
type Story struct {
	Seed    uint64
	Country string
	Pages   []Page
	Ads     []Ad
	Truth   Truth // what is planted; what the market does is added
}

// conduct is how a party campaigns: what is planted.
type conduct struct {
	twoFaced bool // promises one thing to one side of a border and the opposite to the other
	apart    bool // tells different boxes of different subjects
	shutsOut bool // excludes two regions by name
	youngest bool // speaks to nobody above 44
	front    bool // has a second page under another name
}

// conducts deals the ways of campaigning out: of six parties two are two-faced,
// one more tells boxes different things, two shut out regions, one an age, two have
// a front; a party may have several.
func conducts(d *dice, parties int) []conduct {
	out := make([]conduct, parties)
	deal := func(n int, mark func(*conduct)) {
		for _, p := range d.shuffled(parties)[:min(n, parties)] {
			mark(&out[p])
		}
	}
	faces := d.shuffled(parties)
	for _, p := range faces[:min(2, parties)] {
		out[p].twoFaced, out[p].apart = true, true
	}
	if parties > 2 {
		out[faces[2]].apart = true
	}
	deal(2, func(c *conduct) { c.shutsOut = true })
	deal(1, func(c *conduct) { c.youngest = true })
	deal(2, func(c *conduct) { c.front = true })
	return out
}

// adsOf is how many ads a party has in each library.
var adsOf = map[string]int{"meta": 48, "snap": 8, "google": 8}

// Write makes a story of a scenario.
func Write(sc *scenario.Scenario, seed uint64, voters int, money float64) (*Story, error) {
	texts, err := message.Said()
	if err != nil {
		return nil, err
	}
	s := &Story{Seed: seed, Country: sc.Country}
	s.Truth.Seed, s.Truth.Voters = seed, voters
	regions := regionsOf(sc)
	d := newDice(seed, "story")
	ways := conducts(d, len(sc.Model.Parties))
	langs := []string{"fr", "fr", "fr", "fr", "de", "en"}
	for p, party := range sc.Model.Parties {
		own := newDice(seed, "party/"+party.ID)
		lang := langs[p%len(langs)]
		first := len(s.Pages)
		s.Pages = append(s.Pages, Page{ID: fmt.Sprintf("1044173%08d", own.below(1e8)), Name: party.Name, Payer: party.Name, Party: p, Lang: lang, Site: party.ID + ".example"})
		if ways[p].front {
			front := Page{ID: fmt.Sprintf("1044173%08d", own.below(1e8)), Name: texts.Fronts[p%len(texts.Fronts)].In(lang), Payer: party.Name, Party: p, Lang: lang, Site: party.ID + "-2.example"}
			if own.chance(.5) {
				front.Payer = "" // undisclosed: only its texts give it away
			}
			s.Pages = append(s.Pages, front)
			s.Truth.Networks = append(s.Truth.Networks, []string{s.Pages[first].ID, front.ID})
		}
		c := &campaign{Story: s, texts: texts, dice: own, way: ways[p], first: first, party: party.Name, regions: regions, interests: sc.Model.Names, money: money * float64(voters) * 1e6}
		c.boxes()
		c.write()
	}
	return s, nil
}

// regionsOf are the names of a country's regions, as its margins have them.
func regionsOf(sc *scenario.Scenario) (names []string) {
	for i := range sc.Margins.Districts {
		name := sc.Margins.Districts[i].Region()[len(sc.Country)+1:]
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
