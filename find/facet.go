package find

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/reach"
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

// Lengths of facets.
const (
	facetLength = 8
	monthsShown = 12
)

// facets divide a selection in every way.
func (c *version) facets(n *engine.Counts) []Facet {
	words := len(c.small.Words.List)
	archives, countries, langs := make([]int32, words), make([]int32, words), make([]int32, words)
	for i, x := range c.small.Settings {
		archives[x.Archive] += n.Settings[i]
		countries[x.Country] += n.Settings[i]
		langs[x.Lang] += n.Settings[i]
	}
	facts := c.factCounts(n.Boxes)
	return []Facet{
		c.wordFacet("archive", "archive", archives),
		topFacet("advertiser", "advertiser", n.Advertisers, nil, func(num int) FacetValue {
			return FacetValue{Label: c.small.Advertisers[num].Name, Param: c.small.Advertisers[num].ID}
		}),
		topFacet("payer", "payer", n.Payers, nil, func(num int) FacetValue {
			v := FacetValue{Label: c.small.Payers[num].Name, Param: c.small.Payers[num].Name}
			if num == 0 {
				v.Param, v.Hidden = "none", true
			}
			return v
		}),
		c.ageFacet(n.Boxes, facts),
		c.factFacet("excluded", "excludes", true, facts),
		c.factFacet("included", "includes", false, facts),
		c.sizeFacet(n.Boxes),
		c.wordFacet("country", "country", countries),
		c.wordFacet("lang", "", c.tongues(langs)),
		monthFacet(n.Days),
	}
}

// topFacet lists the values on most ads, given the ads of each: of
// those that are kept, nil for all.
func topFacet(name, key string, counts []int32, keep func(i int) bool, value func(i int) FacetValue) Facet {
	f := Facet{Name: name, Key: key}
	least := atLeast(counts, keep)
	for i, n := range counts {
		switch {
		case n == 0 || keep != nil && !keep(i):
		case n < least:
			f.More++
		default:
			v := value(i)
			v.Count = int(n)
			f.Values = append(f.Values, v)
		}
	}
	return f.trim()
}

// atLeast is the count that a value needs to stand among the first of a facet.
func atLeast(counts []int32, keep func(i int) bool) int32 {
	var most [facetLength + 1]int32 // falling; the last falls out
	for i, n := range counts {
		if n <= most[facetLength-1] || keep != nil && !keep(i) {
			continue
		}
		at := facetLength
		for ; at > 0 && most[at-1] < n; at-- {
			most[at] = most[at-1]
		}
		most[at] = n
	}
	return most[facetLength-1]
}

func (c *version) wordFacet(name, key string, counts []int32) Facet {
	return topFacet(name, key, counts, nil, func(code int) FacetValue {
		w := c.small.Words.List[code]
		return FacetValue{Label: w, Param: w, Hidden: w == ""}
	})
}

// tongues counts languages whatever country or script they are written for:
// en-US and en-GB are both en.
func (c *version) tongues(counts []int32) []int32 {
	out := make([]int32, len(counts))
	for code, n := range counts {
		if n == 0 {
			continue
		}
		tongue, _, _ := strings.Cut(c.small.Words.List[code], "-")
		code, _ := c.small.Words.Code(tongue)
		out[code] += n
	}
	return out
}

// factCounts counts the ads of each criterion, given those of each box.
func (c *version) factCounts(boxes []int32) []int32 {
	counts := make([]int32, c.small.Boxes.MostCriteria())
	for i, n := range boxes {
		if n > 0 {
			for _, x := range c.small.Boxes.Criteria(int32(i)) {
				counts[x] += n
			}
		}
	}
	return counts
}

// factFacet counts criteria: places, labels, lists, genders; ages only where
// they are shut out, as those asked for have a facet of their own.
func (c *version) factFacet(name, key string, excluded bool, counts []int32) Facet {
	keep := func(i int) bool {
		x := reach.Criterion(i)
		kind := c.small.Boxes.Kinds[x.Fact()]
		return x.Excluded() == excluded && kind&tables.Partly == 0 && (kind != tables.FactKind(audience.Age) || excluded)
	}
	return topFacet(name, key, counts, keep, func(i int) FacetValue {
		f := c.small.Boxes.Fact(reach.Criterion(i))
		return FacetValue{Label: f.Label, Kind: f.Kind.String(), Param: f.String(), Hidden: f.Kind == audience.Undisclosed}
	})
}

func (c *version) ageFacet(boxes []int32, counts []int32) Facet {
	f := topFacet("age", "includes", counts,
		func(i int) bool {
			x := reach.Criterion(i)
			return !x.Excluded() && c.small.Boxes.Kinds[x.Fact()] == tables.FactKind(audience.Age)
		},
		func(i int) FacetValue {
			f := c.small.Boxes.Fact(reach.Criterion(i))
			return FacetValue{Label: f.String(), Kind: "age", Param: f.String()}
		})
	without := 0
	for _, i := range c.small.Boxes.Ageless {
		without += int(boxes[i])
	}
	if without > 0 {
		f.Values = append(f.Values, FacetValue{Kind: "age", Count: without})
	}
	return f.trim()
}

func (c *version) sizeFacet(boxes []int32) Facet {
	sizeSteps := tables.SizeSteps()
	counts := make([]int, len(sizeSteps)+2)
	for i, n := range boxes {
		counts[c.small.Boxes.SizeSteps[i]] += int(n)
	}
	f := Facet{Name: "size", Key: "size_max"}
	for i, step := range sizeSteps {
		f.Values = append(f.Values, FacetValue{Label: itoa(step), Param: itoa(step), Count: counts[i]})
	}
	f.Values = append(f.Values, FacetValue{Label: "more", Count: counts[len(sizeSteps)]}, FacetValue{Hidden: true, Count: counts[len(sizeSteps)+1]})
	return f
}

// monthFacet counts the months in which ads began, given their days since
// 1970, the newest first.
func monthFacet(days []int32) Facet {
	f := Facet{Name: "month", Key: "month"}
	for d := len(days) - 1; d >= 0; d-- {
		if days[d] == 0 {
			continue
		}
		month := time.Unix(int64(d)*86400, 0).UTC().Format("2006-01")
		if n := len(f.Values); n == 0 || f.Values[n-1].Label != month {
			f.Values = append(f.Values, FacetValue{Label: month, Param: month})
		}
		f.Values[len(f.Values)-1].Count += int(days[d])
	}
	if n := len(f.Values) - monthsShown; n > 0 {
		f.Values, f.More = f.Values[:monthsShown], n
	}
	return f
}

// trim sorts by count and keeps the first values.
func (f Facet) trim() Facet {
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Param, b.Param))
	})
	if n := len(f.Values) - facetLength; n > 0 {
		f.Values, f.More = f.Values[:facetLength], f.More+n
	}
	return f
}
