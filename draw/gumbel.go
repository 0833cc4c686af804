package draw

import (
	"math"
	"sync"
)

// GumbelUnit is the unit of GumbelAt: 2^-20.
const GumbelUnit = 0x1p-20

// gumbels are -ln(-ln u) at u = (i+1/2) / 65,536, in units of GumbelUnit.
var gumbels = sync.OnceValue(func() *[1 << 16]int32 {
	t := new([1 << 16]int32)
	for i := range t {
		u := (float64(i) + .5) / (1 << 16)
		t[i] = int32(math.Round(-Log(-Log(u)) / GumbelUnit))
	}
	return t
})

// Gumbel turns 16 random bits into a standard Gumbel number in whole units of
// GumbelUnit, between -2.47 and 11.78: whoever chooses the option with the
// highest utility plus such a number chooses each with the chances of a
// multinomial logit model (McFadden 1974).
func Gumbel(u uint16) int32 { return gumbels()[u] }
