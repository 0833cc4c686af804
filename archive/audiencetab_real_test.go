package archive

import (
	"strings"
	"testing"
)

// TestAudienceTabReal reads whole copies of the tab: the tallies, pages and
// customer files are those that an independent reader counts in them.
func TestAudienceTabReal(t *testing.T) {
	for country, want := range map[string]struct{ tallies, pages, included, excluded int }{
		"FR": {33_433, 934, 61, 82}, "NL": {27_150, 713, 36, 55}, "DE": {60_899, 3_288, 30, 30},
	} {
		k := openReal(t, "meta-audience", "meta-audience", "ep2024_"+country+"_30d.csv.gz")
		pages, included, excluded := 0, 0, 0
		for _, x := range k.tallies {
			switch {
			case x.Kind == "page-audience":
				pages++
			case x.Criterion.String() == "list":
				included++
			case x.Criterion.String() == "not list":
				excluded++
			}
			if x.Kind == "page-targeting" && (x.Money.Stated || strings.Contains(x.Criterion.String(), "other \"age")) {
				t.Fatalf("%s: %+v", country, x)
			}
		}
		if len(k.ads)+len(k.rejects) > 0 || len(k.tallies) != want.tallies || pages != want.pages || included != want.included || excluded != want.excluded {
			t.Errorf("%s: %d ads, %d rejects, %d tallies of %d pages, customer files included %d, excluded %d, want %+v",
				country, len(k.ads), len(k.rejects), len(k.tallies), pages, included, excluded, want)
		}
	}
}
