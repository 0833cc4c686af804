package lab

import "math/rand/v2"

// Rand returns the generator that every random step of the lab takes as an
// argument: PCG (O'Neill 2014), whose stream depends on the seed alone and is
// the same on every machine.
func Rand(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15))
}
