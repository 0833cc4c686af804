package draw

import (
	"math"
	"sync"
)

// NormalBits is how many random bits a normal number takes.
const NormalBits = 16

// NormalMax is the largest normal number that is drawn: the quantile of
// 1 - 2^-17.
const NormalMax = 4.3249187

// normals are the quantiles of the standard normal distribution at (i+1/2) /
// 65,536. Their variance is 1 - 2.0e-5. They are rounded to 2^-20, so that a
// last bit of the inverse error function that differs between machines does not
// show.
var normals = sync.OnceValue(func() *[1 << NormalBits]float32 {
	t := new([1 << NormalBits]float32)
	const half = 1 << (NormalBits - 1)
	for i := range half {
		z := math.Sqrt2 * math.Erfinv(float64(2*i+1)/(2*half))
		z = math.Round(z*0x1p20) * 0x1p-20
		t[half+i], t[half-1-i] = float32(z), float32(-z)
	}
	return t
})

// Normal turns 16 random bits into a standard normal number between -NormalMax
// and NormalMax.
func Normal(u uint16) float32 { return normals()[u] }

// Normals turns 64 random bits into four independent standard normal numbers.
func Normals(u uint64) (a, b, c, d float32) {
	t := normals()
	return t[uint16(u)], t[uint16(u>>16)], t[uint16(u>>32)], t[u>>48]
}
