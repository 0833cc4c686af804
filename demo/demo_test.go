package demo_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/demo"
	"github.com/contrechamp/contrechamp/divergence"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/internal/demostore"
)

const fleuve = "meta:104417330000011"

// asked answers questions of a store with the invented archives.
type asked struct {
	*testing.T
	*find.Finder
}

func open(t *testing.T) asked {
	t.Helper()
	return asked{t, find.New(demostore.Open(t))}
}

// ads answers a filter such as "archive=snap&hidden=yes" with all its ads.
func (a asked) ads(query string) *find.Ads {
	a.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		a.Fatal(err)
	}
	values.Set("limit", "1000")
	f, err := find.Keys.Parse(values)
	if err != nil {
		a.Fatal(err)
	}
	ads, err := a.Ads(context.WithoutCancel(a.Context()), f)
	if err != nil {
		a.Fatal(err)
	}
	return ads
}

// TestArchives holds the shipped archives to what a demonstration must have.
func TestArchives(t *testing.T) {
	a := open(t)
	for name, test := range map[string]func(asked){"counts": counts, "contradiction": contradiction, "other words": otherWords, "left out": leftOut, "damage": damage} {
		t.Run(name, func(t *testing.T) { test(asked{t, a.Finder}) })
	}
}

func counts(a asked) {
	for _, x := range []struct {
		what, query string
		least, most int
	}{
		{"ads", "", 600, 800},
		{"on Meta", "archive=meta", 450, 600},
		{"on Snap", "archive=snap", 100, 200},
		{"told to one viewer", "archive=fbpac", 10, 30},
		{"without a text", "archive=meta&text=no", 4, 20},
		{"that shut somebody out", "excludes=any", 80, 300},
		{"that shut out a region", `excludes=place "XV/Niederau"`, 8, 60},
		{"that shut out a kind of place", "excludes=venue", 5, 40},
		{"with an undisclosed part", "hidden=yes", 90, 300},
		{"with four conditions or more", "criteria=4..", 20, 200},
		{"with an interest", "includes=interest", 20, 200},
		{"with a list", "includes=list", 3, 30},
		{"with a lookalike", "includes=lookalike", 3, 30},
		{"for visitors of a site", "includes=visited", 1, 10},
		{"by a broker's data", "includes=broker", 1, 10},
		{"whose payer is not told", "payer=none", 10, 40},
		{"of the party, paid by its committee", "advertiser=" + fleuve + "&payer=Comité Fleuve 2026", 5, 40},
		{"of another page, paid by that committee", "advertiser=rocade&payer=Comité Fleuve 2026", 5, 20},
		{"gone by the second copy", "removed=gone", 17, 17},
		{"changed by the second copy", "removed=changed", 4, 12},
		{"for fewer than 1,000 people", "size_max=1000", 5, 5},
		{"of one text for every region", `q="le prix du pain se décide aussi ici"`, 24, 24},
		{"promising to ban cars", `q="voiture sera interdite"`, 15, 30},
		{"promising never to ban them", `q="jamais la voiture"`, 15, 30},
	} {
		if n := a.ads(x.query).Total; n < x.least || n > x.most {
			a.Errorf("%d ads %s, want %d to %d", n, x.what, x.least, x.most)
		}
	}
	meta := a.ads("archive=meta")
	if meta.NoMoney < 20 || meta.NoMoney > 60 {
		a.Errorf("%d ads on Meta have no sum, want some", meta.NoMoney)
	}
	for _, f := range meta.Facets {
		if f.Name == "advertiser" && len(f.Values)+f.More != 12 {
			a.Errorf("%d pages on Meta, want 12", len(f.Values)+f.More)
		}
	}
	langs := a.facet(meta, "lang")
	for lang, least := range map[string]int{"fr": 300, "de": 30, "en": 15} {
		if langs[lang] < least {
			a.Errorf("%d ads in %s, want at least %d", langs[lang], lang, least)
		}
	}
	if n := a.boxes(`q="le prix du pain se décide aussi ici"`); n != 12 {
		a.Errorf("the text for every region has %d boxes", n)
	}
	if n := a.boxes(`q="pas un impôt nouveau"`); n < 4 {
		a.Errorf("one text of the party has %d boxes, want some", n)
	}
	narrow := a.ads("size_max=1000").Rows[0].Box.Size
	if narrow.Lo != 640 || narrow.Hi != 910 {
		a.Errorf("the narrow box holds %d to %d people, want 640 to 910", narrow.Lo, narrow.Hi)
	}
}

