package say

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

var neverOne = []string{"lab-margin", "below-people", "quality-bounded"}

// TestCountsHaveBothForms: a message that counts (its blank n) has a form for
// one and one for more; those of the script of My box choose by themselves, and
// neverOne count what is always more.
func TestCountsHaveBothForms(t *testing.T) {
	files, err := filepath.Glob("messages/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no messages", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var raw map[string]any
		if err := json.Unmarshal(b, &raw); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for id, v := range raw {
			if s, plain := v.(string); plain && strings.Contains(s, "{{.n}}") && !strings.HasPrefix(id, "me-js-") && !slices.Contains(neverOne, id) {
				t.Errorf("%s: %q counts and has one form only", f, id)
			}
		}
	}
}

// TestMessagesComeInPairs: every message of one language has its twin, with
// the same blanks.
func TestMessagesComeInPairs(t *testing.T) {
	files, err := filepath.Glob("messages/*.fr.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no messages", err)
	}
	owner := map[string]string{}
	for _, f := range files {
		fr, en := read(t, f), read(t, strings.Replace(f, ".fr.", ".en.", 1))
		for id, text := range fr {
			if en[id] == "" && text != "" {
				t.Errorf("%s: %q has no English", f, id)
			}
			if a, b := blanks(text), blanks(en[id]); a != b {
				t.Errorf("%s: %q has blanks %s in French, %s in English", f, id, a, b)
			}
			if owner[id] != "" {
				t.Errorf("%q stands in %s and in %s", id, owner[id], f)
			}
			owner[id] = f
		}
		for id, text := range en {
			if fr[id] == "" && text != "" {
				t.Errorf("%s: %q has no French", f, id)
			}
		}
	}
}

func read(t *testing.T, file string) map[string]string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	out := map[string]string{}
	for id, v := range raw {
		switch x := v.(type) {
		case string:
			out[id] = x
		case map[string]any:
			out[id], _ = x["other"].(string)
		}
	}
	return out
}

var blank = regexp.MustCompile(`{{\.(\w+)}}`)

func blanks(s string) string {
	seen := map[string]bool{}
	for _, m := range blank.FindAllStringSubmatch(s, -1) {
		seen[m[1]] = true
	}
	var out []string
	for _, n := range []string{"n", "x", "lo", "hi", "men", "women", "age", "part", "kinds", "archive", "points", "place", "fact", "name", "day", "span", "people", "year", "share", "size"} {
		if seen[n] {
			out = append(out, n)
		}
	}
	return strings.Join(out, " ")
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{FR.Int(1234567), "1\u202f234\u202f567"}, {EN.Int(1234567), "1,234,567"}, {EN.Int(-12), "\u221212"}, {FR.Int(999), "999"},
		{FR.Float(-1234.5, 1), "\u22121\u202f234,5"}, {EN.Percent(.0712, 1), "7.1%"},
		{FR.Money(money(150000, 199900, "EUR")), "1\u202f500–1\u202f999\u00a0€"}, {EN.Money(money(150000, 199900, "EUR")), "€1,500–€1,999"},
		{EN.Money(money(16123, 16123, "RUB")), "161.23\u00a0RUB"}, {FR.Between(money(2480000, 3690000, "EUR")), "entre 24\u202f800 et 36\u202f900\u00a0€"},
		{EN.Money(contrechamp.Money{}), "not disclosed"}, {EN.Range(contrechamp.AtLeast(1000001)), "more than 1,000,001"}, {FR.Range(contrechamp.Between(0, 211300)), "0–211\u202f300"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func money(lo, hi int64, currency string) contrechamp.Money {
	return contrechamp.Money{Range: contrechamp.Between(lo, hi), Currency: currency}
}

func TestDates(t *testing.T) {
	d := func(m time.Month, day int) time.Time { return time.Date(2026, m, day, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct{ got, want string }{
		{FR.Day(d(6, 1)), "1er juin 2026"}, {EN.Day(d(6, 1)), "1 June 2026"},
		{FR.Span(d(5, 18), d(6, 5)), "18 mai – 5 juin 2026"}, {EN.Span(d(5, 18), d(5, 20)), "18 – 20 May 2026"},
		{FR.Span(d(5, 18), time.Time{}), "depuis le 18 mai 2026"}, {EN.Span(time.Time{}, time.Time{}), "date not stated"},
		{EN.Span(d(5, 18), d(5, 18)), "18 May 2026"},
	} {
		if got := strings.ReplaceAll(c.got, "\u00a0", " "); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestBoxes(t *testing.T) {
	for _, c := range []struct{ expr, fr, en string }{
		{`undisclosed list and place any ("DE/Bayern", "DE/Berlin") and age 18..34 and not interest "Yoga"`,
			"18–34 ans ; Bavière ou Berlin ; une liste ou un public semblable non divulgué ; − sauf « Yoga »",
			"aged 18–34; Bavaria or Berlin; an undisclosed list or lookalike; − except “Yoga”"},
		{`everyone`, "tout le monde", "everyone"},
		{`place "DE/Sachsen" and undisclosed place "1"`, "une partie de Saxe (où, l’archive ne le dit pas)", "part of Saxony (where, the archive does not say)"},
		{`gender female and age 65..`, "65 ans et plus ; femmes", "aged 65 and over; women"},
		{`place "US/zip:32011" +16km`, "16 km autour de code postal 32011", "16 km around postcode 32011"},
	} {
		e, err := audience.Parse(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		for l, want := range map[Lang]string{FR: c.fr, EN: c.en} {
			got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(l.Box(e).Text(l))
			if got != want {
				t.Errorf("%s: %q\nwant %q", l, got, want)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{"": EN, "fr": FR, "fr-CA,fr;q=0.9,en;q=0.5": FR, "de,en;q=0.7": EN, "de,fr;q=0.7": FR, "nonsense;;": EN} {
		if got := Match(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
