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
		ads  []string
		want string
	}{
		{[]string{"FR", "FR", "DE"}, "FR"},
		{[]string{"FR", "DE"}, "DE"},
		{[]string{"NL", "BE"}, "BE"},
		{[]string{"NL,BE", "NL"}, "NL"},
		{[]string{"US", "US"}, "DE"}, // not counted
		{[]string{""}, "DE"},
		{[]string{"XX", "XX", "DE"}, "XX"},
	} {
		var cols columns
		for _, a := range c.ads {
			cols.num = append(cols.num, 0)
			cols.country = append(cols.country, cols.words.of(a))
		}
		for range 20 { // whatever the order of a map
			if got := cols.mainCountry(nil, &cov); got != c.want {
				t.Fatalf("ads of %q: %s, want %s", c.ads, got, c.want)
			}
		}
	}
	if got := (&columns{}).mainCountry(nil, &population.Coverage{}); got != "" {
		t.Errorf("where nothing is counted: %q", got)
	}
}
