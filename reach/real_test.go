package reach_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach"
)

// boxes keeps the audiences of what an archive reads.
type boxes struct{ all []*audience.Expr }

func (b *boxes) Ad(a *contrechamp.Ad) error {
	if a.Audience != nil {
		b.all = append(b.all, a.Audience)
	}
	return nil
}
func (*boxes) Tally(*contrechamp.Tally) error  { return nil }
func (*boxes) Reject(contrechamp.Reject) error { return nil }

// draw makes a person of facts that the ads themselves name.
func draw(r *rand.Rand, facts []audience.Fact) audience.Person {
	var p audience.Person
	for range 12 + r.IntN(30) {
		f := facts[r.IntN(len(facts))]
		if f.Kind == audience.Age && !f.AgeUnknown {
			f.Lo = max(1, min(f.Hi, f.Lo)+uint8(r.IntN(3)))
			f.Hi = f.Lo
		}
		p.Say(f, r.IntN(3) > 0) // contradictions and circles are refused; the rest is a person
	}
	if r.IntN(3) == 0 {
		p.Complete = audience.KindsOf(audience.Interest, audience.Behaviour, audience.Likes, audience.Device)
	}
	return p
}

// TestRealAds holds the matcher against audience.Eval on every real ad.
func TestRealAds(t *testing.T) {
	var got boxes
	for _, dir := range []string{"ira", "meta", "snap", "fbpac"} {
		opened, err := archive.Open([]string{realdata.Dir(t, dir)}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range opened.Inputs {
			if err := in.Format.Read(context.Background(), in.Bundle, &got); err != nil {
				t.Fatal(err)
			}
		}
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
	}
	all := reach.NewBoxes()
	seen := map[audience.Fact]bool{}
	var facts []audience.Fact
	for _, e := range got.all {
		all.Add(e)
		for f := range e.Facts() {
			if !seen[f] {
				seen[f] = true
				facts = append(facts, f)
			}
		}
	}
	x := reach.NewIndex(all)
	t.Logf("%d ads, %d different boxes, %d facts, %.0f B/ad", all.Len(), all.Distinct(), len(facts), float64(x.Bytes())/float64(all.Len()))
	if all.Len() < 10_000 {
		t.Errorf("only %d real ads", all.Len())
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	d := rand.New(rand.NewPCG(seed, 0))
	persons := 12
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		persons = 300
	}
	var r reach.Result
	var slow, fast time.Duration
	var count [3]int
	for i := range persons {
		p := draw(d, facts)
		w := audience.World{}
		if i%3 == 0 {
			w.Places = place.Table{}
		}
		start := time.Now()
		x.Match(&p, w, &r)
		fast += time.Since(start)
		yes, unknown := r.Yes.Append(nil), r.Unknown.Append(nil)
		slices.Sort(yes)
		slices.Sort(unknown)
		start = time.Now()
		for ad, e := range got.all {
			answer := audience.Eval(e, &p, w)
			count[answer]++
			_, isYes := slices.BinarySearch(yes, uint32(ad))
			_, isUnknown := slices.BinarySearch(unknown, uint32(ad))
			if isYes != (answer == audience.Yes) || isUnknown != (answer == audience.Unknown) {
				t.Fatalf("ad %d: yes %v, unknown %v, want %v\n%s\nfor %+v in %+v", ad, isYes, isUnknown, answer, e, p, w)
			}
		}
		slow += time.Since(start)
	}
	t.Logf("%d persons: %d yes, %d unknown, %d no; a match takes %v, ad by ad %v", persons, count[audience.Yes], count[audience.Unknown], count[audience.No],
		fast/time.Duration(persons), slow/time.Duration(persons))
}
