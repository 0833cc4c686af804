package topic

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon.tsv
var tsv string

// header names the columns of lexicon.tsv.
const header = "code\tlang\tmatch\tstem\texcept"

// Languages are those of the lexicon.
var Languages = []string{"fr", "en", "de"}

// Match is how a stem answers to a term.
type Match string

// The kinds of match. Of a stem of several terms all but the last must be
// whole.
const (
	Whole    Match = "term"     // the term itself
	Prefix   Match = "prefix"   // a term that begins with it
	Anywhere Match = "anywhere" // a term that holds it: for German compounds only
)

// Row is one line of the lexicon.
type Row struct {
	Line int // in lexicon.tsv, from 1
	// Code is the topic. 0 marks a phrase that is about no topic although its
	// words are: "en train de".
	Code  Code
	Lang  string
	Match Match
	Stem  []string // terms
	// Except are stems of terms that do not count: those that begin with one,
	// or hold it if the match is anywhere.
	Except []string
}

// String is the stem as a reader sees it: schul*, *klima*, sécurité sociale.
func (r *Row) String() string {
	s := strings.Join(r.Stem, " ")
	switch r.Match {
	case Prefix:
		return s + "*"
	case Anywhere:
		return "*" + s + "*"
	}
	return s
}

// Rows are the rows of the lexicon in their order.
func Rows() []Row { return slices.Clone(compiled().rows) }

// parse reads the lexicon.
func parse(tsv string) (rows []Row, err error) {
	n := 0
	for line := range strings.Lines(tsv) {
		line = strings.TrimSuffix(line, "\n")
		if n++; n == 1 {
			if line != header {
				return nil, fmt.Errorf("topics: the columns are %q, want %q", line, header)
			}
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			return nil, fmt.Errorf("topics, line %d: %d cells, want 5", n, len(cells))
		}
		code, err := strconv.Atoi(cells[0])
		if err != nil {
			return nil, fmt.Errorf("topics, line %d: the code: %w", n, err)
		}
		r := Row{Line: n, Code: Code(code), Lang: cells[1], Match: Match(cells[2]), Stem: strings.Fields(cells[3])}
		if cells[4] != "" {
			r.Except = strings.Split(cells[4], ",")
		}
		_, known := r.Code.topic()
		switch {
		case !known && r.Code != 0:
			return nil, fmt.Errorf("topics, line %d: %d is no topic", n, code)
		case !slices.Contains(Languages, r.Lang):
			return nil, fmt.Errorf("topics, line %d: %q is no language of the lexicon", n, r.Lang)
		case r.Match != Whole && r.Match != Prefix && r.Match != Anywhere:
			return nil, fmt.Errorf("topics, line %d: %q is no kind of match", n, cells[2])
		case len(r.Stem) == 0:
			return nil, fmt.Errorf("topics, line %d: no stem", n)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

var compiled = sync.OnceValue(func() *matcher {
	rows, err := parse(tsv)
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	m := &matcher{rows: rows, first: map[string][]int{}}
	for i, r := range rows {
		switch {
		case r.Match == Anywhere:
			m.anywhere = append(m.anywhere, i)
		case r.Match == Prefix && len(r.Stem) == 1:
			start := r.Stem[0][:min(len(r.Stem[0]), startLength)]
			m.first[start+"*"] = append(m.first[start+"*"], i)
		default:
			m.first[r.Stem[0]] = append(m.first[r.Stem[0]], i)
		}
	}
	return m
})

// startLength is how many bytes of a prefix its rows are filed under.
const startLength = 3

// matcher finds the rows that answer to a term without trying them all.
type matcher struct {
	rows     []Row
	first    map[string][]int // by the first term, or the start of a prefix and a star
	anywhere []int
}

func (m *matcher) find(terms []string, lang string) []Hit {
	var hits []Hit
	for at, t := range terms {
		try := func(rows []int) {
			for _, i := range rows {
				r := &m.rows[i]
				if (lang == "" || r.Lang == lang) && r.at(terms[at:]) {
					hits = append(hits, Hit{r.Code, r, at, len(r.Stem)})
				}
			}
		}
		try(m.first[t])
		for n := 2; n <= min(startLength, len(t)); n++ {
			try(m.first[t[:n]+"*"])
		}
		try(m.anywhere)
	}
	return longest(hits)
}

// at says whether the row answers to the terms from the first on.
func (r *Row) at(terms []string) bool {
	if len(terms) < len(r.Stem) {
		return false
	}
	last := len(r.Stem) - 1
	if !slices.Equal(terms[:last], r.Stem[:last]) {
		return false
	}
	t, stem := terms[last], r.Stem[last]
	switch r.Match {
	case Whole:
		return t == stem
	case Prefix:
		return strings.HasPrefix(t, stem) && !slices.ContainsFunc(r.Except, func(e string) bool { return strings.HasPrefix(t, e) })
	}
	return strings.Contains(t, stem) && !slices.ContainsFunc(r.Except, func(e string) bool { return strings.Contains(t, e) })
}

// longest drops hits that lie within longer ones, those of no topic, and all
// but the first of one topic at one place.
func longest(hits []Hit) []Hit {
	var out []Hit
	for i, h := range hits {
		within := slices.ContainsFunc(hits, func(o Hit) bool { return o.N > h.N && o.At <= h.At && o.At+o.N >= h.At+h.N })
		again := slices.ContainsFunc(hits[:i], func(o Hit) bool { return o.Code == h.Code && o.At == h.At && o.N == h.N })
		if !within && !again && h.Code != 0 {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Hit) int {
		if a.At != b.At {
			return a.At - b.At
		}
		return int(a.Code - b.Code)
	})
	return out
}
