package say

import (
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
)

// Term puts the value of a filter's condition into words; its lead is the
// message "filter-KEY".
func (l Lang) Term(t filter.Term) string {
	each := func(word func(string) string) string {
		var out []string
		for _, v := range t.Words {
			out = append(out, word(v))
		}
		return strings.Join(out, " "+l.T("or")+" ")
	}
	switch t.Key.Kind {
	case filter.Text:
		return l.Quote(t.Value)
	case filter.Name:
		if t.Value == "none" {
			return l.T("not-disclosed")
		}
	case filter.Archive:
		return each(func(v string) string { return l.T("archive-" + v) })
	case filter.Choice:
		return each(func(v string) string { return l.T(t.Key.Name + "-" + v) })
	case filter.Country:
		return each(func(v string) string { return PlaceName(l, v) })
	case filter.Currency:
		return each(func(v string) string { return l.T("in-currency", "x", v) })
	case filter.Day:
		return l.Day(filter.Date(t.From))
	case filter.Month:
		return l.Month(filter.Date(t.From))
	case filter.Expression:
		return l.Box(t.Expr).Text(l)
	case filter.Fact:
		switch {
		case t.Expr != nil:
			return l.Box(t.Expr).Text(l)
		case t.Value == "any":
			return l.T(t.Key.Name + "-any")
		}
		return l.T("any-of-kind", "kind", l.Quote(l.T("kind-"+t.Value)))
	case filter.Amount:
		return l.hundredths(t.Number)
	case filter.People:
		return l.T("people-count", "x", l.Int(t.Number))
	case filter.Count:
		lo := strconv.FormatInt(t.From, 10)
		switch t.To {
		case filter.Unbounded:
			return l.T("criteria-from", "x", lo)
		case t.From:
			return l.T("n-criteria", "n", int(t.From))
		}
		return l.T("criteria-count", "x", lo+"–"+strconv.FormatInt(t.To, 10))
	}
	return t.Value
}

// FacetValue puts a value of a facet into words.
func (l Lang) FacetValue(facet, kind, label, written string, hidden bool) string {
	switch facet {
	case "archive":
		return l.T("archive-" + label)
	case "payer":
		if hidden {
			return l.T("not-disclosed")
		}
	case "age", "excluded", "included":
		if written == "" {
			return l.T("all-ages")
		}
		if e, err := audience.Parse(written); err == nil {
			return l.Box(e).Text(l)
		}
	case "size":
		if hidden {
			return l.T("cannot-bound")
		}
		if n, err := strconv.ParseInt(label, 10, 64); err == nil {
			return l.T("people-count", "x", l.Int(n))
		}
		return l.T("more-than-that")
	case "month":
		return l.Month(ParseDay(label + "-01"))
	case "country":
		if label != "" {
			return PlaceName(l, label)
		}
	}
	switch {
	case label == "":
		return l.T("not-stated")
	case facet == "lang":
		return l.Tongue(label)
	}
	return label
}
