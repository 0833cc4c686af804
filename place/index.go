package place

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp/place/internal/fold"
)

var (
	//go:embed table/countries.tsv
	countriesTSV string
	//go:embed table/regions.tsv
	regionsTSV string
	//go:embed table/districts.tsv
	districtsTSV string
	//go:embed table/hand.tsv
	handTSV string
)

// Letters that begin the keys of an alias map, so that a county and a region of
// one name do not meet.
const (
	kindRegion = 'r'
	kindCounty = 'c'
	kindCity   = 't'
)

// table is the whole place table: countries at once, each country's inside when
// it is asked for.
type table struct {
	countries []*Place
	alias     map[string]entry // folded name or code -> country
	inside    map[string]*country
}

// country is the inside of one country.
type country struct {
	self  *Place
	lines []string // of the files, not yet read
	once  sync.Once
	rows  []*Place
	paths map[string]*Place
	alias map[string]entry  // kind letter and folded name -> place
	exact map[string]*Place // kind letter and name as in the path: saves folding those with accents
}

// entry is what an alias leads to. When two places claim one alias, the smaller
// rank wins; at equal rank neither has it.
type entry struct {
	place *Place
	rank  uint8
	clash bool
}

// Ranks of aliases.
const (
	rankOwn   = iota // the name in the path
	rankHand         // written by hand
	rankCode         // a code
	rankPlain        // another official spelling
	rankNear         // French, English or German
	rankOther        // another language
)

var index = sync.OnceValue(func() *table {
	t := &table{alias: map[string]entry{}, inside: map[string]*country{}}
	for line := range lines(countriesTSV) {
		t.addCountry(parse(line))
	}
	for _, file := range []string{regionsTSV, districtsTSV, handTSV} {
		for line := range lines(file) {
			code := line[:2]
			if line[2] != '\t' {
				c := t.inside[code]
				c.lines = append(c.lines, line)
				continue
			}
			if p := parse(line); p.Kind == "" {
				into(t.inside[code].self, p)
				addAll(t.alias, "", t.inside[code].self, p.names, rankHand)
			} else {
				t.addCountry(p)
			}
		}
	}
	return t
})

func (t *table) addCountry(p *Place) {
	t.countries = append(t.countries, p)
	t.inside[p.Path] = &country{self: p}
	add(t.alias, "", p, p.Path, rankOwn)
	add(t.alias, "", p, p.Code, rankCode)
	addAll(t.alias, "", p, p.names, rankPlain)
}

// lines yields the lines of a file that are rows.
func lines(file string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(file, "\n") {
			if len(line) > 2 && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// parse reads a row. The files are ours; a test holds each to seven fields.
func parse(line string) *Place {
	var f [7]string
	for i := range f {
		f[i], line, _ = strings.Cut(line, "\t")
	}
	return &Place{Path: f[0], Kind: Kind(f[1]), Code: f[2], Parent: f[3], NUTS: f[4], names: f[5], Source: f[6]}
}

// into adds the names of a row of aliases to the place it speaks of, before the
// others, so that pages show them.
func into(p, more *Place) {
	if p.names == "" {
		p.names = more.names
	} else {
		p.names = more.names + "|" + p.names
	}
}

// of gives the inside of a country by its ISO code, reading it if need be.
func (t *table) of(code string) *country {
	c := t.inside[code]
	if c == nil {
		p := t.country(code)
		if p == nil {
			return nil
		}
		c = t.inside[p.Path]
	}
	c.once.Do(c.read)
	return c
}

// country finds a country by code or name.
func (t *table) country(name string) *Place {
	if c := t.inside[name]; c != nil {
		return c.self
	}
	var buf [96]byte
	return t.alias[string(fold.Append(buf[:0], name))].get()
}

// path finds a place by its canonical path.
func (t *table) path(path string) *Place {
	if len(path) < 2 {
		return nil
	}
	c := t.inside[path[:2]]
	if c == nil {
		return nil
	}
	if len(path) == 2 {
		return c.self
	}
	c.once.Do(c.read)
	return c.paths[path]
}

func (c *country) read() {
	c.paths = make(map[string]*Place, len(c.lines))
	c.alias = map[string]entry{}
	c.exact = map[string]*Place{}
	for _, line := range c.lines {
		p := parse(line)
		if p.Kind == "" {
			if at := c.paths[p.Path]; at != nil {
				into(at, p)
				addAll(c.alias, letter(at.Kind), at, p.names, rankHand)
			}
			continue
		}
		c.rows = append(c.rows, p)
		c.paths[p.Path] = p
		k := letter(p.Kind)
		own := unescape(lastName(p.Path))
		add(c.alias, k, p, own, rankOwn)
		if !c.alias[k+fold.Loose(own)].clash {
			c.exact[k+own] = p
		}
		if p.Source == "iso" || p.Source == "hand" || p.Source == "invented" {
			add(c.alias, k, p, p.Code, rankCode)
			if _, local, ok := strings.Cut(p.Code, "-"); ok {
				add(c.alias, k, p, local, rankCode)
			}
		}
		rank := uint8(rankPlain)
		if p.Source == "hand" {
			rank = rankHand
		}
		addAll(c.alias, k, p, p.names, rank)
	}
	c.lines = nil
}

func letter(k Kind) string {
	switch k {
	case KindRegion:
		return string(rune(kindRegion))
	case KindCounty:
		return string(rune(kindCounty))
	}
	return string(rune(kindCity))
}

func addAll(m map[string]entry, letter string, p *Place, names string, rank uint8) {
	for item := range strings.SplitSeq(names, "|") {
		langs, name, ok := strings.Cut(item, "=")
		switch {
		case !ok:
			add(m, letter, p, item, rank)
		case rank == rankHand:
			add(m, letter, p, name, rank)
		case near(langs):
			add(m, letter, p, name, rankNear)
		default:
			add(m, letter, p, name, rankOther)
		}
	}
}

func near(langs string) bool {
	for l := range strings.SplitSeq(langs, ",") {
		if l == "fr" || l == "en" || l == "de" {
			return true
		}
	}
	return false
}

func add(m map[string]entry, letter string, p *Place, name string, rank uint8) {
	var buf [96]byte
	k := fold.Append(append(buf[:0], letter...), name)
	if len(k) == len(letter) {
		return
	}
	old, ok := m[string(k)]
	switch {
	case !ok || rank < old.rank:
		m[string(k)] = entry{p, rank, false}
	case rank == old.rank && old.place != p:
		m[string(k)] = entry{old.place, rank, true}
	}
}

func (e entry) get() *Place {
	if e.clash {
		return nil
	}
	return e.place
}

// find looks a name or code up among the places of a kind.
func (c *country) find(kind byte, name string) *Place {
	var buf [96]byte
	if p := c.exact[string(append(append(buf[:0], kind), name...))]; p != nil {
		return p
	}
	return c.alias[string(fold.Append(append(buf[:0], kind), name))].get()
}

// segment finds what the next segment of a path names below a place of the
// table, nil if the table does not list it there.
func (c *country) segment(at *Place, seg string) *Place {
	typ, name, _ := SegmentType(seg)
	var p *Place
	switch typ {
	case "county":
		p = c.find(kindCounty, name)
	case "city":
		p = c.find(kindCity, name)
	case "":
		if at.Kind == KindCountry {
			if p = c.find(kindRegion, name); p == nil {
				p = c.find(kindCounty, name)
			}
		} else {
			p = c.find(kindCity, name)
		}
	}
	for up := p; up != nil; up = c.paths[up.Parent] {
		if up.Path == at.Path || up.Parent == at.Path {
			return p
		}
	}
	return nil
}
