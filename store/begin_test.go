package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/store"
)

// TestBeginGivenUp gives beginnings up at many moments. The connection goes
// back to the others each time, so whoever takes it next must find it free.
func TestBeginGivenUp(t *testing.T) {
	s, err := store.Open(t.Context(), t.TempDir()+"/x.duckdb", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 600 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%300)*time.Microsecond)
		tx, err := s.Begin(ctx)
		cancel()
		if err == nil {
			tx.Rollback()
		}
		after, err := s.Begin(t.Context())
		if err != nil {
			t.Fatalf("beginning %d, after one that was given up: %v", i, err)
		}
		if _, err := after.Batch(t.Context(), "ad"); err != nil {
			t.Fatalf("using transaction %d, after one that was given up: %v", i, err)
		}
		after.Rollback()
	}
}
