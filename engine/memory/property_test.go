package memory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/demostore"
	"github.com/contrechamp/contrechamp/store"
)

// manyAds is a store of ads that share texts, payers, boxes and days, with
// money that is open, in two currencies or not stated, and ads without a text.
func manyAds(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var b strings.Builder
	pick := func(i, k int, of ...string) string { return of[(i*k+i/7)%len(of)] }
	for i := range 400 {
		spend := pick(i, 3, `"spend":{"lower_bound":"100","upper_bound":"199"},"currency":"EUR",`, `"spend":{"lower_bound":"1000000"},"currency":"EUR",`, `"spend":{"lower_bound":"0","upper_bound":"99"},"currency":"USD",`, ``)
		text := pick(i, 5, `"ad_creative_bodies":["Un texte sur les routes","Des trains pour tous"],`, `"ad_creative_bodies":["Les trains d'abord"],`, `"ad_creative_bodies":["Des routes pour tous et des trains"],`, ``)
		fmt.Fprintf(&b, `{"id":"%d","ad_delivery_start_time":"2026-05-%02d",%s%s"page_id":"%d","page_name":"Page %d","bylines":%q,"estimated_audience_size":{"lower_bound":"%d","upper_bound":"%d"},"impressions":{"lower_bound":"0","upper_bound":"999"},"target_ages":[%s],"target_gender":"%s","target_locations":[{"name":"Germany","type":"countries","excluded":false,"num_obfuscated":0}]}`+"\n",
			i+1, 1+i*i%20, text, spend, i%11, i%11, pick(i, 2, "", "Fleuve", "Delta"), 100*(i%3), 100*(i%3)+1000, pick(i, 1, `"18","65"`, `"18","34"`, `"45","65"`), pick(i, 11, "All", "Men", "Women"))
	}
	file := filepath.Join(t.TempDir(), "ads.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	demostore.Import(t, st, file, ingest.Options{})
	return st
}

// TestEveryCallAgainstPlainLoops holds every call, on selections of any
// conditions, against an engine of plain loops. Rapid prints the seed.
func TestEveryCallAgainstPlainLoops(t *testing.T) {
	for name, st := range map[string]*store.Store{"demo": demostore.Open(t), "many": manyAds(t)} {
		t.Run(name, func(t *testing.T) {
			fast, err := load(t.Context(), st)
			if err != nil {
				t.Fatal(err)
			}
			slow := plainOf(t, st, fast.small)
			if len(slow.ads) < 100 {
				t.Fatalf("only %d ads", len(slow.ads))
			}
			n, boxes, err := fast.Widest(t.Context())
			wantN, wantBoxes, _ := slow.Widest(t.Context())
			if err != nil || n != wantN || boxes != wantBoxes {
				t.Errorf("widest: %d of %d boxes, want %d of %d (%v)", n, boxes, wantN, wantBoxes, err)
			}
			sameAnswers(t, fast, slow, nil)
			rapid.Check(t, func(t *rapid.T) {
				sameAnswers(t, fast, slow, rapid.SliceOfN(rapid.Deferred(func() *rapid.Generator[engine.Condition] { return conditions(slow, 1) }), 1, 3).Draw(t, "conditions"))
			})
		})
	}
}

// conditions are any that an ad of a store may meet, and some that none does.
func conditions(e *plain, deep int) *rapid.Generator[engine.Condition] {
	return rapid.Custom(func(t *rapid.T) engine.Condition {
		if deep > 0 && rapid.IntRange(0, 6).Draw(t, "any") == 0 {
			return engine.Condition{Any: rapid.SliceOfN(rapid.SliceOfN(conditions(e, deep-1), 1, 2), 1, 3).Draw(t, "lists")}
		}
		ad := func() *plainAd { return &e.ads[rapid.IntRange(0, len(e.ads)-1).Draw(t, "ad")] }
		p := engine.Property(rapid.IntRange(int(engine.Box), int(engine.OfWords)).Draw(t, "property"))
		switch p {
		case engine.OfCreative:
			return engine.Condition{Property: p, Word: ad().creative}
		case engine.OfText:
			ids := slices.Concat([]int32{-1}, ad().textIDs, ad().textIDs)
			slices.Sort(ids)
			return engine.In(p, slices.Compact(ids))
		case engine.OfWords:
			return engine.Condition{Property: p, Words: question(t, ad, 1)}
		}
		if rapid.Bool().Draw(t, "between") {
			lo, hi := ad().value(p), ad().value(p)
			if rapid.IntRange(0, 9).Draw(t, "turned") > 0 {
				lo, hi = min(lo, hi), max(lo, hi)
			}
			return engine.Between(p, lo, hi)
		}
		var values []int32
		for range rapid.IntRange(0, 5).Draw(t, "values") {
			values = append(values, int32(ad().value(p)))
		}
		slices.Sort(values)
		return engine.In(p, slices.Compact(values))
	})
}

// question draws a question about words from texts that there are.
func question(t *rapid.T, ad func() *plainAd, deep int) *engine.Words {
	q := &engine.Words{}
	field := func() []string {
		a := ad()
		if len(a.texts) == 0 {
			return nil
		}
		return a.texts[rapid.IntRange(0, len(a.texts)-1).Draw(t, "text")][0]
	}
	term := func() string {
		if f := field(); len(f) > 0 {
			return f[rapid.IntRange(0, len(f)-1).Draw(t, "term")]
		}
		return "nowhere"
	}
	for range rapid.IntRange(0, 2).Draw(t, "each") {
		var terms []string
		for range rapid.IntRange(0, 3).Draw(t, "terms") {
			terms = append(terms, term())
		}
		slices.Sort(terms)
		q.Each = append(q.Each, slices.Compact(terms))
	}
	if f := field(); len(f) > 2 && rapid.IntRange(0, 2).Draw(t, "phrase") == 0 {
		at := rapid.IntRange(0, len(f)-2).Draw(t, "at")
		phrase := f[at : at+2]
		for _, w := range phrase {
			q.Each = append(q.Each, []string{w})
		}
		q.Phrases = append(q.Phrases, phrase)
	}
	if deep > 0 && (len(q.Each) == 0 || rapid.Bool().Draw(t, "without")) {
		q.Without = append(q.Without, question(t, ad, 0))
	}
	return q
}

// tester is a test or a draw of rapid.
type tester interface {
	Helper()
	Fatalf(string, ...any)
}

// sameAnswers asks both engines everything about what some conditions select.
func sameAnswers(t tester, fast *columns, slow *plain, all []engine.Condition) {
	t.Helper()
	ctx := context.Background()
	same := func(what string, got, want any, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s of %+v:\n got %+v\nwant %+v (%v)", what, all, got, want, err)
		}
	}
	f, err := fast.Select(ctx, all)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var s engine.Selection
	if all != nil {
		s, _ = slow.Select(ctx, all)
	}
	got, err := gathered(fast.Each(ctx, f))
	want, _ := gathered(slow.Each(ctx, s))
	same("ads", got, want, err)

	counts, err := fast.Count(ctx, f)
	wanted, _ := slow.Count(ctx, s)
	same("counts", counts, wanted, err)

	numbers := append(slices.Clone(want), 1<<30)
	rows, err := fast.Rows(ctx, numbers)
	wantRows, _ := slow.Rows(ctx, numbers)
	same("rows", rows, wantRows, err)

	for by := engine.OfBox; by <= engine.OfBoxAndAdvertiser; by++ {
		order := func(a, b engine.Use) int {
			return cmp.Or(cmp.Compare(a.Box, b.Box), cmp.Compare(a.Advertiser, b.Advertiser), cmp.Compare(a.Day, b.Day))
		}
		got, err := gathered(fast.Uses(ctx, f, by))
		want, _ := gathered(slow.Uses(ctx, s, by))
		slices.SortFunc(got, order)
		slices.SortFunc(want, order)
		same(fmt.Sprint("uses ", by), got, want, err)
	}
	estimates, err := gathered(fast.Estimates(ctx, f))
	wantEstimates, _ := gathered(slow.Estimates(ctx, s))
	same("estimates", estimates, wantEstimates, err)
	cards, err := gathered(fast.Cards(ctx, f))
	wantCards, _ := gathered(slow.Cards(ctx, s))
	same("cards", cards, wantCards, err)

	for o := engine.Newest; o <= engine.ByCriteria; o++ {
		for after := engine.NoAd; ; {
			const n = 40
			page, before, err := fast.Page(ctx, f, o, after, n)
			wantPage, wantBefore, _ := slow.Page(ctx, s, o, after, n)
			same(fmt.Sprintf("page in order %d behind %d", o, after), page, wantPage, err)
			same("rows before", before, wantBefore, nil)
			if len(page) < n {
				break
			}
			after = page[len(page)-1].Newest
		}
	}
	if _, _, err := fast.Page(ctx, f, engine.Newest, 1<<30, 1); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Fatalf("a page behind an ad that there is not: %v", err)
	}
}

func gathered[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for x, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
