package find

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/words"
)

// TestListShowsTheTextThatMatched: an ad of several texts is found by each,
// and the list shows the one that was asked for.
func TestListShowsTheTextThatMatched(t *testing.T) {
	two := strings.Replace(ad(1, "7", "Fleuve", "Les rues d'abord", `"18","65"`, "All", germany, 1, 100, 199),
		`"Les rues d'abord"`, `"Les rues d'abord","Le fleuve ensuite","Et les forêts"`, 1)
	f := finder(t, two, ad(2, "7", "Fleuve", "Un fleuve propre", `"18","65"`, "All", bavaria, 2, 100, 199))
	for q, want := range map[string]string{
		"":                        "Un fleuve propre|Les rues d'abord",
		"q=rues":                  "Les rues d'abord",
		"q=fleuves":               "Un fleuve propre|Le fleuve ensuite",
		"q=foret&from=2026-05-01": "Et les forêts",
		"q=%22les+forets%22":      "Et les forêts",
		"q=fleuve&q=rues":         "Les rues d'abord", // each question is answered by some text of the ad
	} {
		v, _ := url.ParseQuery(q)
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		ads, err := f.Ads(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range ads.Rows {
			got = append(got, r.Text)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: shows %q, want %q", q, s, want)
		}
	}
}

// TestSearchAgreesWithReading: the postings find the same texts as reading each
// text from its beginning to its end does.
func TestSearchAgreesWithReading(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 1))
	vocabulary := strings.Fields("rue rues tram trams fleuve vote votes voter élection élections l'eau aujourd'hui house houses Straße strasse 2024 à")
	draw := func(n int) string {
		var out []string
		for range n {
			out = append(out, vocabulary[rnd.IntN(len(vocabulary))])
		}
		return strings.Join(out, " ")
	}
	var lines, texts []string
	for i := range 60 {
		texts = append(texts, draw(1+rnd.IntN(5)))
		lines = append(lines, ad(i, "7", "P", texts[i], `"18","65"`, "All", germany, 1+i%28, 100, 199))
	}
	f := finder(t, lines...)
	for range 300 {
		var parts []string
		for range 1 + rnd.IntN(3) {
			w := draw(1)
			switch rnd.IntN(4) {
			case 0:
				w = "-" + w
			case 1:
				w = string([]rune(w)[:1]) + "*"
			case 2:
				w = `"` + draw(2) + `"`
			}
			parts = append(parts, w)
		}
		asked := strings.Join(parts, " ")
		filter, err := Keys.Parse(url.Values{"q": {asked}})
		if err != nil {
			t.Fatal(err)
		}
		sel, err := f.Numbers(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		q, want := words.Parse(asked), 0
		for _, x := range texts {
			if q.Match(x) {
				want++
			}
		}
		if got := len(sel); got != want && !q.Empty() {
			t.Fatalf("seed %d: %s finds %d ads, reading them %d", seed, fmt.Sprintf("%q", asked), got, want)
		}
	}
}

// TestTwoSizes: what an archive never publishes stands beside the published
// size, which may then be anything down to nobody.
func TestTwoSizes(t *testing.T) {
	f := sample(t).WithPeople(ingest.Population)
	got, err := f.Ad(context.Background(), "meta:4")
	if err != nil {
		t.Fatal(err)
	}
	if b := got.Box; len(b.Silent) == 0 || !b.Size.Stated || !b.Real.Stated || b.Real.Lo != 0 || b.Real.Hi != b.Size.Hi {
		t.Errorf("box %+v", b)
	}
	if s := (Box{Size: got.Box.Size}).as("ira"); s.Real.Stated || s.Silent != nil {
		t.Errorf("an archive that publishes all has a second size: %+v", s)
	}
	if s := (Box{Size: got.Box.Size, Hidden: true}).as("ira"); !s.Real.Stated {
		t.Errorf("a hidden part gives no second size: %+v", s)
	}
}
