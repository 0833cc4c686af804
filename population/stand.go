package population

import (
	"github.com/contrechamp/contrechamp/audience"
)

// Standing is how a fact about a place is joined with the counted regions.
type Standing struct {
	Country string     // empty if not even that is known
	Counted bool       // the people of the place are counted exactly
	Why     ReasonKind // why they are not
	In      string     // the smallest counted region around it
}

// Standing says where a fact about a place stands; ok is false for other facts.
func (t *Table) Standing(f audience.Fact) (Standing, bool) {
	if !placed(&f) {
		return Standing{}, false
	}
	g := t.stand(&f)
	s := Standing{Country: g.country, Why: g.why, In: g.in}
	switch {
	case s.Why != "":
	case g.block == nil && g.country == "":
		s.Why = ReasonNotJoined
	case g.block == nil:
		s.Why = ReasonNoTable
	default:
		s.Counted = true
	}
	return s, true
}
