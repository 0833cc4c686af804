package find

import (
	"container/list"
	"sync"
)

// cache keeps what was computed for a selection, so that the pages and orders
// of one list, and readers of the same list, share it. It holds up to a number
// of bytes, forgets what was used longest ago, and lives as long as the
// columns it was computed from.
type cache[V any] struct {
	mu    sync.Mutex
	limit int
	bytes int
	order list.List // of *kept[V], last used first
	byKey map[string]*list.Element
}

type kept[V any] struct {
	key   string
	value V
	bytes int
}

func newCache[V any](limit int) *cache[V] {
	return &cache[V]{limit: limit, byKey: map[string]*list.Element{}}
}

func (c *cache[V]) get(key string) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept[V]).value, true
}

func (c *cache[V]) put(key string, v V, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok || bytes > c.limit/4 {
		return
	}
	c.byKey[key] = c.order.PushFront(&kept[V]{key, v, bytes})
	for c.bytes += bytes; c.bytes > c.limit; {
		last := c.order.Back()
		old := c.order.Remove(last).(*kept[V])
		delete(c.byKey, old.key)
		c.bytes -= old.bytes
	}
}

// Sizes of the caches, in bytes.
const (
	summaryCache  = 128 << 20
	rowCache      = 32 << 20
	termCache     = 64 << 20
	coverageCache = 64 << 20
	reachCache    = 16 << 20
	testCache     = 16 << 20
)
