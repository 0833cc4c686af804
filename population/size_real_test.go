package population

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// real is the table of all real files.
var real struct {
	once sync.Once
	t    *Table
}

func realTable(t testing.TB) *Table {
	t.Helper()
	realdata.Dir(t, "population")
	real.once.Do(func() {
		table, err := New(load(t, "demo_r_pjangrp3.tsv.gz", 0), load(t, "sc-est2019-agesex-civ.csv.gz", 2016),
			load(t, "nuts_names_2013.csv.gz", 0), load(t, "plz_nuts3_de.csv.gz", 0))
		if err != nil {
			t.Fatal(err)
		}
		real.t = table
	})
	return real.t
}

// show writes a size so that a table of cases can be read.
func show(s Size) string {
	var why []string
	for _, r := range s.Reasons {
		w := string(r.Kind)
		if r.N > 1 {
			w += fmt.Sprintf("x%d", r.N)
		}
		why = append(why, w)
	}
	if !s.Known {
		return "? " + strings.Join(why, " ")
	}
	return strings.TrimSpace(fmt.Sprintf("%d..%d %s", s.Lo, s.Hi, strings.Join(why, " ")))
}

// The expected figures were added up from the files by another program.
func TestRealSizes(t *testing.T) {
	table := realTable(t)
	for _, tt := range []struct{ box, want string }{
		{`place "DE"`, "82175684..82175684"},
		{`place "FR"`, "66759950..66759950"},
		{`place "FR/Bretagne"`, "3310341..3310341"},
		{`place "US"`, "321738826..321738826"},
		{`age 18.. and place "US/Georgia"`, "7733313..7733313"},
		{`age 18.. and place "DE"`, "67104594..71294558 cut-age"},
		{`age 18..23 and gender female and place "DE/Bremen"`, "0..36899 cut-age"},
		{`age 20.. and place "DE"`, "67104594..67104594"},
		{`(age 18..22 or age 23..) and place "DE"`, "67104594..71294558 cut-agex2"},
		{`age 18.. and place "DE" and not place "DE/Nordrhein-Westfalen"`, "52610628..55832906 cut-age"},
		{`place "DE/zip:01067"`, "0..543825 smaller"},
		{`place any ("DE/zip:01067", "DE/zip:01069")`, "0..543825 smallerx2"},
		{`place "DE/city:Dresden"`, "0..543825 smaller"},
		{`place "DE/Sachsen/county:Dresden"`, "543825..543825"},
		{`place "DE/county:Göttingen"`, "329538..329538"},
		{`place "DE" and undisclosed zip "3962"`, "0..82175684 hidden"},
		{`age 18.. and place "CA"`, "? no-table"},
		{`age 18.. and place "DE" and not place "CA"`, "67104594..71294558 cut-age"},
		{`age 18.. and lookalike "x" 1% in "US"`, "0..248090448 held"},
		{`age 18..`, "? no-country"},
		{`place near 51.95,4.41667 3km`, "? point"}, {`place near 51.95,4.41667 3km "NL"`, "0..16979120 radius"},
		{`everyone`, "? no-country"},
		{`nobody`, "0..0"},
		{`age 15..17 and place "PR"`, "? no-table"},
		{`place "US/New York/New York" +25mi`, "0..53311300 radius"},
		{`place "US/New York/New York" +?`, "0..321738826 radius"}, {`place "US/New York" +25mi`, "19608495..53311300 radius"}, {`place "DE/Bayern" +25mi`, "12843514..82175684 radius"},
		{`place near 38.89,-77.03 16km "US/District of Columbia/Washington"`, "0..14940762 radius"},
		{`age 18.. and place "US" and interest "Veterans"`, "0..248090448 no-share"},
		{`place "DE/Bayern" or place "DE"`, "82175684..82175684"},
		{`place "NO/Vestland"`, "625568..625568"}, {`place any ("NO/Hordaland", "NO/Sogn og Fjordane")`, "625568..625568"},
		{`place "IE"`, "4724720..4724720"}, {`place "IE/Leinster/county:Dublin"`, "1323969..1323969"}, {`place "GB/Scotland"`, "5376607..5376607"},
		{`place any ("US/zip:30301", "US/zip:30302", "US/electoral:Georgia 5th District")`, "0..10241578 smallerx3"},
		{`place "US/zip:09001"`, "0..321738826 smaller"},
		{`place "DE/Atlantis"`, "0..82175684 not-joined"},
		{`place "MK"`, "2071278..2071278"}, {`place "AL"`, "2886026..2886026"}, {`age 18.. and place "MK"`, "1597624..1726369 cut-age unknown-age"},
	} {
		got := show(table.Size(audience.MustParse(tt.box)))
		if got != tt.want {
			t.Errorf("%s\n\t%s, want %s", tt.box, got, tt.want)
		}
	}
}

func BenchmarkSize(b *testing.B) {
	table := realTable(b)
	e := audience.MustParse(`age 18..44 and gender female and place any ("DE/Bayern", "DE/Hessen", "DE/zip:01067") and (interest "Yoga" or interest "Vegan food") and not place "DE/city:Dresden"`)
	b.ReportAllocs()
	for b.Loop() {
		table.Size(e)
	}
}

// BenchmarkMetaSizes sizes every ad of the Meta file, one box after the other.
func BenchmarkMetaSizes(b *testing.B) {
	table := realTable(b)
	meta := metaAds(b)
	b.ResetTimer()
	for b.Loop() {
		for _, ad := range meta {
			table.Size(ad.Audience)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(meta)), "µs/size")
}
