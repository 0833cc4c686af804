package find

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

// BoxUse is a box with the ads that aim at it.
type BoxUse struct {
	Box         Box         `json:"box"`
	Ads         int         `json:"ads"`
	Advertisers int         `json:"advertisers"`
	Money       []Sum       `json:"money"`
	First       string      `json:"first,omitempty"`
	Last        string      `json:"last,omitempty"`
	Who         []NameCount `json:"who,omitempty"`

	at int32 // of the box in columns
}

// FactUse is a fact that boxes ask for or shut out.
type FactUse struct {
	Fact        string `json:"fact"` // in the language of the box
	Kind        string `json:"kind"`
	Label       string `json:"label"`
	Ads         int    `json:"ads"`
	Boxes       int    `json:"boxes"`
	Advertisers int    `json:"advertisers"`
	Money       []Sum  `json:"money"`
	Marks       []Mark `json:"special_categories,omitempty"`
}

// sums gathers money by currency.
type sums map[uint16]*Sum

func (s sums) add(c *columns, p int32) {
	if c.moneyLo[p] < 0 {
		return
	}
	m := s[c.currency[p]]
	if m == nil {
		m = &Sum{}
		m.Money.Currency = c.words.list[c.currency[p]]
		s[c.currency[p]] = m
	}
	m.Ads++
	m.Money.Range = m.Money.Plus(c.moneyAt(p))
}

func (s sums) list() []Sum {
	out := []Sum{}
	for _, m := range s {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Money.Currency, b.Money.Currency))
	})
	return out
}

// largest is the upper bound of the first currency, to sort by.
func largest(s []Sum) int64 {
	if len(s) == 0 {
		return -1
	}
	return s[0].Money.Hi
}

// boxUses are the boxes of a selection, those with most money first.
func (c *columns) boxUses(sel set, limit int) (uses []BoxUse, more int) {
	uses = c.briefUses(sel)
	if len(uses) > limit {
		uses, more = uses[:limit], len(uses)-limit
	}
	c.complete(uses)
	return uses, more
}

// complete fills in whole boxes, where only what lists are sorted by was told.
func (c *columns) complete(uses []BoxUse) {
	for i := range uses {
		uses[i].Box = c.boxes.public(uses[i].at)
	}
}

// briefUses are all boxes of a selection, those with most money first, without
// their expressions and without what their sizes rest on.
func (c *columns) briefUses(sel set) (uses []BoxUse) {
	type use struct {
		ads         int
		money       sums
		advertisers map[int32]bool
		first, last int32
	}
	byBox := map[int32]*use{}
	add := func(p int32) bool {
		u := byBox[c.box[p]]
		if u == nil {
			u = &use{money: sums{}, advertisers: map[int32]bool{}, first: 1 << 30, last: -1}
			byBox[c.box[p]] = u
		}
		u.ads++
		u.money.add(c, p)
		u.advertisers[c.advertiser[p]] = true
		if d := c.start[p]; d >= 0 {
			u.first, u.last = min(u.first, d), max(u.last, d)
		}
		return true
	}
	c.all(sel, add)
	for b, u := range byBox {
		x := BoxUse{Box: c.boxes.brief(b), at: b, Ads: u.ads, Advertisers: len(u.advertisers), Money: u.money.list()}
		if u.last >= 0 {
			x.First, x.Last = isoDay(u.first), isoDay(u.last)
		}
		uses = append(uses, x)
	}
	slices.SortFunc(uses, func(a, b BoxUse) int {
		return cmp.Or(cmp.Compare(largest(b.Money), largest(a.Money)), cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Box.Key, b.Box.Key))
	})
	return uses
}

// all hands over the positions of a selection; nil is every ad.
func (c *columns) all(sel set, yield func(p int32) bool) {
	if sel != nil {
		sel.each(yield)
		return
	}
	for p := range c.num {
		if !yield(int32(p)) {
			return
		}
	}
}

// factUses are the facts that the boxes of a selection ask for, or shut out,
// most ads first; ages and genders asked for are left to other answers.
func (c *columns) factUses(sel set, excluded bool) []FactUse {
	type use struct {
		ads         int
		money       sums
		advertisers map[int32]bool
	}
	perBox := map[int32]*use{}
	c.all(sel, func(p int32) bool {
		u := perBox[c.box[p]]
		if u == nil {
			u = &use{money: sums{}, advertisers: map[int32]bool{}}
			perBox[c.box[p]] = u
		}
		u.ads++
		u.money.add(c, p)
		u.advertisers[c.advertiser[p]] = true
		return true
	})
	byFact := map[reach.Criterion]*use{}
	boxes := map[reach.Criterion]int{}
	for b, u := range perBox {
		for _, x := range c.boxes.criteria(b) {
			kind := c.boxes.kinds[x.Fact()]
			if x.Excluded() != excluded || kind&partly != 0 || !excluded && (kind == factKind(audience.Age) || kind == factKind(audience.Gender)) {
				continue
			}
			t := byFact[x]
			if t == nil {
				t = &use{money: sums{}, advertisers: map[int32]bool{}}
				byFact[x] = t
			}
			t.ads += u.ads
			boxes[x]++
			for a := range u.advertisers {
				t.advertisers[a] = true
			}
			for code, m := range u.money {
				if t.money[code] == nil {
					t.money[code] = &Sum{}
					t.money[code].Money.Currency = m.Money.Currency
				}
				t.money[code].Ads += m.Ads
				t.money[code].Money.Range = t.money[code].Money.Plus(m.Money.Range)
			}
		}
	}
	out := []FactUse{}
	for x, u := range byFact {
		f := c.boxes.fact(x)
		out = append(out, FactUse{Fact: f.String(), Kind: f.Kind.String(), Label: f.Label, Ads: u.ads, Boxes: boxes[x], Advertisers: len(u.advertisers), Money: u.money.list(), Marks: marksOf(f)})
	}
	slices.SortFunc(out, func(a, b FactUse) int { return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Fact, b.Fact)) })
	return out
}
