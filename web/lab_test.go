package web_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
	"github.com/contrechamp/contrechamp/web"
)

// labSections are what every report shows, by the id of their heading.
var labSections = []string{"promise", "gap", "effects", "facts", "groups", "ranks", "harms", "checks", "limits", "method"}

// inventedReport is the built-in experiment, computed once.
var inventedReport = sync.OnceValues(func() (*trial.Report, error) {
	return trial.Run(context.Background(), trial.Options{Data: "invented", Splits: 4})
})

func labFile(t *testing.T, l say.Lang, r *trial.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := web.WriteLab(&b, l, r, web.LabFile{Data: "data.csv", Version: "test"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLabPages draws every experiment in both languages: all sections, tables
// that a screen reader can follow, a name for every drawing, nothing missing.
func TestLabPages(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	all, err := trial.Published()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d experiments: %v", len(all), err)
	}
	for _, lang := range []string{"fr", "en"} {
		status, _, list := get(t, s.URL+"/lab", lang)
		if status != 200 {
			t.Fatalf("/lab: status %d: %s", status, list)
		}
		holds(t, "/lab "+lang, list)
		for _, x := range all {
			name := x.Report.Experiment.Name
			if !strings.Contains(list, `href="/lab/`+name+`"`) {
				t.Errorf("%s: /lab does not lead to %s", lang, name)
			}
			status, _, body := get(t, s.URL+"/lab/"+name, lang)
			if status != 200 {
				t.Fatalf("%s: status %d: %s", name, status, body)
			}
			holds(t, name+" "+lang, body, append(labSections, "vendor")...)
			if strings.Contains(body, `class="invented"`) {
				t.Errorf("%s: a real experiment is called invented", name)
			}
		}
	}
}

func TestLabFile(t *testing.T) {
	r, err := inventedReport()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range say.Langs {
		body := labFile(t, l, r)
		holds(t, "file "+string(l), body, labSections...)
		for _, bad := range []string{"<script", "<link", "<img", "src=", `href="/`, `href="http`, "@import", "url(http", "url(/"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: the file asks for something else: %s", l, bad)
			}
		}
		for _, want := range []string{`class="invented"`, r.Experiment.SHA256, "contrechamp lab run", "<style>"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the file lacks %q", l, want)
			}
		}
	}
}

// holds checks what is true of every page of the lab.
func holds(t *testing.T, name, body string, sections ...string) {
	t.Helper()
	for _, id := range sections {
		if !strings.Contains(body, `id="`+id+`"`) {
			t.Errorf("%s: no section %s", name, id)
		}
	}
	for _, bad := range []string{"NaN", "Inf", "%!", "&lt;nil&gt;", "<no value>", "ZgotmplZ"} {
		if i := strings.Index(body, bad); i >= 0 {
			t.Errorf("%s: %s in …%s", name, bad, body[max(0, i-80):min(len(body), i+40)])
		}
	}
	if m := regexp.MustCompile(`\[[a-z]+-[a-z0-9-]+\]`).FindString(body[strings.Index(body, "<body"):]); m != "" {
		t.Errorf("%s: message %s is missing", name, m)
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	tables, ids := 0, map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("%s: two elements are %q", name, id)
			}
			ids[id] = true
		}
		switch {
		case n.Data == "svg" && attr(n, "role") == "img":
			if strings.TrimSpace(attr(n, "aria-label")) == "" {
				t.Errorf("%s: a drawing without words", name)
			}
		case n.Data == "table":
			tables++
			accessible(t, name, n)
			promiseNeverAlone(t, name, n)
		}
		if attr(n, "style") != "" {
			t.Errorf("%s: <%s> has a style of its own", name, n.Data)
		}
	}
	if tables < 3 {
		t.Errorf("%s: only %d tables", name, tables)
	}
}

// promiseNeverAlone wants the column of what was held out in every table that
// has one of what was promised, and a figure in it wherever there is a promise.
func promiseNeverAlone(t *testing.T, name string, table *html.Node) {
	t.Helper()
	promised, held := -1, -1
	for tr := range table.Descendants() {
		if tr.Type != html.ElementNode || tr.Data != "tr" {
			continue
		}
		var cells []string
		for c := range tr.ChildNodes() {
			if c.Type == html.ElementNode {
				cells = append(cells, strings.TrimSpace(text(c)))
			}
		}
		if tr.Parent.Data == "thead" {
			for i, c := range cells {
				switch c {
				case "Promis", "Promised":
					promised = i
				case "Tenu", "Held out":
					held = i
				}
			}
			if promised >= 0 && held < 0 {
				t.Errorf("%s: a table of promises alone: %q", name, cells)
			}
			continue
		}
		if promised >= 0 && held >= 0 && len(cells) > max(promised, held) && strings.ContainsAny(cells[promised], "0123456789") && !strings.ContainsAny(cells[held], "0123456789") {
			t.Errorf("%s: a promise alone: %q", name, cells)
		}
	}
}

