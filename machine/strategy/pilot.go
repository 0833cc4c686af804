package strategy

import (
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/machine/message"
)

// Cells are the boxes that a campaign can tell apart by what it knows of
// people: one value a column in each cell. Values are codes from 0.
type Cells struct {
	Columns [][]float64 // Columns[j][c]
	Count   int
}

// Cross makes the cells of columns with so many values each. The last column
// varies fastest.
func Cross(values ...int) Cells {
	n := 1
	for _, v := range values {
		n *= v
	}
	c := Cells{Columns: make([][]float64, len(values)), Count: n}
	step := n
	for j, v := range values {
		step /= v
		c.Columns[j] = make([]float64, n)
		for i := range n {
			c.Columns[j][i] = float64(i / step % v)
		}
	}
	return c
}

// indicators are the columns as a linear model takes them: one of 0 and 1 for
// each value but the first.
func (c Cells) indicators() [][]float64 {
	var out [][]float64
	for _, col := range c.Columns {
		top := 0.0
		for _, v := range col {
			top = max(top, v)
		}
		for v := 1.0; v <= top; v++ {
			x := make([]float64, len(col))
			for i := range col {
				if col[i] == v {
					x[i] = 1
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// Pilot is an experiment: each message is shown to some random people and a
// survey asks them.
type Pilot struct {
	Each  int     // people a message
	SD    float64 // of one answer, in points
	Known bool    // nobody need be asked: the campaign knows what messages do
}

// PilotSD is the standard deviation of one answer, in points: a choice; that of
// a yes or no at even odds is 50, a prior answer of the same person explains
// half of its variance.
const PilotSD = 35

// Person gives the cell that the campaign believes the i-th person asked about
// a message to be in, and what the message does to that person, in points.
type Person func(message, i int) (cell int, effect float64)

// Try asks the people and gives what a learner of package lab sees.
func (p Pilot) Try(c Cells, messages int, ask Person, z message.Normals) *lab.Lessons {
	d := &lab.Lessons{
		X:  c.Columns,
		N:  make([][]float64, messages),
		Y:  make([][]float64, messages),
		YY: make([]float64, messages),

		All: make([]float64, c.Count),
	}
	for m := range messages {
		d.N[m], d.Y[m] = make([]float64, c.Count), make([]float64, c.Count)
		for i := range p.Each {
			cell, effect := ask(m, i)
			y := effect + float64(p.SD*z.Normal())
			d.N[m][cell]++
			d.Y[m][cell] += y
			d.YY[m] += float64(y * y)
			d.All[cell]++
		}
	}
	return d
}

// Choice is what a campaign concludes from a pilot: a message for each cell,
// and what it promises itself, in points a person.
type Choice struct {
	Message []int
	Promise float64 // of the choice, on the people that it was learned from
	Best    int     // the message with the highest mean
	OfBest  float64 // the promise of telling it to all
	Means   []float64
}

// Learn makes a choice by one of lab's learners. Linear learners see
// indicators, the others the codes.
func Learn(learner string, c Cells, d *lab.Lessons) (Choice, error) {
	l, err := lab.LearnerNamed(learner)
	if err != nil {
		return Choice{}, err
	}
	if l.Binary {
		return Choice{}, fmt.Errorf("learner %q needs answers of yes or no", learner)
	}
	seen := *d
	if l.Scores {
		seen.Score = scores(d)
	}
	if learner == "ols" || learner == "ridge" {
		seen.X = c.indicators()
	}
	arms := make([]int, len(d.N))
	for m := range arms {
		arms[m] = m
	}
	learned, err := l.Learn(&seen, arms)
	if err != nil {
		return Choice{}, fmt.Errorf("learning from a pilot: %w", err)
	}
	return Choice{
		Message: learned.Arm,
		Promise: learned.Promise.Targeted,
		Best:    learned.Promise.Arm,
		OfBest:  learned.Promise.Best,
		Means:   means(d),
	}, nil
}

// means are the mean answers about each message.
func means(d *lab.Lessons) []float64 {
	out := make([]float64, len(d.N))
	for m := range out {
		n, y := 0.0, 0.0
		for c := range d.N[m] {
			n += d.N[m][c]
			y += d.Y[m][c]
		}
		out[m] = y / n
	}
	return out
}

// scores are the totals, by cell, of the doubly robust scores of everybody asked
// under each message, with the message's mean as the model of answers: a person
// was asked about one of k messages with chance 1/k, so
//
//	sum of mean + k [asked about m] (answer - mean) over the cell
func scores(d *lab.Lessons) [][]float64 {
	k, mean := float64(len(d.N)), means(d)
	out := make([][]float64, len(d.N))
	for m := range out {
		out[m] = make([]float64, len(d.All))
		for c, all := range d.All {
			out[m][c] = float64(all*mean[m]) + float64(k*(d.Y[m][c]-float64(d.N[m][c]*mean[m])))
		}
	}
	return out
}

// LearnerNamed refuses a learner that there is not, or that a pilot cannot teach.
func LearnerNamed(name string) error {
	names := ""
	for _, l := range lab.Learners {
		if l.Binary {
			continue
		}
		if l.Name == name {
			return nil
		}
		if names != "" {
			names += ", "
		}
		names += l.Name
	}
	return contrechamp.Invalid("There is no learner “{name}”; choose one of {names}.", "name", name, "names", names)
}

// Value is what a choice does, in points a person, if effect is what a message
// does in a cell and weight the cell's share of the electorate.
func (c Choice) Value(weight []float64, effect func(message, cell int) float64) float64 {
	sum := 0.0
	for cell, w := range weight {
		sum += float64(w * effect(c.Message[cell], cell))
	}
	return sum
}

// Everybody is the choice that tells one message to all.
func Everybody(message int, c Cells) Choice {
	all := Choice{Message: make([]int, c.Count), Best: message}
	for i := range all.Message {
		all.Message[i] = message
	}
	return all
}

// Knowing is the choice of somebody who knows what every message does in every
// cell: the most that targeting these cells can gain. The lowest number wins a
// tie.
func Knowing(messages int, c Cells, effect func(message, cell int) float64) Choice {
	k := Choice{Message: make([]int, c.Count)}
	for cell := range k.Message {
		for m := range messages {
			if effect(m, cell) > effect(k.Message[cell], cell) {
				k.Message[cell] = m
			}
		}
	}
	return k
}
