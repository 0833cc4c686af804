package words

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSpansAreTerms: the same terms as List, each folded from the bytes that
// it points at, in rising order.
func TestSpansAreTerms(t *testing.T) {
	check := func(s string) string {
		spans := Spans(s)
		var terms []string
		last := 0
		for _, x := range spans {
			terms = append(terms, x.Term)
			if x.From < last || x.To <= x.From || x.To > len(s) {
				return "spans out of order"
			}
			last = x.From
			if !strings.Contains(strings.Join(List(s[x.From:x.To]), ""), x.Term) {
				return "the bytes are not the term " + x.Term
			}
		}
		if want := List(s); !slices.Equal(terms, want) {
			return strings.Join(terms, "|") + " want " + strings.Join(want, "|")
		}
		return ""
	}
	for _, s := range []string{"L’Écologie, c’est MAINTENANT!", "e\u0301cole \u0301x", "ﬁn ½ Straße", " — ", "№ 5 ㏂", "日本 2026"} {
		if wrong := check(s); wrong != "" {
			t.Errorf("%q: %s", s, wrong)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zé’ ß½ﬁ!.\x{301}]{0,40}`)).Draw(t, "text")
		if wrong := check(s); wrong != "" {
			t.Fatalf("%q: %s", s, wrong)
		}
	})
}

func TestLanguage(t *testing.T) {
	for s, want := range map[string]string{
		"Wir bauen die Brücke, und zwar jetzt.": "de",
		"We will build the bridge.":             "en",
		"Nous construirons le pont.":            "fr",
		"Wij bouwen de brug voor iedereen.":     "nl",
		"Klimaschutz jetzt!":                    "de",
		"Freiheit":                              "",
		"in":                                    "", // German, English and Dutch
		"":                                      "",
		"Votez le 7 juin":                       "fr",
		"#Mietendeckel für Hamburg. Und für dich.": "de",
	} {
		if got := Language(List(s)); got != want {
			t.Errorf("language of %q: %q, want %q", s, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for body, want := range map[string][]string{
		"Eins. Zwei! Drei":          {"Eins.", "Zwei!", "Drei"},
		"Am 9. Juni wählen.":        {"Am 9. Juni wählen."},
		"Ligne\nautre ligne":        {"Ligne", "autre ligne"},
		"www.site.fr et tout. Fin…": {"www.site.fr et tout.", "Fin…"},
		" ... ":                     nil,
		"":                          nil,
		"Wirklich?! Ja. \xff Ende.": {"Wirklich?!", "Ja.", "\xff Ende."},
	} {
		var got []string
		for _, s := range Sentences(body) {
			got = append(got, strings.TrimSpace(body[s.From:s.To]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
