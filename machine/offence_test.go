package machine_test

import (
	"testing"

	"github.com/contrechamp/contrechamp/machine"
)

// TestOffence: nobody is lost if nobody reads or nobody minds or nothing is left of
// effects, and none of a party that takes no sides; votes add up; the more people
// mind, the more leave; if all read and mind without end (100 points are 4 logits),
// next to nobody who was told one half stays.
func TestOffence(t *testing.T) {
	with := func(readers, points, place float64) *machine.World {
		return world(t, func(s *machine.Settings) {
			s.Offence, s.Place = machine.Offence{Readers: readers, Points: points}, place
		})
	}
	none := run(t, with(0, 0, 1), "pander", "mass")
	for _, c := range []struct{ readers, points, place float64 }{{1, 0, 1}, {0, 9, 1}, {1, 9, 0}} {
		r := run(t, with(c.readers, c.points, c.place), "pander", "mass")
		if r.Lost != 0 || c.place == 1 && r.Votes[0] != none.Votes[0] {
			t.Errorf("%+v: %d lost, %d votes, were %d", c, r.Lost, r.Votes[0], none.Votes[0])
		}
	}
	if r := run(t, with(1, 9, 1), "micro", "mass"); r.Lost != 0 {
		t.Errorf("%d left a party that takes no sides", r.Lost)
	}
	last := int64(0)
	for _, points := range []float64{1, 5, 100} {
		r := run(t, with(.2, points, 1), "pander", "mass")
		sum := int64(0)
		for _, n := range r.Votes {
			sum += n
		}
		if r.Lost <= last || r.Votes[0] != none.Votes[0]-r.Lost || sum != r.Turnout || r.Turnout != none.Turnout {
			t.Errorf("%v points: %d lost, %d votes of %d, %d in all of %d", points, r.Lost, r.Votes[0], none.Votes[0], sum, r.Turnout)
		}
		last = r.Lost
	}

	w := with(1, 100, 1)
	r := run(t, w, "pander", "mass")
	silent := run(t, w, "silence", "mass")
	e := w.Electorate
	var half, quiet int64 // who votes and was told one half; of them, who would be the party's if it were silent
	at := 0
	ballot := e.Ballot()
	for i, age := range e.Age {
		if age < 18 {
			continue
		}
		left, right := false, false
		for m, side := range r.Plans[0].Sides {
			if r.Seen[at]>>m&1 == 1 {
				left, right = left || side <= -.5, right || side >= .5
			}
		}
		at++
		if left != right && e.Votes(i) {
			half++
			if ballot.Choice(i, nil) == 0 {
				quiet++
			}
		}
	}
	if r.Lost == 0 || r.Lost > half || float64(r.Lost) < .85*float64(quiet) {
		t.Errorf("%d lost; %d voters were told one half, of whom %d would choose the party without any ads (%d votes if it is silent)", r.Lost, half, quiet, silent.Votes[0])
	}
}
