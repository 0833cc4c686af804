package lab

import "testing"

// TestRandomiseGGL: the design as it was, 10,000 blocks of which two hold 19
// households, and a test of the four mailings with its own re-draws.
func TestRandomiseGGL(t *testing.T) {
	s, _ := ggl(t, "ggl2008.csv.gz")
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	blocks := make(map[int32]int)
	for b := range len(a.start) - 1 {
		blocks[a.start[b+1]-a.start[b]]++
	}
	if blocks[18] != 9998 || blocks[19] != 2 || len(blocks) != 2 {
		t.Errorf("blocks by households: %v", blocks)
	}
	counts := func(w []int) map[[2]int]int {
		n := make(map[[2]int]int)
		for b := range len(a.start) - 1 {
			for _, u := range a.units[a.start[b]:a.start[b+1]] {
				n[[2]int{b, w[u]}]++
			}
		}
		return n
	}
	before := counts(a.W)
	moved := 0
	w := a.Draw(Rand(1))
	for k, n := range counts(w) {
		if before[k] != n {
			t.Fatalf("block %d: arm %d got %d households, had %d", k[0], k[1], n, before[k])
		}
	}
	for u, k := range w {
		if a.W[u] != k {
			moved++
		}
	}
	if moved < len(w)/3 {
		t.Errorf("a re-draw moved %d of %d households", moved, len(w))
	}
	const seed, draws = 17, 199
	tt, p, err := RomanoWolfEffects(s, draws, Rand(seed))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seed %d, %d re-draws: t %.2f, adjusted p %.3f", seed, draws, tt, p)
	for k := range p {
		if p[k] != 1./(draws+1) {
			t.Errorf("%s: p %.3f though t is %.1f", s.Arms[k+1], p[k], tt[k])
		}
	}
	// Hawthorne beats Civic Duty by 0.78 points, z = 1.9: by re-draws of these two.
	two := s.Subset(func(i int) bool { return s.W[i] == 1 || s.W[i] == 2 })
	for i, w := range two.W {
		two.W[i] = w - 1
	}
	two.Arms = []string{"Civic Duty", "Hawthorne"}
	b, err := NewAssignment(two)
	if err != nil {
		t.Fatal(err)
	}
	r := b.RandomisationTest(func(w []int) float64 { return b.DiffMeans(w, 1) }, 1000, 999, Rand(seed))
	t.Logf("Hawthorne - Civic Duty: %.5f, one-sided p %.3f, two-sided %.3f (%.3f)", r.Observed, r.Greater, r.TwoSided, r.MCError)
	if r.Exact || r.Greater > .05 || r.TwoSided > .1 {
		t.Errorf("Hawthorne - Civic Duty: %+v; published p < .05, one-tailed", r)
	}
}
