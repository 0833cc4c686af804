package population

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

func TestBuiltin(t *testing.T) {
	files := Builtin()
	if len(files) != 2 {
		t.Fatalf("%d of 2 built-in tables can be read", len(files))
	}
	table, err := New(files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ box, want string }{
		{`age 18.. and place "DE"`, "67104594..71294558 cut-age"},
		{`age 18.. and place "US"`, "248090448..248090448"},
		{`place any ("FR", "NL")`, "83739070..83739070"},
		{`place "DE/Bayern"`, "0..82175684 smaller"},
		{`place "CA"`, "? no-table"},
	} {
		if got := show(table.Size(audience.MustParse(tt.box))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.box, got, tt.want)
		}
	}
	t.Logf("%d countries: %v", len(table.Countries()), table.Countries())
}

// TestBuiltinIsPublished holds the built-in figures to the published files;
// UPDATE=1 writes them.
func TestBuiltinIsPublished(t *testing.T) {
	for _, b := range []struct {
		file string
		from *File
	}{{"eurostat.csv", load(t, "demo_r_pjangrp3.tsv.gz", 2016)}, {"census.csv", load(t, "sc-est2019-agesex-civ.csv.gz", 2016)}} {
		var out strings.Builder
		out.WriteString("region,age_from,age_to,sex,count,year\n")
		for _, c := range b.from.Cells {
			if len(c.Region) != 2 || c.Region == "MK" { // 280 people of unknown age there
				continue
			}
			to := ""
			if c.AgeHi != audience.OpenAge {
				to = fmt.Sprint(c.AgeHi)
			}
			fmt.Fprintf(&out, "%s,%d,%s,%s,%d,%d\n", c.Region, c.AgeLo, to, c.Sex, c.Count, c.Year)
		}
		path := filepath.Join("builtin", b.file)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, _ := os.ReadFile(path); string(got) != out.String() {
			t.Errorf("%s is not what %s publishes", path, b.from.Source.Publisher)
		}
	}
}
