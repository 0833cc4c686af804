package population

import (
	"os"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

// load reads a real file.
func load(t testing.TB, name string, year int) *File {
	t.Helper()
	path := realdata.Dir(t, "population", name)
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f, err := Read(in, path, year)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sum adds the cells of a region, from an age on.
func sum(f *File, region string, from uint8) (n int64) {
	for _, c := range f.Cells {
		if c.Region == region && c.AgeLo >= from {
			n += c.Count
		}
	}
	return n
}

func TestEurostat(t *testing.T) {
	f := load(t, "demo_r_pjangrp3.tsv.gz", 0)
	if f.Source.Year != 2016 || len(f.Source.Years) != 3 {
		t.Errorf("year %d of %v", f.Source.Year, f.Source.Years)
	}
	for _, tt := range []struct {
		region string
		people int64
	}{
		{"DE", 82_175_684}, {"FR", 66_759_950}, {"NL", 16_979_120},
		{"FR/Île-de-France/county:Paris", 2_199_842}, {"DE/Baden-Württemberg/nuts:DE11", 4_069_533},
	} {
		if n := sum(f, tt.region, 0); n != tt.people {
			t.Errorf("%s: %d people, want %d", tt.region, n, tt.people)
		}
	}
	regions := map[string]bool{}
	for _, c := range f.Cells {
		regions[c.Region] = true
	}
	t.Logf("%d cells of %d regions; %q", len(f.Cells), len(regions), f.Remarks)
	old := load(t, "demo_r_pjangrp3.tsv.gz", 2014)
	if n := sum(old, "DE", 0); n != 80_767_463 {
		t.Errorf("DE in 2014: %d people", n)
	}
}

func TestCensus(t *testing.T) {
	f := load(t, "sc-est2019-agesex-civ.csv.gz", 2016)
	for _, tt := range []struct {
		region string
		from   uint8
		people int64
	}{{"US", 0, 321_738_826}, {"US/Georgia", 0, 10_241_578}, {"US/Georgia", 18, 7_733_313}} {
		if n := sum(f, tt.region, tt.from); n != tt.people {
			t.Errorf("%s from %d: %d people, want %d", tt.region, tt.from, n, tt.people)
		}
	}
	if f := load(t, "sc-est2019-agesex-civ.csv.gz", 0); f.Source.Year != 2019 {
		t.Errorf("newest year is %d", f.Source.Year)
	}
}

func TestNamesAndParts(t *testing.T) {
	if f := load(t, "nuts_names_2013.csv.gz", 0); len(f.Names) != 1743 {
		t.Errorf("%d names", len(f.Names))
	}
	f := load(t, "plz_nuts3_de.csv.gz", 0)
	if len(f.Parts) != 8181 || f.Parts[0] != (Part{"DE/zip:01067", "DE/nuts:DED21"}) {
		t.Errorf("%d parts, first %v", len(f.Parts), f.Parts[0])
	}
}
