package bits

import "unsafe"

// words is the bitmap of n words that starts at p.
func words(p *uint64, n int) []uint64 { return unsafe.Slice(p, n) }
