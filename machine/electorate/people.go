package electorate

import (
	"math/bits"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

// People is the electorate as boxes see it: age, gender, home, language and
// interests. Whoever is not yet one year old counts as one, since no age of a box
// is 0; minors are there, and shutting them out is the market's matter.
func (e *Electorate) People(w audience.World, threads int) (*reach.People, error) {
	c := reach.Columns{
		World: w, Kinds: audience.KindsOf(audience.Interest), Threads: threads,
		Age:       func(i int) uint8 { return max(1, e.Age[i]) },
		Gender:    func(i int) string { return Sexes[e.Cell[i].Sex()] },
		Language:  func(i int) uint8 { return uint8(e.Cell[i].Language()) },
		Languages: e.Margins.Languages,
		Homes:     e.Communes,
	}
	for _, f := range e.CommuneFirst {
		c.First = append(c.First, uint32(f))
	}
	for _, name := range e.Model.Names {
		c.Labels = append(c.Labels, audience.Fact{Kind: audience.Interest, Label: name})
	}
	c.Of = func(i int, add func(label uint32)) {
		s := e.Interests(i)
		for w, x := range s {
			for ; x != 0; x &= x - 1 {
				add(uint32(w*64 + bits.TrailingZeros64(x)))
			}
		}
	}
	return reach.PeopleOf(c)
}
