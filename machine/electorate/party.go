package electorate

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/draw"
)

// MaxParties and MaxIssues bound what a person's loops hold in arrays.
const (
	MaxParties = 16
	MaxIssues  = 32
)

// Issue is something that people and parties have a position on: -1 to 1 and
// beyond, in standard deviations of the people's positions.
type Issue struct {
	Name string
	Load [Axes]float64 // how much of each axis is in it; their squares add up to at most 1
}

// Party is one that people can vote for.
type Party struct {
	ID, Name string
	Valence  float64 // liked by all, in logits
	// Ideal is where it stands on every axis; its position on an issue follows,
	// unless Stance has another for the issue's name.
	Ideal  [Axes]float64
	Stance map[string]float64
}

// Leaning are the constants of how people lean to parties; all are choices.
const (
	salience   = .04 // mean weight of an issue, in logits per squared standard deviation
	habitShare = .6  // of people who have a habit
	habit      = .8  // what it adds to the party of the habit, in logits

	perLogit = 16 // steps of Utility
)

func (m *Model) check() error {
	if len(m.Parties) == 0 || len(m.Parties) > MaxParties || len(m.Issues) == 0 || len(m.Issues) > MaxIssues {
		return fmt.Errorf("an electorate needs 1 to %d parties and 1 to %d issues, not %d and %d", MaxParties, MaxIssues, len(m.Parties), len(m.Issues))
	}
	ids := map[string]bool{}
	for _, p := range m.Parties {
		if p.ID == "" || ids[p.ID] {
			return fmt.Errorf("parties need ids of their own: %q", p.ID)
		}
		ids[p.ID] = true
	}
	for _, x := range m.Issues {
		if own(x) < 0 {
			return fmt.Errorf("issue %q loads more than it has", x.Name)
		}
	}
	_, err := m.mixing()
	return err
}

// own is the variance of an issue that no axis holds, were the axes independent.
func own(x Issue) float64 {
	v := 1.0
	for _, l := range x.Load {
		v -= float64(l * l)
	}
	return v
}

// Stances are the parties' positions by party and issue.
func (m *Model) Stances() [][]float64 {
	out := make([][]float64, len(m.Parties))
	for p := range m.Parties {
		out[p] = make([]float64, len(m.Issues))
		for k, x := range m.Issues {
			if s, ok := m.Parties[p].Stance[x.Name]; ok {
				out[p][k] = s
				continue
			}
			for a, l := range x.Load {
				out[p][k] += float64(l * m.Parties[p].Ideal[a])
			}
		}
	}
	return out
}

// loads are the issues' loads and the standard deviation of their own chance.
type loads struct {
	axis  [MaxIssues][Axes]float32
	noise [MaxIssues]float32
}

func (m *Model) loads() *loads {
	l := &loads{}
	for k, x := range m.Issues {
		for a, v := range x.Load {
			l.axis[k][a] = float32(v / perSD)
		}
		l.noise[k] = float32(math.Sqrt(own(x)))
	}
	return l
}

// positions draws what a person thinks of every issue, and how much it matters:
// weights between .2 and 1.8 times the mean.
func (e *Electorate) positions(i int, l *loads, y, w *[MaxIssues]float32) {
	k := e.keys.issues.Sub(uint64(i))
	z := e.Traits[Axes*i : Axes*i+Axes]
	n := len(e.Model.Issues)
	for q := 0; q < n; q += 4 {
		y[q], y[q+1], y[q+2], y[q+3] = draw.Normals(k.At(uint64(q)))
	}
	for q := 0; q < n; q += 8 {
		u := k.At(uint64(MaxIssues + q))
		for r := q; r < q+8; r++ {
			w[r] = float32(salience) * (.2 + float32(1.6/256*(float32(u&255)+.5)))
			u >>= 8
		}
	}
	for q := range n {
		x := float32(y[q] * l.noise[q])
		for a := range Axes {
			x += float32(l.axis[q][a] * float32(z[a]))
		}
		y[q] = x
	}
}

// Position is what a person thinks of an issue, in standard deviations.
func (e *Electorate) Position(i, issue int) float64 {
	var y, w [MaxIssues]float32
	e.positions(i, e.Model.loads(), &y, &w)
	return float64(y[issue])
}

// lean works out how much every adult likes every party:
//
//	valence - sum over issues of weight (position - stance)^2 + habit
//
// less the mean over the parties. A habit is for the party that the person chose
// in an election before this one, by the same utility and other chance.
func (e *Electorate) lean(threads int) {
	parties := len(e.Model.Parties)
	e.Utility, e.Slots = make([]int8, parties*e.N), make([]uint8, e.N)
	stances := make([][MaxIssues]float32, parties)
	for p, row := range e.Model.Stances() {
		for k, s := range row {
			stances[p][k] = float32(s)
		}
	}
	before := make([]draw.Key, parties)
	for p := range before {
		before[p] = draw.For(e.Seed, "electorate/before/"+e.Model.Parties[p].ID)
	}
	slots := draw.For(e.Seed, "electorate/slots")
	l := e.Model.loads()
	e.EachBlock(threads, func(_, from, to int) {
		var y, w [MaxIssues]float32
		u := make([]float64, parties)
		for i := from; i < to; i++ {
			if e.Age[i] < Adult {
				continue
			}
			e.Slots[i] = slotRate(slots.At(uint64(i)))
			e.positions(i, l, &y, &w)
			for p := range u {
				s := float32(0)
				for k := range e.Model.Issues {
					d := y[k] - stances[p][k]
					s += float32(float32(w[k]*d) * d)
				}
				u[p] = e.Model.Parties[p].Valence - float64(s)
			}
			if e.Habit(i) {
				best, top := -1, math.Inf(-1)
				for p := range u {
					if v := u[p] + float64(float64(draw.Gumbel(uint16(before[p].At(uint64(i))>>48)))*draw.GumbelUnit); v > top {
						best, top = p, v
					}
				}
				u[best] += habit
			}
			e.write(e.Utility[parties*i:parties*(i+1)], u)
		}
	})
}

// write rounds utilities to bytes, less their mean. The sum is taken in whole
// steps, so that it does not depend on the order of the parties.
func (e *Electorate) write(into []int8, u []float64) {
	const fine = 1 << 20
	sum := int64(0)
	for _, x := range u {
		sum += int64(math.Floor(x * fine))
	}
	mean := float64(sum) / fine / float64(len(u))
	for p, x := range u {
		into[p] = int8(max(-127, min(127, math.Floor(float64((x-mean)*perLogit)+.5))))
	}
}

// Habit says whether a person has the habit of a party.
func (e *Electorate) Habit(i int) bool {
	return draw.Unit(e.keys.habit.At(uint64(i))) < habitShare
}

// Logit is how much an adult likes a party, in logits, over the mean of all.
func (e *Electorate) Logit(i, party int) float64 {
	return float64(e.Utility[len(e.Model.Parties)*i+party]) / perLogit
}

// Ideology is one of five groups from left to right, of 10, 22, 36, 22 and 10 %
// of a normal distribution, by the first axis.
func (e *Electorate) Ideology(i int) int { return part(e.Traits[Axes*i], ideologyEnds[:]) }

// ideologyEnds are the quantiles .1, .32, .68 and .9: -1.2816, -.4677, .4677 and
// 1.2816, times 32.
var ideologyEnds = [4]int8{-41, -14, 15, 41}

// Ideology is the group from left to right in which a party stands.
func (p *Party) Ideology() int {
	return part(int8(max(-127, min(127, math.Round(p.Ideal[0]*perSD)))), ideologyEnds[:])
}
