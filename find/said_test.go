package find

import (
	"net/url"
	"testing"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/internal/demostore"
)

// fleuve is the party of the invented election that says a thing and its
// contrary.
const fleuve = "meta:104417330000011"

// TestSaid: a portrait's pairs are the first of the order that is asked for, and
// its test that of the question.
func TestSaid(t *testing.T) {
	f := New(demostore.Open(t))
	a, err := f.Advertiser(t.Context(), fleuve)
	if err != nil {
		t.Fatal(err)
	}
	q := asks(t, "advertiser="+fleuve)
	pairs, err := f.Pairs(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Said == nil || len(a.Said.Pairs.Rows) != 2 {
		t.Fatalf("said %+v, want two pairs", a.Said)
	}
	for i, r := range a.Said.Pairs.Rows {
		if r.ID != pairs.Rows[i].ID {
			t.Errorf("pair %d is %s, in the order it is %s", i, r.ID, pairs.Rows[i].ID)
		}
	}
	if got, want := a.Said.Pairs.More, pairs.Shown-2; got != want {
		t.Errorf("%d more pairs, want %d", got, want)
	}
	d, err := f.Divergence(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if a.Said.Words.Test == nil || *a.Said.Words.Test != *d.Test {
		t.Errorf("test %+v, want %+v", a.Said.Words.Test, d.Test)
	}
	// Snap publishes no text: there is nothing to say, and nothing is said.
	snap, err := f.Advertiser(t.Context(), "snap:Parti du Fleuve")
	if err != nil {
		t.Fatal(err)
	}
	if snap.Said != nil {
		t.Errorf("said without a text: %+v", snap.Said)
	}
}

// TestReverseShot: of every ad, the pair that the whole order has first for its
// message, with the ad's own message first; none if the order has none.
func TestReverseShot(t *testing.T) {
	f := New(demostore.Open(t))
	with, without, german := 0, 0, 0
	orders := map[string]*Pairs{}
	list, err := f.Ads(t.Context(), asks(t, "limit=1000&advertiser="+fleuve).Filter)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list.Rows {
		id := string(row.ID)
		ad, err := f.Ad(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if ad.Text == "" {
			if ad.Reverse != nil {
				t.Errorf("%s has no text and a reverse shot", id)
			}
			continue
		}
		if orders[ad.Lang] == nil {
			if orders[ad.Lang], err = f.Pairs(t.Context(), asks(t, "advertiser="+fleuve+"&text_lang="+ad.Lang), nil); err != nil {
				t.Fatal(err)
			}
		}
		if ad.Reverse == nil {
			t.Errorf("%s: no answer, want one", id)
			continue
		}
		if ad.Reverse.Asked.Lang != "" && ad.Reverse.Asked.Lang != ad.Lang {
			t.Errorf("%s is in %s, was compared in %s", id, ad.Lang, ad.Reverse.Asked.Lang)
		}
		if len(ad.Reverse.Rows) == 0 {
			without++
			for _, r := range orders[ad.Lang].Rows {
				if r.A.Text == ad.Text || r.B.Text == ad.Text {
					t.Errorf("%s has no reverse shot, the order has pair %s", id, r.ID)
				}
			}
			continue
		}
		with++
		if ad.Lang == "de" {
			german++
		}
		got := ad.Reverse.Rows[0]
		if got.A.Text == got.B.Text {
			t.Errorf("%s: the same text twice", id)
		}
		for _, r := range orders[ad.Lang].Rows { // the first that shows the ad's own text is never before it
			if r.A.Text == ad.Text || r.B.Text == ad.Text {
				if r.Score > got.Score {
					t.Errorf("%s: pair %s (%g) stands before %s (%g)", id, r.ID, r.Score, got.ID, got.Score)
				}
				if r.ID == got.ID && got.A.Text != ad.Text {
					t.Errorf("%s: its own text stands second", id)
				}
				break
			}
		}
	}
	// An archive without texts has no order at all.
	films, err := f.Ads(t.Context(), asks(t, "limit=1&archive=snap").Filter)
	if err != nil {
		t.Fatal(err)
	}
	film, err := f.Ad(t.Context(), string(films.Rows[0].ID))
	if err != nil || film.Reverse != nil {
		t.Errorf("an ad on Snap: %+v, %v; want no reverse shot", film, err)
	}
	if with < 50 || without < 20 || german < 5 {
		t.Errorf("%d ads with a reverse shot (%d German), %d without: the test says little", with, german, without)
	}
}

// TestHomePair: the front page's pair has the highest score of all first pairs,
// and two different texts.
func TestHomePair(t *testing.T) {
	f := New(demostore.Open(t))
	h, err := f.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if h.Pair == nil || len(h.Pair.Rows) != 1 {
		t.Fatalf("pair %+v", h.Pair)
	}
	got := h.Pair.Rows[0]
	if got.A.Text == got.B.Text || len(got.A.Cues)+len(got.B.Cues) == 0 {
		t.Errorf("%q and %q: not two texts with a cue", got.A.Text, got.B.Text)
	}
	all, err := f.Advertisers(t.Context(), filter.Filter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	looked, comparable := 0, 0
	for _, a := range all.Rows[:20] {
		p, err := f.Pairs(t.Context(), asks(t, url.Values{"advertiser": {a.ID}}.Encode()), nil)
		if err != nil {
			t.Fatal(err)
		}
		looked, comparable = looked+p.Looked, comparable+p.Comparable
		if len(p.Rows) > 0 && p.Rows[0].Score > got.Score {
			t.Errorf("%s has a pair of score %g, the front page one of %g", a.Name, p.Rows[0].Score, got.Score)
		}
	}
	if h.PairsLooked != looked || h.PairsComparable != comparable {
		t.Errorf("%d pairs looked at, %d comparable; want %d and %d", h.PairsLooked, h.PairsComparable, looked, comparable)
	}
}
