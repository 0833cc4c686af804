package strategy

// segments cuts the electorate in at most four by the age that the platform
// knows and the ideology that was bought: the tree of depth two that a pilot
// speaks for most, with the message of the highest mean in each leaf.
var segments = Strategy{"segments", func(s *Situation) (*Plan, error) {
	c, err := s.learn("tree2")
	if err != nil {
		return nil, err
	}
	return s.informed(s.plan("tree2", c)), nil
}}
