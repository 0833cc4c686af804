package ingest_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
)

func importPopulation(t testing.TB, s *store.Store, name string, year int) ingest.PopulationResult {
	t.Helper()
	f, err := os.Open(realdata.Dir(t, "population", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := ingest.ImportPopulation(context.Background(), s, f, name, year)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestPopulation: sizes come with the ads or with the population, whichever is
// later, and equal what the table says of the box.
func TestPopulation(t *testing.T) {
	ctx := context.Background()
	ads := file(t, "x.jsonl", good(2))
	sizesOf := func(s *store.Store) []string {
		return ask(t, s, "SELECT expr, size_lo, size_hi, size_why FROM box ORDER BY expr")
	}
	first, second := memory(t), memory(t)
	must(t, first, ingest.Options{}, ads)
	r := importPopulation(t, first, "demo_r_pjangrp3.tsv.gz", 2016)
	if r.Already || r.Cells == 0 || r.Sized != r.Boxes {
		t.Errorf("%+v", r)
	}
	importPopulation(t, second, "demo_r_pjangrp3.tsv.gz", 2016)
	must(t, second, ingest.Options{}, ads)
	same(t, "sizes", sizesOf(second), sizesOf(first)...)
	before := content(t, first)
	if r := importPopulation(t, first, "demo_r_pjangrp3.tsv.gz", 2016); !r.Already {
		t.Errorf("%+v", r)
	}
	if content(t, first) != before {
		t.Error("the same population again changed the store")
	}
	table, err := ingest.Population(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	// Figures of the shared data's check: 18 and older in Germany, 2016.
	size := table.Size(audience.MustParse(`age 18.. and place "DE"`))
	if size.Lo != 67_104_594 || size.Hi != 71_294_558 {
		t.Errorf("adults in Germany: %d..%d", size.Lo, size.Hi)
	}
	same(t, "the box of both ads", ask(t, first, "SELECT size_lo, size_hi FROM box"), "67104594 71294558")
}

// TestSizesOfAnOlderMethod: the sizes of a store that an older program computed
// are computed anew when something is imported, or when that is asked for.
func TestSizesOfAnOlderMethod(t *testing.T) {
	ctx := context.Background()
	for name, renew := range map[string]func(*store.Store){
		"an import of an archive": func(s *store.Store) {
			must(t, s, ingest.Options{Series: "meta/other"}, file(t, "y.jsonl", strings.Replace(good(2), "Duitsland", "Oostenrijk", 1)))
		},
		"the same table of people again": func(s *store.Store) {
			importPopulation(t, s, "nuts_names_2013.csv.gz", 0)
		},
		"a request": func(s *store.Store) {
			if _, _, err := ingest.Sizes(ctx, s); err != nil {
				t.Fatal(err)
			}
		},
	} {
		s := memory(t)
		if strings.HasPrefix(name, "the same table") {
			importPopulation(t, s, "nuts_names_2013.csv.gz", 0)
		}
		must(t, s, ingest.Options{}, file(t, "x.jsonl", good(1)))
		want := ask(t, s, "SELECT size_lo, size_hi FROM box WHERE expr LIKE '%DE%'")
		for _, q := range []string{"UPDATE box SET size_lo = 1, size_hi = 2", "UPDATE meta SET value = 'older 1' WHERE name = 'sizes'"} {
			if _, err := s.DatabaseForTest(t).ExecContext(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		renew(s)
		if got := ask(t, s, "SELECT size_lo, size_hi FROM box WHERE expr LIKE '%DE%'"); len(want) != 1 || !slices.Equal(got, want) {
			t.Errorf("after %s: %q, want %q", name, got, want)
		}
		mark := ask(t, s, "SELECT value LIKE '% 2' AND value NOT LIKE 'older%' FROM meta WHERE name = 'sizes'")
		same(t, "computed twice, by this method", mark, "true")
		before := content(t, s)
		renew(s) // there is nothing to do
		if name != "the same table of people again" && content(t, s) != before {
			t.Errorf("%s, once more, changed the store", name)
		}
	}
}

// TestPointsNameTheirCountry: a circle around a point has the ad's country in its
// box, so that it has a size.
func TestPointsNameTheirCountry(t *testing.T) {
	s := memory(t)
	must(t, s, ingest.Options{}, "../archive/testdata/snap/2020-all-columns-crlf.csv")
	for _, expr := range ask(t, s, "SELECT expr FROM box WHERE expr LIKE '%near %'") {
		e, err := audience.Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		for f := range e.Facts() {
			if f.Area.Shape == audience.Near && f.Label == "" {
				t.Errorf("%s names no country", f)
			}
		}
	}
	if n := ask(t, s, "SELECT count(*) FROM box WHERE expr LIKE '%near %'"); len(n) != 1 || n[0] == "0" {
		t.Errorf("%v boxes with points", n)
	}
}

// TestPlainPopulation: a table of one's own sizes the boxes of its country,
// another country has a reason instead, and a newer table replaces an older.
func TestPlainPopulation(t *testing.T) {
	ctx := context.Background()
	s := memory(t)
	must(t, s, ingest.Options{}, file(t, "x.jsonl", good(1)+
		strings.Replace(metaAd("7", "2024-05-01", "0", "99", "x"), "Duitsland", "Canada", 1)))
	table := "region,age_from,age_to,sex,count,year\nDE,0,17,female,10,2024\nDE,0,17,male,20,2024\nDE,18,,female,300,2024\nDE,18,,male,400,2024\n"
	r, err := ingest.ImportPopulation(ctx, s, strings.NewReader(table), "own.csv", 2024)
	if err != nil {
		t.Fatal(err)
	}
	if r.Cells != 4 || r.Boxes != 2 || r.Sized != 1 {
		t.Errorf("%+v", r)
	}
	same(t, "sizes", ask(t, s, "SELECT expr, size_lo, size_hi FROM box ORDER BY expr"),
		`age 18.. and place "CA" <nil> <nil>`, `age 18.. and place "DE" 700 700`)
	same(t, "reasons", ask(t, s, `SELECT json_extract_string(size_why, '$.reasons[0].kind'), json_extract_string(size_why, '$.no_table[0]') FROM box WHERE size_lo IS NULL`), "no-table CA")
	before := content(t, s)
	for _, bad := range []string{"", "nothing,of,it\n1,2,3\n", strings.Replace(table, "300", "-300", 1)} {
		if _, err := ingest.ImportPopulation(ctx, s, strings.NewReader(bad), "bad.csv", 0); !errors.Is(err, contrechamp.ErrBadFile) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if content(t, s) != before {
		t.Error("a bad file changed the store")
	}
	if _, err := ingest.ImportPopulation(ctx, s, strings.NewReader(strings.NewReplacer("300", "3000", "2024", "2025").Replace(table)), "own.csv", 0); err != nil {
		t.Fatal(err)
	}
	same(t, "the newer year", ask(t, s, `SELECT size_lo, size_hi, json_extract(size_why, '$.years[0]') FROM box WHERE size_lo IS NOT NULL`), "3400 3400 2025")
	// A box that comes later is sized as it comes.
	must(t, s, ingest.Options{}, file(t, "y.jsonl", strings.Replace(metaAd("8", "2024-05-01", "0", "99", "x"), `"target_gender": "All"`, `"target_gender": "Men"`, 1)))
	same(t, "a new box", ask(t, s, `SELECT size_lo, size_hi FROM box WHERE expr LIKE '%gender male%'`), "400 400")
}
