package message

import "sync/atomic"

// components are joined by any number of goroutines at once. The least number
// of a component is its root, so the result does not depend on who was first.
type components []atomic.Int32

func newComponents(n int) components {
	c := make(components, n)
	for i := range c {
		c[i].Store(int32(i))
	}
	return c
}

// root is the least number that a number is joined with so far.
func (c components) root(i int32) int32 {
	for {
		up := c[i].Load()
		if up == i {
			return i
		}
		above := c[up].Load()
		if above != up {
			c[i].CompareAndSwap(up, above) // halves the way of the next
		}
		i = up
	}
}

// join puts two numbers into one component.
func (c components) join(a, b int32) {
	for {
		a, b = c.root(a), c.root(b)
		if a == b {
			return
		}
		if a > b {
			a, b = b, a
		}
		if c[b].CompareAndSwap(b, a) {
			return
		}
	}
}

// list is the root of every number.
func (c components) list() []int32 {
	out := make([]int32, len(c))
	for i := range out {
		out[i] = c.root(int32(i))
	}
	return out
}
