package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTotalsOnly: a store that holds totals and no ad says so on every page that
// lists advertisers, with the money, and nowhere that there are 0 of them.
func TestTotalsOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "FacebookAdLibraryReport_2026-05-30_DE_last_30_days_advertisers.csv")
	text := "\ufeffPage ID,Page name,Disclaimer,Amount spent (EUR),Number of ads in Library\n9,Delta,Delta e.V.,≤100,2\n9,Delta,Delta Jugend,200,3\n8,Ufer,Ufer,150,1\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, file)
	for path, want := range map[string][]string{
		"/?lang=en": {"Advertisers with totals", "This mirror holds totals of 2 advertisers, and no ad", "€200–€300: page in the report", "2 advertisers; most: Delta"},
		"/?lang=fr": {"Annonceurs avec des totaux", "les totaux de 2 annonceurs, et aucune annonce"},
		"/advertisers?lang=en&sort=money&currency=EUR": {"€200–€300: page in the report", "2 rows added up", "€150: page in the report", "state totals only, and no ad"},
		"/advertisers/meta:9?lang=en":                  {"hold no ad of this advertiser", "€200–€300: page in the report"},
		"/advertisers.csv":                             {"adlib-report page-report DE EUR 200..300"},
	} {
		status, _, body := get(t, s.URL+path, "en")
		for _, w := range want {
			if status != 200 || !strings.Contains(body, w) {
				t.Errorf("%s: status %d, lacks %q", path, status, w)
			}
		}
		for _, w := range []string{"0 advertisers", "0 annonceur", "0 ads", "0 annonce"} {
			if strings.Contains(body, ">"+w) || strings.Contains(body, " "+w) {
				t.Errorf("%s says %q", path, w)
			}
		}
	}
}
