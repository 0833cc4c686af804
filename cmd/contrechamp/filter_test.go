package main

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/store"
)

// narrows are values that narrow the invented archives, for each key.
var narrows = map[string]string{
	"q":          "respirent",
	"topic":      "10",
	"advertiser": "meta:104417330000011",
	"payer":      "none",
	"archive":    "snap",
	"country":    "XV",
	"from":       "2026-05-20",
	"to":         "2026-05-20",
	"month":      "2026-05",
	"includes":   "interest",
	"excludes":   "any",
	"aims":       "age 18..24",
	"how":        "accepts",
	"min":        "1000",
	"max":        "1000",
	"currency":   "EUR",
	"size_max":   "1000",
	"narrow":     "1000",
	"criteria":   "3..",
	"removed":    "gone",
	"hidden":     "yes",
	"box":        "b0adde70ccc13aad4f5796ee",
	"text":       "no",
	"creative":   "https://www.snap.com/political-ads/asset/beaf15e94ee693f21059affe349f305eeadee1fa?mediaType=mp4",
}

// beside is what a key needs to be asked at all, or to narrow anything.
var beside = map[string]url.Values{
	"how": {"aims": {`age 34..34 and gender female and place "XV/Niederau"`}},
	"min": {"currency": {"EUR"}},
	"max": {"currency": {"EUR"}},
}

// TestEveryFilterKey holds every row of the table of filters to the same laws:
// it narrows, it has its words in both languages, and its value survives an
// address and a flag.
func TestEveryFilterKey(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := demoImport(ctx, dir); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(ctx, filepath.Join(dir, "demo.duckdb"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	finder := find.New(st)
	total := func(t *testing.T, v url.Values) int {
		t.Helper()
		f, err := find.Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		ads, err := finder.Ads(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		return ads.Total
	}
	for _, k := range find.Keys {
		t.Run(k.Name, func(t *testing.T) {
			value := narrows[k.Name]
			if value == "" {
				t.Fatalf("%s: no value that narrows: add it to narrows", k.Name)
			}
			with := url.Values{k.Name: {value}}
			for other, v := range beside[k.Name] {
				with[other] = v
			}
			all, some := total(t, beside[k.Name]), total(t, with)
			if some == 0 || some >= all {
				t.Errorf("%s=%s selects %d of %d ads: it does not narrow them (find/resolve.go)", k.Name, value, some, all)
			}

			f, err := find.Keys.Parse(with)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Values().Encode(); got != with.Encode() {
				t.Errorf("address %s comes back as %s", with.Encode(), got)
			}
			if c := (&cobra.Command{}); true {
				read := filterFlags(c)
				for key, v := range with {
					if err := c.Flags().Set(key, v[0]); err != nil {
						t.Fatalf("no flag of %s: %v", key, err)
					}
				}
				if got := read(); got.Encode() != with.Encode() {
					t.Errorf("the flags of %s come back as %s", with.Encode(), got.Encode())
				}
			}
			filterWords(t, k, f)
		})
	}
	for name := range narrows {
		if _, known := find.Keys.Named(name); !known {
			t.Errorf("narrows has %s, which is no key", name)
		}
	}
}

// filterWords demands the words of a key in both languages: its lead in a
// headline, its label and hint in a form, its help, its choices.
func filterWords(t *testing.T, k filter.Key, f filter.Filter) {
	if k.Takes == "" || k.Help == "" || k.Part == 0 {
		t.Errorf("filter/keys.go: the row of %s lacks takes, help or part", k.Name)
	}
	demand := []string{"form-" + k.Name}
	if k.Part != filter.WithAnother {
		demand = append(demand, "filter-"+k.Name)
	}
	if slices.Contains([]filter.Kind{filter.Text, filter.Name, filter.Country, filter.Currency, filter.Fact, filter.Expression, filter.Count}, k.Kind) {
		demand = append(demand, "form-"+k.Name+"-ph")
	}
	if k.Kind == filter.Fact {
		demand = append(demand, k.Name+"-any")
	}
	for _, w := range k.Words {
		if k.Kind == filter.Archive {
			demand = append(demand, "archive-"+w)
		} else {
			demand = append(demand, k.Name+"-"+w)
		}
	}
	for _, l := range say.Langs {
		for _, id := range demand {
			if s := l.T(id); s == "" || strings.HasPrefix(s, "[") {
				t.Errorf("say/messages: no %s in %s", id, l)
			}
		}
		for _, term := range f.Terms {
			if s := l.Term(term); s == "" || strings.Contains(s, "[") {
				t.Errorf("%s=%s is said in %s as %q", term.Key.Name, term.Value, l, s)
			}
		}
	}
	if k.Kind != filter.Archive && say.FR.From(k.Help) == k.Help {
		t.Errorf("say/french/dictionary.json: no French for the help of %s", k.Name)
	}
}

// TestFilterNamesEveryArchive: the archives that can be asked for are those
// that can be read.
func TestFilterNamesEveryArchive(t *testing.T) {
	k, _ := find.Keys.Named("archive")
	for _, f := range archive.All {
		if !slices.Contains(k.Words, f.Name()) || !strings.Contains(k.Help, f.Name()) {
			t.Errorf("archive=%s: not among %v", f.Name(), k.Words)
		}
	}
}
