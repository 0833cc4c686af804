package strategy

// silence spends nothing.
var silence = Strategy{"silence", func(*Situation) (*Plan, error) { return &Plan{}, nil }}
