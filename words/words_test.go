package words

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTermsAreFolded(t *testing.T) {
	for in, want := range map[string]string{
		"L’Écologie, c’est MAINTENANT!": "l ecologie c est maintenant",
		"Straße & Œuvre":                "strasse oeuvre",
		"ﬁn #Klima2026":                 "fin klima2026",
		"Ελλάδα":                        "ελλαδα",
		" — ":                           "",
	} {
		if got := strings.Join(List(in), " "); got != want {
			t.Errorf("terms of %q: %q, want %q", in, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	q := Parse(`écologie "pas de péage" trans* -voiture -"à tous" aujourd'hui`)
	if !slices.Equal(q.Words, []string{"ecologie"}) || !slices.Equal(q.Prefix, []string{"trans"}) ||
		len(q.Phrases) != 2 || strings.Join(q.Phrases[0], " ") != "pas de peage" || strings.Join(q.Phrases[1], " ") != "aujourd hui" ||
		len(q.Without) != 2 || q.Without[0].Words[0] != "voiture" || len(q.Without[1].Phrases[0]) != 2 {
		t.Errorf("%+v", q)
	}
	if q := Parse(` - "" ?! *`); !q.Empty() {
		t.Errorf("asks something: %+v", q)
	}
}

func TestStems(t *testing.T) {
	for _, pair := range [][2]string{{"transports", "transport"}, {"voting", "votes"}, {"maisons", "maison"}, {"parteien", "partei"}} {
		if !SameStem(Stems(pair[0]), pair[1]) {
			t.Errorf("%s does not find %s", pair[0], pair[1])
		}
	}
	if SameStem(Stems("transports"), "transparent") {
		t.Error("transports finds transparent")
	}
	// In English "eis" (ice) would keep the two letters of "ei" (egg): too few.
	// "lob" and "lobe" share three in French and German.
	for pair, want := range map[[2]string]bool{{"eis", "ei"}: false, {"ans", "an"}: false, {"lob", "lobe"}: true, {"ice", "ices"}: true} {
		if got := SameStem(Stems(pair[0]), pair[1]); got != want {
			t.Errorf("%s finds %s: %v, want %v", pair[0], pair[1], got, want)
		}
	}
}

// TestPostingsRoundTrip: every text is listed under exactly its terms.
func TestPostingsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`[abc é]{0,12}`)).Draw(t, "texts")
		p := NewPostings()
		want := map[string][]int32{}
		for i, s := range texts {
			p.Add(int32(i), s)
			seen := map[string]bool{}
			for _, term := range List(s) {
				if !seen[term] {
					seen[term] = true
					want[term] = append(want[term], int32(i))
				}
			}
		}
		n := 0
		err := p.All(func(term string, b []byte) error {
			n++
			var got []int32
			if err := Decode(b, func(x int32) { got = append(got, x) }); err != nil {
				return err
			}
			if !slices.Equal(got, want[term]) {
				t.Fatalf("%q is in %v, want %v", term, got, want[term])
			}
			return nil
		})
		if err != nil || n != len(want) {
			t.Fatalf("%d terms, want %d; %v", n, len(want), err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{1, 2, 3})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		last := int32(-1)
		Decode(b, func(x int32) {
			if x <= last {
				t.Fatalf("texts fall from %d to %d", last, x)
			}
			last = x
		})
	})
}

func FuzzParse(f *testing.F) {
	f.Add(`a "b c" d* -e`)
	f.Fuzz(func(t *testing.T, s string) { Parse(s) })
}
