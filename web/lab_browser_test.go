package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
)

// TestLabInABrowser opens the lab's pages and a report's file at both widths,
// with every table unfolded: nothing is wider than the screen, no text of a
// drawing leaves it, and the file asks for nothing.
func TestLabInABrowser(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	r, err := inventedReport()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, l := range say.Langs {
		files["/"+string(l)+".html"] = labFile(t, l, r)
	}
	alone := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f, ok := files[r.URL.Path]; ok {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, f)
			return
		}
		http.NotFound(w, r)
	}))
	defer alone.Close()
	ctx := browser(t)
	var mu sync.Mutex
	var asked []string
	if err := chromedp.Listen(ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			asked = append(asked, r.Request.URL)
			mu.Unlock()
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	all, err := trial.Published()
	if err != nil {
		t.Fatal(err)
	}
	var addresses []string
	for _, l := range say.Langs {
		addresses = append(addresses, alone.URL+"/"+string(l)+".html", s.URL+"/lab?lang="+string(l))
		for _, x := range all {
			addresses = append(addresses, s.URL+"/lab/"+x.Report.Experiment.Name+"?lang="+string(l))
		}
	}
	for _, a := range addresses {
		for _, w := range widths {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900), chromedp.Navigate(a)); err != nil {
				t.Fatalf("%s at %d: %v", a, w, err)
			}
			wide, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => {
				document.querySelectorAll("details").forEach(d => d.open = true);
				const end = document.documentElement.clientWidth, out = [];
				if (document.documentElement.scrollWidth > end) out.push("page " + document.documentElement.scrollWidth);
				document.querySelectorAll("svg text").forEach(x => {
					const b = x.getBoundingClientRect();
					if (b.width > 0 && !x.closest(".vh") && !x.closest(".scroll") && (b.left < -1 || b.right > end + 1)) out.push(x.textContent);
				});
				return out.join("; ");
			})()`))
			if err != nil {
				t.Fatal(err)
			}
			if wide != "" {
				t.Errorf("%s at %d px: wider than the screen: %s", a, w, wide)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	seen := 0
	for _, a := range asked {
		if path, ok := strings.CutPrefix(a, alone.URL); ok {
			seen++
			if _, known := files[path]; !known && path != "/favicon.ico" { // the browser's own wish
				t.Errorf("the file asks for %s", path)
			}
		} else if !strings.HasPrefix(a, s.URL) {
			t.Errorf("a request to somebody else: %s", a)
		}
	}
	if seen == 0 {
		t.Error("no request was seen: the recording does not work")
	}
}
