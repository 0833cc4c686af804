package draw

// Permutation orders the numbers from 0 to before n at random without storing
// the order: a Feistel network over the smallest even number of bits that holds
// n, walked until it lands below n. It is a bijection for every key; all orders
// of two places are as good as equally likely, but of the n! orders at most 2^64
// occur.
type Permutation struct {
	n    uint64
	half uint // bits
	used int  // of keys
	keys [smallRounds]Key
}

// Four rounds make a network that a limited observer cannot tell from chance
// (Luby and Rackoff 1988). Halves of few bits have few functions to choose from
// and mix worse: with six rounds, who stands next to whom among ten is visibly
// uneven over 20,000 keys; with twelve it is even over a million.
const (
	rounds      = 6
	smallRounds = 12
	small       = 6 // bits of a half
)

// NewPermutation is the order of n numbers by a key; n is at most 2^62.
func NewPermutation(k Key, n uint64) Permutation {
	p := Permutation{n: n, half: 1}
	for 1<<(2*p.half) < n {
		p.half++
	}
	p.used = rounds
	if p.half < small {
		p.used = smallRounds
	}
	for r := range p.used {
		p.keys[r] = k.Sub(uint64(r))
	}
	return p
}

// At is the number at place i, which must be below n.
func (p *Permutation) At(i uint64) uint64 {
	p.check(i)
	for i = p.through(i); i >= p.n; {
		i = p.through(i)
	}
	return i
}

// Place is where a number stands: At(Place(x)) is x.
func (p *Permutation) Place(x uint64) uint64 {
	p.check(x)
	for x = p.back(x); x >= p.n; {
		x = p.back(x)
	}
	return x
}

// check stops what would walk for ever.
func (p *Permutation) check(i uint64) {
	if i >= p.n {
		panic("draw: a permutation was asked beyond its end")
	}
}

func (p *Permutation) through(x uint64) uint64 {
	mask := uint64(1)<<p.half - 1
	left, right := x>>p.half, x&mask
	for _, k := range p.keys[:p.used] {
		left, right = right, left^k.At(right)>>32&mask
	}
	return left<<p.half | right
}

func (p *Permutation) back(x uint64) uint64 {
	mask := uint64(1)<<p.half - 1
	left, right := x>>p.half, x&mask
	for r := p.used - 1; r >= 0; r-- {
		left, right = right^p.keys[r].At(left)>>32&mask, left
	}
	return left<<p.half | right
}
