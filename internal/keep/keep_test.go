package keep

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// TestMadeOnce: many who ask at the same time have one value made.
func TestMadeOnce(t *testing.T) {
	c := NewCache[int](1 << 20)
	var once Once[int]
	var made, madeOnce atomic.Int32
	begin := make(chan struct{})
	var asking sync.WaitGroup
	for range 50 {
		asking.Go(func() {
			<-begin
			v, err := c.Of("a", func() (int, int, error) { made.Add(1); return 7, 8, nil })
			w, err2 := once.Of(func() (int, error) { madeOnce.Add(1); return 9, nil })
			if v != 7 || err != nil || w != 9 || err2 != nil {
				t.Errorf("%d, %v, %d, %v", v, err, w, err2)
			}
		})
	}
	close(begin)
	asking.Wait()
	if made.Load() != 1 || madeOnce.Load() != 1 {
		t.Errorf("made %d and %d times", made.Load(), madeOnce.Load())
	}
}

// TestErrorsAreNotKept: the next who asks has it made again.
func TestErrorsAreNotKept(t *testing.T) {
	c := NewCache[int](100)
	var once Once[int]
	broken := errors.New("broken")
	if _, err := c.Of("a", func() (int, int, error) { return 0, 1, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := once.Of(func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if v, err := c.Of("a", func() (int, int, error) { return 3, 1, nil }); v != 3 || err != nil {
		t.Error(v, err)
	}
	if v, err := once.Of(func() (int, error) { return 3, nil }); v != 3 || err != nil {
		t.Error(v, err)
	}
}

// TestForgets: the cache stays within its bytes and forgets what was used
// longest ago; what is too large is not kept.
func TestForgets(t *testing.T) {
	c := NewCache[string](100)
	for _, k := range []string{"a", "b", "c", "d"} {
		c.Put(k, k, 25)
	}
	c.Get("a")
	c.Put("e", "e", 25)
	c.Put("f", "f", 26)
	for k, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true, "e": true, "f": false} {
		if v, ok := c.Get(k); ok != want || ok && v != k {
			t.Errorf("%s: %q, %v", k, v, ok)
		}
	}
}
