package trial

import (
	"context"
	"testing"
)

// BenchmarkGGL is the whole report on 344,084 people in 180,002 households and
// 10,000 blocks, from the gzipped file.
func BenchmarkGGL(b *testing.B) {
	o := options(b, "ggl2008")
	for b.Loop() {
		if _, err := Run(context.Background(), o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTenIssues is the whole report on the ten issues.
func BenchmarkTenIssues(b *testing.B) {
	o := options(b, "ten-issues")
	for b.Loop() {
		if _, err := Run(context.Background(), o); err != nil {
			b.Fatal(err)
		}
	}
}
