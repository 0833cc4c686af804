package find

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp"
)

// Facet is one way of dividing a selection, with counts.
type Facet struct {
	Name   string       `json:"name"` // archive, payer, age, excluded, included, size, lang, month, country
	Key    string       `json:"key"`  // the filter's key that a value sets
	Values []FacetValue `json:"values"`
	More   int          `json:"more,omitempty"` // values that are not listed
}

// FacetValue is one value with the number of ads that have it.
type FacetValue struct {
	Label  string `json:"label"`           // as spelled; "" if the archive does not say
	Kind   string `json:"kind,omitempty"`  // of a criterion: the word of the language
	Param  string `json:"param,omitempty"` // the value to filter by
	Count  int    `json:"count"`
	Hidden bool   `json:"hidden,omitempty"` // not disclosed
}

// summary is what can be said of a selection as a whole.
type summary struct {
	ads    int
	groups []int32 // first position of each group, in order
	size   []int32 // ads of each group in the selection, by group
	money  []Sum
	facets []Facet
	from   int32
	to     int32

	mu     sync.Mutex
	orders map[string][]int32 // groups by another order, once asked for
}

// Sum is money of one currency over many ads.
type Sum struct {
	Money    contrechamp.Money `json:"money"`
	Ads      int               `json:"ads"`
	NotKnown int               `json:"-"`
}

// facetLength is how many values a facet lists.
const facetLength = 8

// sizeSteps are the upper bounds of the size facet.
var sizeSteps = []int64{1000, 10_000, 100_000}

// summarise counts a selection (nil: everything) in one pass.
func (c *columns) summarise(sel set) *summary {
	s := &summary{money: []Sum{}, size: make([]int32, c.groups), from: -1, to: -1}
	boxes := make([]int32, len(c.boxes))
	payers, advertisers := make([]int32, len(c.payers)), make([]int32, len(c.advertisers))
	nw := len(c.words.list)
	archives, countries, langs := make([]int32, nw), make([]int32, nw), make([]int32, nw)
	months := map[int32]int32{}
	moneys := make([]Sum, nw)
	days := make([]int32, c.lastDay+1)
	var list []int32 // column by column, so that each is read in its order
	if sel == nil {
		list = make([]int32, len(c.num))
		for p := range list {
			list[p] = int32(p)
		}
	} else {
		list = sel.list()
	}
	s.ads = len(list)
	for _, p := range list {
		g := c.group[p]
		if s.size[g] == 0 {
			s.groups = append(s.groups, p)
		}
		s.size[g]++
	}
	count := func(column, counts []int32) {
		for _, p := range list {
			counts[column[p]]++
		}
	}
	countWords := func(column []uint16, counts []int32) {
		for _, p := range list {
			counts[column[p]]++
		}
	}
	count(c.box, boxes)
	count(c.payer, payers)
	count(c.advertiser, advertisers)
	countWords(c.archive, archives)
	countWords(c.country, countries)
	countWords(c.lang, langs)
	for _, p := range list {
		if d := c.start[p]; d >= 0 {
			days[d]++
		}
	}
	for _, p := range list {
		if c.moneyLo[p] >= 0 {
			m := &moneys[c.currency[p]]
			m.Ads++
			m.Money.Lo, m.Money.Hi = m.Money.Lo+c.moneyLo[p], m.Money.Hi+c.moneyHi[p]
			m.Money.Open = m.Money.Open || c.moneyOpen[p]
		}
	}
	for d, n := range days {
		if n == 0 {
			continue
		}
		if s.from < 0 {
			s.from = int32(d)
		}
		s.to = int32(d)
		t := time.Unix(int64(d)*86400, 0).UTC()
		months[int32(t.Year()*12+int(t.Month())-1)] += n
	}
	for code, m := range moneys {
		if m.Ads > 0 {
			m.Money.Currency, m.Money.Stated = c.words.list[code], true
			s.money = append(s.money, m)
		}
	}
	slices.SortFunc(s.money, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Money.Currency, b.Money.Currency))
	})
	facts := c.factCounts(boxes)
	s.facets = []Facet{
		c.wordFacet("archive", "archive", archives),
		c.nameFacet("advertiser", "advertiser", c.advertisers, advertisers),
		c.nameFacet("payer", "payer", c.payers, payers),
		c.ageFacet(boxes, facts),
		c.factFacet("excluded", "excludes", true, facts),
		c.factFacet("included", "includes", false, facts),
		c.sizeFacet(boxes),
		c.wordFacet("country", "country", countries),
		c.wordFacet("lang", "", c.tongues(langs)),
		monthFacet(months),
	}
	return s
}

