// Package workload makes the ads and people that the matcher is measured on:
// a country of 100 regions, 1,000 districts and 35,000 communes, ads that aim
// at ages, genders, languages, places, interests and segments, and people
// drawn by the same weights.
//
// Every number comes from a seeded generator, so that two builds of the
// program measure the same ads; the shares follow what political archives
// show (most ads combine few criteria, places and ages first).
package workload

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Sizes of the invented country and of its vocabularies.
const (
	Regions   = 100
	Districts = 1000
	Communes  = 35000
	Interests = 5000
	Segments  = 2000
	Languages = 20
	MinAge    = 13
	MaxAge    = 90

	PerRegion   = Communes / Regions   // communes of a region
	PerDistrict = Communes / Districts // communes of a district
	perRegionD  = Districts / Regions  // districts of a region
)

// Level says what the codes of a list of places are.
type Level uint8

// The levels of the country's places.
const (
	Country Level = iota
	Region
	District
	Commune
)

// Open is the upper age of an ad that has none.
const Open = 127

// Ad is a flat predicate: every part must hold. An empty part asks nothing.
type Ad struct {
	AgeLo, AgeHi uint8 // 0 and Open when the ad does not ask
	Gender       uint8 // bit mask over 3 genders; 7 does not ask
	In, Out      Level
	Language     uint32     // bit mask; all ones does not ask
	Places       []uint16   // codes of level In, one of them
	NotPlaces    []uint16   // codes of level Out, none of them
	Interests    [][]uint16 // one of each group
	NotInterests []uint16
	Segments     []uint16 // one of them
	NotSegments  []uint16
}

// Person is a fully known person.
type Person struct {
	Age, Gender, Language uint8
	Commune               uint16
	Interests, Segments   []uint16 // ascending
}

// Mix is the share of ads by the level of their places; the rest aim at communes.
type Mix struct {
	Name                      string
	Country, Region, District float64
}

// The two mixes that are measured.
var (
	Broad = Mix{"broad", 0.25, 0.40, 0.15}
	Local = Mix{"local", 0.03, 0.30, 0.22}
)

// World holds the weights by which places and labels are drawn.
type World struct {
	weight                        []float64 // of a commune
	commune, district, region     *alias
	interest, segment, lang, age  *alias
	districtsOf, communesOfRegion [Regions]*alias
}

// New draws the weights of the country.
func New(seed uint64) *World {
	r := rand.New(rand.NewPCG(seed, 1))
	w := &World{weight: make([]float64, Communes)}
	districts := make([]float64, Districts)
	regions := make([]float64, Regions)
	for i := range w.weight {
		x := math.Exp(1.5 * r.NormFloat64())
		w.weight[i] = x
		districts[i/PerDistrict] += x
		regions[i/PerRegion] += x
	}
	w.commune, w.district, w.region = newAlias(w.weight), newAlias(districts), newAlias(regions)
	for g := range w.districtsOf {
		w.districtsOf[g] = newAlias(districts[g*perRegionD : (g+1)*perRegionD])
		w.communesOfRegion[g] = newAlias(w.weight[g*PerRegion : (g+1)*PerRegion])
	}
	w.interest = newAlias(mandelbrot(Interests, 1.05, 10))
	w.segment = newAlias(mandelbrot(Segments, 0.8, 0))
	langs := mandelbrot(Languages, 1.2, 0)
	langs[0] *= 8
	w.lang = newAlias(langs)
	ages := make([]float64, MaxAge+1)
	for a := MinAge; a <= MaxAge; a++ {
		ages[a] = 1
		if a > 60 {
			ages[a] = 1 - float64(a-60)/40
		}
	}
	w.age = newAlias(ages)
	return w
}

// mandelbrot gives the Zipf-Mandelbrot weights (rank+q)^-s.
func mandelbrot(n int, s, q float64) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = math.Pow(float64(i)+1+q, -s)
	}
	return w
}

// geometric draws a count of at least 1, of the given mean before the cap.
func geometric(r *rand.Rand, mean float64, most int) int {
	p := 1 / mean
	k := 1
	for k < most && r.Float64() > p {
		k++
	}
	return k
}

// distinct draws up to n different codes, ascending; it gives up on values
// that keep repeating.
func distinct(r *rand.Rand, n int, draw func() int) []uint16 {
	out := make([]uint16, 0, n)
	for t := 0; len(out) < n && t < 4*n+8; t++ {
		if v := uint16(draw()); !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// alias draws from a discrete distribution in constant time (Walker 1977).
type alias struct {
	share []float64
	other []int32
}

func newAlias(weights []float64) *alias {
	n := len(weights)
	sum := 0.0
	for _, x := range weights {
		sum += x
	}
	a := &alias{make([]float64, n), make([]int32, n)}
	var small, large []int
	q := make([]float64, n)
	for i, x := range weights {
		q[i] = x * float64(n) / sum
		if q[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		l, g := small[len(small)-1], large[len(large)-1]
		small, large = small[:len(small)-1], large[:len(large)-1]
		a.share[l], a.other[l] = q[l], int32(g)
		q[g] = q[g] + q[l] - 1
		if q[g] < 1 {
			small = append(small, g)
		} else {
			large = append(large, g)
		}
	}
	for _, i := range append(large, small...) {
		a.share[i], a.other[i] = 1, int32(i)
	}
	return a
}

func (a *alias) draw(r *rand.Rand) int {
	u := r.Uint64()
	i := int((u >> 32) * uint64(len(a.share)) >> 32)
	if float64(u&0xffffffff)*(1.0/4294967296.0) < a.share[i] {
		return i
	}
	return int(a.other[i])
}