// facet counts the ads of a list by a facet's values, as far as it names them.
func (a asked) facet(ads *find.Ads, name string) map[string]int {
	out := map[string]int{}
	for _, f := range ads.Facets {
		if f.Name == name {
			for _, v := range f.Values {
				out[v.Label] = v.Count
			}
		}
	}
	return out
}

// boxes counts the boxes of a filter's ads.
func (a asked) boxes(query string) int {
	values, err := url.ParseQuery(query)
	if err != nil {
		a.Fatal(err)
	}
	f, err := find.Keys.Parse(values)
	if err != nil {
		a.Fatal(err)
	}
	boxes, err := a.Audiences(context.WithoutCancel(a.Context()), f)
	if err != nil {
		a.Fatal(err)
	}
	return boxes.Total
}

// contradiction: the party says one thing and its contrary to boxes that
// nobody can be in both of.
func contradiction(a asked) {
	ban := a.ads("archive=meta&advertiser=" + fleuve + `&q="dès 2028, la voiture sera interdite dans les centres-villes" respirent`)
	never := a.ads("archive=meta&advertiser=" + fleuve + `&q="jamais la voiture ne sera interdite dans les centres-villes"`)
	if ban.Total < 8 || never.Total < 8 {
		a.Fatalf("%d ads for, %d against", ban.Total, never.Total)
	}
	for _, x := range ban.Rows {
		for _, y := range never.Rows {
			p, err := audience.Parse(x.Box.Expr)
			if err != nil {
				a.Fatal(err)
			}
			q, err := audience.Parse(y.Box.Expr)
			if err != nil {
				a.Fatal(err)
			}
			if v, _ := audience.Overlap(p, q, audience.World{}); v != audience.Disjoint {
				a.Fatalf("%s and %s: somebody may be in both", x.Box.Expr, y.Box.Expr)
			}
		}
	}
}

// otherWords: on cars the test of divergence sees in each language that two
// boxes are told other words, and marks one; on taxes, where everybody hears the
// same, it sees nothing.
func otherWords(a asked) {
	ask := func(query string) *find.Divergence {
		values, err := url.ParseQuery("advertiser=" + fleuve + "&" + query)
		if err != nil {
			a.Fatal(err)
		}
		q, err := find.ParseSpeech(values)
		if err != nil {
			a.Fatal(err)
		}
		d, err := a.Divergence(a.Context(), q)
		if err != nil {
			a.Fatal(err)
		}
		return d
	}
	for _, x := range []struct {
		lang          string
		cities, hills string // marked, or else the strongest word
		marked        bool
	}{{"fr", "air", "travail", true}, {"de", "luft", "arbeit", true}, {"en", "cars", "work", false}} {
		d := ask("topic=10&text_lang=" + x.lang)
		if d.Test == nil || d.Test.P > .01 || d.Test.Excess < d.Test.Visible || d.Messages < 24 {
			a.Errorf("cars in %s: %d messages, test %+v; want a difference with p at most .01", x.lang, d.Messages, d.Test)
			continue
		}
		for _, word := range []string{x.cities, x.hills} {
			i := slices.IndexFunc(d.Boxes, func(b find.DivergentBox) bool { return b.Top[0].Word == word })
			if i < 0 || x.marked && !slices.ContainsFunc(d.Boxes[i].Words, func(w divergence.Word) bool { return w.Word == word }) {
				a.Errorf("cars in %s: %q is no box's own word", x.lang, word)
			}
		}
	}
	if d := ask("topic=1"); d.Test != nil && d.Test.P < .05 {
		a.Errorf("taxes: p = %g, where everybody hears the same", d.Test.P)
	}
	values := url.Values{"advertiser": {fleuve}, "topic": {"10"}, "text_lang": {"it"}}
	q, err := find.ParseSpeech(values)
	if err != nil {
		a.Fatal(err)
	}
	if _, err := a.Divergence(a.Context(), q); !errors.Is(err, contrechamp.ErrNotFound) || !strings.Contains(err.Error(), "fr, de, en") {
		a.Errorf("texts in Italian: %v, want none, and which there are", err)
	}
}

