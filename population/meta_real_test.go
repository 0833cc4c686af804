package population

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	contrechamp "github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// ads keeps what an archive hands out.
type ads []*contrechamp.Ad

func (a *ads) Ad(ad *contrechamp.Ad) error     { *a = append(*a, ad); return nil }
func (a *ads) Tally(*contrechamp.Tally) error  { return nil }
func (a *ads) Reject(contrechamp.Reject) error { return nil }

// read once in a run of tests.
var metaOnce struct {
	sync.Once
	ads
}

func metaAds(t testing.TB) ads {
	t.Helper()
	path := realdata.Dir(t, "meta", "ads_archive_de_2024.jsonl.gz")
	metaOnce.Do(func() { metaOnce.ads = readAds(t, path) })
	return metaOnce.ads
}

func readAds(t testing.TB, path string) ads {
	t.Helper()
	opened, err := archive.Open([]string{path}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	var out ads
	for _, in := range opened.Inputs {
		if err := in.Format.Read(context.Background(), in.Bundle, &out); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestMetaQuality is the quality figure of sizes: on the real Meta file, how
// often the interval of the published box meets the platform's own estimate, and
// why the others cannot be compared.
func TestMetaQuality(t *testing.T) {
	table := realTable(t)
	meta := metaAds(t)
	begin := time.Now()
	var q Quality
	for _, ad := range meta {
		q.Add(table, ad.Audience, table.Size(ad.Audience), ad.Estimate, ad.Reached)
	}
	t.Logf("%d sizes in %v", len(meta), time.Since(begin).Round(time.Millisecond))
	got := q.String()
	golden(t, "meta-quality.txt", got)
}

// golden compares with a file of testdata; UPDATE=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed (UPDATE=1 writes it):\n%s\nwas\n%s", name, got, want)
	}
	t.Log("\n" + strings.TrimSpace(fmt.Sprint(got)))
}
