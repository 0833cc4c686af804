package ingest_test

import (
	"context"
	"os"
	"testing"

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
