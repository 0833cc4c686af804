package trial

import "github.com/contrechamp/contrechamp/lab"

// maxProfiles bounds the different profiles that policies are learned on:
// memory and time go with them, not with people.
const maxProfiles = 250_000

// limitProfiles groups numbers of many values into steps where people would
// have too many different profiles, and says so. Steps become wider until they
// have few enough.
func (e *experiment) limitProfiles(most int) {
	if e.all.N() <= most {
		return
	}
	for _, steps := range []int{0, 64, 32, 16, 8} { // 0: as they are
		if steps > 0 {
			e.coarsen(steps)
		}
		if lab.MakeCells(e.all.X, e.all.N()).Len() > most && steps != 8 {
			continue
		}
		if steps > 0 {
			e.check("steps", OK, textf("there are more than %d different profiles of people: numbers of more than %d values are grouped into %d steps, here and throughout",
				"il y a plus de %d profils différents : les nombres de plus de %d valeurs sont regroupés en %d paliers, ici et partout", most, steps, steps))
		}
		return
	}
}

// coarsen replaces numbers with many values by the mean of their group, of
// steps groups of nearly equal size.
func (e *experiment) coarsen(steps int) {
	for _, v := range e.vars {
		for _, j := range v.cols {
			g, cuts := lab.Bin(e.all.X[j], steps, steps)
			if cuts == nil {
				continue
			}
			sum, n := make([]float64, len(cuts)+1), make([]float64, len(cuts)+1)
			for i, h := range g {
				sum[int(h)] += e.all.X[j][i]
				n[int(h)]++
			}
			x := make([]float64, len(g))
			for i, h := range g {
				x[i] = sum[int(h)] / n[int(h)]
			}
			e.all.X[j] = x
			for _, p := range e.parts {
				if p.s != e.all {
					for i, row := range p.rows {
						p.s.X[j][i] = x[row]
					}
				}
			}
		}
	}
}
