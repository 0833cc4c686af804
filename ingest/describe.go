package ingest

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
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

// describe reads an audience, its places brought to the table's spelling: its
// canonical form and key, how many criteria it combines, and its facts, each
// once for what is asked for and once for what is shut out.
func describe(e *audience.Expr) description {
	e = audience.Canonical(audience.Map(e, func(f audience.Fact) audience.Fact {
		if f.Kind == audience.Place && f.Label != "" {
			f.Label, _ = place.Canonical(f.Label)
		}
		return f
	}))
	d := description{
		key:      string(key.Of(e)),
		expr:     e.String(),
		criteria: audience.Criteria(e),
		hidden:   audience.HasUndisclosed(e),
	}
	seen := map[boxFact]bool{}
	var walk func(e *audience.Expr, excluded bool)
	walk = func(e *audience.Expr, excluded bool) {
		switch e.Op {
		case audience.Is:
			f := boxFact{excluded, e.Fact.Kind.String(), e.Fact.Label, fold(e.Fact.Label), e.Fact.String()}
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

// fold brings a name or text to the form in which equal ones are equal.
func fold(s string) string {
	if s == "" {
		return ""
	}
	return key.Label(s)
}
