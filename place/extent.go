package place

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed table/extent.tsv
var extentTSV string

// bandHeight is the height of a band of table/extent.tsv in degrees, and
// extentMargin what is added to a radius for the simplification of its borders,
// in km.
const (
	bandHeight   = 0.25
	extentMargin = 5
)

// extent is how far west and east a region reaches, by bands of latitude.
type extent struct {
	region string
	south  float64
	bands  []span
}

type span struct {
	west, east float64 // west is below -180 where the region lies on both sides of it
	in         bool    // the region reaches into the band
}

var extents = sync.OnceValue(func() []extent {
	var out []extent
	for line := range lines(extentTSV) {
		region, rest, _ := strings.Cut(line, "\t")
		south, bands, _ := strings.Cut(rest, "\t")
		x := extent{region: region}
		x.south, _ = strconv.ParseFloat(south, 64) // a test reads all numbers
		for b := range strings.FieldsSeq(bands) {
			west, east, in := strings.Cut(b, ":")
			w, _ := strconv.Atoi(west)
			e, _ := strconv.Atoi(east)
			x.bands = append(x.bands, span{float64(w) / 100, float64(e) / 100, in})
		}
		out = append(out, x)
	}
	return out
})

// NearPoint lists the first-level regions of a country that a circle of km
// kilometres around a point may touch: those of which some band of latitude,
// between its westernmost and easternmost border, is at most that far away. It is
// not ok where the table knows no such region (it knows the United States).
func NearPoint(country string, lat, lon, km float64) (regions []string, ok bool) {
	if !(km >= 0) || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		return nil, false
	}
	for _, x := range extents() {
		if x.region[:2] == country && x.within(lat, lon, km+extentMargin) {
			regions = append(regions, x.region)
		}
	}
	slices.Sort(regions)
	return regions, len(regions) > 0
}

func (x *extent) within(lat, lon, km float64) bool {
	for i, b := range x.bands {
		south := x.south + float64(i)*bandHeight
		if b.in && leastDistance(lat, lon, south, south+bandHeight, b.west, b.east) <= km {
			return true
		}
	}
	return false
}

// leastDistance is at most the distance in km of a point from any point between
// two latitudes and two longitudes, by the haversine formula: each of its two
// terms is taken at its smallest.
func leastDistance(lat, lon, south, north, west, east float64) float64 {
	const radius = 6371
	rad := func(d float64) float64 { return d * math.Pi / 180 }
	up := rad(max(0, south-lat, lat-north))
	aside := 0.0
	if (lon < west || lon > east) && (lon-360 < west || lon-360 > east) {
		away := func(a, b float64) float64 { // round the world, the short way
			d := math.Abs(a - b)
			return min(d, 360-d)
		}
		aside = rad(min(away(lon, west), away(lon, east)))
	}
	least := math.Cos(rad(max(math.Abs(south), math.Abs(north))))
	h := math.Pow(math.Sin(up/2), 2) + math.Cos(rad(lat))*least*math.Pow(math.Sin(aside/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(min(h, 1)))
}
