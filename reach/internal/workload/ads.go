package workload

import "math/rand/v2"

var (
	lowers       = []uint8{13, 18, 25, 30, 35, 45, 55}
	lowerWeights = []float64{.05, .45, .2, .08, .1, .07, .05}
	uppers       = []uint8{24, 34, 44, 54, 64, Open}
)

// Ads draws n ads of a mix.
func (w *World) Ads(seed uint64, n int, mix Mix) []Ad {
	ads := make([]Ad, 0, n)
	w.EachAd(seed, n, mix, func(a Ad) { ads = append(ads, a) })
	return ads
}

// EachAd draws the same ads as Ads and hands them out one by one.
func (w *World) EachAd(seed uint64, n int, mix Mix, yield func(Ad)) {
	lower := newAlias(lowerWeights)
	r := rand.New(rand.NewPCG(seed, 2))
	for range n {
		a := Ad{AgeHi: Open, Gender: 7, Language: 1<<Languages - 1}
		if r.Float64() > 0.3 {
			a.ages(r, lower)
		}
		if x := r.Float64(); x < 0.1 {
			a.Gender = 1
		} else if x < 0.2 {
			a.Gender = 2
		}
		if r.Float64() < 0.1 {
			a.Language = 1 << w.lang.draw(r)
			if r.Float64() < 0.3 {
				a.Language |= 1 << w.lang.draw(r)
			}
		}
		w.places(r, &a, mix)
		w.labels(r, &a)
		yield(a)
	}
}

func (a *Ad) ages(r *rand.Rand, lower *alias) {
	a.AgeLo = lowers[lower.draw(r)]
	for {
		a.AgeHi = uppers[r.IntN(len(uppers))]
		if a.AgeHi > a.AgeLo {
			break
		}
	}
	if r.Float64() < 0.1 {
		a.AgeLo += uint8(r.IntN(5))
		if a.AgeHi < Open {
			a.AgeHi += uint8(r.IntN(8))
		}
	}
}

func (w *World) places(r *rand.Rand, a *Ad, mix Mix) {
	x := r.Float64()
	switch {
	case x < mix.Country:
		if r.Float64() < 0.1 {
			a.Out = Region
			a.NotPlaces = distinct(r, 1+r.IntN(3), func() int { return w.region.draw(r) })
		}
	case x < mix.Country+mix.Region:
		a.In = Region
		a.Places = distinct(r, geometric(r, 1.8, 8), func() int { return w.region.draw(r) })
		if r.Float64() < 0.1 {
			a.Out = District
			g := int(a.Places[r.IntN(len(a.Places))])
			a.NotPlaces = distinct(r, 1+r.IntN(3), func() int { return g*perRegionD + w.districtsOf[g].draw(r) })
		}
	case x < mix.Country+mix.Region+mix.District:
		a.In = District
		g := w.region.draw(r)
		a.Places = distinct(r, geometric(r, 2.0, 8), func() int { return g*perRegionD + w.districtsOf[g].draw(r) })
		if r.Float64() < 0.1 {
			a.Out = Commune
			d := int(a.Places[r.IntN(len(a.Places))])
			a.NotPlaces = distinct(r, 1+r.IntN(3), func() int { return d*PerDistrict + r.IntN(PerDistrict) })
		}
	default:
		a.In = Commune
		g := w.region.draw(r)
		a.Places = distinct(r, geometric(r, 8, 40), func() int { return g*PerRegion + w.communesOfRegion[g].draw(r) })
	}
}

func (w *World) labels(r *rand.Rand, a *Ad) {
	interest := func() int { return w.interest.draw(r) }
	segment := func() int { return w.segment.draw(r) }
	if r.Float64() < 0.55 {
		groups := 1
		if y := r.Float64(); y > 0.9 {
			groups = 3
		} else if y > 0.6 {
			groups = 2
		}
		for range groups {
			a.Interests = append(a.Interests, distinct(r, geometric(r, 6, 30), interest))
		}
	}
	if r.Float64() < 0.15 {
		a.NotInterests = distinct(r, 1+r.IntN(4), interest)
	}
	if r.Float64() < 0.08 {
		a.Segments = distinct(r, 1+r.IntN(3), segment)
	}
	if r.Float64() < 0.05 {
		a.NotSegments = distinct(r, 1+r.IntN(2), segment)
	}
}
