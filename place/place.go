// Package place is the table of places: which paths there are, what they are
// called in every language, what lies in what, and which statistical regions
// make them up.
//
// A path is COUNTRY/segment/...: ISO 3166-1 alpha-2 first, then official local
// names from large to small ("DE/Bayern", "US/Maryland/Baltimore"). A bare
// segment is a first-level region, below it a city; any other kind, and a city
// whose region is not known, is typed: "county:", "city:", "hood:", "zip:",
// "metro:", "electoral:", "nuts:". A slash in a name is written %2F.
//
// The table is text, in folder table, made for review: two files compiled by
// go generate from Debian's iso-codes (61 languages), one from the list of
// German districts, one written by hand. Each country's part is read when it is
// first asked for. What the table lacks stays as written and is not joined.
package place

//go:generate go run ./internal/gen -districts $DISTRICTS -nuts $NUTS_NAMES -out table

import (
	"strings"

	"github.com/contrechamp/contrechamp/place/internal/fold"
)

// Kind says what a place is.
type Kind string

// The kinds in the table. Paths may also end in places that it does not list:
// postcodes, neighbourhoods, markets, electoral districts.
const (
	KindCountry Kind = "country"
	KindRegion  Kind = "region" // first level below the country
	KindCounty  Kind = "county" // below that: department, province, district
	KindCity    Kind = "city"   // a town that a platform pins; smaller or larger than the municipality
)

// Place is a row of the table.
type Place struct {
	Path   string
	Kind   Kind
	Code   string // ISO 3166-1 alpha-3, ISO 3166-2, or a national key; may be empty
	Parent string // path of the enclosing place; empty for countries
	NUTS   string // NUTS 2013 codes, blank between, whose sum is exactly this place; may be empty
	Source string // iso, lk, hand, invented: see the head of the table files

	names string // "fr,it=Bavière|nl=Beieren|..."
}

// Name is what the place is called in a language (ISO 639-1), for pages: the
// table's name in that language, else for countries the English one, else the
// official local name.
func (p *Place) Name(lang string) string {
	if n := p.in(lang); n != "" {
		return n
	}
	if p.Kind == KindCountry {
		if n := p.in("en"); n != "" {
			return n
		}
	}
	return unescape(lastName(p.Path))
}

// in finds the first name that a language has.
func (p *Place) in(lang string) string {
	for item := range strings.SplitSeq(p.names, "|") {
		langs, name, ok := strings.Cut(item, "=")
		if !ok {
			continue
		}
		for l := range strings.SplitSeq(langs, ",") {
			if l == lang {
				return name
			}
		}
	}
	return ""
}

// Country finds a country by its code (DE, DEU, and Eurostat's UK and EL) or by
// its name in any language.
func Country(name string) (code string, ok bool) {
	p := index().country(name)
	if p == nil {
		return "", false
	}
	return p.Path, true
}

// Region finds a place below a country by its name in any language or its ISO
// 3166-2 code, whole or without the country: first-level regions before
// counties. The country is an ISO code; the result is a path.
func Region(country, name string) (path string, ok bool) {
	c := index().of(country)
	if c == nil {
		return "", false
	}
	p := c.find(kindRegion, name)
	if p == nil {
		p = c.find(kindCounty, name)
	}
	if p == nil {
		return "", false
	}
	return p.Path, true
}

// City finds a town of the table by its name; Region does not answer with towns.
func City(country, name string) (path string, ok bool) {
	if c := index().of(country); c != nil {
		if p := c.find(kindCity, name); p != nil {
			return p.Path, true
		}
	}
	return "", false
}

