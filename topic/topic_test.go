package topic

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/words"
)

// TestLexicon: every row is what a reviewer expects: in order, folded, once
// only, its exceptions effective, and found by its own stem.
func TestLexicon(t *testing.T) {
	rank := func(r Row) int { return int(r.Code)*len(Languages) + slices.Index(Languages, r.Lang) }
	seen := map[string]int{}
	count := map[Code]map[string]int{}
	last := Row{}
	for _, r := range Rows() {
		stem := strings.Join(r.Stem, " ")
		if last.Line > 0 && (rank(r) < rank(last) || rank(r) == rank(last) && stem < strings.Join(last.Stem, " ")) {
			t.Errorf("line %d is out of order", r.Line)
		}
		last = r
		if folded := strings.Join(words.List(stem), " "); folded != stem {
			t.Errorf("line %d: %q is not folded, want %q", r.Line, stem, folded)
		}
		if r.Match == Anywhere && (r.Lang != "de" || len(r.Stem) > 1) {
			t.Errorf("line %d: anywhere is for single German stems", r.Line)
		}
		if r.Match != Whole && len(r.Stem[len(r.Stem)-1]) < 3 {
			t.Errorf("line %d: %q is too short for what is not a whole term", r.Line, stem)
		}
		key := strings.Join([]string{r.Lang, string(r.Match), stem, string(rune('A' + r.Code))}, " ")
		if at, ok := seen[key]; ok {
			t.Errorf("line %d repeats line %d", r.Line, at)
		}
		seen[key] = r.Line
		if r.Code == 0 && (len(r.Stem) < 2 || r.Match != Whole) {
			t.Errorf("line %d: only phrases can be about nothing", r.Line)
		}
		for _, e := range r.Except {
			if r.Match == Prefix && !strings.HasPrefix(e, stem) || r.Match == Whole || words.List(e)[0] != e {
				t.Errorf("line %d: the exception %q excepts nothing", r.Line, e)
			}
		}
		if !r.at(r.Stem) {
			t.Errorf("line %d does not find its own stem", r.Line)
		}
		if count[r.Code] == nil {
			count[r.Code] = map[string]int{}
		}
		count[r.Code][r.Lang]++
	}
	for _, topic := range All {
		for _, lang := range Languages {
			if count[topic.Code][lang] < 8 {
				t.Errorf("topic %d has %d rows in %s", topic.Code, count[topic.Code][lang], lang)
			}
		}
	}
	t.Logf("%d rows: %v", len(seen), count)
}

// TestFind: each text with the topics that its words speak of. Among them are
// words that look like another topic's: the brake on debt that is no school,
// the town that is no forest, the sticker that is no vineyard.
func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		// What a loose stem would take for another topic.
		"de: Die Schuldenbremse bleibt":             "1",
		"de: Kommt nach Greifswald":                 "",
		"fr: La vignette sera gratuite":             "10",
		"fr: Une vigne vaut mieux":                  "4",
		"en: We train every nurse":                  "3",
		"en: The train is late":                     "10",
		"en: a just transition":                     "",
		"en: the transit system":                    "10",
		"de: Eine neue Kapitalmarktkultur":          "15",
		"de: Kultur für alle":                       "23",
		"de: Fuer soziale Sicherheit":               "13", // not law and crime
		"de: für die innere Sicherheit":             "12",
		"en: Protect social security":               "13",
		"fr: La sécurité sociale d’abord":           "13",
		"fr: La sécurité d’abord":                   "12",
		"fr: Nous sommes en train de gagner":        "",
		"fr: Le train de 8 heures":                  "10",
		"de: Eine soziale Politik":                  "",
		"de: Die Bauern pflügen":                    "4", // and bauen is not in them
		"de: Wir bauen Brücken zueinander":          "10",
		"de: Er ist Brückenbauer":                   "",
		"de: Graf von der Schulenburg":              "",
		"de: Transparente Konkurrenten, Referenten": "",
		"de: Die Mindestrente":                      "13",
		"de: Wir wollen umsteuern":                  "",
		"de: Die Erbschaftsteuer":                   "1",
		"de: Eine gute Auswahl":                     "",
		"de: Das lohnt sich":                        "",
		"de: Höhere Löhne":                          "5",
		"de: die Freien Demokraten":                 "",
		"de: Demokratie":                            "20",
		"de: Ein Armutszeugnis":                     "",
		"de: Das Grunderbe":                         "",
		"de: Gründer":                               "15",
		// Each language by its own rows.
		"en: The hospital stays open":        "3",
		"fr: L’hôpital reste ouvert":         "3",
		"de: Das Krankenhaus bleibt offen":   "3",
		"fr: Quotas de molécules":            "4",
		"fr: Le dimanche, repos dominical":   "5",
		"de: Die Windräder im Wald":          "8 21",
		"en: Gun control now, says Congress": "12 20",
		"fr: Moins de loyer, plus d’école":   "6 14",
		"de: Europa wählt":                   "19 20",
		"en: Nothing at all":                 "",
		"nl: De school blijft open":          "", // no rows
		": Klimaschutz":                      "7",
		": Le climat":                        "7",
	} {
		lang, body, _ := strings.Cut(text, ":")
		terms := words.List(body)
		var got []string
		for _, c := range Codes(Find(terms, lang)) {
			got = append(got, itoa(c))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: topics %q, want %q", text, s, want)
		}
	}
}

