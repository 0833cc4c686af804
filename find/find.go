// Package find answers questions about what is in a store: which ads, of
// whom, aimed at whom, with what money, and what is missing. An answer is a
// value with the rows it rests on; commands print it, pages draw it, and its
// JSON form is the API.
//
// Lists and facets come from narrow columns held in memory, one entry an ad in
// the order newest first; texts and single rows come from the store.
package find

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp/store"
)

// Finder answers questions about one store. It is safe for concurrent use and
// notices by itself when an import has changed the store; until the new columns
// are loaded it answers from the old ones.
type Finder struct {
	store  *store.Store
	people People
	load   func(context.Context, *store.Store) (*columns, error)

	mu      sync.Mutex
	columns *columns
	checked time.Time // when the store was last asked whether columns still hold
	loading *loading  // under way, nil if none
	failed  error     // of the last loading
}

// loading is a look at the store's state, and, if that has changed, the
// loading of its columns.
type loading struct {
	began time.Time
	done  chan struct{}
}

// New makes a Finder over a store.
func New(st *store.Store) *Finder { return &Finder{store: st, load: load} }

// Empty says that the store holds no archive.
func (f *Finder) Empty(ctx context.Context) (bool, error) {
	var empty bool
	if _, err := store.One(ctx, f.store, "Empty", []any{&empty}); err != nil {
		return false, fmt.Errorf("asking the store what it holds: %w", err)
	}
	return empty, nil
}

const (
	// staleAfter is how long loaded columns are used without asking the store
	// whether they still hold.
	staleAfter = time.Second
	// patience is how long from the beginning of a loading readers wait for it,
	// when they could have the old columns: a small store shows an import at once.
	patience = 250 * time.Millisecond
)

// table gives the columns, loaded anew if the store has changed; the old ones,
// where loading takes longer than readers have patience.
func (f *Finder) table(ctx context.Context) (*columns, error) {
	f.mu.Lock()
	c := f.columns
	if c != nil && time.Since(f.checked) < staleAfter {
		f.mu.Unlock()
		return c, nil
	}
	if f.loading == nil {
		f.loading = &loading{began: time.Now(), done: make(chan struct{})}
		go f.reload(f.loading, c)
	}
	l := f.loading
	f.mu.Unlock()

	var late <-chan time.Time // never, without old columns
	if c != nil {
		late = time.After(time.Until(l.began.Add(patience)))
	}
	select {
	case <-l.done:
	case <-late:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.columns, f.failed
}

// reload puts new columns in the place of old ones that no longer hold. It
// outlives the reader who asked first, as others wait for it too.
func (f *Finder) reload(l *loading, old *columns) {
	c, err := f.renewed(context.Background(), old)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed = err; err == nil {
		f.columns, f.checked = c, time.Now()
	}
	f.loading = nil
	close(l.done)
}

// renewed gives columns of the store's present state: the old ones, if it is theirs.
func (f *Finder) renewed(ctx context.Context, old *columns) (*columns, error) {
	if old != nil {
		stored, err := stored(ctx, f.store)
		if err != nil || stored == old.stored {
			return old, err
		}
	}
	c, err := f.load(ctx, f.store)
	if err != nil {
		return nil, fmt.Errorf("loading the columns of the store: %w", err)
	}
	return c, nil
}

// stored is a word that changes whenever the store does.
func stored(ctx context.Context, db store.Reader) (state string, err error) {
	if _, err := store.One(ctx, db, "State", []any{&state}); err != nil {
		return "", fmt.Errorf("asking the store for its state: %w", err)
	}
	return state, nil
}
