// Package special marks the facts of an audience whose labels speak of a
// special category of personal data: origin, opinions, belief, union, genes,
// body, health, sex life (Article 9(1) of the General Data Protection
// Regulation, EU 2016/679).
//
// The table is table.tsv, written to be reviewed row by row: a pattern on
// folded labels, in English, French, German and Dutch, the category, direct or
// proxy, and where the row comes from. A mark says what a label is called,
// and decides nothing: neither that data of the category were processed, nor
// that it was forbidden. A label without a mark is not thereby harmless.
package special

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
)

// Category is one of the special categories, by a short word.
type Category string

// The categories of Article 9(1), in its order.
const (
	Origin    Category = "origin"    // racial or ethnic origin
	Politics  Category = "politics"  // political opinions
	Belief    Category = "belief"    // religious or philosophical beliefs
	Union     Category = "union"     // trade union membership
	Genetic   Category = "genetic"   // genetic data
	Biometric Category = "biometric" // biometric data
	Health    Category = "health"    // data concerning health
	Sex       Category = "sex"       // sex life or sexual orientation
)

// Categories lists all of them; package say has them in words.
var Categories = []Category{Origin, Politics, Belief, Union, Genetic, Biometric, Health, Sex}

// Mark is what the table says of a fact.
type Mark struct {
	Category Category
	// Proxy is set where the label only stands near the category: a holiday, a
	// party's foundation, people similar to a group. Otherwise the label itself
	// names the opinion, the party, the religion, the condition.
	Proxy bool
	Row   *Row // what matched
}

// Row is one line of the table.
type Row struct {
	Line     int // in table.tsv, from 1
	Category Category
	Proxy    bool
	Kind     string // the word of the kind it is limited to; "" for all
	Language string // of the pattern, ISO 639-1; "" for any
	// Pattern is words that a folded label must contain in a row. A star at an
	// end of a word stands for any letters, a star alone for any label, and an
	// equals sign before the first word asks for the whole label.
	Pattern string
	Source  string
}

// Of marks one fact, with at most one mark a category: the first direct one,
// else the first proxy. Age, gender, place and language have none. Similar
// people and friends are marked as proxies, whatever the label.
func Of(f audience.Fact) []Mark {
	switch f.Kind {
	case audience.Age, audience.Gender, audience.Place, audience.Language:
		return nil
	}
	if f.Label == "" {
		return nil
	}
	words := strings.Fields(key.Label(f.Label))
	best := map[Category]*Row{}
	for _, r := range compiled().matching(f.Kind.String(), words) {
		if b := best[r.Category]; b == nil || better(r, b) {
			best[r.Category] = r
		}
	}
	near := f.Kind == audience.Lookalike || f.Kind == audience.FriendOf
	var marks []Mark
	for _, c := range Categories {
		if r := best[c]; r != nil {
			marks = append(marks, Mark{Category: c, Proxy: r.Proxy || near, Row: r})
		}
	}
	return marks
}

// better prefers direct rows, then earlier ones.
func better(a, b *Row) bool {
	if a.Proxy != b.Proxy {
		return b.Proxy
	}
	return a.Line < b.Line
}
