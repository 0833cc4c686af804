package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/browser"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

// TestPageAndCommandAgree asks the page My box in a real browser and, on the same
// store, the very command that the page prints for what its form says: counts,
// lists, what others were told, what would change, the reverse shot.
func TestPageAndCommandAgree(t *testing.T) {
	chromium := browserPath(t)
	t.Run("invented", func(t *testing.T) {
		dir := t.TempDir()
		if err := demoImport(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		pageAndCommand(t, chromium, filepath.Join(dir, "demo.duckdb"))
	})
	t.Run("real", func(t *testing.T) {
		paths := []string{realdata.Dir(t, "meta", "ads_archive_de_2024.jsonl.gz"), realdata.Dir(t, "ira", "ira_ads.jsonl.gz"), realdata.Dir(t, "fbpac", "ads_fixture.json")}
		path := filepath.Join(t.TempDir(), "real.duckdb")
		if _, err := ingest.Into(t.Context(), path, store.Options{}, ingest.Request{Paths: paths}, ingest.Report{}); err != nil {
			t.Fatal(err)
		}
		pageAndCommand(t, chromium, path)
	})
}

func browserPath(t *testing.T) string {
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
	return path
}

// fillings put somebody into the form, each in a script.
var fillings = []string{
	`set("age", "25-34"), set("gender", "male")`,
	`set("age", "67"), set("place", places[1] ?? ""), document.getElementById("complete").click()`,
	`set("gender", "other"), set("place", places[2] ?? ""), set("lang", langs[1] ?? "")`,
	`set("age", "17"), set("place", "ZZ")`,
	`set("place", places.at(-1)), document.getElementById("list-town").firstChild && set("town", document.getElementById("list-town").firstChild.value)`,
	`set("in-interest", document.querySelector("#list-interest option").value), set("age", "44")`,
}

const helpers = `const set = (id, v) => { const e = document.getElementById(id); e.value = v; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); };
const places = [...document.getElementById("place").options].map(o => o.value).filter(v => v.includes("/"));
const langs = [...document.getElementById("lang").options].map(o => o.value).filter(v => v);`

// seen is what stands on the page.
type seen struct {
	Command string
	Heads   []string
	Bar     string
	Lists   [][]string // ids of ads
	Ads     [][]string // how many ads, in words
	Told    [][]string // id, to you, to others
	Effects []string
	Why     string
	Shot    []string // ids of ads
}

const look = `JSON.stringify((() => {
	document.querySelector("#ifnote button")?.click();
	const ids = (sel, root = document) => [...root.querySelectorAll(sel)].map(a => decodeURIComponent(a.getAttribute("href").split("/").pop()));
	const columns = [...document.querySelectorAll("#lists > div")];
	return {
		Command: document.getElementById("command").textContent,
		Heads: columns.map(d => d.querySelector("h3 b").textContent),
		Bar: document.querySelector("#bar svg").getAttribute("aria-label"),
		Lists: columns.map(d => ids("li > a.num", d)),
		Ads: columns.map(d => [...d.querySelectorAll("li > a.num")].map(a => a.textContent)),
		Told: [...document.querySelectorAll("#told tr")].map(r => [ids("th > a", r)[0], ...[...r.querySelectorAll("td.n")].map(c => c.textContent)]),
		Effects: [...document.querySelectorAll("#whatif svg")].map(s => s.getAttribute("aria-label")),
		Why: document.getElementById("why").textContent,
		Shot: ids("#shot a.num"),
	};
})())`

func pageAndCommand(t *testing.T, chromium, path string) {
	own := path + ".own" // the command's; a store is one process's at a time
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(own, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	site, err := (&web.Site{Finder: find.New(st), Version: "test"}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(site)
	defer s.Close()

	ctx := browser.Open(t, chromium, s.URL+"/me?lang=en")
	rest := func() { browser.Settle(t, ctx) }
	do := func(js string) {
		rest()
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](js+", null")); err != nil {
			t.Fatalf("%s: %v", js, err)
		}
		rest()
	}
	compare := func(who string) {
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](look))
		if err != nil {
			t.Fatal(err)
		}
		var page seen
		if err := json.Unmarshal([]byte(text), &page); err != nil {
			t.Fatal(err)
		}
		agree(t, who, page, asked(t, own, page.Command))
	}
	rest()
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll("#people button").length`))
	if err != nil || n < 6 {
		t.Fatalf("%d people to try, %v", n, err)
	}
	for i := range n {
		do(fmt.Sprintf(`document.querySelectorAll("#people button")[%d].click()`, i))
		compare(fmt.Sprintf("person %d", i+1))
	}
	for _, f := range fillings {
		do(`document.getElementById("clear").click()`)
		do(`(() => { ` + helpers + ` ` + strings.ReplaceAll(f, "), ", "); ") + `; })()`)
		compare(f)
	}
}

// asked runs the command that the page prints.
func asked(t *testing.T, path, line string) (a meAnswer) {
	t.Helper()
	args, err := words(line)
	if err != nil || len(args) < 2 || args[0] != "contrechamp" || args[1] != "me" {
		t.Fatalf("the page prints %q (%v)", line, err)
	}
	s := &settings{}
	root := newRootOf(s)
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetArgs(append(args[1:], "--limit", "5", "--json", "--store", path))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return a
}

// words cuts a line as a shell does: at blanks outside '...', a backslash keeps
// what follows it.
func words(line string) (out []string, err error) {
	var word []rune
	in, quoted, kept := false, false, false
	for _, c := range line {
		switch {
		case kept:
			word, kept = append(word, c), false
		case c == '\'':
			quoted, in = !quoted, true
		case quoted:
			word = append(word, c)
		case c == '\\':
			kept, in = true, true
		case c == ' ':
			if in {
				out = append(out, string(word))
			}
			word, in = nil, false
		default:
			word, in = append(word, c), true
		}
	}
	if quoted || kept {
		return nil, fmt.Errorf("%q does not end where it should", line)
	}
	if in {
		out = append(out, string(word))
	}
	return out, nil
}

var numberIn = regexp.MustCompile(`\d[\d,]*`)

func numbers(s string) (out []int) {
	for _, x := range numberIn.FindAllString(s, -1) {
		n, _ := strconv.Atoi(strings.ReplaceAll(x, ",", ""))
		out = append(out, n)
	}
	return out
}

func agree(t *testing.T, who string, page seen, a meAnswer) {
	t.Helper()
	wrong := func(what string, got, want any) {
		t.Errorf("%s (%s): %s: the page has %v, the command %v", who, page.Command, what, got, want)
	}
	counts := []int{int(a.Yes.Ads), int(a.Unknown.Ads), int(a.No.Ads)}
	var bar []int
	if sure := int(a.Yes.Ads - a.Published); sure > 0 || a.Published == 0 {
		bar = append(bar, sure)
	}
	if a.Published > 0 {
		bar = append(bar, int(a.Published))
	}
	if bar = append(bar, counts[1:]...); !slices.Equal(numbers(page.Bar), bar) {
		wrong("bar", page.Bar, bar)
	}
	for i, list := range []string{"yes", "unknown", "no"} {
		if got := numbers(page.Heads[i]); len(got) != 1 || got[0] != counts[i] {
			wrong(list, page.Heads[i], counts[i])
		}
		var ids []string
		for j, item := range a.Lists[list] {
			ids = append(ids, item.ID)
			if want := int(item.Ads); j < len(page.Ads[i]) && want > 1 && !slices.Equal(numbers(page.Ads[i][j]), []int{want}) {
				wrong("ads of "+item.ID, page.Ads[i][j], want)
			}
		}
		if !slices.Equal(page.Lists[i], ids) {
			wrong("list of "+list, page.Lists[i], ids)
		}
	}
	var told [][]string
	for _, x := range a.Others {
		if x.You+x.Others > 0 && len(told) < 8 {
			told = append(told, []string{x.ID, strconv.Itoa(int(x.You)), strconv.Itoa(int(x.Others))})
		}
	}
	if len(told) != len(page.Told) {
		wrong("advertisers", len(page.Told), len(told))
	}
	for i, row := range page.Told[:min(len(told), len(page.Told))] {
		if got := []string{row[0], strings.ReplaceAll(row[1], ",", ""), strings.ReplaceAll(row[2], ",", "")}; !slices.Equal(got, told[i]) {
			wrong("what others were told", got, told[i])
		}
	}
	var effects []string
	for _, e := range a.WhatIf {
		effects = append(effects, fmt.Sprint([]int{int(e.Won), int(e.Lost)}))
	}
	var drawn []string
	for _, e := range page.Effects {
		drawn = append(drawn, fmt.Sprint(numbers(e)))
	}
	if strings.Contains(page.Command, "--") && !slices.Equal(drawn, effects) {
		wrong("what if", drawn, effects)
	}
	if a.Unknown.Ads > 0 {
		why := []int{int(a.Unknown.Ads)}
		for _, n := range []uint32{a.Hidden, a.Open} {
			if n > 0 {
				why = append(why, int(n))
			}
		}
		if got := numbers(page.Why); !slices.Equal(got, why) {
			wrong("reasons", page.Why, why)
		}
	}
	var shot []string
	if a.Contrast != nil {
		shot = []string{a.Contrast.YourAd, a.Contrast.OthersAd}
	}
	if !slices.Equal(page.Shot, shot) {
		wrong("reverse shot", page.Shot, shot)
	}
}
