package find

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/contrechamp/contrechamp/audience"
)

// Filter is a question about ads: which ones to look at. The zero Filter is
// all of them. Its keys are the same words in addresses, flags and here;
// repeated keys are joined by and, alternatives within a value by |.
type Filter struct {
	Terms []Term // in canonical order of keys, then as given

	Sort  string // newest (default), oldest, money, size, criteria
	After string // ad id: go on behind it
	Limit int    // rows, 1 to MaxLimit; 0 is DefaultLimit
}

// Term is one condition.
type Term struct {
	Key   string
	Value string // as given

	alternatives []string       // of closed vocabularies
	number       int64          // of min (hundredths), max, size_max
	lo, hi       int            // of criteria
	day          time.Time      // of from, to
	expr         *audience.Expr // of aims, includes, excludes
}

const (
	DefaultLimit = 20
	MaxLimit     = 1000
)

// Keys are the words of a filter with what they take, in canonical order.
var Keys = []Key{
	{"q", "text", "words of the text: all must occur; \"a phrase\", prefix*, -without"},
	{"advertiser", "ID or NAME", "who advertises: an id such as meta:1234, or words of the name"},
	{"payer", "NAME", "who paid: words of the name; none = not disclosed"},
	{"archive", "NAME|NAME", "meta, snap, google, ira, fbpac"},
	{"country", "CODE|CODE", "where the archive says that the ad ran (ISO 3166-1)"},
	{"from", "DATE", "ads that began on or after this day (2024-05-01)"},
	{"to", "DATE", "ads that began on or before this day"},
	{"includes", "FACT", "the box asks for this: any, a kind (interest), or a fact (interest \"Yoga\")"},
	{"excludes", "FACT", "the box shuts this out: any, a kind, or a fact"},
	{"aims", "EXPR", "the box and this expression may hold a same person (see how)"},
	{"how", "overlaps|accepts|may", "how aims is read: overlaps (default); accepts or may: EXPR describes a person"},
	{"min", "AMOUNT", "at least this much money, by the lower bound; needs currency"},
	{"max", "AMOUNT", "at most this much money, by the upper bound; needs currency"},
	{"currency", "CODE", "amounts in this currency"},
	{"size_max", "PEOPLE", "the published box holds at most so many people, by the upper bound; size<1000 in an address is size_max=999"},
	{"narrow", "100|1000|10000", "the published box holds fewer people than this: the mark of a narrow box"},
	{"criteria", "N or N..M", "how many conditions the box joins by and"},
	{"removed", "gone|changed", "no longer in, or changed in, the newest copy of its series"},
	{"hidden", "yes|no", "some part of the box is undisclosed"},
	{"box", "KEY", "ads of exactly this box"},
	{"text", "yes|no", "the archive publishes a text"},
}

// Key is a word of a filter.
type Key struct{ Name, Takes, Help string }

// Sorts are the orders of a list of ads.
var Sorts = []string{"newest", "oldest", "money", "size", "criteria"}

// Has says whether there is a term of the key.
func (f Filter) Has(key string) bool {
	return slices.ContainsFunc(f.Terms, func(t Term) bool { return t.Key == key })
}

// Value is the value of the key's first term, "" if there is none.
func (f Filter) Value(key string) string {
	for _, t := range f.Terms {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

// Values writes the filter as a query string's values: ParseFilter reads them
// back to the same filter.
func (f Filter) Values() url.Values {
	v := url.Values{}
	for _, t := range f.Terms {
		v.Add(t.Key, t.Value)
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
		g.Terms = slices.DeleteFunc(g.Terms, func(t Term) bool { return t.Key == "min" || t.Key == "max" || t.Key == "how" })
		if g.Sort == "money" {
			g.Sort = ""
		}
	}
	return g.Values().Encode()
}

// cacheKey names what the filter selects, whatever its order or page.
func (f Filter) cacheKey() string {
	g := f
	g.Sort, g.After, g.Limit = "", "", 0
	return g.Values().Encode()
}
