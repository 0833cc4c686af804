package find

import (
	"testing"

	"github.com/contrechamp/contrechamp/population"
)

// TestMainCountry: the counted country of most ads is shown, of as many ads the one
// with more people, then the first by name.
func TestMainCountry(t *testing.T) {
	people := map[string]int64{"DE": 80, "FR": 60, "NL": 20, "BE": 20, "XX": 1}
	var cov population.Coverage
	for country, n := range people {
		cov.Cells = append(cov.Cells, population.Covered{Region: country + "/a", People: n / 2}, population.Covered{Region: country, People: n - n/2})
	}
	for _, c := range []struct {
		ads  map[string]int
		want string
	}{
		{map[string]int{"FR": 2, "DE": 1}, "FR"},
		{map[string]int{"FR": 1, "DE": 1}, "DE"},
		{map[string]int{"NL": 1, "BE": 1}, "BE"},
		{map[string]int{"NL": 2, "BE": 1}, "NL"},
		{map[string]int{"US": 2}, "DE"}, // not counted
		{map[string]int{"": 1}, "DE"},
		{map[string]int{"XX": 2, "DE": 1}, "XX"},
	} {
		for range 20 { // whatever the order of a map
			if got := mostAds(c.ads, &cov); got != c.want {
				t.Fatalf("ads of %v: %s, want %s", c.ads, got, c.want)
			}
		}
	}
	if got := mostAds(nil, &population.Coverage{}); got != "" {
		t.Errorf("where nothing is counted: %q", got)
	}
}
