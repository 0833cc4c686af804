package archive

import (
	"path/filepath"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// named brings the places of an expression to the names of the place table.
func named(e *audience.Expr) *audience.Expr {
	return audience.Map(e, func(f audience.Fact) audience.Fact {
		if f.Kind == audience.Place && f.Label != "" {
			f.Label, _ = place.Canonical(f.Label)
		}
		return f
	})
}

// compareNamed compares boxes with a golden list whose places may have other
// names of the place table.
func compareNamed(t *testing.T, list string, k *kept) {
	t.Helper()
	want := map[contrechamp.AdID]*audience.Expr{}
	for id, e := range golden(t, list) {
		want[id] = named(e)
	}
	ads := make([]*contrechamp.Ad, len(k.ads))
	for i, a := range k.ads {
		b := *a
		b.Audience = named(a.Audience)
		ads[i] = &b
	}
	compareBoxes(t, list, &kept{ads: ads}, want)
}

// TestGoldenMeta and TestGoldenSnap compare real rows with what a person reads
// in them: at least 40 each, ids and expressions only.
func TestGoldenMeta(t *testing.T) {
	k := openReal(t, "meta", "meta", "ads_archive_de_2024.jsonl.gz")
	compareNamed(t, "meta.golden", k)
	for _, a := range k.ads { // the longest list, of 2,177 postcodes
		if a.ID != "meta:562181476395909" {
			continue
		}
		zips := 0
		for f, excluded := range a.Audience.Facts() {
			if f.Kind == audience.Place && !excluded && len(f.Label) == len("DE/zip:01067") && f.Label[:7] == "DE/zip:" {
				zips++
			}
		}
		if zips != 2177 || a.Audience.Args[0].String() != "age 18.." || len(a.Audience.Args) != 2 {
			t.Errorf("%s: %d postcodes", a.ID, zips)
		}
	}
}

func TestGoldenSnap(t *testing.T) {
	k := openReal(t, "snap", "snap", "PoliticalAds_2019.csv.gz")
	more := openReal(t, "snap", "snap", "PoliticalAds_2020.csv.gz")
	compareNamed(t, "snap.golden", &kept{ads: append(k.ads, more.ads...)})
}

// TestGoldenGoogle compares cells as Google documents and publishes them, put
// together in rows of an excerpt: no real row of creative-stats is at hand.
func TestGoldenGoogle(t *testing.T) {
	compareNamed(t, "google.golden", openPath(t, "google", filepath.Join("testdata", "google", "creative-stats-2021.csv")))
}
