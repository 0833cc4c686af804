package lab

import "gonum.org/v1/gonum/floats"

// Lin returns the regression of Lin (2013), Annals of Applied Statistics 7:
// arm dummies, the covariates centred on the mean of the whole sample, and all
// products of the two. The coefficient of a dummy is that arm's average
// effect; asymptotically it is never less precise than the difference in
// means. Products are named "arm:covariate". Columns that others determine (a
// covariate that does not vary) are dropped by Fit.
func Lin(s *Sample) Linear {
	arms, names := Dummies(s)
	k, p := len(arms), len(s.X)
	cols := make([][]float64, k+p+k*p)
	all := make([]string, len(cols))
	copy(cols, arms)
	copy(all, names)
	parallel(p, func(j int) {
		x := centred(s.X[j])
		cols[k+j], all[k+j] = x, s.Names[j]
		for a, d := range arms {
			at := k + p + j*k + a
			c := make([]float64, len(x))
			floats.MulTo(c, d, x)
			cols[at], all[at] = c, names[a]+":"+s.Names[j]
		}
	})
	return Linear{Y: s.Y, X: cols, Names: all}
}

func centred(x []float64) []float64 {
	m, _ := centredMoments(x, true)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v - m
	}
	return out
}
