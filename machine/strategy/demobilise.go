package strategy

import "github.com/contrechamp/contrechamp/machine/message"

// demobilise tells those whom bought data place at least two groups from the
// party that there is nothing to vote for. What that does to turnout is set by
// the situation, and 0 unless somebody assumes more: mailings that mobilise were
// tried in comparable experiments, messages to stay at home were not.
var demobilise = Strategy{"demobilise", func(s *Situation) (*Plan, error) {
	own := s.Electorate.Model.Parties[s.Party].Ideology()
	var boxes []stretch
	for _, side := range [][2]int{{0, own - 1}, {own + 2, ideologies}} {
		b := stretch{from: 0, to: ages, sexes: s.Known.bothSexes()}
		for g := max(0, side[0]); g < side[1]; g++ {
			b.set |= 1 << g
			for a := range ages {
				for sex := range s.Known.sexes {
					b.people += s.Known.People(s.Known.at(a, g, sex))
				}
			}
		}
		if b.people >= max(1, s.Smallest) {
			boxes = append(boxes, b)
		}
	}
	stay := message.Message{Age: make([]float64, ages), Ideology: make([]float64, ideologies), Turnout: -s.Kept}
	return s.informed(&Plan{Orders: s.orders(boxes), Messages: []message.Message{stay}}), nil
}}
