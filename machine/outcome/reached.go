package outcome

// Share is a part of a whole, both counted in people.
type Share struct{ Part, Whole int64 }

// Value is the share, 0 of nobody.
func (s Share) Value() float64 {
	if s.Whole == 0 {
		return 0
	}
	return float64(s.Part) / float64(s.Whole)
}

// Unreached is, for each of n groups, how many of its voters saw nothing.
func Unreached(seen []Set, group []uint8, n int) []Share {
	out := make([]Share, n)
	for i, s := range seen {
		g := &out[group[i]]
		g.Whole++
		if s == 0 {
			g.Part++
		}
	}
	return out
}

// Representation is how much likelier a member of a group is reached than
// somebody outside it: P(reached | s) / P(reached | not s).
type Representation struct{ Inside, Outside Share }

// Exclusion compares members with all others.
func Exclusion(seen []Set, member func(voter int) bool) Representation {
	var r Representation
	for i, s := range seen {
		side := &r.Outside
		if member(i) {
			side = &r.Inside
		}
		side.Whole++
		if s != 0 {
			side.Part++
		}
	}
	return r
}

// Ratio is the representation; ok is false where nobody outside was reached or
// a side is empty, so that there is none.
func (r Representation) Ratio() (ratio float64, ok bool) {
	if r.Inside.Whole == 0 || r.Outside.Part == 0 {
		return 0, false
	}
	return r.Inside.Value() / r.Outside.Value(), true
}

// Marked says that the ratio lies outside .8 to 1.25, the four-fifths rule of
// the Uniform Guidelines on Employee Selection Procedures (1978) read both ways.
// Where only members were reached there is no ratio, and that is marked too.
func (r Representation) Marked() bool {
	ratio, ok := r.Ratio()
	if !ok {
		return r.Inside.Part > 0
	}
	return ratio < .8 || ratio > 1.25
}
