package ingest

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// description is a box as the store keeps it.
type description struct {
	key, expr            string
	criteria, exclusions int
	hidden               bool
	facts                []boxFact
}

type boxFact struct {
	excluded                     bool
	kind, label, folded, written string
}

// describe reads an audience: its facts, how many conditions it joins by and,
// how many facts it shuts out, and whether a part of it is undisclosed.
func describe(e *audience.Expr) description {
	d := description{expr: e.String()}
	d.key = d.expr
	d.criteria = conditions(e)
	seen := map[boxFact]bool{}
	var walk func(e *audience.Expr, excluded bool)
	walk = func(e *audience.Expr, excluded bool) {
		switch e.Op {
		case audience.Is:
			f := boxFact{excluded, e.Fact.Kind.String(), e.Fact.Label, fold(e.Fact.Label), e.Fact.String()}
			if e.Fact.Kind == audience.Undisclosed {
				d.hidden = true
			}
			if seen[f] {
				return
			}
			seen[f] = true
			d.facts = append(d.facts, f)
			if excluded {
				d.exclusions++
			}
		case audience.Not:
			walk(e.Args[0], !excluded)
		default:
			for _, x := range e.Args {
				walk(x, excluded)
			}
		}
	}
	walk(e, false)
	return d
}

// conditions counts what an audience joins by and; each exclusion is one.
func conditions(e *audience.Expr) int {
	switch {
	case e.Op == audience.All:
		n := 0
		for _, x := range e.Args {
			n += conditions(x)
		}
		return n
	case e.Op == audience.Any && len(e.Args) == 0:
		return 1
	}
	return 1
}

// fold brings a name or text to the form in which equal ones are equal.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