func (c *columns) wordFacet(name, key string, counts []int32) Facet {
	f := Facet{Name: name, Key: key}
	for code, n := range counts {
		if n > 0 {
			w := c.words.list[code]
			f.Values = append(f.Values, FacetValue{Label: w, Param: w, Count: int(n), Hidden: w == ""})
		}
	}
	return f.trim()
}

// tongues counts languages whatever country or script they are written for:
// en-US and en-GB are both en.
func (c *columns) tongues(counts []int32) []int32 {
	out := make([]int32, len(counts))
	for code, n := range counts {
		if n == 0 {
			continue
		}
		tongue, _, _ := strings.Cut(c.words.list[code], "-")
		out[c.words.code[tongue]] += n
	}
	return out
}

func (c *columns) nameFacet(name, key string, list []named, counts []int32) Facet {
	f := Facet{Name: name, Key: key}
	for num, n := range counts {
		if n == 0 {
			continue
		}
		v := FacetValue{Label: list[num].name, Param: list[num].id, Count: int(n)}
		if key == "payer" {
			v.Param = v.Label
			if num == 0 {
				v.Param, v.Hidden = "none", true
			}
		}
		f.Values = append(f.Values, v)
	}
	return f.trim()
}

// factCounts counts the ads of each fact, given those of each box.
func (c *columns) factCounts(boxes []int32) []int {
	counts := make([]int, len(c.facts))
	for i, n := range boxes {
		if n > 0 {
			for _, x := range c.factsOf[c.factsAt[i]:c.factsAt[i+1]] {
				counts[x] += int(n)
			}
		}
	}
	return counts
}

// factFacet counts criteria: places, labels, lists, but not ages and genders,
// which have facets of their own.
func (c *columns) factFacet(name, key string, excluded bool, counts []int) Facet {
	f := Facet{Name: name, Key: key}
	for i, n := range counts {
		x := &c.facts[i]
		if n == 0 || x.excluded != excluded || x.partly() || x.kind == "age" && !excluded {
			continue
		}
		f.Values = append(f.Values, FacetValue{Label: x.label, Kind: x.kind, Param: x.written, Count: n, Hidden: x.kind == "undisclosed"})
	}
	return f.trim()
}

func (c *columns) ageFacet(boxes []int32, counts []int) Facet {
	f := Facet{Name: "age", Key: "includes"}
	for i, n := range counts {
		if x := &c.facts[i]; n > 0 && x.kind == "age" && !x.excluded {
			f.Values = append(f.Values, FacetValue{Label: x.written, Kind: "age", Param: x.written, Count: n})
		}
	}
	without := 0
	for _, i := range c.ageless {
		without += int(boxes[i])
	}
	if without > 0 {
		f.Values = append(f.Values, FacetValue{Kind: "age", Count: without})
	}
	return f.trim()
}

func (c *columns) sizeFacet(boxes []int32) Facet {
	counts := make([]int, len(sizeSteps)+2)
	for i, n := range boxes {
		if n == 0 {
			continue
		}
		switch hi := c.boxes[i].sizeHi; {
		case hi < 0:
			counts[len(sizeSteps)+1] += int(n)
		default:
			step, _ := slices.BinarySearch(sizeSteps, hi)
			counts[step] += int(n)
		}
	}
	f := Facet{Name: "size", Key: "size_max"}
	for i, step := range sizeSteps {
		f.Values = append(f.Values, FacetValue{Label: itoa(step), Param: itoa(step), Count: counts[i]})
	}
	return Facet{Name: f.Name, Key: f.Key, Values: append(f.Values,
		FacetValue{Label: "more", Count: counts[len(sizeSteps)]},
		FacetValue{Hidden: true, Count: counts[len(sizeSteps)+1]})}
}

func monthFacet(months map[int32]int32) Facet {
	f := Facet{Name: "month", Key: "month"}
	for m, n := range months {
		t := time.Date(int(m/12), time.Month(m%12+1), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
		f.Values = append(f.Values, FacetValue{Label: t, Param: t, Count: int(n)})
	}
	slices.SortFunc(f.Values, func(a, b FacetValue) int { return cmp.Compare(b.Label, a.Label) })
	if n := len(f.Values) - 12; n > 0 {
		f.Values, f.More = f.Values[:12], n
	}
	return f
}

// trim sorts by count and keeps the first values.
func (f Facet) trim() Facet {
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Param, b.Param))
	})
	if n := len(f.Values) - facetLength; n > 0 {
		f.Values, f.More = f.Values[:facetLength], n
	}
	return f
}
