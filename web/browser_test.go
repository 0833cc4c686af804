package web_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts a headless browser; without one the test is skipped, in CI it
// fails.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("no browser in short tests")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no browser: %v", err)
		}
		t.Skip("no chromium here")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stop := chromedp.NewContext(alloc)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute) // axe-core asks 20 pages four times
	t.Cleanup(func() { cancel(); stop(); stopAlloc() })
	err = chromedp.Listen(ctx, func(ev any) {
		if x, ok := ev.(*runtime.EventExceptionThrown); ok {
			d, _ := json.Marshal(x.ExceptionDetails)
			t.Errorf("a script of the page fails: %s", d)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// widths are the screens that every page must fit.
var widths = []int64{390, 1280}

// TestPagesInABrowser opens pages at both widths: nothing wider than the
// screen, no request to anybody else.
func TestPagesInABrowser(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	ctx := browser(t)
	var mu sync.Mutex
	var asked []string
	err := chromedp.Listen(ctx, func(ev any) {
		if r, ok := ev.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			asked = append(asked, r.Request.URL)
			mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/ads", "/ads?excludes=any&lang=fr"} {
		for _, w := range widths {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900), chromedp.Navigate(s.URL+path)); err != nil {
				t.Fatalf("%s at %d: %v", path, w, err)
			}
			overflow, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
			if err != nil {
				t.Fatal(err)
			}
			heading, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("h1").innerText`))
			if err != nil {
				t.Fatal(err)
			}
			if overflow > 0 || strings.TrimSpace(heading) == "" {
				t.Errorf("%s at %d px: %d px wider than the screen; heading %q", path, w, overflow, heading)
			}
		}
	}
	home, _ := url.Parse(s.URL)
	mu.Lock()
	defer mu.Unlock()
	if len(asked) == 0 {
		t.Error("no request was seen: the recording does not work")
	}
	for _, a := range asked {
		if u, err := url.Parse(a); err != nil || u.Scheme != "data" && u.Host != home.Host { // data: the browser's own icon of a date field
			t.Errorf("a request to somebody else: %s", a)
		}
	}
}
