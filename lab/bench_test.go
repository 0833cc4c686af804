package lab

import "testing"

// BenchmarkGGLClustered is the regression of Table 3 (a) on all 344,084 rows
// with household-clustered errors: dummies, normal equations, residuals,
// sums by household, table. Reading is not counted.
func BenchmarkGGLClustered(b *testing.B) {
	s, _ := ggl(b, "ggl2008.csv.gz")
	for b.Loop() {
		benchFit(b, armModel(s), CR1, s.Cluster)
	}
}

// BenchmarkGGLBlocks is Table 3 (c): 10,000 block effects and five past votes.
func BenchmarkGGLBlocks(b *testing.B) {
	s, _ := ggl(b, "ggl2008.csv.gz")
	for b.Loop() {
		benchFit(b, withBlocks(armModel(s, votes...), s), CR1, s.Cluster)
	}
}

// BenchmarkGGLLin is Lin's regression: 40 columns.
func BenchmarkGGLLin(b *testing.B) {
	s, _ := ggl(b, "ggl2008.csv.gz")
	s = only(s, gglLin...)
	ids := s.Cluster
	for b.Loop() {
		benchFit(b, Lin(s), CR1, ids)
	}
}

// BenchmarkGGLCR2 adds Satterthwaite degrees of freedom over 180,002 households.
func BenchmarkGGLCR2(b *testing.B) {
	s, _ := ggl(b, "ggl2008.csv.gz")
	for b.Loop() {
		benchFit(b, armModel(s), CR2, s.Cluster)
	}
}

// BenchmarkGGLRandomise is one re-draw of all 180,002 households in their
// 10,000 blocks and its four studentised effects.
func BenchmarkGGLRandomise(b *testing.B) {
	s, _ := ggl(b, "ggl2008.csv.gz")
	a, err := NewAssignment(s)
	if err != nil {
		b.Fatal(err)
	}
	rng := Rand(1)
	for b.Loop() {
		a.studentized(a.Draw(rng))
	}
}

func benchFit(b *testing.B, m Linear, kind VCov, cluster []int32) {
	b.Helper()
	r, err := mustFit(b, m).Robust(kind, cluster)
	if err != nil {
		b.Fatal(err)
	}
	r.Coefficients()
}
