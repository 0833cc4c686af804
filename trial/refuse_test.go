package trial

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/contrechamp/contrechamp/say"
)

// What cannot be analysed is refused with what to do.
func TestRefusals(t *testing.T) {
	base := string(InventedCSV())
	d := string(InventedDescription())
	edit := func(old, new string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				t.Fatalf("nothing to replace: %q", old)
			}
			return strings.ReplaceAll(s, old, new)
		}
	}
	same := func(s string) string { return s }
	for _, c := range []struct {
		name       string
		data, desc func(string) string
		want       string
	}{
		{"a text, with its row", edit("\n1,1,comfort,55,", "\n1,1,comfort,lots,"), same, "“lots” (row 2)"},
		{"texts, with the first row", edit("\n2,1,none,29,24,female,0,none,1\n2,1,none,68,", "\n2,1,none,NA,24,female,0,none,1\n2,1,none,NA,"), same, "“NA” (2 rows, first in row 4)"},
		{"hexadecimal", edit("\n1,1,comfort,55,", "\n1,1,comfort,0x1p5,"), same, "“0x1p5” (row 2)"},
		{"decimal comma", func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, ",", ";"), ";55;", ";55,5;")
		}, same, "decimal comma"},
		{"per cent as share", same, edit(`"unit": "points"`, `"unit": "share"`), "“support” holds 3 (row 1561), but \"unit\" is"},
		{"undeclared code far above the rest", edit(",-999,", ",9999,"), edit(`"missing": ["-999"]`, `"missing": []`), "outcome “support” holds 9999 ("},
		{"undeclared codes, several, far above the rest", func(s string) string {
			return strings.Replace(strings.ReplaceAll(s, ",-999,", ",998,"), ",998,", ",999,", 5)
		}, edit(`"missing": ["-999"]`, `"missing": []`), "outcome “support” holds 999 (5 rows"},
		{"description cut off", same, func(s string) string { return s[:60] }, "the description is no JSON"},
		{"a number for a column", same, edit(`"arm": "leaflet"`, `"arm": 3`), "“arm” is of another kind"},
		{"a third language", same, edit(`"en": "party"`, `"xx": "party"`), "has the key “xx”"},
		{"undeclared code", same, edit(`"missing": ["-999"]`, `"missing": []`), "outcome “support” holds -999 ("},
		{"text among numbers", edit(",-999,", ",refused,"), edit(`"missing": ["-999"]`, `"missing": []`), "“refused” ("},
		{"no such column", same, edit(`"age", "sex"`, `"age", "salary", "sex"`), "no column “salary”"},
		{"control unknown", same, edit(`"control": "none"`, `"control": "nobody"`), `control label “nobody”`},
		{"outcome as covariate", same, edit(`"age", "sex"`, `"age", "support", "sex"`), "both “outcome” and “covariate”"},
		{"propensities off", same, edit(`"comfort": "1/4"`, `"comfort": "1/5"`), "add up to"},
		{"propensity of no arm", same, edit(`"comfort": "1/4"`, `"comfy": "1/4"`), "comfort"},
		{"unknown key", same, edit(`"arm":`, `"colour": 1, "arm":`), "colour"},
		{"unknown key names the known", same, edit(`"arm":`, `"colour": 1, "arm":`), "known keys are name, title"},
		{"number beyond reckoning", edit(",-999,", ",1e308,"), edit(`"missing": ["-999"]`, `"missing": []`), "“1e308” ("},
		{"constant outcome", func(s string) string {
			lines := strings.Split(strings.TrimSpace(s), "\n")
			at := slices.Index(strings.Split(lines[0], ","), "support")
			for i, line := range lines[1:] {
				f := strings.Split(line, ",")
				f[at] = "50"
				lines[i+1] = strings.Join(f, ",")
			}
			return strings.Join(lines, "\n") + "\n"
		}, same, "50 for everybody"},
		{"unit", same, edit(`"points"`, `"apples"`), "apples"},
		{"clusters over blocks", edit("\n1,1,", "\n2000,1,"), same, "one block"},
		{"small arm", func(s string) string {
			lines := strings.Split(s, "\n")
			for i := range lines[1:9] {
				f := strings.Split(lines[i+1], ",")
				f[2] = "rare"
				lines[i+1] = strings.Join(f, ",")
			}
			return strings.Join(lines, "\n")
		}, edit(`"comfort": "1/4"`, `"comfort": "1/8", "rare": "1/8"`), "the value in row 1 has fewer than 10 people"},
		{"ragged row", edit("\n2,1,none,29,", "\n2,1,9,none,29,"), same, "row 4: 10 cells where the header has 9"},
		{"Parquet footer longer than the file", func(string) string { return "PAR1xxxxxxxxPAR1" }, same, "footer claims"},
		{"Parquet cut off", func(string) string { return "PAR1 and then nothing more" }, same, "ends in the middle"},
		{"gzip cut off", func(string) string { return "\x1f\x8b\x08" }, same, "download it again"},
		{"gzip cut off in the middle", func(s string) string {
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			_, _ = w.Write([]byte(s))
			_ = w.Close()
			return z.String()[:z.Len()/2]
		}, same, "cut off on the way, so download it again"},
		{"gzip with a wrong sum", func(s string) string {
			var z bytes.Buffer
			w := gzip.NewWriter(&z)
			_, _ = w.Write([]byte(s))
			_ = w.Close()
			b := z.Bytes()
			b[len(b)-6] ^= 1
			return string(b)
		}, same, "damaged: download it again"},
		{"UTF-16", func(s string) string {
			out := []byte{0xff, 0xfe}
			for _, c := range utf16.Encode([]rune(s)) {
				out = append(out, byte(c), byte(c>>8))
			}
			return string(out)
		}, same, "UTF-16: save it as CSV in UTF-8"},
		{"UTF-16 without a mark", func(s string) string {
			return strings.ReplaceAll(s[:200], "", "\x00")
		}, same, "no text, as it holds zero bytes"},
		{"zip", func(string) string { return "PK\x03\x04" + strings.Repeat("x", 500) }, same, "zip archive or the file of a spreadsheet"},
		{"old Mac", func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }, same, "carriage return alone"},
		{"an empty line", func(string) string { return "\n" }, same, "the first line must name the columns"},
		{"no header", func(s string) string { return s[strings.Index(s, "\n")+1:] }, same, "the first line holds numbers, not names"},
		{"Latin-1", edit("\n2,1,none,29,24,female,0,none,", "\n2,1,none,29,24,female,0,n\xe9ant,"), same, "row 4, column “party”: not UTF-8"},
		{"Latin-1 in a name", edit(",support,", ",souti\xe9n,"), same, "in the line of names: not UTF-8"},
		{"a quote inside", edit("\n1,1,comfort,55,", "\n1,1,com\"fort,55,"), same, "row 2: a quote stands inside"},
		{"many columns", edit("household,street", longHeader(900)+"household,street"), edit(`"age", "sex"`, `"age", "salary", "sex"`), "“x11” and 897 more"},
		{"empty", func(string) string { return "" }, same, "is empty"},
		{"header only", func(s string) string { return s[:strings.Index(s, "\n")+1] }, same, "no rows"},
		{"twice in header", edit("household,street", "household,household"), same, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, desc := c.data(base), c.desc(d)
			_, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 1})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want something with %q", err, c.want)
			}
			en, fr := say.EN.Err(err), say.FR.Err(err)
			if !strings.HasPrefix(en, "x.csv: ") && !strings.HasPrefix(en, "x.json: ") || (fr == en || fr == err.Error()) {
				t.Errorf("told as %q, in French %q", en, fr)
			}
		})
	}
	for _, o := range []Options{{Data: "nowhere.csv"}, {Data: "invented", Learner: "oracle"}, {Data: "invented", Folds: 1}, {Data: "invented", Level: 2},
		{Data: "invented", Covariates: []string{"shoe"}}, {Data: "invented", Learner: "logit"}} {
		if _, err := Run(context.Background(), o); err == nil {
			t.Errorf("%+v should be refused", o)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{Data: "invented"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled run: %v", err)
	}
}

func longHeader(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "x%d,", i)
	}
	return b.String()
}

