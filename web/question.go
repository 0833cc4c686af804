package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// phrase is one condition of a list's headline in words, with the address
// without it. Tight leads stand against the words: d’, de l’.
type phrase struct {
	Lead, Words, Without string
	Tight                bool
}

// listed is a page whose headline is a filter.
type listed interface{ list() adsPage }

func (p adsPage) list() adsPage { return p }

// phrases puts a list's filter into a sentence, condition by condition.
func phrases(l say.Lang, p adsPage) []phrase {
	var out []phrase
	var parts []filter.Part
	for i, t := range p.Filter.Terms {
		if t.Key.Part == filter.WithAnother {
			continue
		}
		x := phrase{Lead: l.T("filter-" + t.Key.Name), Words: l.Term(t), Without: "?" + p.Filter.Without(i)}
		switch t.Key.Kind {
		case filter.Advertiser:
			if name := nameOf(p.Facets, t.Value); name != "" {
				x.Lead, x.Words = l.OfName(name)
			} else {
				x.Words = l.Quote(t.Value)
			}
		case filter.Expression:
			if how := p.Filter.Value("how"); how == "accepts" || how == "may" {
				x.Lead = l.T("filter-aims-" + how)
			}
		case filter.Box:
			if len(p.Rows) > 0 {
				x.Words = inWords(l, p.Rows[0].Box.Audience)
			}
		}
		x.Tight = strings.HasSuffix(x.Lead, "’")
		at := len(parts)
		for at > 0 && parts[at-1] > t.Key.Part {
			at--
		}
		out, parts = slices.Insert(out, at, x), slices.Insert(parts, at, t.Key.Part)
	}
	return out
}

// nameOf is the name of an advertiser given by id, or the one advertiser that
// words of a name have found; "" if it cannot be told.
func nameOf(facets []find.Facet, value string) string {
	for _, f := range facets {
		if f.Name != "advertiser" {
			continue
		}
		for _, v := range f.Values {
			if v.Param == value {
				return v.Label
			}
		}
		if len(f.Values) == 1 && f.More == 0 && strings.EqualFold(f.Values[0].Label, value) {
			return f.Values[0].Label
		}
	}
	return ""
}

// sorts are the orders of a list: the one it has, and links to the others.
type sorts struct {
	Now    string
	Others []link
}

type link struct{ Text, Href string }

func listSorts(l say.Lang, p adsPage) sorts {
	currency := ""
	if len(p.Money) > 0 {
		currency = p.Money[0].Money.Currency
	}
	return sortsOf(l, p.Filter, "", "newest", filter.Sorts, currency)
}

func advertiserSorts(l say.Lang, p advertisersPage) sorts {
	currency := ""
	for _, r := range p.Rows {
		if len(r.Money) > 0 {
			currency = r.Money[0].Money.Currency
			break
		}
	}
	return sortsOf(l, p.Filter, "advertisers-", "ads", []string{"ads", "size", "money", "newest", "oldest"}, currency)
}

func boxSorts(l say.Lang, p audiencesPage) sorts {
	currency := ""
	if len(p.Rows) > 0 && len(p.Rows[0].Money) > 0 {
		currency = p.Rows[0].Money[0].Money.Currency
	}
	return sortsOf(l, p.Filter, "boxes-", "money", []string{"money", "size", "criteria", "newest", "oldest"}, currency)
}

// sortsOf are the orders of a list whose own one is named by own: the sentences
// for the present one begin with prefix. Money is compared in the filter's
// currency, else in the one given; without one it is no order.
func sortsOf(l say.Lang, f filter.Filter, prefix, own string, all []string, currency string) sorts {
	currency = cmp.Or(f.Value("currency"), currency)
	now := cmp.Or(f.Sort, own)
	out := sorts{Now: l.T(prefix+"sorted-"+now, "x", currency)}
	for _, s := range all {
		if s == now || s == "money" && currency == "" {
			continue
		}
		v := f.Values()
		v.Del("after")
		v.Set("sort", s)
		if s == own {
			v.Del("sort")
			out.Others = append(out.Others, link{l.T("sort-"+s, "x", currency), "?" + v.Encode()})
			continue
		}
		if s == "money" {
			v.Set("currency", currency)
		}
		out.Others = append(out.Others, link{l.T("sort-"+s, "x", currency), "?" + v.Encode()})
	}
	return out
}

// field is one key of the form that adds a condition.
type field struct {
	Key, Label, Hint, Type string
	Choices                []choice // of a closed vocabulary
}

type choice struct{ Value, Label string }

// question is the form that adds conditions to a filter: those it has are
// carried along.
type question struct {
	Kept   []choice // name and value
	Fields []field
}

func addFilter(l say.Lang, f filter.Filter) question {
	var q question
	for _, t := range f.Terms {
		q.Kept = append(q.Kept, choice{t.Key.Name, t.Value})
	}
	if f.Sort != "" {
		q.Kept = append(q.Kept, choice{"sort", f.Sort})
	}
	for _, k := range find.Keys {
		x := field{Key: k.Name, Label: l.T("form-" + k.Name), Type: "text"}
		switch k.Kind {
		case filter.Day:
			x.Type = "date"
		case filter.Month:
			x.Type = "month"
		case filter.Amount, filter.People:
			x.Type = "number"
		case filter.Choice:
			for _, v := range k.Words {
				x.Choices = append(x.Choices, choice{v, l.T(k.Name + "-" + v)})
			}
		case filter.Archive:
			for _, v := range k.Words {
				x.Choices = append(x.Choices, choice{v, l.T("archive-" + v)})
			}
		case filter.Advertiser, filter.Box, filter.ID:
		default:
			x.Hint = l.T("form-" + k.Name + "-ph")
		}
		q.Fields = append(q.Fields, x)
	}
	return q
}
