// Package browser opens the page "My box" in a real browser for tests.
package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Open shows an address in a window of its own, which lasts as long as the
// test but at most two minutes; chromium is the path of the program.
func Open(t testing.TB, chromium, url string) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.Flag("disable-quic", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stopAlloc)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	ctx, cancel := context.WithTimeout(ctx, 120*time.Second)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// Settle waits until the page has answered and drawn all that follows.
func Settle(t testing.TB, ctx context.Context) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`typeof contrechampAnswer === "function" && document.documentElement.dataset.settled == contrechampAnswer.count`))
		if err != nil {
			t.Fatal(err)
		}
		if done {
			return
		}
	}
	t.Fatal("the page does not come to rest")
}