// Lookup finds a place by its path, by a path with other names ("US/MD",
// "DE/Beieren"), by a name with its country after a comma ("Baden-Württemberg,
// Duitsland"), or by the name of a country.
func Lookup(s string) (Place, bool) {
	t := index()
	if p := t.path(s); p != nil {
		return *p, true
	}
	if strings.Contains(s, "/") {
		if c, ok := Canonical(s); ok {
			return *t.path(c), true
		}
		return Place{}, false
	}
	if p := t.country(s); p != nil {
		return *p, true
	}
	if i := strings.LastIndex(s, ","); i >= 0 {
		if p := t.country(s[i+1:]); p != nil {
			if path, ok := Region(p.Path, s[:i]); ok {
				return *t.path(path), true
			}
			if path, ok := City(p.Path, s[:i]); ok {
				return *t.path(path), true
			}
		}
	}
	return Place{}, false
}

// Canonical brings a path to the table's spelling as far as the table goes and
// keeps the rest: "US/MD/Baltimore" becomes "US/Maryland/Baltimore". Joined says
// whether the whole path is a place of the table; if not, the path is still
// good, only nothing is known of its last part.
func Canonical(path string) (canonical string, joined bool) {
	t := index()
	if p := t.path(path); p != nil {
		return p.Path, true
	}
	head, rest, more := strings.Cut(path, "/")
	at := t.country(unescape(head))
	if at == nil {
		return path, false
	}
	c := t.of(at.Path)
	for more {
		var seg string
		seg, tail, again := strings.Cut(rest, "/")
		next := c.segment(at, unescape(seg))
		if next == nil {
			return at.Path + "/" + rest, false
		}
		at, rest, more = next, tail, again
	}
	return at.Path, true
}

// Name is what a path is called in a language: Place.Name for places of the
// table, the last segment without its type for others.
func Name(path, lang string) string {
	if p := index().path(path); p != nil {
		return p.Name(lang)
	}
	return unescape(lastName(path))
}

// Parent gives the enclosing place: by the table, else the path without its last
// segment. A country has none.
func Parent(path string) string {
	if p := index().path(path); p != nil {
		return p.Parent
	}
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}

// Children lists the places of the table whose parent is path, in order.
func Children(path string) []string {
	code, _, _ := strings.Cut(path, "/")
	c := index().of(code)
	if c == nil {
		return nil
	}
	var out []string
	for _, p := range c.rows {
		if p.Parent == path {
			out = append(out, p.Path)
		}
	}
	return out
}

// Countries lists the countries of the table, in order of their codes.
func Countries() []Place {
	t := index()
	out := make([]Place, len(t.countries))
	for i, p := range t.countries {
		out[i] = *p
	}
	return out
}

// Regions lists all places of the table below a country.
func Regions(country string) []Place {
	c := index().of(country)
	if c == nil {
		return nil
	}
	out := make([]Place, 0, len(c.rows))
	for _, p := range c.rows {
		out = append(out, *p)
	}
	return out
}

// lastName is the last segment of a path without its type.
func lastName(path string) string {
	s := path[strings.LastIndexByte(path, '/')+1:]
	if _, name, ok := SegmentType(s); ok {
		return name
	}
	return s
}

// types of segments that are no first-level regions and no cities in regions.
var types = []string{"county", "city", "hood", "zip", "metro", "electoral", "nuts"}

// SegmentType splits a typed segment: "zip:01067" is "zip", "01067".
func SegmentType(segment string) (typ, name string, ok bool) {
	i := strings.IndexByte(segment, ':')
	if i < 0 {
		return "", segment, false
	}
	for _, t := range types {
		if segment[:i] == t {
			return t, segment[i+1:], true
		}
	}
	return "", segment, false
}

// Segment writes a name as part of a path: with its type, if any, and with
// slashes escaped.
func Segment(typ, name string) string {
	name = strings.ReplaceAll(name, "/", "%2F")
	if typ == "" {
		return name
	}
	return typ + ":" + name
}

func unescape(s string) string {
	if strings.Contains(s, "%2F") {
		return strings.ReplaceAll(s, "%2F", "/")
	}
	return s
}

// Fold is the form under which names of places are compared: without case,
// marks and punctuation.
func Fold(s string) string { return fold.Loose(s) }
