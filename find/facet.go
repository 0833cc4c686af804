package find

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp/audience"
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

// sizeSteps are the upper bounds of the size facet.
var sizeSteps = []int64{1000, 10_000, 100_000}

// sizeStep is where a size stands in the facet; behind the steps are larger
// sizes, and last the boxes without a size.
func sizeStep(hi int64) uint8 {
	if hi < 0 {
		return uint8(len(sizeSteps) + 1)
	}
	step, _ := slices.BinarySearch(sizeSteps, hi)
	return uint8(step)
}

// facets divide a selection in every way.
func (c *columns) facets(n *counts) []Facet {
	words := len(c.words.list)
	archives, countries, langs := make([]int32, words), make([]int32, words), make([]int32, words)
	for i, x := range c.settings {
		archives[x.archive] += n.settings[i]
		countries[x.country] += n.settings[i]
		langs[x.lang] += n.settings[i]
	}
	facts := c.factCounts(n.boxes)
	return []Facet{
		c.wordFacet("archive", "archive", archives),
		topFacet("advertiser", "advertiser", n.advertisers, nil, func(num int) FacetValue {
			return FacetValue{Label: c.advertisers[num].name, Param: c.advertisers[num].id}
		}),
		topFacet("payer", "payer", n.payers, nil, func(num int) FacetValue {
			v := FacetValue{Label: c.payers[num].name, Param: c.payers[num].name}
			if num == 0 {
				v.Param, v.Hidden = "none", true
			}
			return v
		}),
		c.ageFacet(n.boxes, facts),
		c.factFacet("excluded", "excludes", true, facts),
		c.factFacet("included", "includes", false, facts),
		c.sizeFacet(n.boxes),
		c.wordFacet("country", "country", countries),
		c.wordFacet("lang", "", c.tongues(langs)),
		monthFacet(n.days),
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

func (c *columns) wordFacet(name, key string, counts []int32) Facet {
	return topFacet(name, key, counts, nil, func(code int) FacetValue {
		w := c.words.list[code]
		return FacetValue{Label: w, Param: w, Hidden: w == ""}
	})
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

// factCounts counts the ads of each criterion, given those of each box.
func (c *columns) factCounts(boxes []int32) []int32 {
	counts := make([]int32, c.boxes.mostCriteria())
	for i, n := range boxes {
		if n > 0 {
			for _, x := range c.boxes.criteria(int32(i)) {
				counts[x] += n
			}
		}
	}
	return counts
}

// factFacet counts criteria: places, labels, lists, genders; ages only where
// they are shut out, as those asked for have a facet of their own.
func (c *columns) factFacet(name, key string, excluded bool, counts []int32) Facet {
	keep := func(i int) bool {
		x := reach.Criterion(i)
		kind := c.boxes.kinds[x.Fact()]
		return x.Excluded() == excluded && kind&partly == 0 && (kind != factKind(audience.Age) || excluded)
	}
	return topFacet(name, key, counts, keep, func(i int) FacetValue {
		f := c.boxes.fact(reach.Criterion(i))
		return FacetValue{Label: f.Label, Kind: f.Kind.String(), Param: f.String(), Hidden: f.Kind == audience.Undisclosed}
	})
}

func (c *columns) ageFacet(boxes []int32, counts []int32) Facet {
	f := topFacet("age", "includes", counts,
		func(i int) bool {
			x := reach.Criterion(i)
			return !x.Excluded() && c.boxes.kinds[x.Fact()] == factKind(audience.Age)
		},
		func(i int) FacetValue {
			f := c.boxes.fact(reach.Criterion(i))
			return FacetValue{Label: f.String(), Kind: "age", Param: f.String()}
		})
	without := 0
	for _, i := range c.boxes.ageless {
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
		counts[c.boxes.sizeSteps[i]] += int(n)
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
