package find_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
	"github.com/contrechamp/contrechamp/store"
)

// TestMyBoxOfRealArchives: over all ads of three real archives, what the browser
// answers from its file is what the meaning of each box says in the whole place
// table, for readers made of facts that the boxes name.
func TestMyBoxOfRealArchives(t *testing.T) {
	dir := realdata.Dir(t)
	ctx := context.Background()
	st, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for _, name := range []string{"meta/ads_archive_de_2024.jsonl.gz", "snap/PoliticalAds_2020.csv.gz", "ira/ira_ads.jsonl.gz"} {
		opened, err := archive.Open([]string{filepath.Join(dir, name)}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range opened.Inputs {
			if _, err := ingest.Import(ctx, st, in.Bundle, in.Format, ingest.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		opened.Close()
	}
	m, err := find.New(st).MyBox(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d; %d ads on %d cards, %d boxes, %d places, %d choices", seed, mybox.New(m.Data).Total().Ads, len(m.Cards), m.Data.Boxes.Distinct(), len(m.Data.Ground.Rows()), len(m.Data.Choices))
	r := rand.New(rand.NewPCG(seed, 1))
	homes := m.Homes()
	box := mybox.New(m.Data)
	world := audience.World{Places: place.Table{}}
	answered := [3]int{}
	for range 40 {
		p := mybox.Profile{}
		if r.IntN(4) > 0 {
			p.Person.Age = uint8(16 + r.IntN(60))
		} else if r.IntN(2) == 0 {
			p.Lo = uint8(16 + r.IntN(40))
			p.Hi = p.Lo + 9
		}
		p.Person.Gender = []string{"", "female", "male", "other"}[r.IntN(4)]
		if r.IntN(6) > 0 {
			p.Person.Lives = homes[r.IntN(len(homes))]
		}
		for range r.IntN(6) {
			f := m.Data.Choices[r.IntN(len(m.Data.Choices))].Fact
			if f.Kind.Labelled() || f.Kind == audience.Language {
				if err := p.Person.Say(f, true); err != nil {
					t.Fatal(err)
				}
			}
		}
		a := box.Ask(p)
		for card := range uint32(len(m.Cards)) {
			e := m.Data.Boxes.Audience(card)
			want := audience.Eval(e, &p.Person, world)
			if p.Hi != 0 {
				want = audience.EvalAges(e, &p.Person, p.Lo, p.Hi, world)
			}
			answered[want]++
			if got := a.Of(card); got != want {
				t.Fatalf("%+v: %s: %s, not %s", p, e, got, want)
			}
		}
	}
	if answered[audience.Yes] == 0 || answered[audience.Unknown] == 0 || answered[audience.No] == 0 {
		t.Errorf("answers %v: one of the three never came", answered)
	}
	for i, c := range m.Cards {
		if c.ID == "" {
			t.Fatalf("card %d has no ad", i)
		}
	}
}