// accessible wants a scope on every heading, a heading in every row, and as
// many cells in each row as the head has.
func accessible(t *testing.T, name string, table *html.Node) {
	t.Helper()
	columns := 0
	for tr := range table.Descendants() {
		if tr.Type != html.ElementNode || tr.Data != "tr" {
			continue
		}
		cells, headings := 0, 0
		for c := range tr.ChildNodes() {
			switch c.Data {
			case "th":
				headings++
				if want := map[bool]string{true: "col", false: "row"}[tr.Parent.Data == "thead"]; attr(c, "scope") != want {
					t.Errorf("%s: a heading of a %s has scope %q", name, want, attr(c, "scope"))
				}
			case "td":
				cells++
			}
		}
		if columns == 0 {
			columns = headings
		} else if headings != 1 || headings+cells != columns {
			t.Errorf("%s: a row of %d cells and %d headings under %d columns: %s", name, cells, headings, columns, text(tr))
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data + " ")
		}
	}
	return b.String()
}

// The first screen says the result, its interval and the smallest gain that
// could have been seen, and never the promise before what was kept.
func TestLabFirstScreen(t *testing.T) {
	all, err := trial.Published()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		for l, words := range map[say.Lang][2]string{say.FR: {"entre", "quatre fois sur cinq"}, say.EN: {"between", "four times out of five"}} {
			body := labFile(t, l, x.Report)
			first, _, _ := strings.Cut(body[strings.Index(body, "<h1>"):], "<section")
			for _, w := range words {
				if !strings.Contains(first, w) {
					t.Errorf("%s %s: the first screen lacks %q: %s", x.Report.Experiment.Name, l, w, first)
				}
			}
			held, promise := strings.Index(body, "<b>"), strings.Index(body, map[say.Lang]string{say.FR: "promis ", say.EN: "promised "}[l])
			if held < 0 || promise >= 0 && promise < strings.Index(body, "<h1>") {
				t.Errorf("%s %s: the promise comes first", x.Report.Experiment.Name, l)
			}
		}
	}
}

// A group of fewer than ten people shows neither its number nor its gain.
func TestLabHidesSmallCounts(t *testing.T) {
	r, err := inventedReport()
	if err != nil {
		t.Fatal(err)
	}
	small := *r
	nan := trial.Real(math.NaN())
	small.Groups = append([]trial.GroupGain{{Covariate: r.Groups[0].Covariate, Group: trial.Text{EN: "a handful", FR: "une poignée"}, Hidden: true,
		TB: trial.Number{Est: nan, SE: nan, Lo: nan, Hi: nan}}}, r.Groups...)
	small.Harms.SmallestProfile, small.Harms.SmallestAudience = 0, 0
	for l, words := range map[say.Lang][3]string{say.FR: {"une poignée", "masqué", "moins de 10, masqué"}, say.EN: {"a handful", "hidden", "fewer than 10, hidden"}} {
		body := labFile(t, l, &small)
		holds(t, "small "+string(l), body, labSections...)
		_, after, ok := strings.Cut(body, words[0])
		row, _, _ := strings.Cut(after, "</tr>")
		if !ok || !strings.Contains(row, words[1]) {
			t.Errorf("%s: the row of a small group says %q", l, row)
		}
		if n := strings.Count(body, words[2]); n < 2 || !strings.Contains(body, words[1]+"</td>") {
			t.Errorf("%s: %d counts are hidden, want the smallest profile and the smallest audience", l, n)
		}
	}
}

// The game takes its numbers from the table, for each choice that a form can
// make, and refuses what is not in it.
func TestLabVendor(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	all, err := trial.Published()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		v := x.Vendor
		for _, mask := range []uint32{0, 1, 1<<len(v.Covariates) - 1} {
			for i, model := range v.Learners {
				path := "/lab/" + x.Report.Experiment.Name + ".json?model=" + model
				for j, c := range v.Covariates {
					if mask>>j&1 == 1 {
						path += "&with=" + c.Key
					}
				}
				status, _, body := get(t, s.URL+path, "en")
				var page struct {
					Vendor struct {
						With    []string
						Promise float64
						Gain    trial.Number
					}
				}
				if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 {
					t.Fatalf("%s: status %d, %v", path, status, err)
				}
				row, ok := v.Find(mask, i)
				if g := page.Vendor.Gain; !ok || page.Vendor.Promise != float64(row.Promise) || g.Est != row.Gain || g.SE != row.SE {
					t.Errorf("%s: %+v, the table has %+v", path, page.Vendor, row)
				}
			}
		}
	}
	for path, want := range map[string]int{
		"/lab.json?experiment=nobody":         400,
		"/lab.json?experiment=ggl2008":        200,
		"/lab/ten-issues.json?with=shoe_size": 400,
		"/lab/ten-issues.json?model=oracle":   400,
		"/lab/ten-issues.json?colour=red":     400,
		"/lab/nobody.json":                    404,
	} {
		if status, _, body := get(t, s.URL+path, "en"); status != want {
			t.Errorf("%s: status %d, want %d: %.200s", path, status, want, body)
		}
	}
}

