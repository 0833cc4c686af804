package web

import (
	"context"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// adsPage is the list of ads with what its drawings need.
type adsPage struct {
	*find.Ads
	MoneyMax int64  `json:"-"` // end of the money axis, hundredths
	Currency string `json:"-"` // of the axis: amounts of others are not drawn on it
}

func getAds(ctx context.Context, r *request) (any, error) {
	filter, err := find.Keys.Parse(r.values)
	if err != nil {
		return nil, err
	}
	ads, err := r.site.Finder.Ads(ctx, filter)
	if err != nil {
		return nil, err
	}
	p := adsPage{Ads: ads}
	ads.NextURL = r.on(ads.NextURL)
	p.Currency = mostCurrency(ads.Rows)
	for _, row := range ads.Rows {
		if row.Money.Currency == p.Currency {
			p.MoneyMax = max(p.MoneyMax, row.Money.Hi)
		}
	}
	p.MoneyMax = niceMax(p.MoneyMax)
	return p, nil
}

// mostCurrency is the currency of most rows.
func mostCurrency(rows []find.AdRow) string {
	counts := map[string]int{}
	for _, r := range rows {
		if r.Money.Stated {
			counts[r.Money.Currency]++
		}
	}
	return mostOften(counts)
}

// mostOften is the word that is counted most, the first in the alphabet of
// several; "" if none is.
func mostOften(counts map[string]int) (word string) {
	for w, n := range counts {
		if n > counts[word] || n == counts[word] && w < word {
			word = w
		}
	}
	return word
}

// Table is the CSV form: one row an ad, bounds in columns of their own.
func (p adsPage) Table() ([]string, [][]string) {
	header := []string{"id", "archive", "advertiser", "advertiser_name", "payer", "country", "start", "end",
		"money_lower", "money_upper", "currency", "views_lower", "views_upper", "size_lower", "size_upper", "size_reasons", "population_years", "narrow", "platform_estimate_lower", "platform_estimate_upper",
		"criteria", "exclusions", "hidden", "box", "same", "text"}
	var rows [][]string
	for _, a := range p.Rows {
		rows = append(rows, []string{string(a.ID), a.Archive, string(a.Advertiser), a.AdvertiserName, a.Payer, a.Country, a.Start, a.End,
			units(a.Money, a.Money.Lo), upper(a.Money.Range, units(a.Money, a.Money.Hi)), a.Money.Currency,
			whole(a.Views, a.Views.Lo), upper(a.Views, whole(a.Views, a.Views.Hi)), whole(a.Box.Size, a.Box.Size.Lo), upper(a.Box.Size, whole(a.Box.Size, a.Box.Size.Hi)), reasonKinds(a.Box.Basis), yearList(a.Box.Basis), narrowMark(a.Box.Basis),
			whole(a.Estimate, a.Estimate.Lo), upper(a.Estimate, whole(a.Estimate, a.Estimate.Hi)),
			strconv.Itoa(a.Box.Criteria), strconv.Itoa(a.Box.Exclusions), yesNo(a.Box.Hidden), a.Box.Expr, strconv.Itoa(a.Same), a.Text})
	}
	return header, rows
}

func units(m contrechamp.Money, n int64) string {
	if !m.Stated {
		return ""
	}
	return contrechamp.Units(n).String()
}

func whole(r contrechamp.Range, n int64) string {
	if !r.Stated {
		return ""
	}
	return contrechamp.Units(n * 100).String()
}

func upper(r contrechamp.Range, s string) string {
	if r.Open {
		return ""
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// facetView is a facet as the page draws it.
type facetView struct {
	Title  string
	Values []facetLine
	More   int
}

type facetLine struct {
	Label, Href, Width string
	Count              int
	Hidden, On         bool // On: the list is narrowed to it, Href takes it away
}

func drawFacet(l say.Lang, f filter.Filter, x find.Facet) facetView {
	out := facetView{Title: l.T("facet-" + x.Name), More: x.More}
	most := 1
	for _, v := range x.Values {
		most = max(most, v.Count)
	}
	for _, v := range x.Values {
		line := facetLine{Label: l.FacetValue(x.Name, v.Kind, v.Label, v.Param, v.Hidden), Count: v.Count, Hidden: v.Hidden, Width: per(100 * float64(v.Count) / float64(most))}
		i := -1
		if v.Param != "" {
			i = f.At(x.Key, v.Param)
		}
		switch {
		case i >= 0:
			line.Href, line.On = "?"+f.Without(i), true
		case v.Count == 0 || x.Key == "" || v.Param == "":
		default:
			line.Href = "?" + f.With(x.Key, v.Param)
		}
		out.Values = append(out.Values, line)
	}
	return out
}
