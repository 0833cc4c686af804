package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/demostore"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

// serve starts the site over a store filled from files of testdata.
func serve(t *testing.T, files ...string) *httptest.Server {
	t.Helper()
	st, err := store.Memory(context.Background(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	for _, file := range files {
		demostore.Import(t, st, file, ingest.Options{})
	}
	h, err := (&web.Site{Finder: find.New(st).WithPeople(ingest.Population), Version: "test"}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, url, lang string) (status int, header http.Header, body string) {
	t.Helper()
	req, _ := http.NewRequest("GET", url, nil)
	req.Header.Set("Accept-Language", lang)
	r, err := http.DefaultTransport.RoundTrip(req) // no redirects
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, r.Header, string(b)
}

func TestAdsPageAndItsTwins(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for lang, words := range map[string][]string{
		"fr": {`<html lang="fr">`, "1 annonce dont la case exclut", "Payé par Parti du Fleuve"},
		"en": {`<html lang="en">`, "1 ad whose box shuts out", "Paid by Parti du Fleuve"},
	} {
		status, h, body := get(t, s.URL+"/ads?excludes=any", lang)
		if status != 200 {
			t.Fatalf("%s: status %d: %s", lang, status, body)
		}
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s: page lacks %q", lang, w)
			}
		}
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "[") && strings.Contains(body, "[title-") {
			t.Errorf("%s: an ad's text stands as markup, or a message is missing", lang)
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("policy %q", csp)
		}
	}
	status, _, body := get(t, s.URL+"/ads.json?excludes=any", "en")
	var twin struct {
		Total int
		Rows  []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(body), &twin); err != nil || status != 200 || twin.Total != 1 || twin.Rows[0].ID != "meta:1" {
		t.Errorf("JSON twin: status %d, %v, %+v", status, err, twin)
	}
	if status, _, body := get(t, s.URL+"/ads.csv", "en"); status != 200 || strings.Count(body, "\n") != 3 {
		t.Errorf("CSV twin: status %d, %q", status, body)
	}
}

func TestErrorsHaveOneShape(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for path, want := range map[string]int{
		"/ads.json?colour=red":             400,
		"/ads.json?sort=money":             400,
		"/ads.json?excludes=interest+Yoga": 400,
		"/ads.json?after=meta:404":         400,
		"/nothing.json":                    404,
	} {
		status, _, body := get(t, s.URL+path, "en")
		var f struct {
			OK     bool
			Status int
			Error  string
		}
		if err := json.Unmarshal([]byte(body), &f); err != nil || status != want || f.Status != want || f.OK || f.Error == "" {
			t.Errorf("%s: status %d, want %d; %v; %s", path, status, want, err, body)
		}
	}
	if status, h, _ := get(t, s.URL+"/ads?utm_source=mail&q=trams", "en"); status != 302 || h.Get("Location") != "/ads?q=trams" {
		t.Errorf("tracking parameters: status %d to %q", status, h.Get("Location"))
	}
}

// TestErrorsAreTold: an error is in the reader's language, and marks the place
// in an expression from which it could not be read.
func TestErrorsAreTold(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	for _, c := range []struct{ path, fr, en string }{
		{"/ads?aims=age+18..44+and+x", "age 18..44 and <mark>x</mark>", "age 18..44 and <mark>x</mark>"},
		{"/ads?aims=age+18..44+and+x", "il faut un fait", "expected a fact"},
		{"/ads?colour=red", "Paramètre inconnu", "Unknown parameter"},
		{"/ads?from=yesterday", "n’est pas un jour", "not a day"},
		{"/nothing", "Aucune page /nothing", "No page /nothing"},
		{"/ads/meta%3A424242424242", "Aucune annonce", "No ad"},
	} {
		if _, _, body := get(t, s.URL+c.path, "fr"); !strings.Contains(body, c.fr) {
			t.Errorf("%s in French lacks %q", c.path, c.fr)
		}
		if _, _, body := get(t, s.URL+c.path, "en"); !strings.Contains(body, c.en) {
			t.Errorf("%s in English lacks %q", c.path, c.en)
		}
	}
}

