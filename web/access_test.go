package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/demostore"
	"github.com/contrechamp/contrechamp/web"
)

// serveDemo starts the site over the invented election, with its population:
// every part of a page is there.
func serveDemo(t *testing.T) *httptest.Server {
	t.Helper()
	st := demostore.Open(t)
	h, err := (&web.Site{Finder: find.New(st).WithPeople(ingest.Population), Version: "test"}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// mirrorPaths are one address of every kind of page over the invented election.
func mirrorPaths(t *testing.T, s *httptest.Server) []string {
	t.Helper()
	first := func(path string, into any) {
		_, _, body := get(t, s.URL+path, "en")
		if err := json.Unmarshal([]byte(body), into); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	var ads struct{ Rows []struct{ ID string } }
	first("/ads.json?excludes=any&archive=meta&text=yes&hidden=yes", &ads)
	var advertisers struct{ Rows []struct{ ID string } }
	first("/advertisers.json", &advertisers)
	var boxes struct {
		Rows []struct{ Box struct{ Key string } }
	}
	first("/audiences.json", &boxes)
	if len(ads.Rows) == 0 || len(advertisers.Rows) == 0 || len(boxes.Rows) == 0 {
		t.Fatal("the invented election lacks ads, advertisers or boxes")
	}
	return []string{"/", "/ads", "/ads?advertiser=Parti+du+Fleuve&excludes=any&q=voiture&min=10&currency=EUR", "/ads?q=nobodysaysthis",
		"/ads/" + url.PathEscape(ads.Rows[0].ID), "/advertisers", "/advertisers/" + url.PathEscape(advertisers.Rows[0].ID),
		"/audiences", "/audiences/" + boxes.Rows[0].Box.Key, "/exclusions", "/removed", "/sources", "/differences", "/method", "/dictionary", "/unreached", "/divergence?advertiser=Parti+du+Fleuve&archive=meta&by=topic", "/pairs?advertiser=Parti+du+Fleuve&archive=meta", "/promises?advertiser=Parti+du+Fleuve&archive=meta", "/divergence", "/me", "/lab", "/nothing", "/ads?colour=red"}
}

// everyWidth are screens from the smallest phone to a wide desk.
var everyWidth = []int64{320, 390, 600, 704, 768, 960, 1024, 1280, 1600}

// TestNothingWiderThanTheScreen opens every page at every width, everything
// unfolded, in the language with the longer words.
func TestNothingWiderThanTheScreen(t *testing.T) {
	ctx := browser(t)
	s := serveDemo(t)
	for _, path := range mirrorPaths(t, s) {
		if err := chromedp.Do(ctx, chromedp.Navigate(withLang(s.URL+path, "fr"))); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, w := range everyWidth {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900)); err != nil {
				t.Fatal(err)
			}
			over, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelectorAll("details").forEach(d => d.open = true);
				(() => { const r = document.documentElement, n = r.scrollWidth - r.clientWidth; if (n <= 0) return "";
				const x = [...document.querySelectorAll("main *, header *, footer *")].filter(e => e.getBoundingClientRect().right > r.clientWidth + 1 && !e.closest(".scroll, svg, .vh"));
				return n + " px: " + x.slice(-1).map(e => e.outerHTML.slice(0, 120)).join() })()`))
			if err != nil {
				t.Fatal(err)
			}
			if over != "" {
				t.Errorf("%s at %d is too wide by %s", path, w, over)
			}
		}
	}
}

// axe is the text of axe-core; it is installed in CI only.
func axe(t *testing.T) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("AXE"), "../node_modules/axe-core"} {
		if text, err := os.ReadFile(filepath.Join(dir, "axe.min.js")); err == nil && dir != "" {
			return string(text)
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no axe-core: npm install --no-save axe-core, or name its folder in AXE")
	}
	t.Skip("no axe-core here: npm install --no-save axe-core")
	return ""
}

// TestAccessible asks axe-core about every page in both languages, light and
// dark: WCAG 2.0 to 2.2, A and AA, and best practice; no violation.
func TestAccessible(t *testing.T) {
	ctx := browser(t)
	text := axe(t)
	s := serveDemo(t)
	for _, path := range mirrorPaths(t, s) {
		for _, lang := range []string{"fr", "en"} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(withLang(s.URL+path, lang))); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelectorAll("details").forEach(d => d.open = true);`+text+`;true`)); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for _, scheme := range []string{"light", "dark"} {
				if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
					t.Fatal(err)
				}
				found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
					r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + "), first " + v.nodes[0].html.slice(0, 200) + " " + v.nodes[0].failureSummary.slice(0, 200)))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatalf("%s in %s, %s: %v", path, lang, scheme, err)
				}
				for _, f := range found {
					t.Errorf("%s in %s, %s: %s", path, lang, scheme, f)
				}
			}
		}
	}
}

