package electorate

import (
	"math/bits"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

// People is the electorate as boxes see it: age, gender, home, language and
// interests. Whoever is not yet one year old counts as one, since no age of a box
// is 0; minors are there, and shutting them out is the market's matter. Data that
// were bought are labels of adults, one a value.
func (e *Electorate) People(w audience.World, threads int, bought ...*Copy) (*reach.People, error) {
	c := reach.Columns{
		World: w, Kinds: audience.KindsOf(audience.Interest, audience.Politics, audience.Education, audience.Income, audience.Behaviour), Threads: threads,
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
	first := make([]uint32, len(bought))
	for b, copied := range bought {
		first[b] = uint32(len(c.Labels))
		for v := range copied.Values() {
			c.Labels = append(c.Labels, copied.Label(v))
		}
	}
	c.Of = func(i int, add func(label uint32)) {
		s := e.Interests(i)
		for w, x := range s {
			for ; x != 0; x &= x - 1 {
				add(uint32(w*64 + bits.TrailingZeros64(x)))
			}
		}
		if e.Age[i] < Adult {
			return
		}
		for b, copied := range bought {
			if v, known := copied.Of(i); known {
				add(first[b] + uint32(v))
			}
		}
	}
	return reach.PeopleOf(c)
}
