package find

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

func TestAgeBracket(t *testing.T) {
	for s, want := range map[string][2]uint8{"18-24": {18, 24}, "65+": {65, audience.OpenAge}, "13–17": {13, 17}} {
		if f, ok := AgeBracket(s); !ok || f.Lo != want[0] || f.Hi != want[1] {
			t.Errorf("%q: %v %v, want %v", s, f, ok, want)
		}
	}
	for _, s := range []string{"", "Unknown", "24-18", "18", "300-400", "18-", "-24"} {
		if f, ok := AgeBracket(s); ok {
			t.Errorf("%q was read as %v", s, f)
		}
	}
}

// TestContrastIsTheLeastAlike: of the boxes of one text those two are shown that
// have the smallest share of criteria in common; a pair that cannot hold the same
// person comes before all others, however alike.
func TestContrastIsTheLeastAlike(t *testing.T) {
	said := func(id int, ages, places string) string {
		return ad(id, "7", "Fleuve", "One text", ages, "All", places, id, 100, 199)
	}
	hesse := `{"name":"Hessen, Germany","type":"regions","excluded":false,"num_obfuscated":0}`
	alike := []string{ // Jaccard: 2/3 of the first two, 1/3 and 1/4 of the third with each
		said(1, `"18","40"`, bavaria), said(2, `"18","40"`, bavaria+","+hesse), said(3, `"18","40"`, germany),
	}
	for _, c := range []struct {
		lines    []string
		want     string
		disjoint bool
	}{
		{alike, "meta:2 meta:3", false},
		{append([]string{alike[2], alike[1]}, alike[0]), "meta:2 meta:3", false},
		{append(alike, said(4, `"41","65"`, bavaria)), "", true},
		{append(alike[:2:2], said(4, `"41","65"`, bavaria+","+hesse)), "", true},
	} {
		f := finder(t, c.lines...)
		h, err := f.Home(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		x := h.Contrast
		if x == nil || x.Disjoint != c.disjoint {
			t.Fatalf("%d boxes: %+v", len(c.lines), x)
		}
		var shown []string
		for _, key := range []string{x.Shot.Box.Key, x.Reverse.Box.Key} {
			a, err := f.Audience(context.Background(), key)
			if err != nil {
				t.Fatal(err)
			}
			shown = append(shown, string(a.Rows[0].ID))
		}
		slices.Sort(shown)
		if got := strings.Join(shown, " "); c.want != "" && got != c.want {
			t.Errorf("of %d boxes %s are shown, want %s", len(c.lines), got, c.want)
		}
		if c.disjoint && !slices.Contains(shown, "meta:4") {
			t.Errorf("%v are shown; only the fourth cannot hold the same person as another", shown)
		}
	}
}

func TestJaccard(t *testing.T) {
	for _, c := range []struct {
		a, b []reach.Criterion
		want float64
	}{{[]reach.Criterion{1, 2}, []reach.Criterion{2, 3}, 1. / 3}, {[]reach.Criterion{1}, []reach.Criterion{1}, 1}, {[]reach.Criterion{1}, []reach.Criterion{2}, 0}, {nil, nil, 1}, {nil, []reach.Criterion{1}, 0}} {
		if got := jaccard(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
