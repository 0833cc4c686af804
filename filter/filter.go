// Package filter is the language in which ads are asked for: the same words in
// addresses, flags and code. One table, Keys, has a row for each word; the
// packages above range over it and name no key themselves, but for the one
// thing that is theirs: find says what every row means, say a message.
//
// The package knows no data. What a condition selects is decided in find.
package filter

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/contrechamp/contrechamp/audience"
)

// Filter is a question about ads: which ones to look at. The zero Filter is
// all of them. Repeated keys are joined by and, alternatives within a value by |.
type Filter struct {
	Terms []Term // in the order of Keys, then as given

	Sort  string // newest (default), oldest, money, size, criteria
	After string // id of a row: go on behind it
	Limit int    // rows, 1 to MaxLimit; 0 is the list's own
}

// Term is one condition. Beside the words that were given it has what they
// mean, in the field that its key's Kind says; the others are zero.
type Term struct {
	Key   Key
	Value string // as given, without space around it

	Words    []string       // Choice, Archive, Country, Currency: alternatives
	Number   int64          // Amount: hundredths; People: people
	From, To int64          // Day, Month: the first and the last day, since 1970; Count: the least and the most
	Expr     *audience.Expr // Expression; Fact: nil if the value is any or a kind
}

// MaxLimit is the most rows of a list that can be asked for at once.
const MaxLimit = 1000

// Sorts are the orders of a list of ads.
var Sorts = []string{"newest", "oldest", "money", "size", "criteria"}

// Has says whether there is a term of the key.
func (f Filter) Has(key string) bool {
	return slices.ContainsFunc(f.Terms, func(t Term) bool { return t.Key.Name == key })
}

// Value is the value of the key's first term, "" if there is none.
func (f Filter) Value(key string) string {
	for _, t := range f.Terms {
		if t.Key.Name == key {
			return t.Value
		}
	}
	return ""
}

// At is the place of a condition among the terms, -1 if it is not there.
func (f Filter) At(key, value string) int {
	return slices.IndexFunc(f.Terms, func(t Term) bool { return t.Key.Name == key && t.Value == value })
}

// Values writes the filter as a query string's values: Table.Parse reads them
// back to the same filter.
func (f Filter) Values() url.Values {
	v := url.Values{}
	for _, t := range f.Terms {
		v.Add(t.Key.Name, t.Value)
	}
	if f.Sort != "" {
		v.Set("sort", f.Sort)
	}
	if f.Limit != 0 {
		v.Set("limit", strconv.Itoa(f.Limit))
	}
	if f.After != "" {
		v.Set("after", f.After)
	}
	return v
}

// With is the filter's query string with one more term, from the list's
// beginning.
func (f Filter) With(key, value string) string {
	v := f.Values()
	v.Del("after")
	v.Add(key, value)
	return v.Encode()
}

// Without is the query string less the i-th term.
func (f Filter) Without(i int) string {
	g := f
	g.After = ""
	g.Terms = slices.Delete(slices.Clone(f.Terms), i, i+1)
	if g.check() != nil { // a term that needed the removed one goes too
		g.Terms = slices.DeleteFunc(g.Terms, func(t Term) bool { return t.Key.Needs != "" && !g.Has(t.Key.Needs) })
		if g.Sort == "money" && !g.Has("currency") {
			g.Sort = ""
		}
	}
	return g.Values().Encode()
}

// Conditions names what the filter selects, whatever its order or page.
func (f Filter) Conditions() string {
	return Filter{Terms: f.Terms}.Values().Encode()
}

// Date is the day of a Term.From or Term.To.
func Date(days int64) time.Time { return time.Unix(days*86400, 0).UTC() }
