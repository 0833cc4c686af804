package electorate

import (
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/draw"
)

// Column is something that a seller of data sells of people, as a code.
type Column struct {
	Name   string
	Values []string
	of     func(e *Electorate, i int) int
}

// Columns are what can be bought.
var Columns = []Column{
	{"age", []string{"18-24", "25-34", "35-54", "55+"}, func(e *Electorate, i int) int { return AgeGroup(e.Age[i]) }},
	{"sex", Sexes, func(e *Electorate, i int) int { return e.Cell[i].Sex() }},
	{"education", Educations, func(e *Electorate, i int) int { return e.Cell[i].Education() }},
	{"work", Works, func(e *Electorate, i int) int { return e.Cell[i].Work() }},
	{"income", Incomes, func(e *Electorate, i int) int { return e.Cell[i].Income() }},
	{"ideology", []string{"very left", "left", "middle", "right", "very right"}, func(e *Electorate, i int) int { return e.Ideology(i) }},
}

// Quality is how good a seller's copy of a column is, and what it costs.
type Quality struct {
	Column  string
	Missing float64 // share of people of whom it says nothing
	Wrong   float64 // share of the others of whom it says another value
	Micros  int64   // price of a record, in millionths of a euro
}

// Offer is what a seller asks and delivers: choices.
var Offer = []Quality{
	{"age", .05, .08, 2_000},
	{"sex", .03, .03, 1_000},
	{"education", .2, .2, 3_000},
	{"work", .25, .2, 3_000},
	{"income", .25, .25, 5_000},
	{"ideology", .3, .3, 10_000},
}

// Offered is what is offered of a column.
func Offered(column string) Quality {
	return Offer[slices.IndexFunc(Offer, func(q Quality) bool { return q.Column == column })]
}

// Copy is the seller's copy of one column, which is drawn again at each look.
type Copy struct {
	Quality
	column *Column
	e      *Electorate
	key    draw.Key
}

// Buy gives the copy of a column. Copies of another quality of the same column
// are wrong about the same people first: whoever is wrong at 10 % is wrong at
// 20 %.
func (e *Electorate) Buy(q Quality) (*Copy, error) {
	c := slices.IndexFunc(Columns, func(c Column) bool { return c.Name == q.Column })
	if c < 0 || !(q.Missing >= 0 && q.Missing <= 1 && q.Wrong >= 0 && q.Wrong <= 1) || q.Micros < 0 {
		return nil, fmt.Errorf("no seller offers %+v", q)
	}
	return &Copy{q, &Columns[c], e, draw.For(e.Seed, "electorate/bought/"+q.Column)}, nil
}

// Of is what the copy says of a person; known is false where it says nothing.
func (c *Copy) Of(i int) (value int, known bool) {
	k := uint64(i) * 3
	if draw.Unit(c.key.At(k)) < c.Missing {
		return 0, false
	}
	truth := c.column.of(c.e, i)
	if n := uint64(len(c.column.Values)); draw.Unit(c.key.At(k+1)) < c.Wrong {
		return (truth + 1 + int(draw.Below(c.key.At(k+2), n-1))) % int(n), true
	}
	return truth, true
}

// Truth is what is so.
func (c *Copy) Truth(i int) int { return c.column.of(c.e, i) }

// Values are the names of the codes.
func (c *Copy) Values() []string { return c.column.Values }
