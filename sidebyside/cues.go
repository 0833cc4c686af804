package sidebyside

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed cues.tsv
var tsv string

// cueHeader names the columns of cues.tsv.
const cueHeader = "kind\tlang\tside\tstem"

// cues are what cues.tsv says of one language.
type cues struct {
	negations map[string]bool
	none      [][]string // phrases with a negation that negate nothing: "not only"
	opposites []opposites
}

// opposites are words that stand against one another: close and keep. One with
// a star stands for all that begin so.
type opposites struct{ a, b []string }

// opposition is a term of a passage that stands on one side of opposites.
type opposition struct {
	at   int // of the term
	pair int // of the language's opposites
	side bool
}

var allCues = sync.OnceValue(func() map[string]*cues {
	all, err := parseCues(tsv)
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	return all
})

func parseCues(tsv string) (map[string]*cues, error) {
	all := map[string]*cues{}
	n := 0
	for line := range strings.Lines(tsv) {
		line = strings.TrimSuffix(line, "\n")
		if n++; n == 1 {
			if line != cueHeader {
				return nil, fmt.Errorf("cues: the columns are %q, want %q", line, cueHeader)
			}
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 || cells[1] == "" || cells[3] == "" {
			return nil, fmt.Errorf("cues, line %d: want a kind, a language, a side and a stem", n)
		}
		c := all[cells[1]]
		if c == nil {
			c = &cues{negations: map[string]bool{}}
			all[cells[1]] = c
		}
		kind, number, _ := strings.Cut(cells[0], " ")
		switch {
		case kind == "negation":
			c.negations[cells[3]] = true
		case kind == "no-negation":
			c.none = append(c.none, strings.Fields(cells[3]))
		case kind == "opposite" && (cells[2] == "a" || cells[2] == "b"):
			var pair int
			if _, err := fmt.Sscan(number, &pair); err != nil || pair < 1 || pair > len(c.opposites)+1 {
				return nil, fmt.Errorf("cues, line %d: %q is not the number of a pair", n, number)
			}
			if pair > len(c.opposites) {
				c.opposites = append(c.opposites, opposites{})
			}
			o := &c.opposites[pair-1]
			if cells[2] == "a" {
				o.a = append(o.a, cells[3])
			} else {
				o.b = append(o.b, cells[3])
			}
		default:
			return nil, fmt.Errorf("cues, line %d: %q on side %q is no kind of cue", n, cells[0], cells[2])
		}
	}
	return all, nil
}

func isNegation(term, lang string) bool {
	c := allCues()[lang]
	return c != nil && c.negations[term]
}

// negations says of each term whether it negates. French "plus de" and "ne
// plus" are left alone: they say more as often as no more.
func negations(terms []string, lang string) []bool {
	out := make([]bool, len(terms))
	c := allCues()[lang]
	if c == nil {
		return out
	}
	for i, t := range terms {
		out[i] = c.negations[t]
	}
	for _, phrase := range c.none {
		for i := 0; i+len(phrase) <= len(terms); i++ {
			if slices.Equal(terms[i:i+len(phrase)], phrase) {
				for j := range phrase {
					out[i+j] = false
				}
			}
		}
	}
	return out
}

// oppositions finds the terms that stand on a side of opposites.
func oppositions(terms []string, lang string) (out []opposition) {
	c := allCues()[lang]
	if c == nil {
		return nil
	}
	for i, t := range terms {
		begins := func(stem string) bool {
			prefix, starred := strings.CutSuffix(stem, "*")
			return t == prefix || starred && strings.HasPrefix(t, prefix)
		}
		for pair, o := range c.opposites {
			if slices.ContainsFunc(o.a, begins) {
				out = append(out, opposition{i, pair, false})
			}
			if slices.ContainsFunc(o.b, begins) {
				out = append(out, opposition{i, pair, true})
			}
		}
	}
	return out
}
