package population

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Step is a row of the staircase: the size after one more condition.
type Step struct {
	Condition *audience.Expr
	Size      Size     // of all conditions so far
	Added     []Reason // the causes that this condition brought
}

// Steps adds the conditions of an audience one by one: first where, then age and
// gender, then what the table counts jointly, then what it does not, exclusions
// last. An audience that is no list of conditions is one step. The last step is
// the whole, with the size that Size gives.
func (t *Table) Steps(e *audience.Expr) []Step {
	if e.Op != audience.All || len(e.Args) < 2 {
		return []Step{{e, t.Size(e), t.Size(e).Reasons}}
	}
	conditions := slices.Clone(e.Args)
	slices.SortStableFunc(conditions, func(a, b *audience.Expr) int { return rank(a) - rank(b) })
	var out []Step
	var before []Reason
	for i, c := range conditions {
		so := &audience.Expr{Op: audience.All, Args: conditions[:i+1]}
		if i == 0 {
			so = c
		}
		step := Step{Condition: c, Size: t.Size(so)}
		for _, r := range step.Size.Reasons {
			if !slices.Contains(before, r) {
				step.Added = append(step.Added, r)
			}
		}
		before = step.Size.Reasons
		out = append(out, step)
	}
	return out
}

// rank orders conditions: places, ages, genders, other facts, exclusions.
func rank(e *audience.Expr) int {
	const last = 1000
	switch e.Op {
	case audience.Not:
		return last
	case audience.Is:
		if placed(&e.Fact) && e.Fact.Kind == audience.Place {
			return 0
		}
		return 1 + int(e.Fact.Kind)
	}
	r := 0
	for _, x := range e.Args {
		r = max(r, rank(x))
	}
	return r
}
