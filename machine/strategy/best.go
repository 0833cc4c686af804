package strategy

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
)

// best tries every message in a pilot and tells every adult the one with the
// highest mean.
var best = Strategy{"best", func(s *Situation) ([]Order, error) {
	c := Cross(1)
	z := &draw.Stream{Key: s.Chance.Sub(1)}
	lessons := s.Pilot.Try(c, len(s.Messages), func(m, i int) (int, float64) {
		who := s.adult(m, i)
		e := s.Electorate
		return 0, s.Messages[m].Of(electorate.AgeGroup(e.Age[who]), e.Ideology(who))
	}, z)
	top := 0
	for m := range s.Messages {
		if lessons.Y[m][0]/lessons.N[m][0] > lessons.Y[top][0]/lessons.N[top][0] {
			top = m
		}
	}
	return []Order{{Box: everyAdult(), Message: top, Share: 1}}, nil
}}

// adult is the i-th person who is asked about a message: a random adult.
func (s *Situation) adult(m, i int) int {
	e := s.Electorate
	k := s.Chance.Sub(2).Sub(uint64(m)).Sub(uint64(i))
	for try := uint64(0); ; try++ {
		if who := int(draw.Below(k.At(try), uint64(e.N))); e.Age[who] >= electorate.Adult {
			return who
		}
	}
}
