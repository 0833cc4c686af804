package lab

import "github.com/contrechamp/contrechamp/sentence"

// learnShrunk predicts a mean for each arm and a deviation for each group of
// each covariate (its values; of more than 8, its quarters), and believes
// neither more than the data say: arm means are drawn towards their mean, and a
// group's deviations towards 0, each by
//
//	tau^2 / (tau^2 + s^2/n),
//
// the empirical Bayes estimate with normal means (Efron and Morris 1973), where
// tau^2 is what the spread over arms has above chance (moments; 0 if it has
// nothing) and s^2 the variance inside arms. A linear model that takes every
// estimate as it stands picks, among many arms, those that were lucky.
func learnShrunk(d *Lessons, arms []int) (Learned, error) {
	type sum struct{ n, y float64 }
	mean := func(s sum) float64 { return s.y / s.n }
	whole := make([]sum, len(d.N))
	var within, df float64
	for _, k := range arms {
		for c := range d.All {
			whole[k].n += d.N[k][c]
			whole[k].y += d.Y[k][c]
		}
		if whole[k].n == 0 {
			return Learned{}, sentence.Fail("shrunk means: arm {arm} has nobody to learn from", "arm", k)
		}
		within += d.YY[k] - whole[k].y*mean(whole[k])
		df += whole[k].n - 1
	}
	s2 := max(within, 0) / max(df, 1)

	mu := make([][]float64, len(d.N))
	means, noise := make([]float64, len(arms)), make([]float64, len(arms))
	for i, k := range arms {
		means[i], noise[i] = mean(whole[k]), s2/whole[k].n
	}
	middle, tau2 := 0.0, spread([][]float64{means}, [][]float64{noise})
	for _, v := range means {
		middle += v / float64(len(means))
	}
	for i, k := range arms {
		mu[k] = make([]float64, len(d.All))
		for c := range mu[k] {
			mu[k][c] = middle
			if tau2 > 0 {
				mu[k][c] += (means[i] - middle) * tau2 / (tau2 + noise[i])
			}
		}
	}
	for _, x := range d.X {
		if v, _ := levels(x); len(v) > 8 {
			x = binned(x, quantileCuts(x, d.All, 4))
		}
		values, code := levels(x)
		groups := len(values)
		in := make([]sum, len(d.N)*groups) // by arm, then group
		for _, k := range arms {
			for c, g := range code {
				in[k*groups+int(g)].n += d.N[k][c]
				in[k*groups+int(g)].y += d.Y[k][c]
			}
		}
		// tell[g] are the arms that tell group g from their other people.
		deviates, tell := make([]float64, len(in)), make([][]int, groups)
		var dev, chance [][]float64
		for g := range groups {
			var d, e []float64
			base := 0.0 // what the group has over others whatever its arm
			for i, k := range arms {
				s := in[k*groups+g]
				if s.n == 0 || s.n == whole[k].n {
					continue
				}
				tell[g] = append(tell[g], k)
				d = append(d, mean(s)-means[i])
				e = append(e, s2*(1/s.n-1/whole[k].n))
				base += mean(s) - means[i]
			}
			dev, chance = append(dev, d), append(chance, e)
			for _, k := range arms {
				deviates[k*groups+g] = base / max(float64(len(d)), 1)
			}
		}
		tau2 := spread(dev, chance)
		for g := range groups {
			for i, k := range tell[g] {
				base := deviates[k*groups+g]
				if tau2 > 0 {
					deviates[k*groups+g] += (dev[g][i] - base) * tau2 / (tau2 + chance[g][i])
				}
			}
		}
		for _, k := range arms {
			for c, g := range code {
				mu[k][c] += deviates[k*groups+int(g)]
			}
		}
	}
	return d.choose(mu, arms), nil
}

// spread is the variance of the truth behind estimates with known error
// variances, each list around its own mean: what they vary more than chance
// would, by moments; 0 if that is nothing.
func spread(x, chance [][]float64) float64 {
	var above, df float64
	for g := range x {
		n := float64(len(x[g]))
		mean, noise := 0.0, 0.0
		for i := range x[g] {
			mean += x[g][i] / n
			noise += chance[g][i] / n
		}
		for _, v := range x[g] {
			above += (v - mean) * (v - mean)
		}
		above -= max(n-1, 0) * noise
		df += max(n-1, 0)
	}
	if df == 0 {
		return 0
	}
	return max(above/df, 0)
}
