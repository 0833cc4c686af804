// Package keep holds what took time to work out, and has it worked out once
// for all who ask for it at the same time.
package keep

import (
	"container/list"
	"sync"

	"golang.org/x/sync/singleflight"
)

// Cache keeps values by key up to a number of bytes and forgets what was used
// longest ago. It is safe for concurrent use.
type Cache[V any] struct {
	mu     sync.Mutex
	limit  int
	bytes  int
	order  list.List // of *kept[V], last used first
	byKey  map[string]*list.Element
	flight singleflight.Group
}

type kept[V any] struct {
	key   string
	value V
	bytes int
}

// NewCache makes a cache of so many bytes.
func NewCache[V any](limit int) *Cache[V] {
	return &Cache[V]{limit: limit, byKey: map[string]*list.Element{}}
}

// Get gives what is kept under a key.
func (c *Cache[V]) Get(key string) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept[V]).value, true
}

// Put keeps a value of so many bytes; one that would take a quarter of the
// cache is not kept.
func (c *Cache[V]) Put(key string, v V, bytes int) {
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

// Of gives what is kept under a key, or has it made: once, however many ask.
// As others wait for it, what is made must not end with the reader who asked
// first. Errors are not kept.
func (c *Cache[V]) Of(key string, make func() (v V, bytes int, err error)) (V, error) {
	if v, ok := c.Get(key); ok {
		return v, nil
	}
	made, err, _ := c.flight.Do(key, func() (any, error) {
		if v, ok := c.Get(key); ok { // made since
			return v, nil
		}
		v, bytes, err := make()
		if err == nil {
			c.Put(key, v, bytes)
		}
		return v, err
	})
	v, _ := made.(V) // an interface that is nil is V's own nil
	return v, err
}

// Once keeps one value. Its zero value is ready.
type Once[V any] struct {
	mu    sync.Mutex
	done  bool
	value V
}

// Of gives the value, or has it made: once, however many ask. Errors are not kept.
func (o *Once[V]) Of(make func() (V, error)) (V, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done {
		return o.value, nil
	}
	v, err := make()
	if err == nil {
		o.value, o.done = v, true
	}
	return v, err
}
