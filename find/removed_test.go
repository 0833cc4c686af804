package find

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// TestGone imports copies in every order and asks for the ads that are gone.
func TestGone(t *testing.T) {
	plain := func(id, day int, text string) string {
		return ad(id, "7", "Fleuve", text, `"18","65"`, "All", germany, day, 100, 199)
	}
	older := []string{"s", plain(1, 1, "one"), plain(2, 2, "two"), plain(3, 3, "three"), plain(4, 4, "four")}
	for name, c := range map[string]struct {
		copies [][]string // each with its series
		gone   string
		tied   bool
		unread int
	}{
		"missing in the newest": {[][]string{older, {"s", plain(1, 1, "one"), plain(5, 9, "five")}}, "4 3 2", false, 0},
		"two contents in the newest": {[][]string{older,
			{"s", plain(1, 1, "one"), plain(2, 2, "x"), plain(2, 2, "y"), plain(3, 3, "three"), plain(5, 9, "five")}}, "4", false, 0},
		"a damaged row in the newest": {[][]string{older,
			{"s", plain(1, 1, "one"), ad(2, "7", "Fleuve", "two", `"18","65"`, "All", germany, 2, -5, 199), `{"id": `, plain(5, 9, "five")}}, "4 3", false, 1},
		"before the window of the newest": {[][]string{older, {"s", plain(3, 3, "three"), plain(5, 9, "five")}}, "4", false, 0},
		"both end on one day":             {[][]string{older, {"s", plain(1, 1, "one"), plain(4, 4, "four")}}, "", true, 0},
		"one of two newest has it":        {[][]string{older, {"s", plain(1, 1, "one"), plain(2, 2, "two"), plain(5, 9, "five")}, {"s", plain(1, 1, "one"), plain(3, 3, "three"), plain(5, 9, "five")}}, "4", true, 0},
		"a newer copy of another series":  {[][]string{older, {"s", plain(1, 1, "one"), plain(5, 9, "five")}, {"o", plain(2, 2, "two"), plain(6, 12, "six")}}, "4 3", false, 0},
		"an older copy of another series": {[][]string{older, {"s", plain(1, 1, "one"), plain(5, 9, "five")}, {"o", plain(2, 2, "two"), plain(6, 6, "six")}}, "4 3 2", false, 0},
	} {
		for _, order := range permutations(len(c.copies)) {
			ctx := context.Background()
			st, err := store.Memory(ctx, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range order {
				importLines(t, st, c.copies[i][0], c.copies[i][1:])
			}
			f := New(st)
			asked, err := Keys.Parse(url.Values{"removed": {"gone"}})
			if err != nil {
				t.Fatal(err)
			}
			a, err := f.Ads(ctx, asked)
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(a); got != c.gone {
				t.Errorf("%s, in the order %v: gone %q, want %q", name, order, got, c.gone)
			}
			r, err := f.Removed(ctx, filter.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Series) != 1 || r.Series[0].Tied != c.tied || r.Series[0].Unread != c.unread {
				t.Errorf("%s, in the order %v: %+v", name, order, r.Series)
			}
			st.Close()
		}
	}
}

// TestWhatChanged: of an ad that the newer copy has otherwise, exactly that is named
// which differs, with what the older copy said.
func TestWhatChanged(t *testing.T) {
	old := ad(1, "7", "Fleuve", "The old text", `"18","65"`, "All", germany, 3, 100, 199)
	for what, c := range map[string]struct{ was, is string }{
		"text":        {"The old text", "A new text"},
		"dates":       {`"ad_creation_time"`, `"ad_delivery_stop_time":"2026-05-30","ad_creation_time"`},
		"money":       {`"upper_bound":"199"`, `"upper_bound":"299"`},
		"views":       {`"upper_bound":"999"`, `"upper_bound":"1999"`},
		"box":         {`"18","65"`, `"20","65"`},
		"payer":       {"Fleuve", "Delta"},
		"text, money": {`"The old text"],"page_id":"7","page_name":"Page 7","bylines":"Fleuve","spend":{"lower_bound":"100"`, `"Another"],"page_id":"7","page_name":"Page 7","bylines":"Fleuve","spend":{"lower_bound":"150"`},
	} {
		st, err := store.Memory(t.Context(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		now := strings.Replace(old, c.was, c.is, 1)
		if now == old {
			t.Fatalf("%s: nothing was replaced", what)
		}
		importLines(t, st, "s", []string{old, ad(2, "7", "Fleuve", "Same", `"18","65"`, "All", germany, 4, 1, 2)})
		importLines(t, st, "s", []string{now, ad(2, "7", "Fleuve", "Same", `"18","65"`, "All", germany, 4, 1, 2), ad(3, "7", "Fleuve", "Later", `"18","65"`, "All", germany, 9, 1, 2)})
		r, err := New(st).Removed(t.Context(), filter.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		x := r.Changes["meta:1"]
		if got := strings.Join(x.What, ", "); len(r.Changed.Rows) != 1 || got != what {
			t.Errorf("%d ads changed; %s, want %s", len(r.Changed.Rows), got, what)
		}
		if x.OldMoney.Lo != 10_000 || x.OldMoney.Hi != 19_900 || x.OldViews.Hi != 999 || x.OldStart != "2026-05-03" || x.OldPayer != "Fleuve" {
			t.Errorf("%s: it was %+v", what, x)
		}
		if strings.HasPrefix(what, "text") != (x.OldText == "The old text") {
			t.Errorf("%s: the text was %q", what, x.OldText)
		}
		st.Close()
	}
}

func importLines(t *testing.T, st *store.Store, series string, lines []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ads.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := archive.Open([]string{file}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, in := range opened.Inputs {
		if _, err := ingest.Import(context.Background(), st, in.Bundle, in.Format, ingest.Options{Series: "meta/" + series}); err != nil {
			t.Fatal(err)
		}
	}
}

func permutations(n int) [][]int {
	if n == 2 {
		return [][]int{{0, 1}, {1, 0}}
	}
	return [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
}