// TestEveryPageInBothLanguages opens every address of the site: no message is
// missing, nothing is left unsaid by its JSON twin.
func TestEveryPageInBothLanguages(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	_, _, list := get(t, s.URL+"/audiences.json", "en")
	var boxes struct {
		Rows []struct{ Box struct{ Key string } }
	}
	if err := json.Unmarshal([]byte(list), &boxes); err != nil || len(boxes.Rows) == 0 {
		t.Fatal(err, list)
	}
	paths := []string{"/", "/ads", "/ads?q=river&excludes=any&from=2026-01-01&aims=age+20..30&size_max=5&narrow=1000&criteria=1..3&hidden=no&text=yes&removed=gone|changed&min=1&max=9&currency=EUR&payer=none&includes=place&archive=meta&country=DE",
		"/ads/meta:1", "/advertisers", "/advertisers/meta:77", "/audiences", "/audiences/" + boxes.Rows[0].Box.Key, "/exclusions", "/unreached", "/unreached?advertiser=meta:77&population=DE", "/divergence", "/divergence?advertiser=meta:77", "/messages", "/messages?advertiser=meta:77", "/pairs", "/pairs?advertiser=meta:77", "/promises", "/promises?advertiser=meta:77", "/removed", "/sources", "/differences", "/method", "/dictionary", "/nothing"}
	for _, lang := range []string{"fr", "en"} {
		for _, p := range paths {
			status, _, body := get(t, s.URL+p, lang)
			if want := 200; status != want && p != "/nothing" {
				t.Errorf("%s in %s: status %d: %.300s", p, lang, status, body)
			}
			if m := missing.FindString(body); m != "" {
				t.Errorf("%s in %s lacks the message %s", p, lang, m)
			}
			if !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
				t.Errorf("%s in %s ends early: ...%s", p, lang, body[max(0, len(body)-200):])
			}
			if !strings.Contains(p, "?") && p != "/nothing" {
				twin := p + ".json"
				if p == "/" {
					twin = "/index.json"
				}
				if status, h, body := get(t, s.URL+twin, lang); status != 200 || !json.Valid([]byte(body)) || !strings.HasPrefix(h.Get("Content-Type"), "application/json") {
					t.Errorf("%s: status %d, %.200s", twin, status, body)
				}
			}
		}
	}
}

// TestEmptyStore: pages over nothing say what to do and do not pass off their
// zeros as findings.
func TestEmptyStore(t *testing.T) {
	s := serve(t)
	for path, want := range map[string]string{"/": "contrechamp import", "/ads": "Nothing is loaded here yet", "/exclusions": "say nothing about any archive", "/removed": "cannot be known yet"} {
		if status, _, body := get(t, s.URL+path, "en"); status != 200 || !strings.Contains(body, want) || missing.MatchString(body) {
			t.Errorf("%s: status %d, lacks %q", path, status, want)
		}
	}
	if _, _, body := get(t, s.URL+"/", "en"); strings.Contains(body, "<svg viewBox") {
		t.Error("the front page draws shares of nothing")
	}
}

// missing is what a page shows for a message that it lacks.
var missing = regexp.MustCompile(`\[[a-z]+(-[a-z0-9_]+)+\]|>\[[a-z]+\]<`)

// TestEveryArchiveInBothLanguages opens the pages of every ad and advertiser of
// every format's excerpt: the words of all of them have messages.
func TestEveryArchiveInBothLanguages(t *testing.T) {
	files := append(readableIRA(t), "../archive/testdata/fbpac.json")
	for _, dir := range []string{"meta", "snap", "adlib-report", "google"} {
		found, err := filepath.Glob("../archive/testdata/" + dir + "/*")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if !strings.HasSuffix(f, ".golden") && !strings.Contains(f, "bad-rows") {
				files = append(files, f)
			}
		}
	}
	s := serve(t, files...)
	var ads, advertisers struct{ Rows []struct{ ID string } }
	for path, into := range map[string]any{"/ads.json?limit=200": &ads, "/advertisers.json?limit=200": &advertisers} {
		_, _, body := get(t, s.URL+path, "en")
		if err := json.Unmarshal([]byte(body), into); err != nil {
			t.Fatal(path, err)
		}
	}
	paths := []string{"/", "/ads", "/advertisers", "/audiences", "/exclusions", "/removed", "/sources", "/differences"}
	for _, a := range ads.Rows {
		paths = append(paths, "/ads/"+url.PathEscape(a.ID))
	}
	for _, a := range advertisers.Rows {
		paths = append(paths, "/advertisers/"+url.PathEscape(a.ID))
	}
	if len(paths) < 60 {
		t.Fatalf("only %d pages", len(paths))
	}
	for _, lang := range []string{"fr", "en"} {
		for _, p := range paths {
			status, _, body := get(t, s.URL+p, lang)
			if m := missing.FindString(body); m != "" || status != 200 {
				t.Errorf("%s in %s: status %d, lacks the message %s", p, lang, status, m)
			}
		}
	}
}

// readableIRA are the rows of the two extractions' excerpts that can be read.
func readableIRA(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"ira.tsv", "ira.jsonl"} {
		text, err := os.ReadFile("../archive/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		i := bytes.Index(text, []byte("90005"))
		i = bytes.LastIndexByte(text[:i], '\n') + 1
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, text[:i], 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, file)
	}
	return out
}

