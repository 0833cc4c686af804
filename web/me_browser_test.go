package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/demo"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/reach/mybox"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

// invented serves the invented election.
func invented(t *testing.T) (*httptest.Server, *find.Finder) {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	if err := demo.Write(dir); err != nil {
		t.Fatal(err)
	}
	st, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	for _, a := range demo.Archives {
		opened, err := archive.Open([]string{filepath.Join(dir, a.Name)}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range opened.Inputs {
			if _, err := ingest.Import(ctx, st, in.Bundle, in.Format, ingest.Options{Series: a.Series, Invented: true}); err != nil {
				t.Fatal(err)
			}
		}
		opened.Close()
	}
	f := find.New(st)
	h, err := (&web.Site{Finder: f, Version: "test"}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s, f
}

// sent is a request as the browser sent it.
type sent struct{ Method, URL, Body, Headers string }

// record notes every request of a page.
func record(t *testing.T, ctx context.Context) func() []sent {
	t.Helper()
	var mu sync.Mutex
	var all []sent
	err := chromedp.Listen(ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			headers, _ := json.Marshal(r.Request.Headers)
			var body strings.Builder
			for _, e := range r.Request.PostDataEntries {
				fmt.Fprint(&body, e)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, sent{r.Request.Method, r.Request.URL + r.Request.URLFragment, body.String(), string(headers)})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return func() []sent {
		mu.Lock()
		defer mu.Unlock()
		return append([]sent{}, all...)
	}
}

func evaluate[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

// settle waits until everything that follows the latest answer is drawn.
func settle(t *testing.T, ctx context.Context) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if evaluate[bool](t, ctx, `typeof contrechampAnswer === "function" && document.documentElement.dataset.settled == contrechampAnswer.count`) {
			return
		}
	}
	t.Fatalf("the page does not come to rest: %s", evaluate[string](t, ctx, `document.getElementById("loading").textContent`))
}

// kept is everything that a page can keep of somebody.
const kept = `JSON.stringify({
	address: location.href, title: document.title, name: window.name, state: history.state, cookie: document.cookie,
	local: {...localStorage}, session: {...sessionStorage}, length: history.length,
})`

// TestNothingAboutTheReaderLeavesThePage fills the whole form like a reader
// would, records every request, and looks at everything that a page can keep;
// then the network is cut, the server stopped, and the page still answers.
func TestNothingAboutTheReaderLeavesThePage(t *testing.T) {
	s, finder := invented(t)
	ctx := browser(t)
	requests := record(t, ctx)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.URL+"/me?lang=en")); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx)
	before, loaded := evaluate[string](t, ctx, kept), requests()
	for _, want := range []string{"/me/boxes.bin", "/me/cards.json", "/me/words.json?lang=en", "/assets/mybox.wasm", "/assets/me.js"} {
		found := false
		for _, r := range loaded {
			found = found || r.URL == s.URL+want
		}
		if !found {
			t.Errorf("no request for %s was seen: the recording does not work", want)
		}
	}

	// A reader says everything there is to say.
	m, err := finder.MyBox(ctx)
	if err != nil {
		t.Fatal(err)
	}
	home := "XV/Saint-Aubrin"
	err = chromedp.Do(ctx,
		chromedp.SendKeys("#age", "47"),
		chromedp.Click("#complete"))
	if err != nil {
		t.Fatal(err)
	}
	choose := func(id, value string) {
		t.Helper()
		if got := evaluate[string](t, ctx, fmt.Sprintf(`(() => { const e = document.getElementById(%q); e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})); return e.value; })()`, id, value)); got != value && id != "in-interest" {
			t.Errorf("%s does not offer %q", id, value)
		}
	}
	choose("gender", "female")
	choose("place", home)
	choose("lang", "de")
	choose("in-interest", "Cycling")
	settle(t, ctx)
	if got := evaluate[string](t, ctx, `document.querySelector("#picks-interest").innerText`); !strings.Contains(got, "Cycling") {
		t.Errorf("the interest was not taken: %q", got)
	}

	// The page answers as the program does.
	p, err := mybox.ReadProfile(`age 47..47 and gender female and place lives "XV/Saint-Aubrin" and language de and interest "cycling"`, 0, 0, true)
	if err != nil {
		t.Fatal(err)
	}
	same(t, ctx, m, p, `contrechampMyBox.ask('age 47..47 and gender female and place lives "XV/Saint-Aubrin" and language de and interest "cycling"', 0, 0, true, 6)`)
	bracket, err := mybox.ReadProfile(`gender male and place lives "XV/Clairval"`, 25, 49, false)
	if err != nil {
		t.Fatal(err)
	}
	same(t, ctx, m, bracket, `contrechampMyBox.ask('gender male and place lives "XV/Clairval"', 25, 49, false, 6)`)
	want := mybox.New(m.Data).Ask(p)
	if got := evaluate[string](t, ctx, `[...document.querySelectorAll("#lists h3 b")].map((b) => b.textContent.replace(/\D/g, "")).join(" ")`); got != fmt.Sprint(want.Yes.Ads, " ", want.Unknown.Ads, " ", want.No.Ads) {
		t.Errorf("the page shows %s, the answer is %d %d %d", got, want.Yes.Ads, want.Unknown.Ads, want.No.Ads)
	}

	// It tries changes and personas, unfolds lists and reasons.
	for _, js := range []string{
		`document.querySelector("#whatif input").click()`,
		`document.querySelector("#lists details summary").click()`,
		`document.querySelector("#lists button").click()`,
		`document.querySelector("#told summary").click()`,
		`document.querySelectorAll("#people button")[3].click()`,
		`document.getElementById("clear").click()`,
		`document.querySelectorAll("#people button")[0].click()`,
	} {
		evaluate[any](t, ctx, js+`, null`)
		settle(t, ctx)
	}
	if after := requests(); len(after) != len(loaded) {
		t.Errorf("%d requests after the page was there: %v", len(after)-len(loaded), after[len(loaded):])
	}
	for _, r := range requests() {
		if u, err := url.Parse(r.URL); err != nil || "http://"+u.Host != s.URL || r.Method != "GET" || r.Body != "" || strings.Contains(r.Headers, "Cookie") || u.RawQuery != "" && u.RawQuery != "lang=en" || u.Fragment != "" {
			t.Errorf("a request that is not the same for everybody: %+v", r)
		}
	}
	if after := evaluate[string](t, ctx, kept); after != before {
		t.Errorf("the page keeps something:\n%s\nwas\n%s", after, before)
	}
	for what, js := range map[string]string{
		"a database":    `indexedDB.databases().then((d) => d.length)`,
		"a cache":       `caches.keys().then((d) => d.length)`,
		"a worker":      `navigator.serviceWorker.getRegistrations().then((d) => d.length)`,
		"a named field": `Promise.resolve(document.querySelectorAll("#mybox [name], form[action]").length)`,
	} {
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](js, chromedp.EvalAwaitPromise))
		if err != nil || n != 0 {
			t.Errorf("the page has %s: %d, %v", what, n, err)
		}
	}
	if shown := evaluate[string](t, ctx, `document.getElementById("requests").textContent`); !strings.HasPrefix(shown, "0 requests") {
		t.Errorf("the page counts %q", shown)
	}

	// It could send nothing if it wanted to.
	refused, err := chromedp.Run(ctx, chromedp.Evaluate[string](`fetch("/me.json").then(() => "sent", (e) => "refused")`, chromedp.EvalAwaitPromise))
	if err != nil || refused != "refused" {
		t.Errorf("a request of the loaded page is %s, %v", refused, err)
	}

	// Without a network, and without a server, it goes on.
	offline := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: true, DownloadThroughput: -1, UploadThroughput: -1}}}
	if _, err := chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, offline); err != nil {
		t.Fatal(err)
	}
	s.CloseClientConnections()
	s.Close()
	heading := func() string { return evaluate[string](t, ctx, `document.querySelector("#lists").innerText`) }
	was := heading()
	evaluate[any](t, ctx, `document.querySelectorAll("#people button")[1].click(), null`)
	settle(t, ctx)
	if now := heading(); now == was || len(now) < 100 {
		t.Errorf("without a network nothing changes: %.100q", now)
	}
}

