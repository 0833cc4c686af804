package say

// P writes a p-value with its letter: "p ≤ 0.001", "p = 0.12".
func (l Lang) P(p float64) string {
	if p <= leastP {
		return "p" + hard + l.PNumber(p)
	}
	return "p" + hard + "=" + hard + l.PNumber(p)
}

// leastP is the smallest p-value that is told: a permutation test gives no
// more digits.
const leastP = .001

// PNumber writes a p-value without its letter.
func (l Lang) PNumber(p float64) string {
	switch {
	case p <= leastP:
		return "≤" + hard + l.Float(leastP, 3)
	case p < .01:
		return l.Float(p, 3)
	}
	return l.Float(p, 2)
}

// Bits writes a number of bits, with a third decimal where two would say 0.
func (l Lang) Bits(x float64) string {
	if x > -.01 && x < .01 {
		return l.Float(x, 3)
	}
	return l.Float(x, 2)
}

// Telling is the level from which on a test speaks of a difference.
const Telling = .05

// Divergence tells whether boxes were told different words: the numbers first,
// then the doubt. apart is a word of package divergence for why there is no
// test, "" if there is one.
func (l Lang) Divergence(messages, movable, boxes int, apart string, excess, p, visible float64) string {
	switch {
	case apart != "":
		return l.T("divergence-"+apart, "messages", l.T("n-messages", "n", messages), "boxes", l.T("n-boxes", "n", boxes), "movable", movable)
	case p <= Telling:
		return l.T("divergence-found", "messages", l.T("n-messages", "n", messages), "boxes", l.T("n-boxes", "n", boxes),
			"excess", l.Bits(excess), "p", l.P(p), "visible", l.Bits(visible))
	}
	return l.T("divergence-null", "messages", l.T("n-messages", "n", messages), "boxes", l.T("n-boxes", "n", boxes), "p", l.P(p), "visible", l.Bits(visible))
}