// TestDifferencesPage: where two extractions disagree, both readings stand
// side by side with the words that differ marked; the twins have the same rows.
func TestDifferencesPage(t *testing.T) {
	s := serve(t, readableIRA(t)...)
	var p struct {
		Total  int
		Fields []struct {
			Field string
			Count int
		}
		Rows []struct{ Ad, Field, One, Says, Other, Instead string }
	}
	_, _, body := get(t, s.URL+"/differences.json", "en")
	if err := json.Unmarshal([]byte(body), &p); err != nil || len(p.Rows) == 0 || p.Total != len(p.Rows) {
		t.Fatal(err, body)
	}
	counted := 0
	for _, f := range p.Fields {
		counted += f.Count
		status, _, page := get(t, s.URL+"/differences?field="+f.Field, "fr")
		if n := strings.Count(page, `class="A"`); status != 200 || n != f.Count || !strings.Contains(page, "<mark>") {
			t.Errorf("field %s: status %d, %d rows, not %d", f.Field, status, n, f.Count)
		}
	}
	if counted != p.Total {
		t.Errorf("fields add up to %d of %d", counted, p.Total)
	}
	for _, d := range p.Rows {
		if d.One != "TSV" || d.Other != "JSONL" || d.Says == d.Instead {
			t.Errorf("%+v", d)
		}
	}
	if _, _, csv := get(t, s.URL+"/differences.csv?limit=2", "en"); strings.Count(csv, "\n") < 3 || !strings.HasPrefix(csv, "archive,ad,field,extraction,says,") {
		t.Error(csv)
	}
	if status, _, body := get(t, s.URL+"/differences?field=colour", "fr"); status != 400 || !strings.Contains(body, "aucun écart dans ce champ") {
		t.Errorf("status %d, %s", status, body)
	}
	next := "/differences.json?limit=1"
	for i := range p.Rows {
		var part struct {
			Rows    []struct{ Ad, Field string }
			NextURL string `json:"next_url"`
		}
		_, _, body := get(t, s.URL+next, "en")
		if err := json.Unmarshal([]byte(body), &part); err != nil || len(part.Rows) != 1 || part.Rows[0].Ad != p.Rows[i].Ad || part.Rows[0].Field != p.Rows[i].Field {
			t.Fatalf("row %d: %v %s", i, err, body)
		}
		next = part.NextURL
	}
	if next != "" {
		t.Errorf("goes on at %s", next)
	}
	if _, _, page := get(t, s.URL+"/sources", "fr"); !strings.Contains(page, "<mark>") || !strings.Contains(page, `href="/differences"`) {
		t.Error("the sources do not show differences")
	}
}

// TestUnreachedPage: the portrait of an advertiser leads to whom it leaves out,
// and the CSV has every cell of the population.
func TestUnreachedPage(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	_, _, portrait := get(t, s.URL+"/advertisers/meta:77", "en")
	for _, want := range []string{`href="/unreached?advertiser=meta`, "How many people are in at least one box"} {
		if !strings.Contains(portrait, want) {
			t.Errorf("the portrait lacks %s", want)
		}
	}
	status, _, body := get(t, s.URL+"/unreached.csv?advertiser=meta:77", "en")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if status != 200 || lines[0] != "region,age_from,age_to,sex,facts,people,ads_sure,ads_may,population_year,note" || len(lines) != 1+2*18 {
		t.Errorf("status %d, %d lines (18 age groups of two sexes): %.300s", status, len(lines), body)
	}
	for _, l := range lines[1:] {
		if !strings.HasPrefix(l, "DE,") {
			t.Errorf("row %q", l)
		}
	}
	if status, _, _ := get(t, s.URL+"/unreached.json?population=FR", "en"); status != 400 {
		t.Errorf("a country that no box names: status %d", status)
	}
	_, _, page := get(t, s.URL+"/unreached?advertiser=meta:77", "fr")
	for _, want := range []string{`<table class="heat">`, "Femmes", "Hommes", "15–19", "n’a pas de limite à 18"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// TestSourcesTellPopulations: what sizes rest on, and how good they are, stand on
// the page of sources under the names that other pages link to.
func TestSourcesTellPopulations(t *testing.T) {
	s, _ := invented(t)
	for _, lang := range []string{"fr", "en"} {
		_, _, page := get(t, s.URL+"/sources?lang="+lang, lang)
		for _, want := range []string{`id="population"`, "Eurostat", "2016", `id="quality"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s on /sources", lang, want)
			}
		}
		if lang == "fr" && strings.Contains(page, "reuse permitted") {
			t.Error("English on the French page of sources")
		}
	}
}
