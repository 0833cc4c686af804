package say

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
)

// Stated is money that an archive states in rows that are no ads, with what it
// is an amount of: "€450: page in the report, Meta Ad Library Report, DE,
// 1–30 May 2026; 2 rows added up".
func (l Lang) Stated(x contrechamp.Stated) string {
	what := []string{lowerFirst(l.T("tally-" + x.Kind)), l.T("archive-" + x.Archive)}
	for _, s := range []string{x.Country, x.Region} {
		if s != "" {
			what = append(what, strings.ReplaceAll(s, ",", ", ")) // a list breaks between its countries
		}
	}
	out := l.Money(x.Money) + l.T("colon") + strings.Join(append(what, l.statedDays(x.From, x.To)), ", ")
	for _, more := range []struct {
		message string
		n       int
		from    int
	}{{"stated-rows", x.Rows, 2}, {"stated-silent", x.WithoutMoney, 1}, {"stated-others", x.Others, 1}} {
		if more.n >= more.from {
			out += l.T("semicolon") + l.T(more.message, "n", more.n)
		}
	}
	return out
}

// statedDays are the days that an amount is of.
func (l Lang) statedDays(from, to string) string {
	switch {
	case from == "" && to == "":
		return l.T("stated-no-days")
	case from == "":
		return l.T("stated-until", "day", l.Day(ParseDay(to)))
	}
	return l.Span(ParseDay(from), ParseDay(to))
}

// lowerFirst writes the first letter small: the name of a kind of row within a
// sentence.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