func itoa(c Code) string {
	if c >= 10 {
		return string(rune('0'+c/10)) + string(rune('0'+c%10))
	}
	return string(rune('0' + c))
}

// TestHitsNameTheirWords: a reader can see which word answered to which row.
func TestHitsNameTheirWords(t *testing.T) {
	terms := words.List("Plus d’écoles, un salaire et la sécurité sociale")
	var got []string
	for _, h := range Find(terms, "fr") {
		got = append(got, h.Words(terms)+" <- "+h.Row.String())
	}
	want := []string{"ecoles <- ecole*", "salaire <- salaire*", "securite sociale <- securite sociale"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestChoose(t *testing.T) {
	for asked, want := range map[string]Code{"10": 10, "transports": 10, "Transport": 10, "law and crime": 12, "11": 0, "péage vignette": 0, "": 0, "Énergie": 8} {
		if c := Choose(asked); c.Code != want {
			t.Errorf("%q is topic %d, want %d", asked, c.Code, want)
		}
	}
	own := Choose(`péage* -vignette`)
	if !own.Holds("Les péages augmentent", "fr") || own.Holds("Péage ou vignette", "fr") {
		t.Error("words of one's own do not choose")
	}
	if !Choose("10").Holds("Les péages augmentent", "fr") || Choose("3").Holds("Les péages augmentent", "fr") {
		t.Error("a topic does not choose")
	}
}

// TestSlowTwin: the index of rows finds what trying every row on every term
// finds.
func TestSlowTwin(t *testing.T) {
	rows := Rows()
	var vocabulary []string
	for _, r := range rows {
		vocabulary = append(vocabulary, r.Stem...)
		vocabulary = append(vocabulary, r.Stem[len(r.Stem)-1]+"en", "un"+r.Stem[0])
		vocabulary = append(vocabulary, r.Except...)
	}
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 12).Draw(t, "terms")
		lang := rapid.SampledFrom([]string{"", "fr", "en", "de", "nl"}).Draw(t, "language")
		var all []Hit
		for at := range terms {
			for i := range rows {
				if (lang == "" || rows[i].Lang == lang) && rows[i].at(terms[at:]) {
					all = append(all, Hit{rows[i].Code, &rows[i], at, len(rows[i].Stem)})
				}
			}
		}
		want := map[[3]int]bool{}
		for _, h := range all {
			covered := slices.ContainsFunc(all, func(o Hit) bool { return o.N > h.N && o.At <= h.At && h.At+h.N <= o.At+o.N })
			if !covered && h.Code > 0 {
				want[[3]int{int(h.Code), h.At, h.N}] = true
			}
		}
		got := Find(terms, lang)
		if len(got) != len(want) {
			t.Fatalf("%d hits, want %d", len(got), len(want))
		}
		for _, h := range got {
			if !want[[3]int{int(h.Code), h.At, h.N}] {
				t.Fatalf("an unexpected hit of line %d", h.Row.Line)
			}
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{
		"a\tb\n",
		header + "\n1\tfr\tterm\tx\n",
		header + "\nx\tfr\tterm\tx\t\n",
		header + "\n11\tfr\tterm\tx\t\n",
		header + "\n1\tit\tterm\tx\t\n",
		header + "\n1\tfr\tmaybe\tx\t\n",
		header + "\n1\tfr\tterm\t\t\n",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	terms := words.List("Für bezahlbare Wohnungen, gute Schulen und einen Nahverkehr, der fährt: am 9. Juni wählen gehen, weil es um unsere Zukunft geht.")
	b.ReportAllocs()
	for b.Loop() {
		Find(terms, "de")
	}
}

// TestNamesInMessages: the numbers of topics are those of the filter's key, and
// the lists of words of both languages call them the same.
func TestNamesInMessages(t *testing.T) {
	k, _ := filter.Keys(nil).Named("topic")
	for i, topic := range All {
		if k.Words[i] != itoa(topic.Code) {
			t.Errorf("the filter knows topic %s, want %d", k.Words[i], topic.Code)
		}
		if en, fr := say.EN.T("topic-"+itoa(topic.Code)), say.FR.T("topic-"+itoa(topic.Code)); en != topic.English || fr != topic.French {
			t.Errorf("topic %d is %q and %q in messages", topic.Code, en, fr)
		}
	}
	if len(k.Words) != len(All) {
		t.Errorf("the filter knows %d topics, want %d", len(k.Words), len(All))
	}
}
