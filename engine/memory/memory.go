// Package memory is the engine that holds one narrow column entry an ad in
// memory, in the order newest first (some 110 bytes an ad): it selects with
// bitmaps and counts column by column. Texts and single rows stay in the store.
package memory

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/store"
)

// Engine answers from columns of one store. It is safe for concurrent use and
// notices by itself when an import has changed the store; until the new columns
// are loaded it answers from the old ones.
type Engine struct {
	store *store.Store
	load  func(context.Context, *store.Store) (*columns, error)

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

// New makes an engine over a store.
func New(st *store.Store) *Engine { return &Engine{store: st, load: load} }

const (
	// staleAfter is how long loaded columns are used without asking the store
	// whether they still hold.
	staleAfter = time.Second
	// patience is how long from the beginning of a loading readers wait for it,
	// when they could have the old columns: a small store shows an import at once.
	patience = 250 * time.Millisecond
)

// Snapshot gives the columns, loaded anew if the store has changed; the old
// ones, where loading takes longer than readers have patience.
func (e *Engine) Snapshot(ctx context.Context) (engine.Snapshot, error) {
	e.mu.Lock()
	c := e.columns
	if c != nil && time.Since(e.checked) < staleAfter {
		e.mu.Unlock()
		return c, nil
	}
	if e.loading == nil {
		e.loading = &loading{began: time.Now(), done: make(chan struct{})}
		go e.reload(e.loading, c)
	}
	l := e.loading
	e.mu.Unlock()

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
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failed != nil {
		return nil, e.failed
	}
	return e.columns, nil
}

// reload puts new columns in the place of old ones that no longer hold. It
// outlives the reader who asked first, as others wait for it too.
func (e *Engine) reload(l *loading, old *columns) {
	c, err := e.renewed(context.Background(), old)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failed = err; err == nil {
		e.columns, e.checked = c, time.Now()
	}
	e.loading = nil
	close(l.done)
}

// renewed gives columns of the store's present state: the old ones, if it is theirs.
func (e *Engine) renewed(ctx context.Context, old *columns) (*columns, error) {
	if old != nil {
		state, err := stateOf(ctx, e.store)
		if err != nil || state == old.state {
			return old, err
		}
	}
	c, err := e.load(ctx, e.store)
	if err != nil {
		return nil, fmt.Errorf("loading the columns of the store: %w", err)
	}
	return c, nil
}

// stateOf is a word that changes whenever the store does.
func stateOf(ctx context.Context, r store.Reader) (state string, err error) {
	if _, err := store.One(ctx, r, "State", []any{&state}); err != nil {
		return "", fmt.Errorf("asking the store for its state: %w", err)
	}
	return state, nil
}
