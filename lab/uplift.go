package lab

import (
	"math"
	"sort"

	"github.com/contrechamp/contrechamp/sentence"
)

// Point is a point of a curve.
type Point struct{ X, Y float64 }

// A Ranking orders people of a two-armed experiment by a score, highest
// first: whom to contact first. People with equal scores are one step.
type Ranking struct {
	Y       []float64
	Treated []bool
	order   []int // highest score first
	ends    []int // exclusive ends of the groups of equal scores
}

// Rank sorts people by score, highest first; y is the outcome.
func Rank(y []float64, treated []bool, score []float64) (*Ranking, error) {
	n := len(y)
	if n == 0 || len(treated) != n || len(score) != n {
		return nil, sentence.Fail("ranking: {n} outcomes, {arms} arms, {scores} scores", "n", n, "arms", len(treated), "scores", len(score))
	}
	r := &Ranking{Y: y, Treated: treated, order: sortedDesc(score)}
	for i := 1; i <= n; i++ {
		if i == n || score[r.order[i]] != score[r.order[i-1]] {
			r.ends = append(r.ends, i)
		}
	}
	return r, nil
}

// sortedDesc returns the indexes of the scores, highest first; among equal
// scores the later index comes first, as a reversed stable sort gives.
func sortedDesc(score []float64) []int {
	order := make([]int, len(score))
	for i := range order {
		order[i] = len(order) - 1 - i
	}
	sort.SliceStable(order, func(a, b int) bool { return score[order[a]] > score[order[b]] })
	return order
}

// steps calls f after each step with the counts and outcome sums so far.
func (r *Ranking) steps(f func(nt, nc, yt, yc float64)) {
	var nt, nc, yt, yc float64
	at := 0
	for _, end := range r.ends {
		for ; at < end; at++ {
			i := r.order[at]
			if r.Treated[i] {
				nt++
				yt += r.Y[i]
			} else {
				nc++
				yc += r.Y[i]
			}
		}
		f(nt, nc, yt, yc)
	}
}

// Qini returns Radcliffe's (2007) curve: after contacting the t people with
// the highest scores, q(t) = Y_T(t) - Y_C(t) N_T(t) / N_C(t) more outcomes.
func (r *Ranking) Qini() []Point {
	c := []Point{{0, 0}}
	r.steps(func(nt, nc, yt, yc float64) {
		if nc > 0 {
			yt -= yc * nt / nc
		}
		c = append(c, Point{nt + nc, yt})
	})
	return c
}

// Uplift returns the curve (ybar_T(t) - ybar_C(t)) t (Gutierrez and Gerardy
// 2017, PMLR 67), means and t over those with the highest scores so far.
func (r *Ranking) Uplift() []Point {
	c := []Point{{0, 0}}
	r.steps(func(nt, nc, yt, yc float64) {
		var v float64
		if nt > 0 {
			v += yt / nt
		}
		if nc > 0 {
			v -= yc / nc
		}
		c = append(c, Point{nt + nc, v * (nt + nc)})
	})
	return c
}

func area(c []Point) float64 {
	var a float64
	for i := 1; i < len(c); i++ {
		a += (c[i].X - c[i-1].X) * (c[i].Y + c[i-1].Y) / 2
	}
	return a
}

// normalised returns the area of curve above the straight line to its end,
// as a share of the same area of the perfect curve.
func normalised(curve, perfect []Point) float64 {
	end := perfect[len(perfect)-1]
	line := area([]Point{{0, 0}, end})
	return (area(curve) - line) / (area(perfect) - line)
}