// same holds an answer of the page against the program's.
func same(t *testing.T, ctx context.Context, m *find.MyBox, p mybox.Profile, js string) {
	t.Helper()
	var got, want any
	if err := json.Unmarshal([]byte(evaluate[string](t, ctx, js)), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(mybox.New(m.Data).Summarise(p, 6).JSON(), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the page answers\n%v\nthe program\n%v", got, want)
	}
}

// TestWhatIf: a change on trial is named, changes the lists as the form would, and
// is taken back by the same box.
func TestWhatIf(t *testing.T) {
	s, _ := invented(t)
	ctx := browser(t)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.URL+"/me?lang=en")); err != nil {
		t.Fatal(err)
	}
	settle(t, ctx)
	answer := func() string {
		settle(t, ctx)
		return evaluate[string](t, ctx, `document.getElementById("r").textContent + "|" + document.getElementById("bar").querySelector("svg").getAttribute("aria-label") + "|" + document.getElementById("lists").innerText`)
	}
	evaluate[any](t, ctx, `document.querySelectorAll("#people button")[0].click(), null`)
	before := answer()
	n := evaluate[int64](t, ctx, `document.querySelectorAll("#whatif input").length`)
	if n < 3 {
		t.Fatalf("%d changes to try", n)
	}
	for i := range n {
		click := fmt.Sprintf(`document.querySelectorAll("#whatif input")[%d].click(), null`, i)
		words := evaluate[string](t, ctx, fmt.Sprintf(`document.querySelectorAll("#whatif label")[%d].textContent`, i))
		evaluate[any](t, ctx, click)
		if answer() == before {
			t.Errorf("%q changes nothing", words)
		}
		if trying := evaluate[string](t, ctx, `document.getElementById("trying").hidden ? "" : document.getElementById("trying").textContent`); !strings.Contains(trying, words) {
			t.Errorf("the page says %q while %q is on trial", trying, words)
		}
		evaluate[any](t, ctx, click)
		if got := answer(); got != before {
			t.Errorf("after %q was taken back:\n%s\nbefore:\n%s", words, got, before)
		}
	}
}

