package find

import (
	"math"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/population"
)

// Basis is what a size rests on, what makes it wide or why there is none, and
// how narrow it is.
type Basis struct {
	population.Basis

	// Narrowness of the upper bound: it stays below 100, 1,000 or 10,000 people
	// (0: below none); its part of the people of the countries; and how many bits
	// it tells about a person that she is in the box (-log2 of that part), at
	// least BitsLo, at most BitsHi, which is nil where the box may hold nobody.
	Narrow  int64    `json:"narrow,omitempty"`
	ShareHi float64  `json:"share_upper,omitempty"`
	ShareLo float64  `json:"share_lower,omitempty"`
	BitsLo  *float64 `json:"bits_lower,omitempty"`
	BitsHi  *float64 `json:"bits_upper,omitempty"`
	OneBits float64  `json:"bits_of_one,omitempty"` // those that would name one person of the countries
}

// narrow computes the marks of narrowness.
func (b *Basis) narrow(size contrechamp.Range) {
	if !size.Stated || size.Open {
		return
	}
	s := population.Size{Known: true, Lo: size.Lo, Hi: size.Hi, Of: b.Of}
	b.Narrow = s.Narrow()
	if b.Of == 0 {
		return
	}
	b.ShareLo, b.ShareHi = s.Share()
	b.OneBits = tenth(math.Log2(float64(b.Of)))
	lo, hi := s.Bits()
	if size.Hi > 0 {
		lo = tenth(lo)
		b.BitsLo = &lo
	}
	if size.Lo > 0 {
		hi = tenth(hi)
		b.BitsHi = &hi
	}
}

// Reach is how many people are in at least one box of a selection.
type Reach struct {
	Size    contrechamp.Range `json:"size"` // in the counted countries
	Basis   Basis             `json:"basis"`
	Ads     int               `json:"ads"`
	Unsized int               `json:"ads_without_size"` // ads that reach a country without a table, or name no place
}

func reachOf(u population.Union) *Reach {
	r := &Reach{Ads: u.Ads, Unsized: u.Unsized, Basis: Basis{Basis: u.Basis()}}
	if u.Known {
		r.Size = contrechamp.Between(u.Lo, u.Hi)
		r.Basis.narrow(r.Size)
	}
	return r
}
