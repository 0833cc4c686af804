package lab

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

// TestAssignment: re-draws keep each block's own counts, and Each lists
// exactly Count different assignments.
func TestAssignment(t *testing.T) {
	// Two blocks of clusters (sizes 1 and 2), arms 2/1/1 and 1/2/0.
	s := &Sample{
		Y:       []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		Cluster: []int32{0, 0, 1, 2, 3, 4, 4, 5, 6, 6},
		Block:   []int32{0, 0, 0, 0, 0, 1, 1, 1, 1, 1},
		W:       []int{0, 0, 0, 1, 2, 0, 0, 1, 1, 1},
		Arms:    []string{"a", "b", "c"},
	}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	if want := big.NewInt(12 * 3); a.Count().Cmp(want) != 0 {
		t.Errorf("count %v, want %v", a.Count(), want)
	}
	seen := make(map[string]bool)
	legal := func(w []int) {
		var n [2][3]int
		for c, arm := range w {
			n[c/4][arm]++
		}
		if n != [2][3]int{{2, 1, 1}, {1, 2, 0}} {
			t.Fatalf("assignment %v does not keep the blocks' counts", w)
		}
	}
	a.Each(func(w []int) {
		legal(w)
		seen[fmt.Sprint(w)] = true
	})
	if len(seen) != 36 {
		t.Errorf("%d different assignments, want 36", len(seen))
	}
	rng := Rand(11)
	drawn := make(map[string]int)
	for range 36 * 200 {
		w := a.Draw(rng)
		legal(w)
		drawn[fmt.Sprint(w)]++
	}
	var chi2 float64
	for w := range seen {
		d := float64(drawn[w] - 200)
		chi2 += d * d / 200
	}
	if chi2 > 35+5*math.Sqrt(70) {
		t.Errorf("re-draws are not uniform: chi-square %.1f on 35 degrees of freedom", chi2)
	}
	s.W[1] = 1
	if _, err := NewAssignment(s); err == nil {
		t.Error("a cluster in two arms: no error")
	}
}

// The drawn p-value agrees with the exact one.
func TestRandomisationDrawn(t *testing.T) {
	s := World{Blocks: 3, Units: []int{2, 2}, Size: [2]int{1, 3}, Effect: []float64{.5}}.Draw(Rand(12))
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	stat := func(w []int) float64 { return a.DiffMeans(w, 1) }
	exact := a.RandomisationTest(stat, 1e6, 0, nil)
	drawn := a.RandomisationTest(stat, 0, 4000, Rand(13))
	if !exact.Exact || drawn.Exact {
		t.Fatalf("exact %v, drawn %v", exact, drawn)
	}
	if math.Abs(exact.TwoSided-drawn.TwoSided) > 4*drawn.MCError+1./4000 {
		t.Errorf("drawn p %.4f (%.4f), exact %.4f", drawn.TwoSided, drawn.MCError, exact.TwoSided)
	}
}
