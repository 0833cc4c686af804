package strategy

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
)

// The groups that messages tell apart, and what a campaign can believe: an age
// group, which the platform knows, and an ideology or nothing, as was bought.
const (
	ages       = 4
	ideologies = 5
	nothing    = ideologies // what a seller says of whom it has no record
	believed   = ideologies + 1
)

// ageEnds are the first years of the age groups, and the age after the last.
var ageEnds = [ages + 1]uint8{electorate.Adult, 25, 35, 55, 255}

// Known is what a campaign knows of people: cells of age group, bought ideology
// and, if it looks at that, sex; and, which it does not know, who is really in them.
type Known struct {
	Cells  Cells
	Adults int64

	sexes int // 2 if it looks at sex, else 1

	// Records is how many adults the seller has a record of.
	Records int64

	bought *electorate.Copy
	people [][ideologies]int64 // by cell and true ideology
}

// Know counts the electorate as a copy of its ideologies has it; bySex: the
// campaign looks at the sex that the platform knows, too.
func Know(e *electorate.Electorate, bought *electorate.Copy, bySex bool, threads int) *Known {
	k := newKnown(bySex)
	k.bought = bought
	blocks := make([][][ideologies]int64, e.Blocks())
	e.EachBlock(threads, func(block, from, to int) {
		n := make([][ideologies]int64, k.Cells.Count)
		blocks[block] = n
		for i := from; i < to; i++ {
			if e.Age[i] >= electorate.Adult {
				n[k.cell(e, i)][e.Ideology(i)]++
			}
		}
	})
	for b := range blocks {
		for c := range blocks[b] {
			for g, n := range blocks[b][c] {
				k.people[c][g] += n
				k.Adults += n
				if k.group(c) != nothing {
					k.Records += n
				}
			}
		}
	}
	return k
}

// cell is the cell that an adult is believed to be in.
func (k *Known) cell(e *electorate.Electorate, i int) int {
	g, ok := k.bought.Of(i)
	if !ok {
		g = nothing
	}
	sex := 0
	if k.sexes > 1 {
		sex = e.Cell[i].Sex()
	}
	return k.at(electorate.AgeGroup(e.Age[i]), g, sex)
}

func newKnown(bySex bool) *Known {
	k := &Known{Cells: Cross(ages, believed), sexes: 1}
	if bySex {
		k.Cells, k.sexes = Cross(ages, believed, 2), 2
	}
	k.people = make([][ideologies]int64, k.Cells.Count)
	return k
}

// at is a cell; age and group are what it is of.
func (k *Known) at(age, group, sex int) int { return (age*believed+group)*k.sexes + sex }
func (k *Known) age(cell int) int           { return cell / k.sexes / believed }
func (k *Known) group(cell int) int         { return cell / k.sexes % believed }

// informed is a plan that used what was bought.
func (s *Situation) informed(p *Plan) *Plan {
	p.Records = s.Known.Records
	return p
}

// People is how many adults are believed to be in a cell.
func (k *Known) People(cell int) (n int64) {
	for _, x := range k.people[cell] {
		n += x
	}
	return n
}

// Effect is what a message does in a cell on average, in points, with all the
// wrong records; in a cell without people, what it does to all.
func (k *Known) Effect(m *message.Message, cell int) float64 {
	n, sum := int64(0), 0.0
	for g, people := range k.people[cell] {
		n += people
		sum += float64(float64(people) * m.Of(k.age(cell), g))
	}
	if n == 0 {
		return m.Mean
	}
	return sum / float64(n)
}

// Value is what telling every cell its message does, in points an adult.
func (k *Known) Value(messages []message.Message, told []int) float64 {
	sum := 0.0
	for c, m := range told {
		sum += float64(float64(k.People(c)) * k.Effect(&messages[m], c))
	}
	return sum / float64(max(1, k.Adults))
}

// box is the audience of a stretch, as platforms take them: criteria that must all
// hold, each of which is a list of things of which one is enough.
func (k *Known) box(b stretch) *audience.Expr {
	box, set := audience.Ages(ageEnds[b.from], ageEnds[b.to]-1), b.set
	if b.sexes != k.bothSexes() {
		box = audience.And(box, audience.Of(audience.Fact{Kind: audience.Gender, Label: electorate.Sexes[b.sexes-1]}))
	}
	if set == 1<<believed-1 {
		return box
	}
	without := set>>nothing&1 == 1 // who has no record can only be told by shutting out
	var labels []*audience.Expr
	for g := range ideologies {
		if (set>>g&1 == 1) != without {
			labels = append(labels, audience.Of(k.bought.Label(g)))
		}
	}
	some := audience.Or(labels...)
	if without {
		some = audience.Except(some)
	}
	return audience.And(box, some)
}
