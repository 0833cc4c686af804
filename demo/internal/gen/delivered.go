package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/contrechamp/contrechamp/internal/published"
)

// firstBand and oldestBand are the age bands of those who see ads; 65 and older
// are one.
const firstBand, oldestBand = 2, 7

// seer is people of one age band and gender who see an ad.
type seer struct {
	band   int
	gender string
}

// delivered says who saw the ad: mostly people of the box, in shares that the
// platform chose.
func (x *ad) delivered(m *published.MetaAd, r *rand.Rand, reach int) {
	weights, places := x.seers()
	seen, total := seenBands(weights, r, reach)
	m.Breakdown = []published.MetaReach{{Country: "XV", Bands: seen}}
	m.Reach = total
	if x.quirks&sumsDiffer != 0 && r.IntN(3) == 0 {
		m.Reach += int64(1 + r.IntN(9))
	}
	if total > 0 {
		m.Demographics = demographics(seen, total)
	}
	m.Regions = regionShares(places)
}

// seers weighs who sees the ad: people of the box, women more or less than their
// share, and some of the ages that were not asked for, the fewer the further away.
func (x *ad) seers() (weights map[seer]float64, places map[*region]float64) {
	weights, places = map[seer]float64{}, map[*region]float64{}
	var all float64
	for _, w := range x.box.weights() {
		n := w.people
		if w.gender == "female" {
			n *= x.skew
		}
		weights[seer{min(w.band, oldestBand), w.gender}] += n
		places[w.region] += n
		all += n
	}
	asked := func(k int) bool { return weights[seer{k, "female"}]+weights[seer{k, "male"}] > 0 }
	spill := map[seer]float64{}
	for k := firstBand; k <= oldestBand; k++ {
		if asked(k) {
			continue
		}
		near := 1
		for ; near < 6 && !asked(k-near) && !asked(k+near); near++ {
		}
		for _, g := range []string{"female", "male"} {
			if x.box.gender == "All" || x.box.gender == "Women" == (g == "female") {
				spill[seer{k, g}] = all * x.leak / math.Pow(3, float64(near-1))
			}
		}
	}
	for c, n := range spill {
		weights[c] = n
	}
	return weights, places
}

// seenBands draws how many of each age and gender saw the ad, and how many in all.
func seenBands(weights map[seer]float64, r *rand.Rand, reach int) (seen []published.MetaBand, total int64) {
	var sum float64
	for k := firstBand; k <= oldestBand; k++ { // not over the map: its order is not fixed, and sums of floats are
		sum += weights[seer{k, "female"}] + weights[seer{k, "male"}]
	}
	noise := func() float64 { return .9 + r.Float64()*.2 }
	for k := firstBand; k <= oldestBand; k++ {
		b := published.MetaBand{Age: fmt.Sprintf("%d-%d", bands[k].from, bands[k].to)}
		if k == oldestBand {
			b.Age = "65+"
		}
		b.Female = int64(float64(reach) * weights[seer{k, "female"}] / sum * noise())
		b.Male = int64(float64(reach) * weights[seer{k, "male"}] / sum * noise())
		if n := b.Female + b.Male; n > 0 {
			b.Unknown = n / int64(60+r.IntN(60))
			seen = append(seen, b)
			total += n + b.Unknown
		}
	}
	if n := int64(reach / 200); n > 0 {
		seen = append(seen, published.MetaBand{Age: "Unknown", Unknown: n})
		total += n
	}
	return seen, total
}

// demographics are the shares by age and gender, without those that round to nothing.
func demographics(seen []published.MetaBand, total int64) (out []published.MetaDemographic) {
	for _, b := range seen {
		for _, g := range []struct {
			n    int64
			word string
		}{{b.Female, "female"}, {b.Male, "male"}, {b.Unknown, "unknown"}} {
			if s := share(float64(g.n), float64(total)); s != "0.0000" {
				out = append(out, published.MetaDemographic{Percentage: s, Age: b.Age, Gender: g.word})
			}
		}
	}
	return out
}

// regionShares are the shares by region; where 1.5 % were is not known.
func regionShares(places map[*region]float64) (out []published.MetaRegion) {
	var sum float64
	for i := range regions {
		sum += places[&regions[i]]
	}
	for i := range regions {
		if n := places[&regions[i]]; n > 0 && sum > 0 {
			out = append(out, published.MetaRegion{Percentage: share(n*.985, sum), Region: regions[i].name})
		}
	}
	if len(out) > 0 {
		out = append(out, published.MetaRegion{Percentage: "0.0150", Region: "Unknown"})
	}
	return out
}

func share(n, of float64) string { return strconv.FormatFloat(n/of, 'f', 4, 64) }
