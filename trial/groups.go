package trial

import (
	"math"

	"github.com/contrechamp/contrechamp/lab"
)

// byGroup splits the difference by the groups of each covariate.
func (r *runner) byGroup(x *splitResult, i int, v view, pi [][]int) error {
	d := r.difference(v, pi)
	arm := make([]int, len(d))
	for p, a := range pi {
		for j, k := range a {
			arm[r.e.parts[p].rows[j]] = k
		}
	}
	level := math.Pow(r.o.Level, 1/float64(len(r.e.vars)))
	for j, q := range r.e.vars {
		g, err := lab.GroupMeans([][]float64{d}, q.group, len(q.labels), r.e.all.Cluster)
		if err != nil {
			return err
		}
		x.group = append(x.group, g.Estimates(0, 1))
		crit := 0.
		if i == 0 { // the same people in every division: one draw will do
			crit = g.Simultaneous(level, 20000, lab.Rand(r.rand(seedGroups, j)))
		}
		x.crit = append(x.crit, crit)
		shown := make([][]float64, len(q.labels))
		for h := range shown {
			shown[h] = make([]float64, r.e.all.K())
		}
		for row, k := range arm {
			shown[q.group[row]][k]++
		}
		for h := range shown {
			for k := range shown[h] {
				shown[h][k] /= max(1, g.N[h])
			}
		}
		x.shown = append(x.shown, shown)
	}
	return nil
}

func (r *runner) fillGroups(rep *Report, res []splitResult) {
	for j, v := range r.e.vars {
		size := make([]int, len(v.labels))
		for _, h := range v.group {
			size[h]++
		}
		hide := hidden(size)
		for h, label := range v.labels {
			g := GroupGain{Covariate: r.covariate(j), Group: label, Outcome: "unclear"}
			if hide[h] {
				nan := Real(math.NaN())
				g.Hidden, g.TB = true, Number{nan, nan, nan, nan}
				rep.Groups = append(rep.Groups, g)
				continue
			}
			e := medianOf(len(res), func(i int) lab.Estimate { return res[i].group[j][h] })
			c := res[0].crit[j]
			g.N, g.TB = size[h], Number{Real(e.Est), Real(e.SE), Real(e.Est - c*e.SE), Real(e.Est + c*e.SE)}
			switch {
			case g.TB.Lo > 0:
				g.Outcome = "gains"
				rep.Harms.Gain++
			case g.TB.Hi < 0:
				g.Outcome = "loses"
				rep.Harms.Lose++
			}
			for _, k := range r.e.messages {
				var s float64
				for i := range res {
					s += res[i].shown[j][h][k] / float64(len(res))
				}
				g.Messages = append(g.Messages, ArmShare{r.arm(k), shareOf(s, size[h])})
			}
			rep.Groups = append(rep.Groups, g)
		}
	}
}
