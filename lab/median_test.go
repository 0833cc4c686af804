package lab

import (
	"math"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		v    []float64
		want float64
	}{{[]float64{7}, 7}, {[]float64{9, 1, 2}, 2}, {[]float64{9, 1, 2, 4}, 3}, {[]float64{5, 1}, 3}} {
		if got := Median(c.v); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.v, got, c.want)
		}
	}
	if !math.IsNaN(Median(nil)) {
		t.Error("the median of nothing is a number")
	}
}

// Of three values drawn again from three, the median is the smallest 7 times in
// 27 (all three, or two of the three draws), the middle one 13 times.
func TestMedianSE(t *testing.T) {
	if got, want := MedianSE([]float64{1, -1, 0}), math.Sqrt(14./27); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
	if got := MedianSE([]float64{3, 3, 3, 3}); got > 1e-12 {
		t.Errorf("of equal values %v", got)
	}
	if !math.IsNaN(MedianSE([]float64{3})) {
		t.Error("one value says how far the median strays")
	}
}

// Against the truth: the medians of 20 normal values stray by about
// 1.2533 / sqrt(20), and so says the formula on average.
func TestMedianSEIsRight(t *testing.T) {
	const seed, n, reps = 7, 20, 4000
	rng := Rand(seed)
	var said, mean, ss float64
	for range reps {
		v := make([]float64, n)
		for i := range v {
			v[i] = rng.NormFloat64()
		}
		said += MedianSE(v) / reps
		m := Median(v)
		mean += m / reps
		ss += m * m / reps
	}
	if truth := math.Sqrt(ss - mean*mean); math.Abs(said-truth) > 0.06*truth {
		t.Errorf("seed %d: medians stray by %.4f, the formula says %.4f on average", seed, truth, said)
	}
}