// leftOut: no ad of the party may reach the older people of Niederau and
// Brumaie, while others reach them.
func leftOut(a asked) {
	for _, region := range []string{"Niederau", "Brumaie"} {
		for _, age := range []string{"65..65", "70..70", "88..88"} {
			for _, by := range []string{fleuve, "snap:Parti du Fleuve", "fbpac:104417330000011"} {
				q := url.Values{"how": {"may"}, "aims": {"age " + age + ` and place "XV/` + region + `"`}, "advertiser": {by}}
				ads := a.ads(q.Encode())
				for _, r := range ads.Rows {
					if r.Archive != "fbpac" && r.Box.Expr != "" {
						a.Errorf("%s may reach somebody of %s in %s: %s", r.ID, age, region, r.Box.Expr)
					}
				}
				q.Del("advertiser")
				if a.ads(q.Encode()).Total == 0 {
					a.Errorf("nobody at all reaches those of %s in %s", age, region)
				}
			}
		}
	}
}

// damage: what is missing, odd or unreadable in the copies.
func damage(a asked) {
	s, err := a.Sources(a.Context())
	if err != nil {
		a.Fatal(err)
	}
	if !s.Invented || s.Mixed {
		a.Error("not every source says that it is invented")
	}
	words := func(list []find.ReasonCount) (out []string) {
		for _, r := range list {
			out = append(out, r.Archive+" "+r.Reason)
		}
		slices.Sort(out)
		return out
	}
	if got, want := words(s.Reasons), []string{"meta bad-json", "meta bad-range"}; !slices.Equal(got, want) || len(s.Rejects) != 2 {
		a.Errorf("%d rejects: %q, want one each of %q", len(s.Rejects), got, want)
	}
	if got, want := words(s.Remarks), []string{"meta ends-before-start", "meta sums-differ", "snap ends-before-start", "snap field-unread"}; !slices.Equal(got, want) {
		a.Errorf("remarks %q, want %q", got, want)
	}
	if got, want := words(s.Repairs), []string{"meta meta-place-name", "snap snap-leading-nil", "snap snap-lost-list", "snap snap-run-on"}; !slices.Equal(got, want) {
		a.Errorf("repairs %q, want %q", got, want)
	}
	gaps := slices.DeleteFunc(s.Gaps, func(g find.Gap) bool { return g.Archive == "fbpac" })
	if len(gaps) != 1 || gaps[0].Archive != "snap" || gaps[0].From != "2026-04-20" || gaps[0].To != "2026-04-26" {
		a.Errorf("gaps %+v, want the week of 20 April on Snap", s.Gaps)
	}
	for _, w := range s.Weeks { // there is more in the last five weeks than in the first five
		if w.Archive != "fbpac" {
			early, late := 0, 0
			for i, x := range w.Weeks {
				if i < 5 {
					early += x.Ads
				}
				if i >= len(w.Weeks)-5 {
					late += x.Ads
				}
			}
			if late < 2*early {
				a.Errorf("%s: %d ads in the first five weeks, %d in the last five", w.Archive, early, late)
			}
		}
	}
}

// TestSmall: what ships in the program is small.
func TestSmall(t *testing.T) {
	var all int64
	files, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		all += info.Size()
	}
	if all > 400_000 {
		t.Errorf("%d bytes are shipped, want at most 400,000", all)
	}
	if got := len(demo.Archives) + len(demo.Population); got != len(files) {
		t.Errorf("%d files are shipped, %d are known", len(files), got)
	}
}
