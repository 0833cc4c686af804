package memory

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/demostore"
	"github.com/contrechamp/contrechamp/store"
)

// bring imports one more ad.
func bring(t *testing.T, st *store.Store) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "more.jsonl")
	row := `{"id":"9999","ad_delivery_start_time":"2026-06-01","ad_creative_bodies":["Encore"],"page_id":"99","page_name":"Nouveau","bylines":"","target_ages":["18","65"],"target_gender":"All","target_locations":[{"name":"Germany","type":"countries","excluded":false,"num_obfuscated":0}]}`
	if err := os.WriteFile(file, []byte(row), 0o600); err != nil {
		t.Fatal(err)
	}
	demostore.Import(t, st, file, ingest.Options{})
}

// grownOld lets the columns be asked whether they still hold.
func (e *Engine) grownOld() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.checked = time.Time{}
}

func adsIn(t *testing.T, e *Engine) int {
	t.Helper()
	s, err := e.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Count(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return n.Ads
}

// TestReadersKeepTheOldColumns: after an import, while its columns load, readers
// have the old ones without waiting for the new; then the new ones.
func TestReadersKeepTheOldColumns(t *testing.T) {
	st := manyAds(t)
	e := New(st)
	before := adsIn(t, e)
	bring(t, st)
	begin, end := make(chan struct{}), make(chan struct{})
	e.load = func(ctx context.Context, st *store.Store) (*columns, error) {
		close(begin)
		<-end
		return load(ctx, st)
	}
	e.grownOld()
	if n := adsIn(t, e); n != before {
		t.Errorf("%d ads while loading, want %d", n, before)
	}
	<-begin
	e.mu.Lock()
	l := e.loading
	e.mu.Unlock()
	close(end)
	<-l.done
	if n := adsIn(t, e); n != before+1 {
		t.Errorf("%d ads after loading, want %d", n, before+1)
	}
}

// TestFailedLoadingIsSaid: a loading that failed is an error, not old columns
// for ever; the next one that succeeds ends it.
func TestFailedLoadingIsSaid(t *testing.T) {
	st := manyAds(t)
	e := New(st)
	before := adsIn(t, e)
	bring(t, st)
	broken := errors.New("the disk is gone")
	e.load = func(context.Context, *store.Store) (*columns, error) { return nil, broken }
	e.grownOld()
	if s, err := e.Snapshot(t.Context()); !errors.Is(err, broken) || s != engine.Snapshot(nil) {
		t.Errorf("%v, %v", s, err)
	}
	e.load = load
	if n := adsIn(t, e); n != before+1 {
		t.Errorf("%d ads, want %d", n, before+1)
	}
}
