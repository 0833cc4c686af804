package trial

import (
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

// arms numbers the arms: control first, then by name.
func (e *experiment) arms(s *lab.Sample, c *Column, rows []int) error {
	n, first := tally(c, rows)
	arms := sortedKeys(n)
	if e.d.Control != nil {
		at := slices.Index(arms, *e.d.Control)
		if at < 0 {
			return contrechamp.Invalid("no row of column {column} has the control label {label}; it holds {labels}",
				"column", quoted(e.d.Arm), "label", quoted(*e.d.Control), "labels", heldBy(n))
		}
		rest := slices.Delete(slices.Clone(arms), at, at+1)
		arms = append([]string{*e.d.Control}, rest...)
		e.hasControl = true
	}
	var errs []error
	for k, a := range arms {
		if n[a] < minArm {
			errs = append(errs, contrechamp.Invalid("{label} has {people}; at least {least} are needed", "label", held(a, n[a], first[a]), "people", people(n[a]), "least", minArm))
		}
		if k > 0 || !e.hasControl {
			e.messages = append(e.messages, k)
		}
	}
	if len(errs) > 0 {
		return contrechamp.Invalid("column {column} has arms that are too small; leave them out with \"keep\", join them with others, or name another column as \"arm\": {faults}",
			"column", quoted(e.d.Arm), "faults", listed(errs))
	}
	if len(e.messages) < 2 {
		return contrechamp.Invalid("column {column} holds {labels}: targeting needs at least two messages to choose from", "column", quoted(e.d.Arm), "labels", names(arms))
	}
	at := make([]int, len(c.Values))
	for k, a := range arms {
		at[slices.Index(c.Values, a)] = k
	}
	s.Arms = arms
	for _, i := range rows {
		s.W = append(s.W, at[c.Code[i]])
	}
	return nil
}

// tally counts how many rows hold each text of a column, and tells the first
// row of the file that does, from 1 without the header.
func tally(c *Column, rows []int) (n, first map[string]int) {
	n, first = map[string]int{}, map[string]int{}
	for _, i := range rows {
		v := c.At(i)
		if n[v]++; n[v] == 1 {
			first[v] = i + 1
		}
	}
	return n, first
}

// heldBy lists the texts that ten people or more hold.
func heldBy(n map[string]int) contrechamp.Sentence {
	common, few := commonLabels(n)
	switch {
	case len(common) == 0:
		return contrechamp.Say("{n} values, each for fewer than {few} people", "n", few, "few", minCount)
	case few > 0:
		return contrechamp.Say("{names} and {n} values, each for fewer than {few} people", "names", names(common), "n", few, "few", minCount)
	}
	return names(common)
}

// armSizes counts the people in each arm.
func armSizes(s *lab.Sample) []int {
	n := make([]int, s.K())
	for _, w := range s.W {
		n[w]++
	}
	return n
}
