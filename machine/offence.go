package machine

import "github.com/contrechamp/contrechamp/machine/electorate"

// Offence is what becomes of those who were told only one half of what the party
// shown says to left and right, and learn of the other.
type Offence struct {
	Readers float64 // share of adults who read what everybody was told and speak of it to those they know
	Points  float64 // that the party loses with whoever learns of both, in a survey; no published figure
}

// offended takes away what the party shown loses with those who learn of the other
// half: points shrink in the field as the effects of messages do.
func (t *tally) offended(r *Election) {
	w, e := t.w, t.w.Electorate
	if !t.keeps() {
		return
	}
	gained := make([]float64, len(w.Messages))
	w.eachKnowing(r, t.shown, w.Offence.Readers, func(i int) {
		goes, letter := e.Votes(i), t.letters.turnout(i)
		if !goes && (letter == 0 || !e.VotesAt(i, letter)) {
			return
		}
		quiet := w.ballot.Choice(i, nil)
		b := t.of(i / electorate.Block)
		for k, place := range t.at {
			for p := range gained {
				gained[p] = logits(place, t.points[i][p])
			}
			before := w.ballot.Choice(i, gained)
			gained[t.shown] -= logits(place, w.Offence.Points)
			after := w.ballot.Choice(i, gained)
			if before == after {
				continue
			}
			c := &b.changed[k]
			c.votes[before]--
			c.votes[after]++
			c.lost++
			if goes && before == quiet {
				c.moved++
			}
			if goes && after == quiet {
				c.moved--
			}
		}
	})
}

// keeps says whether what everybody gained must be kept until it is known who
// learns of what.
func (t *tally) keeps() bool {
	return t.w.Offence.Points > 0 && t.w.Offence.Readers > 0 && t.plans[t.shown].Sides != nil
}
