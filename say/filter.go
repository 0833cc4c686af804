package say

import (
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Term puts the value of a filter's condition into words; its lead is the
// message "filter-KEY".
func (l Lang) Term(key, value string) string {
	alternatives := strings.Split(value, "|")
	each := func(word func(string) string) string {
		var out []string
		for _, v := range alternatives {
			out = append(out, word(v))
		}
		return strings.Join(out, " "+l.T("or")+" ")
	}
	switch key {
	case "q":
		return l.Quote(value)
	case "payer":
		if value == "none" {
			return l.T("not-disclosed")
		}
	case "archive":
		return each(func(v string) string { return l.T("archive-" + v) })
	case "country":
		return each(func(v string) string { return PlaceName(l, v) })
	case "from", "to":
		return l.Day(ParseDay(value))
	case "includes", "excludes", "aims":
		if value == "any" {
			return l.T("any-" + strings.TrimSuffix(key, "s") + "d")
		}
		if _, err := audience.ParseKind(value); err == nil && key != "aims" {
			return l.T("any-of-kind", "kind", l.Quote(l.T("kind-"+value)))
		}
		if e, err := audience.Parse(value); err == nil {
			return l.Box(e).Text(l)
		}
	case "min", "max":
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			return l.hundredths(int64(x*100 + .5))
		}
	case "currency":
		return each(func(v string) string { return l.T("in-currency", "x", v) })
	case "size_max":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return l.T("people-count", "x", l.Int(n))
		}
	case "narrow":
		return each(func(v string) string { return l.T("narrow-" + v) })
	case "criteria":
		lo, hi, ranged := strings.Cut(value, "..")
		switch {
		case ranged && hi == "":
			return l.T("criteria-from", "x", lo)
		case ranged:
			return l.T("criteria-count", "x", lo+"–"+hi)
		}
		if n, err := strconv.Atoi(value); err == nil {
			return l.T("n-criteria", "n", n)
		}
	case "removed":
		return each(func(v string) string { return l.T("removed-" + v) })
	case "hidden", "text":
		return each(func(v string) string { return l.T(key + "-" + v) })
	}
	return value
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
