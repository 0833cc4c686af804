package strategy

import "github.com/contrechamp/contrechamp/machine/message"

// BreakEven is the share of a box that is not meant at which pandering brings
// as much as it costs: it sets how much those who were not meant take offence.
const BreakEven = .25

// pander tells everybody of whom an ideology was bought what that ideology likes to hear, and
// the programme to those of whom no record was bought. Whoever is meant moves by
// the mean effect of a message; whoever is on the list by a wrong record moves
// away, by message.Backlash. The seller promises that everybody on a list is
// meant. It needs no pilot: the one that is made here only says what else could
// have been told.
var pander = Strategy{"pander", func(s *Situation) (*Plan, error) {
	c, err := s.learn("subgroups")
	if err != nil {
		return nil, err
	}
	messages := make([]message.Message, ideologies, believed)
	sides := make([]float64, believed) // the programme takes none
	for g := range messages {
		messages[g] = panders(g)
		sides[g] = float64(float64(2*g)/(ideologies-1)) - 1
	}
	messages = append(messages, s.Messages[0])
	c.Promise = 0
	own := Choice{Message: make([]int, s.Known.Cells.Count), Best: nothing}
	for cell := range own.Message {
		g := s.Known.group(cell)
		own.Message[cell] = g
		told := message.MeanEffect
		if g == nothing {
			told = c.Means[0]
		}
		c.Promise += float64(told*float64(s.Known.People(cell))) / float64(max(1, s.Known.Adults))
	}
	boxes, told := s.fold(own)
	return s.informed(&Plan{Orders: s.orders(boxes), Messages: messages, Sides: sides, Promise: s.promise("pander", c, messages, told)}), nil
}}

// panders is the message that says what one ideology likes to hear.
func panders(to int) message.Message {
	m := message.Message{Age: make([]float64, ages), Ideology: make([]float64, ideologies)}
	for g := range m.Ideology {
		m.Ideology[g] = -message.Backlash(message.MeanEffect, BreakEven)
	}
	m.Ideology[to] = message.MeanEffect
	for g, w := range message.Ideologies.Weights {
		m.Mean += float64(w * m.Ideology[g])
	}
	for g := range m.Ideology {
		m.Ideology[g] -= m.Mean
	}
	return m
}
