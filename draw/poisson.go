package draw

// Poisson is a Poisson distribution whose table is made once, for many draws of
// one rate. Its chances are exact to 2^-32.
type Poisson struct {
	upTo []uint32 // chance of at most k, in 2^-32
}

// NewPoisson makes the table of a rate from 0 to 500.
func NewPoisson(rate float64) Poisson {
	if !(rate >= 0 && rate <= 500) {
		panic("draw: a Poisson table needs a rate from 0 to 500")
	}
	var p Poisson
	chance := Exp(-rate)
	sum := chance
	for k := 1.0; sum*0x1p32 < 1<<32-1; k++ {
		p.upTo = append(p.upTo, uint32(sum*0x1p32))
		chance = float64(chance*rate) / k
		sum += chance
	}
	return p
}

// Draw turns 32 random bits into a Poisson number.
func (p Poisson) Draw(u uint32) int {
	k := 0
	for k < len(p.upTo) && u >= p.upTo[k] {
		k++
	}
	return k
}

// PoissonAt turns a stream into one Poisson number of any rate from 0 on, for
// rates that change from draw to draw: by inversion, in pieces of rate 16, whose
// numbers add up. It reads the places from at on, one a piece.
func PoissonAt(k Key, at uint64, rate float64) int {
	const piece = 16
	n := 0
	for ; rate > piece; rate -= piece {
		n += invert(Unit(k.At(at)), piece)
		at++
	}
	return n + invert(Unit(k.At(at)), rate)
}

// invert is the smallest n at which the chance of at most n is above u.
func invert(u, rate float64) int {
	if u < 1-rate { // e^-rate is above that
		return 0
	}
	chance := Exp(-rate)
	n := 0
	for u >= chance && chance > 0 {
		u -= chance
		n++
		chance = float64(chance*rate) / float64(n)
	}
	return n
}
