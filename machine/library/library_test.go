package library

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/published"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

func sold(t testing.TB, seed uint64, threads int) *Sold {
	t.Helper()
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Make(sc, Options{Voters: 10_000, Seed: seed, Money: .1, Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func files(t testing.TB, s *Sold) map[string][]byte {
	t.Helper()
	f, err := s.Files("Valombre")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestSameBytes: one thread and two write the same, another seed something else.
func TestSameBytes(t *testing.T) {
	one, two, other := files(t, sold(t, 1, 1)), files(t, sold(t, 1, 2)), files(t, sold(t, 2, 2))
	for name := range one {
		if !bytes.Equal(one[name], two[name]) || bytes.Equal(one[name], other[name]) {
			t.Errorf("%s: one thread %d bytes, two %d, another seed %d", name, len(one[name]), len(two[name]), len(other[name]))
		}
	}
}

// TestTruth: what the truth file says is so: by the boxes of the ads and by who was
// shown them.
func TestTruth(t *testing.T) {
	for seed := range uint64(4) {
		s := sold(t, seed, 2)
		faced, shut := 0, map[string]bool{}
		for _, p := range s.Truth.Parties {
			faced += map[bool]int{true: 1}[p.TwoFaced]
			if p.TwoFaced && !p.Apart {
				t.Errorf("%s contradicts itself and tells all the same", p.Page)
			}
		}
		if faced != 2 || len(s.Truth.Contradictions) != 4 || len(s.Truth.Networks) != 2 {
			t.Errorf("seed %d: %d two-faced, %d contradictions, %d networks", seed, faced, len(s.Truth.Contradictions), len(s.Truth.Networks))
		}
		for _, x := range s.Truth.ShutOut {
			shut[x.By] = true
			for k := range s.Ads {
				a, d := &s.Ads[k], &s.ads[k]
				if s.Pages[a.Page].ID != x.Page {
					continue
				}
				for r, n := range d.regions {
					if slices.Contains(x.Names, s.Regions[r]) && n > 0 {
						t.Errorf("seed %d: %s reached %d in %s", seed, a.ID, n, s.Regions[r])
					}
				}
				if x.By == "age" && d.seen[3][0]+d.seen[3][1]+d.seen[4][0]+d.seen[5][0]+d.seen[4][1]+d.seen[5][1] > 0 {
					t.Errorf("seed %d: %s reached people of %d and more", seed, a.ID, x.From)
				}
			}
		}
		if !shut["region"] || !shut["age"] {
			t.Errorf("seed %d: shut out by %v", seed, shut)
		}
		// Promises that contradict each other went to boxes that nobody is in both of.
		sides := map[string][2][]Box{}
		for _, a := range s.Ads {
			for _, c := range s.Truth.Contradictions {
				if s.Pages[a.Page].Party == party(s, c.Page) && a.Message.Issue == c.Issue && a.Message.Side != 0 {
					both := sides[c.Page+c.Issue]
					k := (a.Message.Side + 1) / 2
					both[k] = append(both[k], a.Box)
					sides[c.Page+c.Issue] = both
				}
			}
		}
		for what, both := range sides {
			for _, a := range both[0] {
				for _, b := range both[1] {
					if meet(a, b) {
						t.Errorf("seed %d: %s: %+v and %+v have people in common", seed, what, a, b)
					}
				}
			}
		}
		people, err := s.Electorate.People(audience.World{}, 2)
		if err != nil {
			t.Fatal(err)
		}
		for k, a := range s.Truth.Ads {
			if n, _ := people.Count(s.Ads[k].Box.Expr("XV")); n != a.People || a.Reached > int64(n) || a.Reached > a.Shown || a.Micros > s.Ads[k].Budget {
				t.Errorf("%s: %d people, %+v", a.ID, n, a)
			}
		}
	}
}

func party(s *Sold, page string) int {
	return s.Pages[slices.IndexFunc(s.Pages, func(p Page) bool { return p.ID == page })].Party
}

// meet says whether somebody may be in both boxes, whatever else.
func meet(a, b Box) bool {
	if a.To > 0 && b.From > a.To || b.To > 0 && a.From > b.To {
		return false
	}
	if len(a.In) == 0 || len(b.In) == 0 {
		return true
	}
	return slices.ContainsFunc(a.In, func(n string) bool { return slices.Contains(b.In, n) })
}

// TestHoles: what vanished is in the first copy and not in the second; ads without
// text, payer or money are there; the first copy has no ad that had not begun.
func TestHoles(t *testing.T) {
	s := sold(t, 3, 2)
	f := files(t, s)
	before, after := read(t, f["meta-before.jsonl"]), read(t, f["meta-after.jsonl"])
	gone, texts, payers, money := 0, 0, 0, 0
	for _, a := range s.Ads {
		if a.Platform != "meta" {
			continue
		}
		_, one := before[a.ID]
		two, ok := after[a.ID]
		if one != (a.From >= FirstCopy) || ok == a.Vanished {
			t.Errorf("%s began %d days before: first copy %v, second %v, vanished %v", a.ID, a.From, one, ok, a.Vanished)
		}
		if a.Vanished {
			gone++
			continue
		}
		if a.NoText == (len(two.Bodies) > 0) || a.NoPayer == (two.Bylines != "") || a.NoMoney == (two.Spend != nil) {
			t.Errorf("%s: %+v of %+v", a.ID, two, a)
		}
		texts, payers, money = texts+counted(a.NoText), payers+counted(a.NoPayer), money+counted(a.NoMoney)
	}
	if gone == 0 || texts == 0 || payers == 0 || money == 0 {
		t.Errorf("%d vanished, %d without text, %d without payer, %d without money", gone, texts, payers, money)
	}
}

func counted(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func read(t *testing.T, lines []byte) map[string]published.MetaAd {
	out := map[string]published.MetaAd{}
	for line := range strings.Lines(string(lines)) {
		var m published.MetaAd
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if _, twice := out[m.ID]; twice {
			t.Errorf("%s is there twice", m.ID)
		}
		out[m.ID] = m
	}
	return out
}

// TestSave: a folder is written, and written again; one with anything else is left
// as it is.
func TestSave(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	f := map[string][]byte{"a": []byte("one"), "b": []byte("two")}
	for range 2 {
		if err := Save(dir, f); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string]string{"c": "a file of somebody", "a": "another"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Save(dir, f); err == nil {
			t.Errorf("written over %s", name)
		}
		if got, _ := os.ReadFile(path); string(got) != data {
			t.Errorf("%s was changed to %q", name, got)
		}
		os.Remove(path)
	}
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Save(dir, f); err == nil {
		t.Error("written into a folder with a folder")
	}
}

// TestCensus: the census counts the electorate.
func TestCensus(t *testing.T) {
	s := sold(t, 1, 2)
	var b bytes.Buffer
	if err := s.writeCensus(&b); err != nil {
		t.Fatal(err)
	}
	n, lines := 0, strings.Split(strings.TrimSpace(b.String()), "\n")
	for _, line := range lines[1:] {
		var x int
		for _, c := range strings.Split(line, ",")[4] {
			x = 10*x + int(c-'0')
		}
		n += x
	}
	if n != s.Electorate.N || len(lines) != 1+12*9*2 {
		t.Errorf("%d people in %d lines of %d", n, len(lines), s.Electorate.N)
	}
}

// TestTexts: every issue that is spoken of is one of the country's, and every
// sentence has three languages.
func TestTexts(t *testing.T) {
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := message.Said()
	if err != nil {
		t.Fatal(err)
	}
	if len(texts.Templates) < 8 || len(texts.Slogans) < len(sc.Model.Parties) {
		t.Errorf("%d templates, %d slogans", len(texts.Templates), len(texts.Slogans))
	}
	for _, x := range texts.Templates {
		if !slices.ContainsFunc(sc.Model.Issues, func(i electorate.Issue) bool { return i.Name == x.Issue }) {
			t.Errorf("nobody has an opinion on %q", x.Issue)
		}
		for _, w := range []message.Wording{x.For, x.Against, x.Everyday} {
			if w.FR == "" || w.DE == "" || w.EN == "" || w.FR == w.EN {
				t.Errorf("%s: %+v", x.Issue, w)
			}
		}
	}
}

// TestPeople: how many people a box holds and which groups no box of a page does are
// counted again person by person, without the language of boxes.
func TestPeople(t *testing.T) {
	s := sold(t, 5, 2)
	e := s.Electorate
	holds := func(b Box, i int) bool {
		region := strings.Split(e.Communes[e.Commune(i)], "/")[1]
		sex := e.Cell[i].Sex()
		switch {
		case e.Age[i] < b.From || b.To > 0 && e.Age[i] > b.To || b.Women && sex != 0 || b.Men && sex != 1:
			return false
		case len(b.In) > 0 && !slices.Contains(b.In, region) || slices.Contains(b.Out, region):
			return false
		}
		interests := e.Interests(i)
		return b.Interest == "" || interests.Has(slices.Index(e.Model.Names, b.Interest))
	}
	people := make([]int, len(s.Ads))
	reached, there := map[Unreached]bool{}, map[Unreached]bool{}
	for i, age := range e.Age {
		if age < electorate.Adult {
			continue
		}
		from := 75
		for _, b := range censusBands {
			if int(age) >= b.from && int(age) <= b.to {
				from = b.from
			}
		}
		for k := range s.Ads {
			a := &s.Ads[k]
			cell := Unreached{s.Pages[a.Page].ID, strings.Split(e.Communes[e.Commune(i)], "/")[1], from}
			in := holds(a.Box, i)
			if in {
				people[k]++
			}
			if a.Platform == "meta" {
				there[cell] = true
				reached[cell] = reached[cell] || in
			}
		}
	}
	for k, n := range people {
		if s.Truth.Ads[k].People != n {
			t.Errorf("%s holds %d, said to hold %d", s.Truth.Ads[k].Box, n, s.Truth.Ads[k].People)
		}
	}
	said := map[Unreached]bool{}
	for _, x := range s.Truth.Unreached {
		said[x] = true
	}
	for cell := range there {
		if said[cell] == reached[cell] {
			t.Errorf("%+v: reached %v, said not to be %v", cell, reached[cell], said[cell])
		}
	}
	if len(said) == 0 {
		t.Error("everybody is in some box")
	}
}
