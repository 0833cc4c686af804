package strategy

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
)

// Promise is what a model says of its own choice, on the people that it was
// learned from, beside what the choice does to the electorate: points of support
// an adult, in a survey, if everybody is told what was chosen for them.
type Promise struct {
	Learner  string  // "": one message for all
	Targeted float64 // promised of the choice
	Best     float64 // promised of the message with the highest mean, for all

	TrueTargeted, TrueBest float64
}

// try asks people about every message, by the cells that they are believed to
// be in. Every strategy of a party asks the same people and gets the same
// answers.
func (s *Situation) try() *lab.Lessons {
	e := s.Electorate
	return s.Pilot.Try(s.Known.Cells, len(s.Messages), func(m, i int) (int, float64) {
		who := s.adult(m, i)
		return s.Known.cell(e, who), s.Messages[m].Of(electorate.AgeGroup(e.Age[who]), e.Ideology(who))
	}, &draw.Stream{Key: s.Chance.Sub(1)})
}

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

// asked is how many people the pilot asks.
func (s *Situation) asked() int {
	if s.Pilot.Known {
		return 0
	}
	return s.Pilot.Each * len(s.Messages)
}

// learn chooses for every cell by a learner, "" is one message for all; if the
// campaign knows what messages do, it needs no learner.
func (s *Situation) learn(learner string) (Choice, error) {
	if !s.Pilot.Known {
		d := s.try()
		if learner == "" {
			c := Choice{Means: means(d)}
			for m, mean := range c.Means {
				if mean > c.Means[c.Best] {
					c.Best = m
				}
			}
			c.OfBest = c.Means[c.Best]
			return c, nil
		}
		return Learn(learner, s.Known.Cells, d)
	}
	c := Knowing(len(s.Messages), s.Known.Cells, func(m, cell int) float64 { return s.Known.Effect(&s.Messages[m], cell) })
	for m := range s.Messages {
		c.Means = append(c.Means, s.Known.Value(s.Messages, Everybody(m, s.Known.Cells).Message))
		if c.Means[m] > c.Means[c.Best] {
			c.Best = m
		}
	}
	c.Promise, c.OfBest = s.Known.Value(s.Messages, c.Message), c.Means[c.Best]
	return c, nil
}

// plan buys a choice, with its promise.
func (s *Situation) plan(learner string, c Choice) *Plan {
	boxes, told := s.fold(c)
	return &Plan{Orders: s.orders(boxes), Promise: s.promise(learner, c, s.Messages, told), Asked: s.asked()}
}

// promise sets the promise of a choice beside what it does.
func (s *Situation) promise(learner string, c Choice, messages []message.Message, told []int) *Promise {
	return &Promise{
		Learner: learner, Targeted: c.Promise, Best: c.OfBest,
		TrueTargeted: s.Known.Value(messages, told),
		TrueBest:     s.Known.Value(s.Messages, Everybody(c.Best, s.Known.Cells).Message),
	}
}
