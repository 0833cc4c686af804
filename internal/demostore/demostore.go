// Package demostore fills stores for tests with the invented election that
// comes with the program.
package demostore

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/demo"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// Open gives a store of all invented archives and their population.
func Open(t testing.TB) *store.Store {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	if err := demo.Write(dir); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(ctx, filepath.Join(dir, "demo.duckdb"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	for _, name := range demo.Population {
		in, err := demo.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.ImportPopulation(ctx, st, in, strings.TrimSuffix(name, ".gz"), 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range demo.Archives {
		Import(t, st, filepath.Join(dir, a.Name), ingest.Options{Series: a.Series, Invented: true, Now: func() time.Time { return a.Read }})
	}
	return st
}

// Import reads a file into a store.
func Import(t testing.TB, st *store.Store, path string, o ingest.Options) {
	t.Helper()
	opened, err := archive.Open([]string{path}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, in := range opened.Inputs {
		if _, err := ingest.Import(t.Context(), st, in.Bundle, in.Format, o); err != nil {
			t.Fatal(err)
		}
	}
}
