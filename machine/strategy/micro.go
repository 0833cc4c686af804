package strategy

// micro learns from a pilot what to tell every cell of age and bought ideology,
// by the learner of the situation.
var micro = Strategy{"micro", func(s *Situation) (*Plan, error) {
	c, err := s.learn(s.Learner)
	if err != nil {
		return nil, err
	}
	return s.informed(s.plan(s.Learner, c)), nil
}}
