package ingest_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// benchRows is the size of the import benchmark: a million rows, or
// CONTRECHAMP_ROWS while developing.
func benchRows(b *testing.B) int {
	if n, err := strconv.Atoi(os.Getenv("CONTRECHAMP_ROWS")); err == nil {
		return n
	}
	return 1_000_000
}

func creativesFile(b testing.TB, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "google-political-ads-creative-stats.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := creatives(f, n, 1); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkImport imports a generated creative-stats file and, in turn with
// it, has DuckDB read the same file into a table of strings. The metric ratio
// is the median of the quotients of the two times, round by round: 3 means
// that an import runs at a third of DuckDB's rate.
func BenchmarkImport(b *testing.B) {
	n := benchRows(b)
	path := creativesFile(b, n)
	var ours, theirs time.Duration
	var ratios []float64
	for b.Loop() {
		dir := b.TempDir()
		began := time.Now()
		plainRead(b, filepath.Join(dir, "plain.duckdb"), path)
		plain := time.Since(began)
		runtime.GC()
		began = time.Now()
		importOnce(b, filepath.Join(dir, "store.duckdb"), path, n)
		own := time.Since(began)
		ours, theirs = ours+own, theirs+plain
		ratios = append(ratios, own.Seconds()/plain.Seconds())
		b.Logf("import %v, DuckDB's own reader %v", own.Round(time.Millisecond), plain.Round(time.Millisecond))
		os.RemoveAll(dir)
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(float64(n*b.N)/ours.Seconds(), "rows/s")
	b.ReportMetric(float64(n*b.N)/theirs.Seconds(), "duckdb-rows/s")
}

func plainRead(b testing.TB, at, path string) {
	if err := plain(at, path); err != nil {
		b.Fatal(err)
	}
}

// plain has DuckDB read a CSV file into a table of strings.
func plain(at, path string) error {
	db, err := sql.Open("duckdb", at+"?memory_limit=1024MB")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec("CREATE TABLE t AS SELECT * FROM read_csv('" + path + "', all_varchar=true)")
	return err
}

func importOnce(b testing.TB, at, path string, n int) {
	s, err := store.Open(context.Background(), at, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := must(b, s, ingest.Options{}, path)
	if r.Source.Ads != int64(n) || r.Source.Rejected != 0 {
		b.Fatalf("%+v", r.Source)
	}
}

func median(v []float64) float64 {
	s := append([]float64{}, v...)
	for i := range s {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	return s[len(s)/2]
}

// BenchmarkImportMemory imports the same file in a process of its own and
// reports the largest resident memory of that process.
func BenchmarkImportMemory(b *testing.B) {
	path := creativesFile(b, benchRows(b))
	for b.Loop() {
		cmd := process(b, "import", filepath.Join(b.TempDir(), "store.duckdb"), path)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		b.ReportMetric(peakMB(cmd.ProcessState), "peak-MB")
	}
}
