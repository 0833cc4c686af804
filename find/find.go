// Package find answers questions about what is in a store: which ads, of
// whom, aimed at whom, with what money, and what is missing. An answer is a
// value with the rows it rests on; commands print it, pages draw it, and its
// JSON form is the API.
//
// What the words of a filter mean is decided here, against the small tables of
// a store; what has to be asked of every ad is asked of an engine; texts and
// single rows come from the store.
package find

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/memory"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/internal/keep"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/store"
)

// Finder answers questions about one store. It is safe for concurrent use.
type Finder struct {
	store  *store.Store
	engine engine.Engine
	people People

	mu  sync.Mutex
	now *version
}

// New makes a Finder over a store, with its ads in memory.
func New(st *store.Store) *Finder { return Over(st, memory.New(st)) }

// Over makes a Finder that asks an engine over the same store.
func Over(st *store.Store, e engine.Engine) *Finder { return &Finder{store: st, engine: e} }

// Empty says that the store holds no archive.
func (f *Finder) Empty(ctx context.Context) (bool, error) {
	var empty bool
	if _, err := store.One(ctx, f.store, "Empty", []any{&empty}); err != nil {
		return false, fmt.Errorf("asking the store what it holds: %w", err)
	}
	return empty, nil
}

// version is a version of the store with the answers that were worked out of
// it and are kept: by what a filter selects, or once.
type version struct {
	engine.Snapshot
	small *tables.Tables

	terms     *keep.Cache[[]engine.Condition] // resolved: lists are narrowed one term at a time
	summaries *keep.Cache[*summary]
	rows      *keep.Cache[AdRow]
	coverages *keep.Cache[*coverage]
	reaches   *keep.Cache[*Reach] // of advertisers in selections
	people    keep.Once[*population.Table]
	quality   keep.Once[[]Quality]
	mine      keep.Once[*MyBox]
	home      keep.Once[*Home]
	tallies   keep.Once[*tallied]
	state     keep.Once[State]
	topics    keep.Once[[]uint32]  // of texts, by text.id
	speeches  *keep.Cache[*speech] // of archives
	tests     *keep.Cache[*Divergence]
	orders    *keep.Cache[*ordered]
}

// Sizes of the caches, in bytes.
const (
	termCache     = 32 << 20
	summaryCache  = 128 << 20
	rowCache      = 32 << 20
	coverageCache = 64 << 20
	reachCache    = 16 << 20
	testCache     = 16 << 20
	orderCache    = 32 << 20
	speechCache   = 1 << 40 // all of them: an archive's are needed by each of its questions
)

// version gives the version that questions are answered from.
func (f *Finder) version(ctx context.Context) (*version, error) {
	s, err := f.engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil || f.now.Version() != s.Version() {
		f.now = &version{Snapshot: s, small: s.Tables(),
			terms: keep.NewCache[[]engine.Condition](termCache), summaries: keep.NewCache[*summary](summaryCache), rows: keep.NewCache[AdRow](rowCache),
			coverages: keep.NewCache[*coverage](coverageCache), reaches: keep.NewCache[*Reach](reachCache),
			speeches: keep.NewCache[*speech](speechCache), tests: keep.NewCache[*Divergence](testCache),
			orders: keep.NewCache[*ordered](orderCache)}
	}
	return f.now, nil
}

// adsOf gives every ad of a selection, the newest first: for selections of one
// advertiser, not of a store.
func (c *version) adsOf(ctx context.Context, sel engine.Selection) ([]engine.Row, error) {
	numbers, err := all(c.Each(ctx, sel))
	if err != nil {
		return nil, err
	}
	return c.Rows(ctx, numbers)
}

// all gathers what an engine hands over, up to its first error.
func all[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for x, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// selected gives the ads that a filter asks for.
func (f *Finder) selected(ctx context.Context, filter filter.Filter) (*version, engine.Selection, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, nil, err
	}
	s, err := f.summary(ctx, c, filter)
	if err != nil {
		return nil, nil, err
	}
	return c, s.selection, nil
}

// Numbers are the store's numbers (ad.num) of the ads that a filter asks for,
// nil for all: what an export of them is narrowed to.
func (f *Finder) Numbers(ctx context.Context, filter filter.Filter) ([]int32, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil || sel == nil {
		return nil, err
	}
	nums := []int32{}
	for n, err := range c.Each(ctx, sel) {
		if err != nil {
			return nil, err
		}
		nums = append(nums, int32(n))
	}
	return nums, nil
}
