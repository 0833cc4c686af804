package trial

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// nestedParquet is the built-in example with a list and a group among its
// columns, before and between those that are read.
func nestedParquet(t *testing.T) []byte {
	t.Helper()
	type seen struct {
		Day   int32  `parquet:"day"`
		Place string `parquet:"place"`
	}
	type row struct {
		Interests []string `parquet:"interests,list"`
		Household int64    `parquet:"household"`
		Street    int32    `parquet:"street"`
		Seen      seen     `parquet:"seen"`
		Leaflet   string   `parquet:"leaflet,dict"`
		Support   float64  `parquet:"support"`
		Age       int32    `parquet:"age"`
		Visits    []seen   `parquet:"visits"`
		Sex       string   `parquet:"sex"`
		Drives    bool     `parquet:"drives"`
		Party     string   `parquet:"party"`
		Tenant    *int32   `parquet:"tenant,optional"`
	}
	var rows []row
	for i, line := range strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")[1:] {
		f := strings.Split(line, ",")
		num := func(i int) float64 {
			x, err := parse(f[i])
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		tenant := int32(num(8))
		r := row{Household: int64(num(0)), Street: int32(num(1)), Leaflet: f[2], Support: num(3), Age: int32(num(4)), Sex: f[5], Drives: f[6] == "1", Party: f[7], Tenant: &tenant}
		for k := range i % 3 {
			r.Interests, r.Visits = append(r.Interests, "fishing"), append(r.Visits, seen{int32(k), "here"})
		}
		rows = append(rows, r)
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Nested columns that the description does not name are passed over; one that
// it names is refused with what to do.
func TestNestedParquet(t *testing.T) {
	data := write(t, "x.parquet", string(nestedParquet(t)))
	desc := string(InventedDescription())
	var ticks int
	r, err := Run(context.Background(), Options{Data: data, Description: write(t, "x.json", desc), Splits: 6, Seed: 3,
		Progress: func(stage string, done, total int) { ticks++ }})
	if err != nil {
		t.Fatal(err)
	}
	if want := runInvented(t); r.Main.TB != want.Main.TB || r.Harms.Bits != want.Harms.Bits {
		t.Errorf("%+v, want %+v", r.Main.TB, want.Main.TB)
	}
	if ticks == 0 {
		t.Error("no progress was told")
	}
	for _, name := range []string{"interests", "seen", "visits"} {
		named := strings.Replace(desc, `"age", "sex"`, `"age", "`+name+`", "sex"`, 1)
		_, err := Run(context.Background(), Options{Data: data, Description: write(t, "y.json", named), Splits: 1})
		if err == nil || !strings.Contains(err.Error(), "column “"+name+"” is a list or a group") || !strings.Contains(err.Error(), "x.parquet") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An error about a value names the file and the row.
func TestErrorsNameTheRow(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	spoil := func(row int, f func([]string) []string) string {
		out := append([]string(nil), lines...)
		out[row] = strings.Join(f(strings.Split(out[row], ",")), ",")
		return strings.Join(out, "\n") + "\n"
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(InventedCSV()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, want string }{
		"text":   {spoil(321, func(f []string) []string { f[3] = "much"; return f }), "“much” (row 321)"},
		"code":   {spoil(77, func(f []string) []string { f[4] = "999"; return f }), "holds 999 (row 77)"},
		"ragged": {spoil(1500, func(f []string) []string { return f[1:] }), "row 1500"},
		"cut":    {z.String()[:z.Len()/2], "the file ends in the middle"},
	} {
		_, err := Run(context.Background(), Options{Data: write(t, "data.csv", c.data), Description: write(t, "d.json", string(InventedDescription())), Splits: 1})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "data.csv") {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
