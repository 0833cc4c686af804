package lab

import (
	"errors"
	"math"
	"testing"
)

// TestLongley: the certified values of NIST's Statistical Reference Datasets
// (Longley 1967), a notoriously ill-conditioned regression.
func TestLongley(t *testing.T) {
	y := []float64{60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551}
	x := [][]float64{
		{83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9},
		{234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601, 518173, 554894},
		{2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007},
		{1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827},
		{107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368, 127852, 130081},
		{1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962},
	}
	fit, err := OLS(y, x, nil)
	if err != nil {
		t.Fatal(err)
	}
	table := robust(t, fit, Classical, nil).Coefficients()
	for j, want := range [][2]float64{
		{-3482258.63459582, 890420.383607373}, {15.0618722713733, 84.9149257747669}, {-0.358191792925910e-01, 0.334910077722432e-01},
		{-2.02022980381683, 0.488399681651699}, {-1.03322686717359, 0.214274163161675}, {-0.511041056535807e-01, 0.226073200069370},
		{1829.15146461355, 455.478499142212},
	} {
		for i, got := range []float64{table[j].Est, table[j].SE} {
			if rel := math.Abs(got/want[i] - 1); rel > 1e-9 {
				t.Errorf("%s: %.15g, certified %.15g, relative difference %.1g", table[j].Name, got, want[i], rel)
			}
		}
	}
}

func TestRegressionErrors(t *testing.T) {
	y := []float64{1, 2, 4, 3}
	x := []float64{1, 0, 1, 2}
	if _, err := OLS(y, [][]float64{x, {1, 2}}, nil); err == nil {
		t.Error("short column: no error")
	}
	if _, err := OLS(y, [][]float64{{1, 2, math.NaN(), 0}}, nil); err == nil {
		t.Error("NaN: no error")
	}
	if _, err := OLS(y[:2], [][]float64{x[:2]}, nil); !errors.Is(err, ErrNoRows) {
		t.Errorf("two rows, two parameters: %v", err)
	}
	f, err := OLS(y, [][]float64{x}, []string{"x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Robust(CR1, nil); err == nil {
		t.Error("clustered without clusters: no error")
	}
	if _, err := f.Robust(CR1, []int32{0, 0, 0, 0}); err == nil {
		t.Error("one cluster: no error")
	}
	r := robust(t, f, HC2, nil)
	if _, err := r.Coefficient("z"); !errors.Is(err, ErrNoColumn) {
		t.Errorf("unknown column: %v", err)
	}
	if _, err := r.Wald("x", "x"); err == nil {
		t.Error("a restriction twice: no error")
	}
	abs, err := Linear{Y: y, X: [][]float64{x}, Absorb: []int32{0, 0, 1, 1}}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := abs.Robust(CR2, []int32{0, 1, 0, 1}); !errors.Is(err, ErrNotNested) {
		t.Errorf("clusters across blocks: %v", err)
	}
}
