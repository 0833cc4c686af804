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
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp/store"
)

// Finder answers questions about one store. It is safe for concurrent use and
// notices by itself when an import has changed the store.
type Finder struct {
	store  *store.Store
	db     *sql.DB
	people People

	mu      sync.RWMutex
	columns *columns
	state   string // of the store when columns were loaded
	checked time.Time
	loading sync.Mutex
}

// New makes a Finder over a store.
func New(st *store.Store) *Finder { return &Finder{store: st, db: st.DB()} }

// Empty says that the store holds no archive.
func (f *Finder) Empty(ctx context.Context) (bool, error) {
	var empty bool
	if err := f.db.QueryRowContext(ctx, query("Empty")).Scan(&empty); err != nil {
		return false, fmt.Errorf("asking the store what it holds: %w", err)
	}
	return empty, nil
}

// staleAfter is how long loaded columns are used without asking the store
// whether they still hold.
const staleAfter = time.Second

// table gives the columns, loaded anew if the store has changed.
func (f *Finder) table(ctx context.Context) (*columns, error) {
	f.mu.RLock()
	c, fresh := f.columns, time.Since(f.checked) < staleAfter
	f.mu.RUnlock()
	if c != nil && fresh {
		return c, nil
	}
	f.loading.Lock()
	defer f.loading.Unlock()
	var state string
	if err := f.db.QueryRowContext(ctx, query("State")).Scan(&state); err != nil {
		return nil, fmt.Errorf("asking the store for its state: %w", err)
	}
	f.mu.RLock()
	c = f.columns
	same := c != nil && state == f.state
	f.mu.RUnlock()
	if !same {
		var err error
		if c, err = load(ctx, f.db); err != nil {
			return nil, fmt.Errorf("loading the columns of the store: %w", err)
		}
	}
	f.mu.Lock()
	f.columns, f.state, f.checked = c, state, time.Now()
	f.mu.Unlock()
	return c, nil
}
