package strategy

// mass tells every adult the first message, the programme's.
var mass = Strategy{"mass", func(*Situation) (*Plan, error) {
	return &Plan{Orders: []Order{{Box: everyAdult(), Message: 0, Share: 1}}}, nil
}}
