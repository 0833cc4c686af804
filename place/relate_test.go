package place

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

func postcode(path string) (string, bool) {
	if path == "DE/zip:01067" {
		return "DE/Sachsen/county:Dresden", true
	}
	return Enclosing(path)
}

func TestRelate(t *testing.T) {
	const (
		inside    = audience.Inside
		contains  = audience.Contains
		apart     = audience.Apart
		unrelated = audience.Unrelated
	)
	for _, tt := range []struct {
		a, b string
		want audience.Standing
	}{
		{"DE", "DE", inside}, {"DE/Bayern", "DE", inside}, {"DE", "DE/Bayern", contains},
		{"DE/Beieren", "DE/BY", inside}, {"DE/Bayern", "DE/Hessen", apart}, {"DE/Bayern", "FR", apart},
		{"DE/city:Keulen", "DE/Nordrhein-Westfalen", inside}, {"DE/city:Köln", "DE/county:Köln", inside},
		{"DE/city:Köln", "DE/Bayern", apart}, {"DE/Bayern/Hof", "DE/Bayern", inside},
		{"DE/zip:01067", "DE/Sachsen", inside}, {"DE/zip:01067", "DE/Bayern", apart}, {"DE/zip:01069", "DE/Bayern", unrelated},
		{"DE/zip:01067", "DE/zip:01069", apart}, {"DE/Sachsen", "DE/zip:01067", contains},
		{"GB/zip:so20", "GB/zip:so20 6", unrelated}, {"DE/city:Nowhere", "DE/Sachsen", unrelated}, {"DE/city:Döbeln", "DE/Sachsen", inside}, {"DE/city:Berlijn", "DE/Berlin", inside},
		{"US/Maryland/Baltimore", "US/MD", inside}, {"US/Maryland/Baltimore", "US/Maryland/Annapolis", apart},
		{"US/Georgia", "GE", apart}, {"NO/Hordaland", "NO/Vestland", inside}, {"NO/Vestland", "NO/Hordaland", contains},
		{"NO/Hordaland", "NO/Rogaland", apart}, {"NO/Akershus", "NO/Viken", unrelated},
		{"FR/Finistère", "FR/Bretagne", inside}, {"FR/county:Finistère", "FR/county:Morbihan", apart},
		{"XV/Clairval", "XV/Niederau", apart}, {"US/zip:90210", "US/California", inside}, {"US/Texas", "US/zip:90210", apart},
		{"US/electoral:Florida 27th District", "US/FL", inside}, {"US/zip:90210", "US/California/Los Angeles", unrelated}, {"DE/Bayern/a/b/c/d/e/f/g/h/i", "DE", inside}, {"DE/Bayern/a/b/c/d/e/f/g/h/i", "DE/Hessen/a", apart}, {"Elbonia", "DE", apart}, {"DE/Bayern/county:München", "DE/Bayern/county:Landkreis München", apart},
	} {
		if got := (Table{In: postcode}).Relate(tt.a, tt.b); got != tt.want {
			t.Errorf("Relate(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestRelateLaws holds Relate to the laws of audience.Places.
func TestRelateLaws(t *testing.T) {
	var paths []string
	for _, c := range []string{"DE", "NO", "FR", "GB", "XV", "US"} {
		paths = append(paths, c, c+"/zip:01067", c+"/zip:01069", c+"/city:Nowhere")
		for _, p := range Regions(c) {
			paths = append(paths, p.Path, p.Path+"/Nowhere", p.Path+"/hood:x")
		}
	}
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	tab := Table{In: postcode}
	if seed%2 == 0 {
		tab.In = nil
	}
	for range 30_000 {
		a, b := paths[r.IntN(len(paths))], paths[r.IntN(len(paths))]
		if r.IntN(3) > 0 { // often of one country
			for a[:2] != b[:2] {
				b = paths[r.IntN(len(paths))]
			}
		}
		s, back := tab.Relate(a, b), tab.Relate(b, a)
		mirror := map[audience.Standing]audience.Standing{audience.Inside: audience.Contains, audience.Contains: audience.Inside, audience.Apart: audience.Apart, audience.Unrelated: audience.Unrelated}
		if back != mirror[s] && !(s == audience.Inside && back == audience.Inside) {
			t.Fatalf("seed %d: %q to %q is %d, back %d", seed, a, b, s, back)
		}
		for p := a; ; {
			if got := tab.Relate(a, p); got != audience.Inside {
				t.Fatalf("seed %d: %q is not inside its prefix %q: %d", seed, a, p, got)
			}
			i := strings.LastIndexByte(p, '/')
			if i < 0 {
				break
			}
			p = p[:i]
		}
		for p := b; s == audience.Inside; {
			if got := tab.Relate(a, p); got != audience.Inside {
				t.Fatalf("seed %d: %q is inside %q and not inside %q: %d", seed, a, b, p, got)
			}
			i := strings.LastIndexByte(p, '/')
			if i < 0 {
				break
			}
			p = p[:i]
		}
		if s == audience.Apart {
			for _, more := range []string{"/Chemnitz", "/hood:x", "/county:Kiel"} {
				if got := tab.Relate(a, b+more); got != audience.Apart {
					t.Fatalf("seed %d: %q is apart from %q and not from %q: %d", seed, a, b, b+more, got)
				}
			}
		}
	}
}
