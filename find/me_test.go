package find

import (
	"maps"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

// TestCardsSayTheirWords: a card of My box has the beginning of what its ad says,
// and none where the ad says nothing.
func TestCardsSayTheirWords(t *testing.T) {
	f := finder(t,
		ad(1, "7", "Fleuve", "One text", `"18","34"`, "All", germany, 1, 100, 199),
		ad(2, "7", "Fleuve", "One text", `"45","65"`, "Men", bavaria, 2, 200, 299),
		ad(3, "8", "", "Another", `"18","65"`, "Women", germany, 3, 0, 99),
		ad(4, "8", "", "", `"18","65"`, "Men", germany, 4, 0, 99),
	)
	m, err := f.MyBox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i, c := range m.Cards {
		said := "nothing"
		if c.Text >= 0 {
			said = m.Texts[c.Text].Text
		}
		if m.Data.Cards[i].Mute != (c.Text < 0) {
			t.Errorf("%s: mute %v", c.ID, m.Data.Cards[i].Mute)
		}
		got[c.ID] = said
	}
	if want := map[string]string{"meta:1": "One text", "meta:2": "One text", "meta:3": "Another", "meta:4": "nothing"}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

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
			if got, want := g.Relate(a, b), tables.World.Places.Relate(a, b); got != want {
				t.Errorf("%s to %s: %d, not %d", a, b, got, want)
			}
		}
	}
	if pairs < 10_000 {
		t.Errorf("only %d pairs", pairs)
	}
}
