package web_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestAddresses asks in every odd way that an address can be written.
func TestAddresses(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for path, want := range map[string]struct {
		status int
		to     string
	}{
		"/ads/":                                {301, "/ads"},
		"/ads/?q=trams":                        {301, "/ads?q=trams"},
		"//ads":                                {307, "/ads"},
		"/ads/meta%3A1":                        {200, ""},
		"/ads/meta%3A1.json":                   {200, ""},
		"/ads/meta%2F1":                        {404, ""},
		"/ads?fbclid=x&lang=fr":                {302, "/ads?lang=fr"},
		"/ads?lang=de":                         {400, ""},
		"/ads.json?lang=fr&lang=en":            {400, ""},
		"/ads?colour=red":                      {400, ""},
		"/ads/meta:1?q=trams":                  {400, ""},
		"/sources?q=trams":                     {400, ""},
		"/ads?limit=0":                         {400, ""},
		"/ads?limit=1001":                      {400, ""},
		"/ads?limit=1000":                      {200, ""},
		"/ads?archive=mata":                    {400, ""},
		"/ads?min=NaN&currency=EUR":            {400, ""},
		"/ads?max=1e300&currency=EUR":          {400, ""},
		"/ads?size_max=-1":                     {400, ""},
		"/ads?size<1000":                       {200, ""},
		"/ads?size%3C=1000&size_max=5":         {200, ""},
		"/ads?size<ten":                        {400, ""},
		"/ads?size<0":                          {400, ""},
		"/ads?size<=":                          {200, ""},
		"/ads?size<1000&q=":                    {302, "/ads?size%3C1000="},
		"/ads?criteria=3..1":                   {400, ""},
		"/ads?from=2026-02-30":                 {400, ""},
		"/advertisers?sort=criteria":           {400, ""},
		"/exclusions?sort=size":                {400, ""},
		"/audiences?sort=size":                 {200, ""},
		"/advertisers?after=meta:404":          {400, ""},
		"/removed?after=meta:1":                {400, ""},
		"/ads?q=" + strings.Repeat("a+", 4000): {200, ""},
		"/ads?" + strings.Repeat("q=a&", 21):   {400, ""},
	} {
		status, h, body := get(t, s.URL+path, "en")
		if status != want.status || h.Get("Location") != want.to {
			t.Errorf("%.80s: status %d to %q, want %d to %q", path, status, h.Get("Location"), want.status, want.to)
		}
		if status == 400 && !strings.Contains(path, ".json") && !strings.Contains(body, "<html") {
			t.Errorf("%.80s: the error is no page: %.100s", path, body)
		}
	}
	r, err := http.Head(s.URL + "/ads")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 200 || r.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("HEAD: %s", r.Status)
	}
}

// TestListsGoOn follows next_url through every list, a row at a time, in JSON:
// the rows together are those of the whole list.
func TestListsGoOn(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for _, list := range []string{"/ads", "/advertisers", "/audiences", "/exclusions"} {
		type page struct {
			Rows      []json.RawMessage
			Next      string
			NextURL   string `json:"next_url"`
			Truncated bool
			Total     int
		}
		read := func(address string) (p page) {
			status, _, body := get(t, s.URL+address, "en")
			if err := json.Unmarshal([]byte(body), &p); err != nil || status != 200 {
				t.Fatalf("%s: status %d, %v: %.200s", address, status, err, body)
			}
			return p
		}
		whole, n := read(list+".json"), 0
		for address := list + ".json?limit=1"; address != ""; {
			p := read(address)
			if len(p.Rows) != 1 || n >= len(whole.Rows) || string(p.Rows[0]) != string(whole.Rows[n]) || p.Truncated != (p.NextURL != "") || p.Truncated != (p.Next != "") {
				t.Fatalf("%s: row %d is %.200s", address, n, p.Rows)
			}
			n++
			address = p.NextURL
		}
		if n != len(whole.Rows) {
			t.Errorf("%s: %d rows one by one, %d at once", list, n, len(whole.Rows))
		}
	}
}

// TestTablesOfPages: what is a table has a CSV form, with as many cells a row
// as its header.
func TestTablesOfPages(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for _, path := range []string{"/ads", "/ads/meta:1", "/advertisers", "/advertisers/meta:77", "/audiences", "/exclusions", "/removed", "/sources", "/dictionary"} {
		status, h, body := get(t, s.URL+path+".csv", "fr")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || status != 200 || !strings.HasPrefix(h.Get("Content-Type"), "text/csv") || len(rows) < 1 || len(rows) < 2 && path != "/removed" {
			t.Errorf("%s.csv: status %d, %d rows, %v", path, status, len(rows), err)
		}
	}
}

// TestLabRefusesInFrench: what the lab does not have is told in the reader's
// language.
func TestLabRefusesInFrench(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for path, want := range map[string]string{
		"/lab/none.json?lang=fr":            "il n’y a pas d’expérience « none » dans le laboratoire",
		"/lab.json?experiment=none&lang=fr": "il n’y a pas d’expérience « none » dans le laboratoire",
		"/lab.json?model=none&lang=fr":      "il n’y a pas de modèle « none » pour cette expérience",
		"/lab.json?with=none&lang=fr":       "il n’y a pas de fait « none » dans cette expérience",
	} {
		status, _, body := get(t, s.URL+path, "en")
		if status < 400 || !strings.Contains(strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(body), want) {
			t.Errorf("%s: status %d, and %q does not say %q", path, status, body, want)
		}
	}
}
