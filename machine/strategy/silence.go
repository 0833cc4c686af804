package strategy

// silence spends nothing.
var silence = Strategy{"silence", func(*Situation) ([]Order, error) { return nil, nil }}
