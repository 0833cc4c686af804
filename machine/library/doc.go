// Package library writes what platforms would publish of an election that the
// machine held, in the formats of Meta's, Snap's and Google's libraries and of
// ProPublica's collector, with the holes that they have; beside them a census of
// the people, and apart from all that the truth that the libraries do not tell:
// who contradicted himself, who was shut out, how many people a box held, which
// pages belong together, which ads vanished. So a question that is asked of
// archives can be asked of one whose answer is known.
//
// Everything is invented: parties, pages, texts, people. The same seed writes the
// same bytes.
package library

import "github.com/contrechamp/contrechamp/draw"

// dice draws what is not a person's: texts, boxes, days, holes.
type dice struct{ draw.Stream }

func newDice(seed uint64, what string) *dice {
	return &dice{draw.Stream{Key: draw.For(seed, "library/"+what)}}
}

// below is a whole number from 0 to n-1.
func (d *dice) below(n int) int { return int(draw.Below(d.Next(), uint64(n))) }

// chance is true in a share of cases.
func (d *dice) chance(share float64) bool { return draw.Unit(d.Next()) < share }

// share is from 0 to 1.
func (d *dice) share() float64 { return draw.Unit(d.Next()) }

// shuffled are the numbers below n in a random order.
func (d *dice) shuffled(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := d.below(i + 1)
		out[i], out[j] = out[j], i
	}
	return out
}
