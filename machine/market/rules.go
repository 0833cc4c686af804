package market

import (
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/special"
)

// Rule is something that a platform or a law does to ads before they are sold.
type Rule struct {
	Name string
	// apply gives what is sold instead of an ad; an ad that may not be sold keeps
	// its place and loses its money.
	apply func(a Ad, adults func(*audience.Expr) int) Ad
}

// Rules are the switches, one at a time. The first changes nothing.
var Rules = []Rule{
	{"none", func(a Ad, _ func(*audience.Expr) int) Ad { return a }},
	{RuleSmallestBox, smallestBox},
	{"no-special", widened(func(f audience.Fact) bool { return len(special.Of(f)) == 0 })},
	{"no-lookalikes", widened(func(f audience.Fact) bool { return f.Kind != audience.Lookalike })},
	{"age-sex-place", widened(func(f audience.Fact) bool {
		return f.Kind == audience.Age || f.Kind == audience.Gender || f.Kind == audience.Place
	})},
	{"broadcast", func(a Ad, _ func(*audience.Expr) int) Ad { a.Box = adults(); return a }},
}

// RuleSmallestBox is the name of the rule that sells no box below SmallestBox.
const RuleSmallestBox = "smallest-box"

// SmallestBox is how many adults a box must hold under the rule of that name.
const SmallestBox = 1000

// RuleNamed finds a rule.
func RuleNamed(name string) (Rule, error) {
	var names []string
	for _, r := range Rules {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	return Rule{}, contrechamp.Invalid("There is no rule “{name}”; choose one of {names}.", "name", name, "names", strings.Join(names, ", "))
}

// Apply gives the ads as a rule lets them be sold, and how many it changed.
func (r Rule) Apply(ads []Ad, people *reach.People) (out []Ad, changed int) {
	count := func(box *audience.Expr) int {
		n, _ := people.Count(audience.And(box, adults()))
		return n
	}
	for _, a := range ads {
		b := r.apply(a, count)
		if b.Box != a.Box || b.Budget != a.Budget {
			changed++
		}
		out = append(out, b)
	}
	return out, changed
}

func adults() *audience.Expr { return audience.Ages(electorate.Adult, 254) }

// smallestBox: no ad is sold to fewer adults than the smallest box.
func smallestBox(a Ad, adults func(*audience.Expr) int) Ad {
	if adults(a.Box) < SmallestBox {
		a.Budget = 0
	}
	return a
}

// widened drops every criterion that names a fact that is not allowed: the box
// then holds more people, with the same money. Criteria are those that must all
// hold; one that is an or of allowed and other facts goes as a whole.
func widened(allowed func(audience.Fact) bool) func(Ad, func(*audience.Expr) int) Ad {
	return func(a Ad, _ func(*audience.Expr) int) Ad {
		fine := func(e *audience.Expr) bool {
			for f := range e.Facts() {
				if !allowed(f) {
					return false
				}
			}
			return true
		}
		if fine(a.Box) {
			return a
		}
		include, exclude, rest := audience.Parts(a.Box)
		var kept []*audience.Expr
		keep := func(e *audience.Expr) {
			if fine(e) {
				kept = append(kept, e)
			}
		}
		for _, group := range include {
			var facts []*audience.Expr
			for _, f := range group {
				facts = append(facts, audience.Of(f))
			}
			keep(audience.Or(facts...))
		}
		for _, f := range exclude {
			keep(audience.Except(audience.Of(f)))
		}
		for _, e := range rest {
			keep(e)
		}
		a.Box = audience.And(kept...)
		return a
	}
}
