package lab

import (
	"fmt"
)

// Zero tests that all means of a single group are 0: Wald's statistic W of r
// means from G clusters, with W (G-r)/(r (G-1)) as F(r, G-r) (Hotelling 1931,
// Annals of Mathematical Statistics 2), because a covariance of many columns
// from few clusters makes W too large for a chi-square.
func (g Grouped) Zero() (Test, error) {
	t, err := WaldTest(g.Mean, g.Cov)
	if err != nil {
		return t, err
	}
	r, n := float64(t.DF), float64(g.clusters)
	if t.DF2 = n - r; t.DF2 <= 0 {
		return Test{}, fmt.Errorf("lab: %d means from %d clusters cannot be tested", t.DF, g.clusters)
	}
	t.P = upperF(max(0, t.Chi2)*t.DF2/(r*(n-1)), r, t.DF2)
	return t, nil
}
