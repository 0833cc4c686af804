package strategy

// mass tells every adult the first message, the programme's.
var mass = Strategy{"mass", func(*Situation) ([]Order, error) {
	return []Order{{Box: everyAdult(), Message: 0, Share: 1}}, nil
}}