// QiniAUC returns the normalised area of the Qini curve in the convention of
// scikit-uplift's qini_auc_score: 0 is a random order, 1 the perfect one. The
// outcome must be 0 or 1. negativeEffect says what "perfect" means: true, the
// curve of the unknowable best order, which rises and may fall again; false,
// all the net gain at once, and then level. The two differ much: 0.065 and
// 0.354 on one and the same data.
func (r *Ranking) QiniAUC(negativeEffect bool) (float64, error) {
	nt, nc, yt, yc, err := r.binary()
	if err != nil {
		return 0, err
	}
	n := nt + nc
	perfect := []Point{{0, 0}, {yt - nt*yc/nc, yt - nt*yc/nc}, {n, yt - nt*yc/nc}}
	if negativeEffect {
		best := make([]float64, len(r.Y))
		for i, y := range r.Y {
			best[i] = -y
			if r.Treated[i] {
				best[i] = y
			}
		}
		p, err := Rank(r.Y, r.Treated, best)
		if err != nil {
			return 0, err
		}
		perfect = p.Qini()
	}
	return normalised(r.Qini(), perfect), nil
}

// UpliftAUC returns the normalised area of the uplift curve in the convention
// of scikit-uplift's uplift_auc_score. The outcome must be 0 or 1.
func (r *Ranking) UpliftAUC() (float64, error) {
	nt, _, yt, yc, err := r.binary()
	if err != nil {
		return 0, err
	}
	best := make([]float64, len(r.Y))
	for i, y := range r.Y {
		treated := 0.
		if r.Treated[i] {
			treated = 1
		}
		if y == treated {
			best[i] = 2
		}
		// Responders among the controls against the silent among the treated.
		if yc > nt-yt {
			best[i] += y
		} else {
			best[i] += treated
		}
	}
	p, err := Rank(r.Y, r.Treated, best)
	if err != nil {
		return 0, err
	}
	return normalised(r.Uplift(), p.Uplift()), nil
}

func (r *Ranking) binary() (nt, nc, yt, yc float64, err error) {
	for i, y := range r.Y {
		if y != 0 && y != 1 {
			return 0, 0, 0, 0, sentence.Fail("normalised uplift needs outcomes 0 or 1; row {row} has {value}", "row", i, "value", y)
		}
	}
	r.steps(func(a, b, c, d float64) { nt, nc, yt, yc = a, b, c, d })
	if nt == 0 || nc == 0 {
		return 0, 0, 0, 0, sentence.Fail("uplift needs both arms; {treated} treated and {controls} controls", "treated", nt, "controls", nc)
	}
	return nt, nc, yt, yc, nil
}

// UpliftAt returns the effect among the share k of people with the highest
// scores: ranked together, or (byGroup) within the treated and the controls
// apart. Equal scores are cut in file order from the end, as scikit-uplift.
func (r *Ranking) UpliftAt(k float64, byGroup bool) float64 {
	var n [2]float64
	for _, t := range r.Treated {
		n[b2i(t)]++
	}
	take := [2]float64{math.Floor(n[0] * k), math.Floor(n[1] * k)}
	whole := math.Floor(float64(len(r.Y)) * k)
	var m, y [2]float64
	for pos, i := range r.order {
		g := b2i(r.Treated[i])
		if byGroup && m[g] < take[g] || !byGroup && float64(pos) < whole {
			m[g]++
			y[g] += r.Y[i]
		}
	}
	return y[1]/m[1] - y[0]/m[0]
}

// WeightedUplift is scikit-uplift's weighted_average_uplift, by bins of rank:
// sum_b n_Tb (ybar_Tb - ybar_Cb) / sum_b n_Tb. It cuts the ranking into bins of equal size and returns the mean
// of their effects, weighted by the number of treated people.
func (r *Ranking) WeightedUplift(bins int) float64 {
	n, at := len(r.order), 0
	var num, den float64
	for b := range bins {
		size := n / bins
		if b < n%bins {
			size++
		}
		var m, y [2]float64
		for _, i := range r.order[at : at+size] {
			m[b2i(r.Treated[i])]++
			y[b2i(r.Treated[i])] += r.Y[i]
		}
		at += size
		num += m[1] * (y[1]/m[1] - y[0]/m[0])
		den += m[1]
	}
	return num / den
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
