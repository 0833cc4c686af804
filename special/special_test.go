package special

import (
	"fmt"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
)

// Every row is what a reviewer expects: sorted by category, folded, sourced,
// once only, and reachable.
func TestTable(t *testing.T) {
	rows := compiled().rows
	languages := map[string]int{}
	counts := map[string]int{}
	seen := map[string]int{}
	rank := map[Category]int{}
	for i, c := range Categories {
		rank[c] = i
	}
	last := -1
	for _, r := range rows {
		if rank[r.Category] < last {
			t.Errorf("line %d: %s is out of order", r.Line, r.Category)
		}
		last = rank[r.Category]
		if plain := strings.TrimPrefix(r.Pattern, "="); r.Pattern != "*" {
			for _, w := range strings.Fields(plain) {
				if stem := strings.Trim(w, "*"); key.Label(stem) != stem || len(stem) < 3 && strings.Contains(w, "*") {
					t.Errorf("line %d: %q is not folded, or too short for a star", r.Line, r.Pattern)
				}
			}
			if strings.Join(strings.Fields(plain), " ") != plain {
				t.Errorf("line %d: blanks in %q", r.Line, r.Pattern)
			}
		} else if r.Kind == "" {
			t.Errorf("line %d marks everything", r.Line)
		}
		if r.Kind != "" {
			if _, err := audience.ParseKind(r.Kind); err != nil {
				t.Errorf("line %d: %v", r.Line, err)
			}
		}
		if at, ok := seen[fmt.Sprint(r.Category, r.Kind, r.Pattern)]; ok {
			t.Errorf("line %d repeats line %d", r.Line, at)
		}
		seen[fmt.Sprint(r.Category, r.Kind, r.Pattern)] = r.Line
		if !strings.Contains(r.Source, "GDPR") && !strings.Contains(r.Source, "CJEU") {
			t.Errorf("line %d: no source for the category", r.Line)
		}
		languages[r.Language]++
		counts[fmt.Sprint(r.Category, r.Proxy)]++

		// The row is found by a label made of its own pattern.
		kind := audience.Interest
		if r.Kind != "" {
			kind, _ = audience.ParseKind(r.Kind)
		}
		label := strings.ReplaceAll(strings.TrimPrefix(r.Pattern, "="), "*", "")
		if label == "" {
			label = "x"
		}
		found := false
		for _, m := range Of(audience.Fact{Kind: kind, Label: strings.ToUpper(label)}) {
			found = found || m.Category == r.Category
		}
		if !found {
			t.Errorf("line %d: %q does not find itself", r.Line, r.Pattern)
		}
	}
	if len(rows) < 120 {
		t.Errorf("only %d rows", len(rows))
	}
	for _, l := range []string{"en", "fr", "de", "nl"} {
		if languages[l] < 100 {
			t.Errorf("only %d rows in %s", languages[l], l)
		}
	}
	t.Logf("%d rows; by language %v; by category and proxy %v", len(rows), languages, counts)
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{
		"a\tb\n",
		header + "\norigin\tdirect\t\ten\tx\n",
		header + "\norigine\tdirect\t\ten\tx\ty\n",
		header + "\norigin\tperhaps\t\ten\tx\ty\n",
		header + "\norigin\tproxy\t\ten\t\ty\n",
		header + "\norigin\tproxy\t\ten\tx\t\n",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

func TestOf(t *testing.T) {
	for fact, want := range map[string]string{
		`interest "United Muslims of America"`:          "belief",
		`interest "Muslims Are Not Terrorists"`:         "belief",
		`ethnicity "African American (US)"`:             "origin",
		`ethnicity "anything the platform lists there"`: "origin",
		`politics "US politics (very conservative)"`:    "politics",
		`interest "US politics (liberal)"`:              "politics",
		`likes "Black—Baptist—church"`:                  "belief",
		`interest "Black Panther Party"`:                "origin~",
		`interest "Donald Trump for President"`:         "politics~",
		`interest "Bündnis 90/Die Grünen"`:              "politics",
		`interest "BÜNDNIS 90/DIE GRÜNEN"`:              "politics",
		`likes "N-VA"`:                                  "politics",
		`interest "Same-sex marriage"`:                  "sex",
		`interest "LGBT culture"`:                       "sex",
		`interest "Lung cancer awareness"`:              "health",
		`interest "Jewish holidays"`:                    "belief",
		`interest "Halal food"`:                         "belief~",
		`interest "Eisenbahnergewerkschaft"`:            "union",
		`employer "ver.di"`:                             "union",
		`interest "CGT"`:                                "union",
		`interest "Betriebsrat"`:                        "union~",
		`interest "DNA testing"`:                        "genetic~",
		`interest "Facial recognition system"`:          "biometric~",
		`interest "Ramadan (calendar month)"`:           "belief~",
		`life "Expats (Mexico)"`:                        "origin~",
		`interest "Migrationshintergrund"`:              "origin",
		`interest "Zwangerschap"`:                       "health",
		`friend-of "Catholic Church"`:                   "belief~", // friends of people who like it
		`lookalike "Muslim voters" 1% in "US"`:          "belief~",
		`list "Muslim voters"`:                          "belief",
		`interest "Martin Luther King, Jr."`:            "origin~",
		`interest "Marvin Gaye"`:                        "",
		`interest "Christian Dior"`:                     "",
		`interest "Jean-Baptiste Poquelin"`:             "",
		`interest "Rabbits"`:                            "",
		`interest "Hearing aids"`:                       "",
		`interest "European Union"`:                     "",
		`interest "Union Square"`:                       "",
		`interest "Protestantism"`:                      "belief",
		`interest "Yoga"`:                               "",
		`interest "Leipziger Messe"`:                    "",
		`interest "Party supplies"`:                     "",
		`interest "Winston Churchill"`:                  "",
		`place "US/Church"`:                             "",
		`language ar`:                                   "",
		`list`:                                          "",
		`undisclosed interest`:                          "",
	} {
		e := audience.MustParse(fact)
		var got []string
		for _, m := range Of(e.Fact) {
			s := string(m.Category)
			if m.Proxy {
				s += "~"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", fact, s, want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	f := audience.Fact{Kind: audience.Interest, Label: "Likely to engage with political content (conservative)"}
	b.ReportAllocs()
	for b.Loop() {
		Of(f)
	}
}