func TestLabTwins(t *testing.T) {
	s := serve(t, "testdata/meta.jsonl")
	all, err := trial.Published()
	if err != nil {
		t.Fatal(err)
	}
	table := func(path string) [][]string {
		_, _, body := get(t, s.URL+path, "en")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return rows
	}
	if rows := table("/lab.csv"); len(rows) != len(all)+1 {
		t.Errorf("/lab.csv: %d rows for %d experiments", len(rows), len(all))
	}
	for _, x := range all {
		want := fmt.Sprintf("%.9g", float64(x.Report.Main.TB.Est))
		found := false
		for _, r := range table("/lab/" + x.Report.Experiment.Name + ".csv") {
			found = found || r[1] == "targeted minus best" && r[4] == want
		}
		if !found {
			t.Errorf("%s: the CSV lacks targeted minus best, %s", x.Report.Experiment.Name, want)
		}
	}
}

// Each verdict has its headline, and every part of the page can say it.
func TestLabVerdicts(t *testing.T) {
	r, err := inventedReport()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		verdict  string
		tb       trial.Number
		noDiff   bool
		fr, en   string
		fr2, en2 string
	}{
		{trial.Gain, trial.Number{Est: 2, SE: .5, Lo: 1, Hi: 3}, false, "Cibler a fait mieux", "Targeting did better",
			"2,0 points de plus que le meilleur message donné à tous\u00a0: entre 1,0 et 3,0 de plus", "2.0\u00a0points more than giving everybody the single best one: between 1.0 and 3.0 more"},
		{trial.Loss, trial.Number{Est: -2, SE: .5, Lo: -3, Hi: -1}, false, "Cibler a fait moins bien", "Targeting did worse",
			"2,0 points de moins que le meilleur message donné à tous\u00a0: entre 1,0 et 3,0 de moins", "2.0\u00a0points less than giving everybody the single best one: between 1.0 and 3.0 less"},
		{trial.Loss, trial.Number{Est: -1, SE: .5, Lo: -1.98, Hi: -.004}, false, "Cibler a fait moins bien", "Targeting did worse",
			"entre 0,004 et 2,0 de moins", "between 0.004 and 2.0 less"}, // never between 0 and 2.0: the verdict rests on it
		{trial.NoGainShown, trial.Number{Est: 1, SE: 1, Lo: -.96, Hi: 2.96}, false, "Rien ne montre", "Nothing shows", "entre 1,0 de moins et 3,0 de plus", "between 1.0 less and 3.0 more"},
		{trial.NoGainShown, trial.Number{Est: -1, SE: 1, Lo: -2.96, Hi: .96}, false, "Cibler n’a pas fait mieux", "Targeting did no better", "entre 3,0 de moins et 1,0 de plus", "between 3.0 less and 1.0 more"},
		{trial.NoDifference, trial.Number{}, true, "Cibler revient", "Targeting gives almost everybody", "Si les messages avaient différé", "Had the messages differed"},
	} {
		x := *r
		x.Verdict, x.Main.TB, x.Main.NoDiff, x.Main.MDEIndirect = c.verdict, c.tb, c.noDiff, c.noDiff
		for l, want := range map[say.Lang][2]string{say.FR: {c.fr, c.fr2}, say.EN: {c.en, c.en2}} {
			body := labFile(t, l, &x)
			holds(t, c.verdict+" "+string(l), body, labSections...)
			first, _, _ := strings.Cut(body[strings.Index(body, "<h1>"):], "<section")
			for _, w := range want {
				if !strings.Contains(strings.ReplaceAll(first, "\u00a0point", " point"), strings.ReplaceAll(w, "\u00a0point", " point")) {
					t.Errorf("%s %s: the first screen lacks %q: %s", c.verdict, l, w, first)
				}
			}
		}
	}
}

// What an experiment may lack, its page does without: a control, a second
// fact, a policy that differs from one message.
func TestLabPoorExperiments(t *testing.T) {
	r, err := trial.Run(context.Background(), trial.Options{Data: "invented", Splits: 2, Covariates: []string{"sex"}, Learner: "tree1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range say.Langs {
		holds(t, "one fact "+string(l), labFile(t, l, r), labSections...)
		x := *r
		nan := trial.Real(math.NaN())
		x.Experiment.Control, x.Main.Control = "", trial.Number{Est: nan, SE: nan, Lo: nan, Hi: nan}
		x.Heterogeneity, x.Ranks, x.Curve, x.Single, x.Main.MDE = nil, nil, nil, nil, nan
		holds(t, "poor "+string(l), labFile(t, l, &x), labSections...)
	}
}

// Every check that the lab makes has a name for people in both languages.
func TestLabChecksHaveNames(t *testing.T) {
	files, err := filepath.Glob("../trial/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\.check\("([a-z-]+)"`).FindAllStringSubmatch(string(text), -1) {
			found++
			for _, l := range []say.Lang{say.EN, say.FR} {
				if id := "lab-check-" + m[1]; l.T(id) == "["+id+"]" {
					t.Errorf("%s: %s: check %q has no name", f, l, m[1])
				}
			}
		}
	}
	if found < 12 {
		t.Errorf("only %d checks found", found)
	}
}
