package place

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

func TestNearPoint(t *testing.T) {
	for _, tt := range []struct {
		lat, lon, km float64
		want         string
	}{
		{39.74, -104.97, 16, "Colorado"},                              // Denver
		{40.65, -73.95, 2, "New Jersey,New York"},                     // Brooklyn
		{38.89, -77.03, 16, "District of Columbia,Maryland,Virginia"}, // Washington
		{21.31, -157.86, 50, "Hawaii"},                                // Honolulu
		{51.88, -176.65, 20, "Alaska"},                                // Adak, beyond 170° W
		{36.99, -109.04, 1, "Arizona,Colorado,New Mexico,Utah"},       // Four Corners
		{39.74, -104.97, 0, "Colorado"},                               // a point
	} {
		got, ok := NearPoint("US", tt.lat, tt.lon, tt.km)
		for i := range got {
			got[i] = strings.TrimPrefix(got[i], "US/")
		}
		if !ok || strings.Join(got, ",") != tt.want {
			t.Errorf("NearPoint(%g, %g, %g) = %q, %v; want %s", tt.lat, tt.lon, tt.km, got, ok, tt.want)
		}
	}
	for _, tt := range []struct {
		country      string
		lat, lon, km float64
	}{{"DE", 52.5, 13.4, 10}, {"US", 52.5, 13.4, 10}, {"US", 91, 0, 10}, {"US", 40, -100, -1}, {"US", 51.88, -180.5, 1000}, {"US", 51.88, 180.5, 1000}, {"US", -90.5, 0, 20000}, {"US", 40, -100, math.NaN()}} {
		if got, ok := NearPoint(tt.country, tt.lat, tt.lon, tt.km); ok {
			t.Errorf("NearPoint(%+v) = %q", tt, got)
		}
	}
}

// TestNearPointHolds: what a circle holds lies in one of its regions. Of random
// points in the bands of each region, those within the radius are in a circle.
func TestNearPointHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 20_000 {
		x := extents()[r.IntN(len(extents()))]
		i := r.IntN(len(x.bands))
		b := x.bands[i]
		if !b.in {
			continue
		}
		lat, lon := x.south+(float64(i)+r.Float64())*bandHeight, b.west+(b.east-b.west)*r.Float64()
		if lon < -180 {
			lon += 360
		}
		clat, clon := lat+r.NormFloat64()*2, lon+r.NormFloat64()*2
		if clat > 90 || clon < -180 || clon > 180 {
			continue
		}
		km := audience.Distance(lat, lon, clat, clon)
		got, _ := NearPoint("US", clat, clon, km)
		if !slices.Contains(got, x.region) {
			t.Fatalf("%g, %g lies in %s and %g km from %g, %g: NearPoint says %q (seed 7, 11)", lat, lon, x.region, km, clat, clon, got)
		}
	}
}

func TestExtentTable(t *testing.T) {
	n := 0
	for line := range lines(extentTSV) {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("extent.tsv: %q", line)
		}
		if p, ok := Lookup(f[0]); !ok || p.Path != f[0] || p.Kind != KindRegion {
			t.Errorf("extent.tsv: %q is no region", f[0])
		}
		if south, err := strconv.ParseFloat(f[1], 64); err != nil || south < -20 || south > 72 {
			t.Errorf("%s begins at %q", f[0], f[1])
		}
		for _, b := range strings.Fields(f[2]) {
			if b == "-" {
				continue
			}
			west, east, _ := strings.Cut(b, ":")
			w, err := strconv.Atoi(west)
			e, err2 := strconv.Atoi(east)
			if err != nil || err2 != nil || w > e || w < -19000 || e > 18000 {
				t.Errorf("%s: %q", f[0], b)
			}
		}
		n++
	}
	if n != 54 {
		t.Errorf("%d regions", n)
	}
	// Neighbours by the other table come as near as they do in this one.
	for a, others := range neighbours() {
		for b, km := range others {
			near := false
			i := slices.IndexFunc(extents(), func(x extent) bool { return x.region == a })
			j := slices.IndexFunc(extents(), func(x extent) bool { return x.region == b })
			for k, band := range extents()[i].bands {
				lat := extents()[i].south + float64(k)*bandHeight
				for _, other := range extents()[j].bands {
					lon := min(max(other.east, band.west), band.east)
					near = near || band.in && other.in && extents()[j].within(lat, lon, float64(km)+60)
				}
			}
			if !near {
				t.Errorf("%s and %s are %d km apart by near.tsv, not by extent.tsv", a, b, km)
			}
		}
	}
}