// TestMyBoxFitsTheScreen: both languages at both widths, with a persona.
func TestMyBoxFitsTheScreen(t *testing.T) {
	s, _ := invented(t)
	ctx := browser(t)
	for _, lang := range []string{"fr", "en"} {
		for _, w := range append(widths, 320, 704, 1024) {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900), chromedp.Navigate(s.URL+"/me?lang="+lang)); err != nil {
				t.Fatal(err)
			}
			settle(t, ctx)
			evaluate[any](t, ctx, `document.querySelectorAll("#people button")[2].click(), document.getElementById("more").open = true, null`)
			settle(t, ctx)
			if shown := evaluate[string](t, ctx, `document.getElementById("requests").textContent`); !strings.HasPrefix(shown, "0 ") {
				t.Errorf("%s at %d px: the page counts %q", lang, w, shown)
			}
			if over := evaluate[int64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d px: %d px too wide", lang, w, over)
			}
			if text := evaluate[string](t, ctx, `document.querySelector("main").innerText`); strings.Contains(text, "[") && strings.Contains(text, "me-js") || strings.Contains(text, "{") || strings.Contains(text, "undefined") || strings.Contains(text, "no value") || strings.Contains(text, "NaN") {
				t.Errorf("%s at %d px: a message is missing in %s", lang, w, text)
			}
		}
	}
}

// TestMyBoxWithoutJavaScript: the page explains itself and names the command.
func TestMyBoxWithoutJavaScript(t *testing.T) {
	s, _ := invented(t)
	for lang, words := range map[string][]string{
		"fr": {"<noscript>", "Sans JavaScript, la même chose chez vous", "contrechamp me --age 23 --gender female --place"},
		"en": {"<noscript>", "Without JavaScript, the same at home", "contrechamp me --age 23"},
	} {
		status, h, body := get(t, s.URL+"/me", lang)
		if status != 200 {
			t.Fatalf("status %d: %s", status, body)
		}
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s: the page lacks %q", lang, w)
			}
		}
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "'wasm-unsafe-eval'") || strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "'unsafe-eval'") || !strings.Contains(csp, "form-action 'none'") {
			t.Errorf("policy %q", csp)
		}
		if strings.Contains(body, "<script>") || strings.Contains(body, " onclick=") || strings.Contains(body, " style=") {
			t.Error("the page has a script or a style of its own")
		}
	}
	if status, _, _ := get(t, s.URL+"/me?age=34", "en"); status != 400 {
		t.Errorf("a profile in the address: status %d, not 400", status)
	}
	if status, _, _ := get(t, s.URL+"/me/cards.json?age=34", "en"); status != 400 {
		t.Errorf("a profile in a file's address: status %d, not 400", status)
	}
}

// TestFilesOfMyBox: whole files, compressed as the client takes them, kept by
// their tags.
func TestFilesOfMyBox(t *testing.T) {
	s, _ := invented(t)
	for _, path := range []string{"/me/boxes.bin", "/me/cards.json", "/me/words.json", "/assets/mybox.wasm"} {
		sizes := map[string]int64{}
		for _, encoding := range []string{"", "gzip", "br, gzip"} {
			req, _ := http.NewRequest("GET", s.URL+path, nil)
			req.Header.Set("Accept-Encoding", encoding)
			r, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			r.Body.Close()
			got := r.Header.Get("Content-Encoding")
			if want := map[string]string{"": "", "gzip": "gzip", "br, gzip": "br"}[encoding]; r.StatusCode != 200 || got != want {
				t.Errorf("%s with %q: status %d, %q", path, encoding, r.StatusCode, got)
			}
			sizes[got] = r.ContentLength
			req.Header.Set("If-None-Match", r.Header.Get("ETag"))
			if r, err = http.DefaultTransport.RoundTrip(req); err != nil || r.StatusCode != http.StatusNotModified {
				t.Errorf("%s again: %v, %v", path, r.StatusCode, err)
			}
			r.Body.Close()
		}
		t.Logf("%s: %d bytes, gzip %d, brotli %d", path, sizes[""], sizes["gzip"], sizes["br"])
		if sizes["br"] > sizes["gzip"] || sizes["gzip"] > sizes[""] {
			t.Errorf("%s: sizes %v", path, sizes)
		}
		if path == "/assets/mybox.wasm" && sizes["br"] > 900_000 {
			t.Errorf("the program takes %d bytes compressed, more than 900,000", sizes["br"])
		}
	}
}
