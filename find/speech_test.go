package find

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/promise"
	"github.com/contrechamp/contrechamp/sidebyside"
)

// asks reads a question about an advertiser's words.
func asks(t testing.TB, query string) Speech {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := ParseSpeech(v, "delivered", "by")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

const (
	berlin  = `{"name":"Berlin, Germany","type":"regions","excluded":false,"num_obfuscated":0}`
	hamburg = `{"name":"Hamburg, Germany","type":"regions","excluded":false,"num_obfuscated":0}`
)

// campaign is one party that talks of trams in Bavaria and of prisons in
// Berlin, and one promise; and another party.
func campaign(t testing.TB) *Finder {
	var lines []string
	id := 0
	add := func(page, text, place string) {
		id++
		lines = append(lines, ad(id, page, "Payer "+page, text, `"18","65"`, "All", place, 1+id%20, 100, 199))
	}
	for i := range 5 {
		add("7", fmt.Sprintf("Die Straßenbahn in München fährt immer weiter, Haltestelle %c%d und dann noch %d Minuten.", 'a'+i, i, i), bavaria)
		add("7", fmt.Sprintf("Das Gefängnis hat nun %d Zellen mehr, und im Hof %c%d wird es auch nachts nicht dunkel.", 10+i, 'a'+i, i), berlin)
	}
	add("7", "Wir werden die Straßenbahn in Bayern bis zum Wald bauen.", bavaria)
	add("7", "Mit uns kommt keine Straßenbahn bis zum Wald.", berlin)
	add("7", "The tram is for all of us in the city.", bavaria)
	for i := range 40 { // so that the party's words are not the archive's
		add("8", fmt.Sprintf("Etwas ganz anderes%d ist das%d hier%d.", i, i, i), hamburg)
	}
	return finder(t, lines...)
}

func TestDivergenceOfACampaign(t *testing.T) {
	f := campaign(t)
	d, err := f.Divergence(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Speaker.ID != "meta:7" || d.Ads != 13 || d.Foreign != 1 || d.Lang != "de" || len(d.Boxes) != 2 || d.Messages != 12 || d.Test == nil {
		t.Fatalf("%+v", d)
	}
	if d.Test.P > .01 || d.Test.Excess < d.Test.Visible {
		t.Errorf("%+v", d.Test)
	}
	for _, b := range d.Boxes {
		for _, w := range b.Top {
			if w.Word == "berlin" || w.Word == "munchen" && b.Expr == "" {
				t.Errorf("the place %s counts as a word", w.Word)
			}
		}
		if b.Messages != 6 || b.Expr == "" || b.Audience == nil {
			t.Errorf("%+v", b)
		}
	}
	again, err := f.Divergence(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil || again != d {
		t.Error("the answer is not kept")
	}
	about, err := f.Divergence(context.Background(), asks(t, "advertiser=meta:7&topic=transport&by=topic"))
	if err != nil || about.OffTopic != 6 || len(about.Topics) < 2 {
		t.Errorf("%+v, %v", about, err)
	}
	seen, err := f.Divergence(context.Background(), asks(t, "advertiser=meta:7&delivered=yes"))
	if !errors.Is(err, contrechamp.ErrNotFound) {
		t.Errorf("nobody says who saw the ads, but %+v, %v", seen, err)
	}
	for query, want := range map[string]error{
		"":                        contrechamp.ErrInvalid, // of several
		"archive=meta":            contrechamp.ErrInvalid,
		"advertiser=meta:7&q=xyz": contrechamp.ErrNotFound,
		"payer=Payer 8":           nil,
	} {
		if _, err := f.Divergence(context.Background(), asks(t, query)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", query, err, want)
		}
	}
}

func TestSpeechIsParsed(t *testing.T) {
	for _, query := range []string{"topic=", "topic=!", "topic=a&topic=b", "delivered=perhaps", "by=page", "colour=red"} {
		v, _ := url.ParseQuery(query)
		q, err := ParseSpeech(v, "delivered", "by")
		if query == "topic=" {
			if err != nil || q.Topic != "" {
				t.Errorf("%q: %+v, %v", query, q, err)
			}
			continue
		}
		if !errors.Is(err, contrechamp.ErrInvalid) {
			t.Errorf("%q is read as %+v, %v", query, q, err)
		}
	}
	if _, err := ParseSpeech(url.Values{"delivered": {"yes"}}); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Error("pairs know of delivered")
	}
	const full = "advertiser=meta%3A7&by=topic&delivered=yes&from=2026-05-01&topic=10"
	if got := asks(t, full).Values().Encode(); got != full {
		t.Errorf("written as %q", got)
	}
}

func TestPairsOfACampaign(t *testing.T) {
	f := campaign(t)
	p, err := f.Pairs(context.Background(), asks(t, "advertiser=meta:7"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Texts != 12 || p.Looked != 36 || p.Shown == 0 || len(p.Rows) != p.Shown || p.Judged.Precision.Of != 0 {
		t.Fatalf("%+v", p)
	}
	x := p.Rows[0]
	a, b := strings.TrimSpace(x.A.Text[x.A.From:x.A.To]), strings.TrimSpace(x.B.Text[x.B.From:x.B.To])
	if a != "Wir werden die Straßenbahn in Bayern bis zum Wald bauen." || b != "Mit uns kommt keine Straßenbahn bis zum Wald." {
		t.Errorf("first are %q and %q", a, b)
	}
	if c := x.B.Cues; len(c) != 1 || x.B.Text[c[0].From:c[0].To] != "keine" || x.Proven != 1 || x.Of != 1 || x.B.Ad != "meta:12" || len(x.B.Boxes) != 1 || x.B.Ads != 1 {
		t.Errorf("%+v", x.B)
	}
	marked, err := f.Pairs(context.Background(), asks(t, "advertiser=meta:7"), []sidebyside.Mark{{Pair: x.ID, Verdict: sidebyside.Contradicts, By: "Ada", On: "2026-12-01"}})
	if err != nil || marked.Rows[0].Mark != sidebyside.Contradicts || marked.Judged.Precision.Is != 1 {
		t.Errorf("%+v, %v", marked.Judged, err)
	}
}

func TestPromisesOfACampaign(t *testing.T) {
	f := campaign(t)
	p, err := f.Promises(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Rows) != 1 || len(p.Boxes) != 2 || p.Hidden != 0 {
		t.Fatalf("%+v", p)
	}
	r := p.Rows[0]
	if r.Form != promise.Will || r.Boxes != 1 || r.Ad != "meta:11" || fmt.Sprint(r.Topics) != "[10 21]" {
		t.Errorf("%+v", r)
	}
	for i, b := range p.Boxes {
		want := promise.Given
		if strings.Contains(b.Box.Expr, "Berlin") {
			want = promise.Other // it was told of the tram too
		}
		if r.Cells[i] != want {
			t.Errorf("%s was %s it, want %s", b.Box.Expr, r.Cells[i], want)
		}
	}
	if p, err := f.Promises(context.Background(), asks(t, "advertiser=meta:7&topic=12")); err != nil || len(p.Rows) != 0 {
		t.Errorf("promises about prisons: %+v, %v", p, err)
	}
}

// TestDivergenceOfRealPages: boxes and messages are those of package
// divergence's values; here the names of places are left out and other
// languages apart, so the words are fewer.
func TestDivergenceOfRealPages(t *testing.T) {
	ctx := context.Background()
	f := imported(t, realdata.Dir(t, "meta", "ads_archive_de_2024.jsonl.gz"))
	for page, want := range map[string]struct {
		messages, boxes int
		found           bool
	}{
		"meta:164629470060120": {91, 6, true},
		"meta:50169278122":     {161, 4, true}, // 3 messages and a box fewer: notices that the platform put there
		"meta:21289227249":     {241, 7, false},
		"meta:242877865923318": {26, 2, false},
		"meta:139470429458087": {33, 8, false},
	} {
		d, err := f.Divergence(ctx, asks(t, "advertiser="+page))
		if err != nil {
			t.Fatal(err)
		}
		if d.Messages != want.messages || len(d.Boxes) != want.boxes || d.Test == nil || (d.Test.P <= .05) != want.found {
			t.Errorf("%s: %d messages, %d boxes, %+v; want %+v", d.Speaker.Name, d.Messages, len(d.Boxes), d.Test, want)
		}
	}
	d, err := f.Divergence(ctx, asks(t, "advertiser=meta:50169278122&delivered=yes"))
	if err != nil || d.Test == nil || d.Boxes[0].Seen == nil || math.IsNaN(d.Test.P) {
		t.Errorf("delivered: %+v, %v", d, err)
	}
}
