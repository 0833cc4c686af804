package find

import (
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

// TestGroundIsThePlaceTable: the rows that go to the browser relate all places
// as the place table does: regions with and without statistical codes, old and
// new counties, towns, postcodes, districts, and what no table lists.
func TestGroundIsThePlaceTable(t *testing.T) {
	paths := []string{
		"DE", "DE/Bayern", "DE/Berlin", "DE/Sachsen", "DE/zip:01067", "DE/zip:80331", "DE/city:Köln", "DE/Nordrhein-Westfalen",
		"DE/Nordrhein-Westfalen/Köln", "DE/Nordrhein-Westfalen/Bonn", "DE/Bayern/München", "DE/Hamburg/hood:Altona",
		"FR", "FR/Bretagne", "FR/Occitanie", "FR/county:Finistère", "FR/Île-de-France", "GB", "GB/England", "GB/Scotland", "GB/zip:SO20", "GB/zip:SO20 6",
		"US", "US/Maryland", "US/Maryland/Baltimore", "US/New York", "US/zip:10001", "US/zip:21201", "US/electoral:Florida 27th District", "US/metro:Baltimore",
		"NO", "NO/Viken", "NO/Oslo", "XV", "XV/Saint-Aubrin", "XV/Clairval", "XV/zip:0107", "XV/zip:0118", "ZZ", "DE/Bayern/a/b/c/d/e/f/g/h/i/j",
	}
	var boxes []*audience.Expr
	var choices []mybox.Choice
	for i, p := range paths {
		p, _ = place.Canonical(p)
		paths[i] = p
		f := audience.Fact{Kind: audience.Place, Label: p}
		boxes = append(boxes, audience.Of(f))
		choices = append(choices, mybox.Choice{Fact: f, Ads: 1})
	}
	g := ground(boxes, choices)
	for _, r := range g.Rows() {
		paths = append(paths, r.Path)
	}
	pairs := 0
	for _, a := range paths {
		for _, b := range paths {
			pairs++
			if got, want := g.Relate(a, b), world.Places.Relate(a, b); got != want {
				t.Errorf("%s to %s: %d, not %d", a, b, got, want)
			}
		}
	}
	if pairs < 10_000 {
		t.Errorf("only %d pairs", pairs)
	}
}