// Seeds that differ in their upper half are different seeds.
func TestSeedCountsWhole(t *testing.T) {
	a, b := &runner{o: Options{Seed: 7}}, &runner{o: Options{Seed: 7 + 1<<32}}
	if a.rand(seedMain, 3) == b.rand(seedMain, 3) {
		t.Error("the upper half of a seed is lost")
	}
}

// What is refused is told without the values that fewer than ten people hold:
// a column of names given for the arms, or for issues, stays in the file. It is
// told in both languages.
func TestRefusalsNameNobody(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	for i, line := range lines[1:] {
		if i >= 40 && i < 65 {
			f := strings.Split(line, ",")
			f[7] = fmt.Sprint("Jean Dupont ", i)
			lines[i+1] = strings.Join(f, ",")
		}
	}
	data, lone := strings.Join(lines, "\n")+"\n", slices.Clone(lines)
	for i, line := range lines[1:] {
		f := strings.Split(line, ",")
		f[7] = fmt.Sprint("Jean Dupont ", i)
		lone[i+1] = strings.Join(f, ",")
	}
	for _, c := range []struct {
		name   string
		data   string
		edit   func(d *Description)
		en, fr string
	}{
		{"arms", data, func(d *Description) { d.Arm, d.Control, d.Propensities = "party", nil, nil }, "the value in row 41 has fewer than 10 people", "la valeur de la ligne 41"},
		{"control", data, func(d *Description) { nobody := "nobody"; d.Arm, d.Control = "party", &nobody }, "and 25 values, each for fewer than 10 people", "et 25 valeurs"},
		{"issues", data, func(d *Description) { d.Sub = "party" }, "the value in row 41 has fewer than 10 people", "la valeur de la ligne 41"},
		{"issues, shares found", data, func(d *Description) { d.Sub, d.Propensities = "party", nil }, "the value in row 41 has fewer than 10 people", "la valeur de la ligne 41"},
		{"nothing but names", strings.Join(lone, "\n") + "\n", func(*Description) {}, "of which ten people or more hold", "portées par dix personnes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := ParseDescription(InventedDescription())
			if err != nil {
				t.Fatal(err)
			}
			d.Covariates, d.Values = []string{"age", "drives", "tenant"}, nil
			if c.name == "nothing but names" {
				d.Covariates = append(d.Covariates, "party")
			}
			c.edit(d)
			b, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Run(context.Background(), Options{Data: write(t, "x.csv", c.data), Description: write(t, "x.json", string(b)), Splits: 1})
			if err == nil {
				t.Fatal("accepted")
			}
			if said := say.FR.Err(err); strings.Contains(said, "Dupont") || !strings.Contains(said, c.fr) {
				t.Errorf("in French: %s", said)
			}
			if said := say.EN.Err(err); strings.Contains(said, "Dupont") || !strings.Contains(said, c.en) {
				t.Errorf("in English: %s", said)
			}
		})
	}
}

