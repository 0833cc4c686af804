package ingest_test

import (
	"context"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/ingest"
)

// TestGivenUpAtAnyMoment gives an import up after a hundred different times,
// from at once to after its end: it always comes back, with an error or whole,
// and the store takes the next import.
func TestGivenUpAtAnyMoment(t *testing.T) {
	path := openPath(t)
	s := openAt(t, path)
	defer s.Close()
	a := file(t, "a.tsv", many(2000, "first"))
	if _, err := ingest.Files(context.Background(), s, ingest.Request{Paths: []string{a}, Series: "ira/given-up"}, ingest.Report{}); err != nil {
		t.Fatal(err)
	}
	rounds := 100
	if testing.Short() {
		rounds = 20
	}
	for i := range rounds {
		b := file(t, "b.tsv", many(2000+i, "again"))
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i)*time.Duration(i)*20*time.Microsecond)
		ended := make(chan error, 1)
		go func() {
			_, err := ingest.Files(ctx, s, ingest.Request{Paths: []string{b}, Series: "ira/given-up"}, ingest.Report{})
			ended <- err
		}()
		select {
		case <-ended:
		case <-time.After(time.Minute):
			t.Fatalf("round %d: the import does not come back after %v", i, time.Duration(i)*time.Duration(i)*20*time.Microsecond)
		}
		cancel()
	}
	c := file(t, "c.tsv", many(50, "last"))
	if _, err := ingest.Files(context.Background(), s, ingest.Request{Paths: []string{c}, Series: "ira/given-up"}, ingest.Report{}); err != nil {
		t.Fatal(err)
	}
}

func openPath(t *testing.T) string {
	t.Helper()
	return t.TempDir() + "/x.duckdb"
}
