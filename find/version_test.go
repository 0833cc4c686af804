package find

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/memory"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/ingest"
)

// bring imports rows of Meta's archive into a finder's store.
func bring(t *testing.T, f *Finder, lines string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "more.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := archive.Open([]string{file}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, in := range opened.Inputs {
		if _, err := ingest.Import(context.Background(), f.store, in.Bundle, in.Format, ingest.Options{}); err != nil {
			t.Fatal(err)
		}
	}
}

// frozen is an engine that has not noticed the last imports.
type frozen struct{ old engine.Snapshot }

func (f frozen) Snapshot(context.Context) (engine.Snapshot, error) { return f.old, nil }

// TestAnswersFromAnOlderVersion: while the engine still has an older version than
// the store, every question is answered from that, also where the store already
// speaks of ads, texts and names that it does not know.
func TestAnswersFromAnOlderVersion(t *testing.T) {
	ctx := context.Background()
	f := sample(t)
	if a, err := f.Ads(ctx, filter.Filter{}); err != nil || a.Total != 4 {
		t.Fatal(a, err)
	}
	old, err := f.engine.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	bring(t, f, ad(9, "99", "Nouveau", "Les transports du fleuve", `"25","34"`, "Men", bavaria+","+noBerlin, 9, 5000, 5999))
	f.engine = frozen{old}
	total := func(q string) int {
		t.Helper()
		v, err := url.ParseQuery(q)
		if err != nil {
			t.Fatal(err)
		}
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Ads(ctx, filter)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		return a.Total
	}
	for q, want := range map[string]int{"": 4, "q=transports": 3, "q=fleuve": 0, "q=-routes": 3, "payer=nouveau": 0, "removed=changed": 0, "advertiser=meta:99": 0} {
		if got := total(q); got != want {
			t.Errorf("%q while loading: %d ads, want %d", q, got, want)
		}
	}
	if _, err := f.Ad(ctx, "meta:9"); !errors.Is(err, contrechamp.ErrNotFound) {
		t.Errorf("an ad that the columns do not know: %v", err)
	}
	if _, err := f.Ads(ctx, filter.Filter{After: "meta:9"}); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("a cursor that the columns do not know: %v", err)
	}
	if a, err := f.Advertisers(ctx, filter.Filter{}); err != nil || a.Total != 2 {
		t.Errorf("advertisers while loading: %+v, %v", a, err)
	}
	for name, ask := range map[string]func() error{
		"home":       func() error { _, err := f.Home(ctx); return err },
		"sources":    func() error { _, err := f.Sources(ctx); return err },
		"removed":    func() error { _, err := f.Removed(ctx, filter.Filter{}); return err },
		"audiences":  func() error { _, err := f.Audiences(ctx, filter.Filter{}); return err },
		"exclusions": func() error { _, err := f.Exclusions(ctx, filter.Filter{}); return err },
		"quality":    func() error { _, err := f.Quality(ctx, filter.Filter{}); return err },
	} {
		if err := ask(); err != nil {
			t.Errorf("%s while loading: %v", name, err)
		}
	}
	f = Over(f.store, memory.New(f.store))
	if n := total("q=fleuve"); n != 1 {
		t.Errorf("after loading: %d ads", n)
	}
	if a, err := f.Ad(ctx, "meta:9"); err != nil || a.ID != "meta:9" {
		t.Errorf("after loading: %v", err)
	}
}