// Odd but usable data are analysed and marked.
func TestMarks(t *testing.T) {
	d := string(InventedDescription())
	find := func(r *Report, name string, l Level) bool {
		for _, c := range r.Checks {
			if c.Name == name && c.Level == l {
				return true
			}
		}
		return false
	}
	run := func(data, desc string) *Report {
		t.Helper()
		r, err := Run(context.Background(), Options{Data: write(t, "x.csv", data), Description: write(t, "x.json", desc), Splits: 2})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	lines := strings.Split(strings.TrimSpace(string(InventedCSV())), "\n")
	change := func(f func(i int, v []string) []string) string {
		out := []string{}
		for i, line := range lines {
			if v := f(i, strings.Split(line, ",")); v != nil {
				out = append(out, strings.Join(v, ","))
			}
		}
		return strings.Join(out, "\n") + "\n"
	}
	// A third of one arm is gone: the sample ratio.
	r := run(change(func(i int, v []string) []string {
		if v[2] == "cost" && len(v[0])%3 == 0 && v[0][len(v[0])-1] < '5' {
			return nil
		}
		return v
	}), d)
	if !find(r, "sample-ratio", Fail) {
		t.Errorf("a lost third of an arm was not marked: %+v", r.Checks)
	}
	// An arm of old people: balance.
	r = run(change(func(i int, v []string) []string {
		if v[2] == "cost" && len(v[4]) == 2 && v[4] < "40" && i > 0 {
			v[4] = "60"
		}
		return v
	}), d)
	if !find(r, "balance", Fail) {
		t.Errorf("unequal ages were not marked: %+v", r.Checks)
	}
	// A constant and a doubled covariate are left out.
	r = run(change(func(i int, v []string) []string {
		if i > 0 {
			v[5], v[8] = "female", v[6]
		}
		return v
	}), d)
	if !find(r, "constant", Warn) || !find(r, "collinear", Warn) || len(r.Experiment.Covariates) != 3 {
		t.Errorf("constant and doubled columns: %+v, %d covariates", r.Checks, len(r.Experiment.Covariates))
	}
	// No answer from one arm: attrition.
	r = run(change(func(i int, v []string) []string {
		if v[2] == "climate" && i%5 == 0 {
			v[3] = ""
		}
		return v
	}), d)
	if !find(r, "attrition", Fail) {
		t.Errorf("attrition in one arm was not marked: %+v", r.Checks)
	}
	// A rare label: hidden.
	n := 0
	r = run(change(func(i int, v []string) []string {
		if i > 0 && i%900 == 0 && n < 4 {
			v[7] = "splinter"
			n++
		}
		return v
	}), d)
	few, with := false, 0
	for _, g := range r.Groups {
		if g.Group == rareText {
			few = g.Hidden && g.N == 0 && isNaN(g.TB.Est) && g.Messages == nil
		} else if g.Hidden {
			with++
		}
	}
	if !few || with != 1 {
		t.Errorf("a group of four people is shown (%v), or can be had by subtraction (%d others hidden)", !few, with)
	}
	// A word or code for "no answer" among the labels of a text: marked, unless allowed.
	unanswered := change(func(i int, v []string) []string {
		if i > 0 && i%40 == 0 {
			v[7] = "NA"
		} else if i > 0 && i%40 == 1 {
			v[7] = "-9"
		}
		return v
	})
	for desc, marks := range map[string]int{d: 2, strings.Replace(d, `"missing": ["-999"]`, `"missing": ["-999", "NA"], "allow": ["-9"]`, 1): 0} {
		n := 0
		for _, c := range run(unanswered, desc).Checks {
			if c.Name == "no-answer" && c.Level == Warn && strings.Contains(c.Text.EN, "“party”") {
				n++
			}
		}
		if n != marks {
			t.Errorf("%d labels that look like no answer are marked, not %d", n, marks)
		}
	}
	// Divisions whose margins of error are too short.
	for _, c := range []struct {
		folds, splits int
		level         Level
	}{{2, 1, Warn}, {5, 2, Warn}, {2, 2, ""}} {
		r, err := Run(context.Background(), Options{Data: "invented", Folds: c.folds, Splits: c.splits})
		if err != nil {
			t.Fatal(err)
		}
		if find(r, "divisions", Warn) != (c.level == Warn) {
			t.Errorf("%d parts, %d divisions: %+v", c.folds, c.splits, r.Checks)
		}
	}
	// Streets in which the leaflet on cost went to more people than elsewhere:
	// without known probabilities the shares of each street count.
	open := strings.Replace(d, `"propensities": {"none": "1/4", "cost": "1/4", "climate": "1/4", "comfort": "1/4"},`, "", 1)
	street := func(v []string) bool { return len(v[1]) == 3 } // 100 and up
	r = run(change(func(i int, v []string) []string {
		if v[1] == "street" {
			return v
		}
		v[1] = map[bool]string{true: "north", false: "south"}[street(v)]
		if v[1] == "north" && v[2] == "comfort" && i%3 > 0 {
			v[2] = "cost"
		}
		return v
	}), open)
	if !find(r, "block-shares", Warn) || !isNaN(r.Experiment.Arms[0].Propensity) {
		t.Errorf("unequal shares in blocks: %+v", r.Checks)
	}
	r = run(strings.Join(lines, "\n"), open)
	if find(r, "block-shares", Warn) || isNaN(r.Experiment.Arms[0].Propensity) {
		t.Errorf("equal shares in blocks: %+v", r.Checks)
	}
}
