package strategy

import (
	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
)

// Order is an ad that a campaign wants shown.
type Order struct {
	Box     *audience.Expr
	Message int
	Share   float64 // of the campaign's money
}

// Plan is what a campaign decides.
type Plan struct {
	Orders   []Order
	Messages []message.Message // instead of the party's; nil: the party's
	Promise  *Promise          // nil: nothing was promised
	// Sides are what the messages say of left and right, -1 to 1; nil: they are
	// not about that.
	Sides []float64

	// What was paid for before any ad: people who were asked, records that were
	// bought of the electorate.
	Asked   int
	Records int64
}

// Situation is what a campaign has when it decides: its people, its messages,
// data that it bought, and money for a pilot. What messages do is known to the
// world and not to the campaign, which may only try them, unless Pilot says
// that it knows.
type Situation struct {
	Electorate *electorate.Electorate
	Known      *Known
	Party      int
	Messages   []message.Message
	Pilot      Pilot
	Learner    string  // of package lab, by which micro learns
	Smallest   int64   // adults that a box must hold to be sold
	Kept       float64 // points of turnout that a message to stay at home takes away
	Chance     draw.Key
}

// Strategy is one way to spend the money.
type Strategy struct {
	Name string
	Plan func(*Situation) (*Plan, error)
}

// All are the strategies that a campaign may take.
var All = []Strategy{silence, mass, best, segments, micro, pander, demobilise}

// Named finds a strategy.
func Named(name string) (Strategy, error) {
	names := ""
	for _, s := range All {
		if s.Name == name {
			return s, nil
		}
		if names != "" {
			names += ", "
		}
		names += s.Name
	}
	return Strategy{}, contrechamp.Invalid("There is no strategy “{name}”; choose one of {names}.", "name", name, "names", names)
}

// everyAdult is the box of all who vote.
func everyAdult() *audience.Expr { return audience.Ages(electorate.Adult, 254) }
