package special

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed table.tsv
var tsv string

// header names the columns of table.tsv.
const header = "category\tmark\tkind\tlanguage\tpattern\tsource"

// compiled is the table with its patterns sorted by the words they begin with.
var compiled = sync.OnceValue(func() *matcher {
	rows, err := parse(tsv)
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	m := &matcher{rows: rows, plain: map[string][]int{}, starred: map[byte][]int{}}
	for i := range rows {
		p := compile(rows[i].Pattern)
		m.patterns = append(m.patterns, p)
		switch first := p.words[0]; {
		case !strings.Contains(first, "*"):
			m.plain[first] = append(m.plain[first], i)
		default: // under a star come the patterns that may begin with any letter
			m.starred[first[0]] = append(m.starred[first[0]], i)
		}
	}
	return m
})

// parse reads the table.
func parse(tsv string) (rows []Row, err error) {
	n := 0
	for line := range strings.Lines(tsv) {
		line = strings.TrimSuffix(line, "\n")
		if n++; n == 1 {
			if line != header {
				return nil, fmt.Errorf("special categories: the columns are %q, want %q", line, header)
			}
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 6 {
			return nil, fmt.Errorf("special categories, line %d: %d cells, want 6", n, len(cells))
		}
		r := Row{Line: n, Category: Category(cells[0]), Proxy: cells[1] == "proxy",
			Kind: cells[2], Language: cells[3], Pattern: cells[4], Source: cells[5]}
		switch {
		case !slices.Contains(Categories, r.Category):
			return nil, fmt.Errorf("special categories, line %d: %q is no category", n, cells[0])
		case cells[1] != "proxy" && cells[1] != "direct":
			return nil, fmt.Errorf("special categories, line %d: %q is neither direct nor proxy", n, cells[1])
		case len(strings.Fields(r.Pattern)) == 0 || r.Source == "":
			return nil, fmt.Errorf("special categories, line %d: pattern or source is missing", n)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// matcher finds the rows that match a label without trying them all.
type matcher struct {
	rows     []Row
	patterns []pattern        // of the rows
	plain    map[string][]int // rows whose pattern begins with this word
	starred  map[byte][]int   // rows whose pattern begins with a word with a star, by its first byte
}

// matching returns the rows that match the words of a label of some kind.
func (m *matcher) matching(kind string, words []string) (rows []*Row) {
	try := func(candidates []int, at int) {
		for _, i := range candidates {
			r := &m.rows[i]
			if (r.Kind == "" || r.Kind == kind) && m.patterns[i].at(words, at) {
				rows = append(rows, r)
			}
		}
	}
	for at, w := range words {
		try(m.plain[w], at)
		try(m.starred[w[0]], at)
		try(m.starred['*'], at)
	}
	return rows
}

// pattern is a sequence of words.
type pattern struct {
	words []string
	whole bool // it must be the whole label
}

func compile(s string) pattern {
	s, whole := strings.CutPrefix(s, "=")
	return pattern{words: strings.Fields(s), whole: whole}
}

// at reports whether the pattern matches the words from one of them on.
func (p pattern) at(words []string, at int) bool {
	if len(words)-at < len(p.words) || p.whole && len(words) != len(p.words) {
		return false
	}
	for i, w := range p.words {
		if !matches(w, words[at+i]) {
			return false
		}
	}
	return true
}

func matches(pattern, word string) bool {
	stem, open := strings.CutSuffix(pattern, "*")
	stem, loose := strings.CutPrefix(stem, "*")
	switch {
	case open && loose:
		return strings.Contains(word, stem)
	case open:
		return strings.HasPrefix(word, stem)
	case loose:
		return strings.HasSuffix(word, stem)
	}
	return word == stem
}
