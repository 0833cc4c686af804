package electorate

import (
	"math"

	"github.com/contrechamp/contrechamp"
)

// Margin is what a table of cells must add up to: the cells of group g to
// Target[g].
type Margin struct {
	Name   string
	Of     []uint16 // of each cell its group
	Target []float64
}

// Fit scales the cells of a table until they agree with all margins: iterative
// proportional fitting (Deming and Stephan 1940). Of all tables with these
// margins it gives the one nearest to the start in relative entropy, which keeps
// every odds ratio that no margin speaks of. It changes cells, and returns how
// many rounds it took until the largest miss was within eps of the total.
func Fit(cells []float64, margins []Margin, eps float64) (rounds int, err error) {
	const most = 1000
	total := 0.0
	for _, want := range margins[0].Target {
		total += want
	}
	var sums []float64
	for rounds = 1; rounds <= most; rounds++ {
		for _, m := range margins {
			sums = m.sums(cells, sums)
			for g, want := range m.Target {
				switch {
				case want > 0 && sums[g] == 0:
					return rounds, contrechamp.Invalid("in “{table}” {n} people belong where no other table allows any", "table", m.Name, "n", math.Round(want))
				case sums[g] > 0:
					sums[g] = want / sums[g]
				}
			}
			for c, g := range m.Of {
				cells[c] = float64(cells[c] * sums[g])
			}
		}
		worst, where := 0.0, ""
		for _, m := range margins {
			sums = m.sums(cells, sums)
			for g, want := range m.Target {
				if miss := math.Abs(sums[g] - want); miss > worst {
					worst, where = miss, m.Name
				}
			}
		}
		if worst <= eps*total {
			return rounds, nil
		}
		if rounds == most {
			return rounds, contrechamp.Invalid("the tables contradict each other: “{table}” is still missed by {n} people after {rounds} rounds", "table", where, "n", math.Ceil(worst), "rounds", rounds)
		}
	}
	return rounds, nil
}

// sums adds up the groups; it uses the memory of into.
func (m *Margin) sums(cells, into []float64) []float64 {
	into = append(into[:0], make([]float64, len(m.Target))...)
	for c, g := range m.Of {
		into[g] += cells[c]
	}
	return into
}
