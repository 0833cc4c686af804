package find

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

// TestAdvertisersWithoutAds: an archive that states money about advertisers and
// publishes no ads still shows who they are.
func TestAdvertisersWithoutAds(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	meta := filepath.Join(dir, "ads.jsonl")
	os.WriteFile(meta, []byte(ad(1, "7", "Fleuve", "Rues", `"18","65"`, "All", germany, 1, 100, 199)), 0o600)
	report := filepath.Join(dir, "FacebookAdLibraryReport_2026-05-05_DE_last_30_days_advertisers.csv")
	os.WriteFile(report, []byte("\ufeffPage ID,Page name,Disclaimer,Amount spent (EUR),Number of ads in Library\n7,Page 7,Fleuve,120,1\n9,Delta,Delta e.V.,≤100,2\n9,Delta,Delta Jugend,200,2\n"), 0o600)
	f := imported(t, meta, report)
	for q, want := range map[string]string{
		"": "Page 7 1 Delta 2 ", "archive=adlib-report": "Delta 2 Page 7 1 ", "advertiser=delta": "Delta 2 ", "excludes=any": "", "archive=meta": "Page 7 1 ",
	} {
		v, _ := url.ParseQuery(q)
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Advertisers(ctx, filter)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range a.Rows {
			got += r.Name + " " + itoa(int64(r.Tallies)) + " "
		}
		if got != want || a.Total != len(a.Rows) {
			t.Errorf("%q: %q, want %q", q, got, want)
		}
	}
}
