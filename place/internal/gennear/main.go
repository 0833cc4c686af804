// Command gennear computes which first-level regions lie within 100 km of one
// another, and how far west and east each reaches in bands of latitude, from the
// borders of the npm package us-atlas 3.0.1 (states-10m.json; ISC; borders by the
// US Census Bureau, public domain). It writes table/near.tsv and
// table/extent.tsv, which place.Near and place.NearPoint read.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// Reach is how far the table looks, margin what is taken off each distance for
// the borders' simplification, step how close the points on a border lie; in km.
const (
	reach  = 100
	margin = 5
	step   = 2
)

const header = `# First-level regions within 100 km of one another: path, path, kilometres between their borders (0: neighbours).
# Distances are rounded down and 5 km taken off, so that a circle never reaches further than they say.
# Computed by place/internal/gennear from us-atlas 3.0.1 (ISC), borders by the US Census Bureau (public domain).
`

type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		States struct {
			Geometries []struct {
				Type       string
				Arcs       json.RawMessage
				Properties struct{ Name string }
			}
		}
	}
	Arcs [][][2]float64
}

func main() {
	log.SetFlags(0)
	states := flag.String("states", "", "states-10m.json of us-atlas")
	out := flag.String("out", "table/near.tsv", "the table of neighbours")
	extents := flag.String("extents", "table/extent.tsv", "the table of extents")
	flag.Parse()
	b, err := os.ReadFile(*states)
	if err != nil {
		log.Fatal(err)
	}
	var top topology
	if err := json.Unmarshal(b, &top); err != nil {
		log.Fatalf("%s: %v", *states, err)
	}
	borders := map[string][][2]float64{}
	for _, g := range top.Objects.States.Geometries {
		path, ok := place.Region("US", g.Properties.Name)
		if !ok {
			log.Printf("not a region of the table: %s", g.Properties.Name)
			continue
		}
		seen := map[int]bool{}
		for _, a := range numbers(g.Arcs) {
			if a < 0 {
				a = ^a
			}
			if !seen[a] {
				seen[a] = true
				borders[path] = append(borders[path], top.points(a)...)
			}
		}
	}
	var paths []string
	for p := range borders {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	f, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.WriteString(header)
	n := 0
	for i, a := range paths {
		for _, b := range paths[i+1:] {
			if km := distance(borders[a], borders[b]); km <= reach+margin {
				fmt.Fprintf(w, "%s\t%s\t%d\n", a, b, int(max(0, math.Floor(km)-margin)))
				n++
			}
		}
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d regions, %d pairs", len(paths), n)
	if err := writeExtents(*extents, paths, borders); err != nil {
		log.Fatal(err)
	}
}

const extentHeader = `# How far west and east first-level regions reach, by bands of a quarter of a degree of latitude: path, the southern
# latitude of the first band, then of each band west:east in hundredths of a degree, rounded outwards (- : not in it; below -18000: beyond 180 degrees west).
# Computed by place/internal/gennear from us-atlas 3.0.1 (ISC), borders by the US Census Bureau (public domain).
`

// beyond180 lets longitudes run on below -180 where a border lies on both sides.
func beyond180(border [][2]float64) [][2]float64 {
	far := func(east bool) bool {
		return slices.ContainsFunc(border, func(p [2]float64) bool { return east && p[0] > 150 || !east && p[0] < -150 })
	}
	if !far(true) || !far(false) {
		return border
	}
	out := slices.Clone(border)
	for i := range out {
		if out[i][0] > 0 {
			out[i][0] -= 360
		}
	}
	return out
}

// band is the height of a band of latitude, in degrees.
const band = 0.25

// writeExtents writes the least and greatest longitude of a region's border in
// each band: what lies between its border lies between them.
func writeExtents(path string, regions []string, borders map[string][][2]float64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	w.WriteString(extentHeader)
	for _, r := range regions {
		west, east := map[int]float64{}, map[int]float64{}
		first, last := math.MaxInt, math.MinInt
		for _, p := range beyond180(borders[r]) {
			i := int(math.Floor(p[1] / band))
			if _, ok := west[i]; !ok {
				west[i], east[i] = p[0], p[0]
			}
			west[i], east[i] = min(west[i], p[0]), max(east[i], p[0])
			first, last = min(first, i), max(last, i)
		}
		fmt.Fprintf(w, "%s\t%g\t", r, float64(first)*band)
		for i := first; i <= last; i++ {
			if i > first {
				w.WriteByte(' ')
			}
			if _, ok := west[i]; ok {
				fmt.Fprintf(w, "%d:%d", int(math.Floor(west[i]*100)), int(math.Ceil(east[i]*100)))
			} else {
				w.WriteByte('-')
			}
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// numbers flattens the nested lists of arc numbers of polygons.
func numbers(raw json.RawMessage) []int {
	var n int
	if json.Unmarshal(raw, &n) == nil {
		return []int{n}
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		log.Fatal(err)
	}
	var out []int
	for _, r := range list {
		out = append(out, numbers(r)...)
	}
	return out
}

// points decodes an arc (TopoJSON: quantized, delta-encoded) into longitude and
// latitude, with further points so that none are more than a step apart.
func (t *topology) points(arc int) (out [][2]float64) {
	var x, y float64
	for i, d := range t.Arcs[arc] {
		x, y = x+d[0], y+d[1]
		p := [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		if i > 0 {
			last := out[len(out)-1]
			k := math.Ceil(audience.Distance(last[1], last[0], p[1], p[0]) / step)
			for j := 1.0; j < k; j++ {
				out = append(out, [2]float64{last[0] + (p[0]-last[0])*j/k, last[1] + (p[1]-last[1])*j/k})
			}
		}
		out = append(out, p)
	}
	return out
}

// distance is the least one between points of two borders, or more than reach
// where they are certainly further apart.
func distance(a, b [][2]float64) float64 {
	least := math.Inf(1)
	for _, p := range a {
		for _, q := range b {
			if math.Abs(p[1]-q[1]) > 1 { // a degree of latitude is 111 km
				continue
			}
			least = min(least, audience.Distance(p[1], p[0], q[1], q[0]))
		}
		if least < margin {
			return 0
		}
	}
	return least
}
