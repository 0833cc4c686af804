package strategy

// best tries every message in a pilot and tells every adult the one with the
// highest mean.
var best = Strategy{"best", func(s *Situation) (*Plan, error) {
	c, err := s.learn("")
	if err != nil {
		return nil, err
	}
	all := Everybody(c.Best, s.Known.Cells)
	all.Promise, all.OfBest = c.OfBest, c.OfBest
	return s.plan("", all), nil
}}