// TestTitlesTellPagesApart: no two pages have one title, and each has one main
// heading before all others.
func TestTitlesTellPagesApart(t *testing.T) {
	s := serveDemo(t)
	title, heading := regexp.MustCompile(`<title>(.*)</title>`), regexp.MustCompile(`<h([1-6])`)
	paths := append(mirrorPaths(t, s), "/advertisers/"+url.PathEscape("snap:Parti du Fleuve"), "/ads?after="+url.QueryEscape(lastOf(t, s, "/ads.json")))
	for _, lang := range []string{"fr", "en"} {
		seen := map[string]string{}
		for _, p := range paths {
			_, _, body := get(t, s.URL+p, lang)
			found := title.FindStringSubmatch(body)
			if found == nil {
				t.Errorf("%s in %s has no title", p, lang)
				continue
			}
			if other, twice := seen[found[1]]; twice {
				t.Errorf("%s and %s are both called %s", p, other, found[1])
			}
			seen[found[1]] = p
			levels := heading.FindAllStringSubmatch(body, -1)
			for i, h := range levels {
				if (i == 0) != (h[1] == "1") {
					t.Errorf("%s in %s: heading %d is an h%s", p, lang, i+1, h[1])
				}
			}
		}
	}
}

func lastOf(t *testing.T, s *httptest.Server, path string) string {
	t.Helper()
	_, _, body := get(t, s.URL+path, "en")
	var list struct{ Next string }
	if err := json.Unmarshal([]byte(body), &list); err != nil || list.Next == "" {
		t.Fatal(path, err)
	}
	return list.Next
}

// TestPagesAreLight: a page of the invented election takes at most 25 kB over
// the line, its two style sheets included, and asks for nothing else; those
// that run a program (My box, the charts of the lab) are another matter.
func TestPagesAreLight(t *testing.T) {
	s := serveDemo(t)
	weigh := func(path string) (int, string) {
		req, _ := http.NewRequest("GET", s.URL+path, nil)
		req.Header.Set("Accept-Encoding", "gzip")
		req.Header.Set("Accept-Language", "fr")
		r, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		packed, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if r.Header.Get("Content-Encoding") != "gzip" {
			return len(packed), string(packed)
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		return len(packed), string(text)
	}
	style, _ := weigh("/assets/style.css")
	fallback, _ := weigh("/assets/fallback.css")
	asked := regexp.MustCompile(`(?:src|<link[^>]*href)="([^"]*)"`)
	for _, p := range mirrorPaths(t, s) {
		if p == "/me" || p == "/lab" {
			continue
		}
		n, body := weigh(p)
		n += style + fallback
		t.Logf("%6d bytes: %s", n, p)
		if n > 25<<10 {
			t.Errorf("%s takes %d bytes", p, n)
		}
		for _, m := range asked.FindAllStringSubmatch(body, -1) {
			if m[1] != "/assets/style.css" && m[1] != "/assets/fallback.css" && !strings.HasPrefix(m[1], "data:") {
				t.Errorf("%s asks for %s", p, m[1])
			}
		}
	}
}

func withLang(address, lang string) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return fmt.Sprint(address, sep, "lang=", lang)
}
