package mybox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/internal/browser"
	"github.com/contrechamp/contrechamp/reach/mybox"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

// TestPageWithManyAds opens the page over 100,000 ads of the workload in a real
// browser (10,000 without CONTRECHAMP_FULL=1): the first answer stands at most 2 s
// after the download, and a change takes less than 50 ms until everything but
// what-if, reasons and the reverse shot is drawn. Both are logged; bounds are four
// times as wide, since tests run on busy machines.
func TestPageWithManyAds(t *testing.T) {
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
	n := 10_000
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		n = 100_000
	}
	s := many(t, n)
	ctx := browser.Open(t, path, s.URL+"/me?lang=en")
	settle := func() { browser.Settle(t, ctx) }
	settle()
	first, err := chromedp.Run(ctx, chromedp.Evaluate[int](`Number(document.documentElement.dataset.first)`))
	if err != nil {
		t.Fatal(err)
	}
	var took, slow []float64
	for i := range 24 {
		began := time.Now()
		ms, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf(`document.querySelectorAll("#people button")[%d].click(), contrechampAnswer.took`, i%6)))
		if err != nil {
			t.Fatal(err)
		}
		settle()
		took, slow = append(took, ms), append(slow, time.Since(began).Seconds()*1000)
	}
	slices.Sort(took)
	slices.Sort(slow)
	t.Logf("%d ads: first answer %d ms after the download; a change %.0f ms (median), %.0f ms (worst of %d); all that follows %.0f ms (median)", n, first, took[len(took)/2], took[len(took)-1], len(took), slow[len(slow)/2])
	if first > 4*2000 || took[len(took)/2] > 4*50 {
		t.Errorf("first answer after %d ms, a change takes %.0f ms", first, took[len(took)/2])
	}
}

// many serves the page with files of n ads of the workload instead of a store's.
func many(t *testing.T, n int) *httptest.Server {
	t.Helper()
	st, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	site, err := (&web.Site{Finder: find.New(st), Version: "test"}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	d, w, l := mybox.Sample(n, 42)
	var boxes bytes.Buffer
	if err := mybox.Encode(&boxes, d); err != nil {
		t.Fatal(err)
	}
	cards := map[string]any{"fresh": "2026-06-12", "archives": []map[string]any{{"name": "snap", "never_published": []string{}}, {"name": "meta", "never_published": []string{"interest", "list"}}}}
	var texts, langs, ids []string
	var who, archives, text, ads []uint32
	names := [][2]string{}
	for i, c := range d.Cards {
		for int(c.Advertiser) >= len(names) {
			names = append(names, [2]string{fmt.Sprint("meta:", len(names)), fmt.Sprint("Committee ", len(names))})
		}
		for int(c.Message) >= len(texts) {
			texts = append(texts, fmt.Sprintf("Message %d of committee %d promises more trams and fewer queues to everybody by June.", len(texts), c.Advertiser))
			langs = append(langs, "en")
		}
		silent := uint32(0)
		if c.Silent {
			silent = 1
		}
		ids, who, archives, text, ads = append(ids, fmt.Sprint("meta:", 1000+i)), append(who, c.Advertiser), append(archives, silent), append(text, c.Message), append(ads, c.Ads)
	}
	cards["texts"], cards["langs"], cards["ids"], cards["advertisers"] = texts, langs, ids, names
	cards["advertiser"], cards["archive"], cards["text"], cards["ads"] = who, archives, text, ads
	people := []map[string]any{}
	for i, p := range w.Profiles(7, 6) {
		labels := []string{}
		for _, x := range p.Interests {
			labels = append(labels, l.Interest(int(x)).String())
		}
		people = append(people, map[string]any{"name": fmt.Sprint("Person ", i), "age": p.Age, "gender": l.Gender(&p), "place": "", "language": "", "labels": labels, "command": "contrechamp me"})
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/me/boxes.bin":
			w.Write(boxes.Bytes())
		case "/me/cards.json":
			json.NewEncoder(w).Encode(cards)
		case "/me/words.json":
			own := httptest.NewRecorder()
			r.Header.Del("Accept-Encoding")
			site.ServeHTTP(own, r)
			var words map[string]any
			if err := json.Unmarshal(own.Body.Bytes(), &words); err != nil {
				t.Error(err)
			}
			words["personas"], words["archives"] = people, map[string]string{"snap": "Snap", "meta": "Meta"}
			json.NewEncoder(w).Encode(words)
		default:
			site.ServeHTTP(w, r)
		}
	}))
}
