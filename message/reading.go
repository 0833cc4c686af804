package message

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/contrechamp/contrechamp/words/diff"
)

// Reading is a message laid open: its middle text, and how each text differs
// from that. Positions are indices of the medoid's terms.
type Reading struct {
	Medoid   int // which text
	Variants []Variant
	Slots    []Slot // in the order of the medoid's terms
}

// Variant is one text of a message.
type Variant struct {
	Text    int      // which
	Changes []Change // what it has otherwise than the medoid, in order
	Exact   bool     // false: the two differ so much that only beginning and end were compared
}

// Change is a run of the medoid's terms From to To, without To, for which a
// variant has others. One of the two may be empty.
type Change struct {
	From, To int
	Terms    []string
}

// Kind is what fills a slot.
type Kind string

const (
	Number Kind = "number" // digits alone
	Place  Kind = "place"  // names of places alone
	Words  Kind = "words"  // anything else
)

// Slot is a stretch of the medoid's terms that two or more variants change at
// the same place.
type Slot struct {
	From     int       `json:"from"`
	To       int       `json:"to"`
	Kind     Kind      `json:"kind"`
	Fillings []Filling `json:"fillings"` // most frequent first
}

// Filling is what stands in a slot, and in how many texts.
type Filling struct {
	Terms string `json:"terms"` // joined by blanks; "" for nothing
	Texts int    `json:"texts"`
}

// Read lays a message open, whose texts are given as their terms. Equal texts
// count once each where they stand. isPlace says whether terms joined by blanks
// are the name of a place; nil knows none. The result does not depend on the
// order of texts, but for the numbers that it gives them by.
func Read(texts [][]string, isPlace func(name string) bool) Reading {
	r := Reading{Medoid: Medoid(texts)}
	if r.Medoid < 0 {
		return r
	}
	medoid := texts[r.Medoid]
	for i, t := range texts {
		v := Variant{Text: i}
		v.Changes, v.Exact = changes(medoid, t)
		r.Variants = append(r.Variants, v)
	}
	r.Slots = slots(medoid, r.Variants, isPlace)
	return r
}

// changes are the runs in which a text differs from the medoid.
func changes(medoid, text []string) (out []Change, exact bool) {
	with, exact := diff.Match(medoid, text)
	from, at := 0, 0
	upTo := func(i, j int) {
		if from < i || at < j {
			out = append(out, Change{from, i, text[at:j]})
		}
	}
	for i, j := range with {
		if j >= 0 {
			upTo(i, j)
			from, at = i+1, j+1
		}
	}
	upTo(len(medoid), len(text))
	return out, exact
}

// slots are where two variants or more differ from the medoid. One that begins
// inside another is part of it.
func slots(medoid []string, variants []Variant, isPlace func(string) bool) (out []Slot) {
	many, end := map[int]int{}, map[int]int{}
	for _, v := range variants {
		for _, c := range v.Changes {
			many[c.From]++
			end[c.From] = max(end[c.From], c.To)
		}
	}
	last := -1
	for from := range len(medoid) + 1 {
		if many[from] < 2 || from < last {
			continue
		}
		s := Slot{From: from, To: end[from]}
		count := map[string]int{}
		for _, v := range variants {
			count[strings.Join(v.between(medoid, s.From, s.To), " ")]++
		}
		for terms, n := range count {
			s.Fillings = append(s.Fillings, Filling{terms, n})
		}
		slices.SortFunc(s.Fillings, func(a, b Filling) int { return cmp.Or(cmp.Compare(b.Texts, a.Texts), cmp.Compare(a.Terms, b.Terms)) })
		s.Kind = kindOf(s.Fillings, isPlace)
		out = append(out, s)
		last = s.To
	}
	return out
}

// between is what a variant has for the medoid's terms from to to.
func (v *Variant) between(medoid []string, from, to int) (out []string) {
	at := from
	for _, c := range v.Changes {
		if c.From < from || c.From > to || c.From == to && from != to {
			continue
		}
		out = append(append(out, medoid[at:c.From]...), c.Terms...)
		at = c.To
	}
	if at < to {
		out = append(out, medoid[at:to]...)
	}
	return out
}

func kindOf(fillings []Filling, isPlace func(string) bool) Kind {
	all := func(is func(string) bool) bool {
		known := false
		for _, f := range fillings {
			if f.Terms == "" {
				continue
			}
			if !is(f.Terms) {
				return false
			}
			known = true
		}
		return known
	}
	switch {
	case all(func(s string) bool {
		return !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.IsDigit(r) })
	}):
		return Number
	case isPlace != nil && all(isPlace):
		return Place
	}
	return Words
}
