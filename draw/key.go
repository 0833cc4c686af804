// Package draw draws random numbers by counting: a number is a function of a
// key and a place, not of what was drawn before it. So the draws of one person
// do not depend on how many others were drawn, on the order, on the number of
// threads or on the machine; two worlds that differ in one thing share all other
// chance; and what can be drawn again need not be stored.
//
// The generator is SplitMix64 (Steele, Lea and Flood, "Fast Splittable
// Pseudorandom Number Generators", 2014), which passes BigCrush, read at any
// place of its sequence. It is not for secrets.
//
// Results are the same on every architecture. Two things would spoil that:
// compilers for some machines fuse x*y+z into one operation with one rounding,
// so products are written float64(x*y); and math.Exp and math.Log may differ in
// the last bit, so Exp and Log here are made of the four operations alone.
package draw

import "math/bits"

const (
	gamma   = 0x9e3779b97f4a7c15 // SplitMix64's step: 2^64 over the golden ratio
	purpose = 0xd1342543de82ef95 // an odd multiplier that spreads purposes
)

// Mix is SplitMix64's finaliser: a bijection in which every bit of x turns about
// half of the bits of the result.
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Key is one stream of random numbers.
type Key uint64

// New is the stream of a seed for a purpose. Purposes are numbered by whoever
// draws; For names them.
func New(seed, number uint64) Key {
	return Key(Mix(Mix(seed+gamma) ^ number*purpose))
}

// For is the stream of a seed for a purpose that has a name, as
// "electorate/traits": its number is the 64-bit FNV-1a hash of the name.
func For(seed uint64, name string) Key {
	h := uint64(0xcbf29ce484222325)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return New(seed, h)
}

// Sub is a stream of its own for each number below a stream: of a district, say,
// or of an advertisement.
func (k Key) Sub(number uint64) Key {
	return Key(Mix(uint64(k) ^ (number+1)*purpose))
}

// At is the i-th number of the stream: 64 random bits.
func (k Key) At(i uint64) uint64 { return Mix(uint64(k) + i*gamma) }

// Below turns random bits into a number from 0 to before n. Each has a chance of
// 1/n to within 2^-64.
func Below(u, n uint64) uint64 {
	hi, _ := bits.Mul64(u, n)
	return hi
}

// Unit turns random bits into a number in [0, 1): a multiple of 2^-53.
func Unit(u uint64) float64 { return float64(float64(u>>11) * 0x1p-53) }

// Open turns random bits into a number in (0, 1), for logarithms.
func Open(u uint64) float64 { return float64((float64(u>>12) + .5) * 0x1p-52) }

// Stream reads a stream from its beginning, for what is drawn in a row and only
// once. The zero Stream reads the zero Key.
type Stream struct {
	Key  Key
	next uint64
}

// Next is the next 64 bits.
func (s *Stream) Next() uint64 {
	s.next++
	return s.Key.At(s.next - 1)
}

// Normal is the next standard normal number.
func (s *Stream) Normal() float64 { return float64(Normal(uint16(s.Next() >> 48))) }

// Pair is the next two distinct numbers from 0 to before n, which is at least 2.
func (s *Stream) Pair(n int) (a, b int) {
	a = int(Below(s.Next(), uint64(n)))
	b = int(Below(s.Next(), uint64(n-1)))
	if b >= a {
		b++
	}
	return a, b
}
