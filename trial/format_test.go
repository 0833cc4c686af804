package trial

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// The same data as CSV, gzip, tab-separated, with a byte-order mark and as
// Parquet give the same numbers.
func TestFormats(t *testing.T) {
	csvText := InventedCSV()
	dir := t.TempDir()
	desc := filepath.Join(dir, "d.json")
	put := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	put("d.json", InventedDescription())
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(csvText); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	paths := []string{
		put("a.csv", csvText), put("b.csv.gz", z.Bytes()),
		put("c.tsv", bytes.ReplaceAll(csvText, []byte(","), []byte("\t"))),
		put("d.csv", append([]byte("\xef\xbb\xbf"), csvText...)),
		put("e.parquet", asParquet(t, csvText)),
	}
	want := runInvented(t)
	for _, p := range paths {
		r, err := Run(context.Background(), Options{Data: p, Description: desc, Splits: 6, Seed: 3})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(p), err)
			continue
		}
		if r.Main.TB != want.Main.TB || r.Experiment.Rows != want.Experiment.Rows || r.Harms.Bits != want.Harms.Bits {
			t.Errorf("%s: %+v, want %+v", filepath.Base(p), r.Main.TB, want.Main.TB)
		}
		if len(r.Experiment.SHA256) != 64 {
			t.Errorf("%s: hash %q", filepath.Base(p), r.Experiment.SHA256)
		}
	}
	// A description beside the data is found without being named.
	put("a.json", InventedDescription())
	if _, err := Run(context.Background(), Options{Data: paths[0], Splits: 1}); err != nil {
		t.Errorf("description beside the data: %v", err)
	}
}

func asParquet(t *testing.T, text []byte) []byte {
	type row struct {
		Household int64   `parquet:"household"`
		Street    int32   `parquet:"street"`
		Leaflet   string  `parquet:"leaflet,dict"`
		Support   float64 `parquet:"support"`
		Age       int32   `parquet:"age"`
		Sex       string  `parquet:"sex"`
		Drives    bool    `parquet:"drives"`
		Party     string  `parquet:"party"`
		Tenant    *int32  `parquet:"tenant,optional"`
	}
	var rows []row
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		f := strings.Split(line, ",")
		num := func(i int) float64 {
			x, err := parse(f[i])
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		tenant := int32(num(8))
		rows = append(rows, row{int64(num(0)), int32(num(1)), f[2], num(3), int32(num(4)), f[5], f[6] == "1", f[7], &tenant})
	}
	var b bytes.Buffer
	if err := parquet.Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzDescription(f *testing.F) {
	f.Add(InventedDescription())
	f.Add([]byte(`{"propensities": {"a": "1/0"}}`))
	f.Add([]byte(`{"arm": 3}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := ParseDescription(b)
		if err == nil && (d.Arm == "" || len(d.Covariates) == 0) {
			t.Errorf("accepted %s", b)
		}
	})
}

// FuzzRun feeds bytes as a file: an error or a report, never a panic.
func FuzzRun(f *testing.F) {
	small := InventedCSV()[:6000]
	f.Add(small)
	f.Add(bytes.ReplaceAll(small, []byte(","), []byte(";")))
	f.Add([]byte("PAR1xxxxPAR1"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("household,street,leaflet,support,age,sex,drives,party,tenant\n1,1,none,1e308,1,a,1,b,1\n"))
	desc := InventedDescription()
	dir := f.TempDir()
	dpath := filepath.Join(dir, "d.json")
	if err := os.WriteFile(dpath, desc, 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Run(context.Background(), Options{Data: p, Description: dpath, Splits: 1})
		if (r == nil) == (err == nil) {
			t.Errorf("report %v, error %v", r != nil, err)
		}
	})
}
