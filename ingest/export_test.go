package ingest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// TestExport takes every table out in every form and reads it again.
func TestExport(t *testing.T) {
	ctx := context.Background()
	s := memory(t)
	must(t, s, ingest.Options{Invented: true}, file(t, "x.jsonl", good(3)+metaAd("1", "2024-05-01", "500", "99", "x")+metaAd("2", "2024-05-02", "100", "199", "=1+1\\nüber \\\"alles\\\", so")))
	dir := t.TempDir()
	counts := map[string]int64{}
	for _, e := range store.Exports {
		for _, format := range store.ExportFormats {
			path := filepath.Join(dir, e.Name+"."+format)
			n, err := s.ExportFile(ctx, e.Name, format, path, nil)
			if err != nil {
				t.Errorf("%s as %s: %v", e.Name, format, err)
				continue
			}
			read := map[string]string{
				"csv":     fmt.Sprintf("SELECT count(*) FROM read_csv('%s', header=true, all_varchar=true)", path),
				"ndjson":  fmt.Sprintf("SELECT count(*) FROM read_json('%s', format='newline_delimited')", path),
				"parquet": fmt.Sprintf("SELECT count(*) FROM read_parquet('%s')", path),
			}[format]
			if n > 0 { // an empty JSON file has no columns to read
				same(t, e.Name+" as "+format, ask(t, s, read), fmt.Sprint(n))
			}
			if before, ok := counts[e.Name]; ok && before != n {
				t.Errorf("%s: %d rows as %s, %d before", e.Name, n, format, before)
			}
			counts[e.Name] = n
		}
	}
	if counts["ads"] != 4 || counts["rejects"] != 1 || counts["raw"] != 5 || counts["boxes"] != 1 || counts["sources"] != 1 {
		t.Errorf("rows: %v", counts)
	}
	if _, err := s.ExportFile(ctx, "ads", "csv", filepath.Join(dir, "ads.csv"), nil); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("over a file that is there: %v", err)
	}
	if _, err := s.ExportFile(ctx, "ad", "csv", filepath.Join(dir, "y.csv"), nil); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("a table that there is not: %v", err)
	}

	// The hostile text keeps its words and is no formula.
	var b bytes.Buffer
	if n, err := s.Export(ctx, "ads", "csv", &b, numsOf(t, s, "meta:2")); err != nil || n != 1 {
		t.Fatalf("%d rows, %v", n, err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{"id": "meta:2", "text": "'=1+1\nüber \"alles\", so", "start": "2024-05-02", "money_disclosed": "true",
		"money_lower": "100.0", "money_upper": "199.0", "currency": "EUR", "currency_presumed": "true", "line": "5", "invented": "true"} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	if _, ok := got["ad_num"]; ok {
		t.Error("numbers of the store are exported")
	}
	b.Reset()
	if _, err := s.Export(ctx, "raw", "ndjson", &b, nil); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(&b)
	for lines.Scan() {
		var row struct {
			Line int
			Raw  string
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.Line == 5 && !strings.Contains(row.Raw, `=1+1\nüber`) {
			t.Errorf("the raw row: %q", row.Raw)
		}
	}
}

func numsOf(t *testing.T, s *store.Store, id string) []int32 {
	var n int32
	if err := s.DatabaseForTest(t).QueryRow("SELECT num FROM ad WHERE id = ?", id).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return []int32{n}
}

// TestExportDatabase: the copy is a store with the same content.
func TestExportDatabase(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "a 'quoted'.duckdb"))
	defer s.Close()
	must(t, s, ingest.Options{}, file(t, "a.tsv", many(100, "text")))
	to := filepath.Join(dir, "copy 'of it'.duckdb")
	if err := s.ExportDatabase(ctx, to); err != nil {
		t.Fatal(err)
	}
	if got, want := contentAt(t, to), content(t, s); got != want {
		t.Errorf("the copy:\n%s\nthe store:\n%s", got, want)
	}
	if err := s.ExportDatabase(ctx, to); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("over a file that is there: %v", err)
	}
	left, _ := os.ReadDir(dir)
	for _, f := range left {
		if strings.Contains(f.Name(), ".part") {
			t.Errorf("%s was left behind", f.Name())
		}
	}
}
