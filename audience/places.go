package audience

import (
	"math"
	"strings"
)

// World is what Eval must know beside the person. The zero World relates
// places by their paths.
type World struct {
	Places Places // Paths if nil
}

// Places relates places to one another. Every implementation keeps two laws,
// on which Canonical rests: what is Inside a place, as is the place itself, is
// Inside every prefix of its path; and what is Apart from a place is Apart
// from everything whose path begins with it.
type Places interface {
	// Relate says how a stands to b.
	Relate(a, b string) Standing

	// Point returns the centre of a place in degrees. It is not ok for places
	// too large to stand for a point: those that may reach further than
	// PointReach from it, such as countries and regions.
	Point(path string) (lat, lon float64, ok bool)
}

// PointReach is how far, in kilometres, a place may reach from its Point.
const PointReach = 30

// Standing is how one place stands to another.
type Standing uint8

const (
	Unrelated Standing = iota // nobody has said: a commune and a postcode
	Inside                    // the same place, or part of the other
	Contains                  // larger than the other, which is part of it
	Apart                     // they share no ground
)

// Paths relates places by their paths alone. A path is a country (ISO 3166-1
// alpha-2), then segments from large to small; a bare first segment is a
// first-level region, and other kinds are typed ("zip:01067"). A place lies
// inside every prefix of its path; other countries are apart, and so are other
// regions of one country. Of anything else, paths say nothing.
type Paths struct{}

// Relate implements Places.
func (Paths) Relate(a, b string) Standing {
	switch {
	case within(a, b):
		return Inside
	case within(b, a):
		return Contains
	}
	ca, ra := countryAndRegion(a)
	cb, rb := countryAndRegion(b)
	switch {
	case ca == "" || cb == "":
		return Unrelated
	case ca != cb, ra != "" && rb != "" && ra != rb:
		return Apart
	}
	return Unrelated
}

// Point implements Places; paths have none.
func (Paths) Point(string) (lat, lon float64, ok bool) { return 0, 0, false }

// within reports whether path a is b or begins with it.
func within(a, b string) bool {
	return strings.HasPrefix(a, b) && (len(a) == len(b) || a[len(b)] == '/')
}

// countryAndRegion splits a path; empty where it has no such part.
func countryAndRegion(path string) (country, region string) {
	if len(path) < 2 || !upper(path[0]) || !upper(path[1]) || len(path) > 2 && path[2] != '/' {
		return "", ""
	}
	if len(path) > 3 {
		region, _, _ = strings.Cut(path[3:], "/")
		if strings.IndexByte(region, ':') >= 0 {
			region = "" // typed: it may lie in any region
		}
	}
	return path[:2], region
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }

// Kilometres is the radius of a circle in kilometres.
func (a Area) Kilometres() float64 {
	if a.Miles {
		return a.Radius * 1.609344
	}
	return a.Radius
}

// Distance is the great-circle distance of two points, in kilometres, by the
// haversine formula on a sphere of the Earth's mean radius (6371.0088 km, IUGG).
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	const deg = math.Pi / 180
	sinLat := math.Sin((lat2 - lat1) * deg / 2)
	sinLon := math.Sin((lon2 - lon1) * deg / 2)
	h := sinLat*sinLat + math.Cos(lat1*deg)*math.Cos(lat2*deg)*sinLon*sinLon
	return 2 * 6371.0088 * math.Asin(math.Sqrt(min(1, h)))
}

// relate and point are Places' with the default filled in.
func (w World) relate(a, b string) Standing {
	if w.Places == nil {
		return Paths{}.Relate(a, b)
	}
	return w.Places.Relate(a, b)
}

func (w World) point(path string) (lat, lon float64, ok bool) {
	if w.Places == nil {
		return 0, 0, false
	}
	return w.Places.Point(path)
}
