package sidebyside

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func texts(lang string, bodies ...string) (out []Text) {
	for i, b := range bodies {
		out = append(out, Text{ID: int64(i), Message: int64(i), Body: b, Lang: lang, Boxes: []int{i}})
	}
	return out
}

func allApart(int, int) bool { return true }

// underlined is a side with its cues in [] and what both sides share in {}.
func underlined(q Question, s Side) string {
	body := q.Texts[s.Text].Body
	var b strings.Builder
	at := s.From
	marks := map[int]string{}
	for _, c := range s.Cues {
		marks[c.From], marks[c.To] = "[", "]"
	}
	for _, c := range s.Shared {
		marks[c.From], marks[c.To] = marks[c.From]+"{", "}"+marks[c.To]
	}
	for ; at < s.To; at++ {
		b.WriteString(marks[at])
		b.WriteByte(body[at])
	}
	return strings.TrimSpace(b.String() + marks[at])
}

func TestCuesAreUnderlined(t *testing.T) {
	for _, tt := range []struct{ lang, a, b, wantA, wantB string }{
		{"fr", "Nous fermerons l’école du port.", "L’école du port restera ouverte.",
			"Nous [fermerons] l’{école} du {port}.", "L’{école} du {port} [restera] [ouverte]."},
		{"en", "Keep the hospital open.", "The hospital will close.",
			"[Keep] the {hospital} [open].", "The {hospital} will [close]."},
		{"de", "Kein Tempolimit auf Autobahnen!", "Tempolimit auf Autobahnen jetzt.",
			"[Kein] {Tempolimit} auf {Autobahnen}!", "{Tempolimit} auf {Autobahnen} jetzt."},
	} {
		q := Question{Texts: texts(tt.lang, tt.a, tt.b), Apart: allApart}
		l := Order(q)
		if len(l.Pairs) != 1 {
			t.Errorf("%q: %d pairs", tt.a, len(l.Pairs))
			continue
		}
		if a, b := underlined(q, l.Pairs[0].A), underlined(q, l.Pairs[0].B); a != tt.wantA || b != tt.wantB {
			t.Errorf("%q / %q, want %q / %q", a, b, tt.wantA, tt.wantB)
		}
	}
}

// TestNoCue: pairs that are comparable but have no cue, or are not comparable.
func TestNoCue(t *testing.T) {
	for _, tt := range []struct {
		lang, a, b string
		comparable int
	}{
		{"fr", "L’école du port ouvrira.", "L’école du port est belle.", 1},
		{"fr", "Ne ratez pas la fête de l’école.", "Venez à la fête de l’école.", 1}, // negates nothing
		{"de", "Nicht nur Schulen bauen.", "Schulen bauen.", 1},
		{"en", "No hospital closes, no school closes.", "No hospital closes here.", 1}, // both negate
		{"fr", "Jamais de la vie.", "Toujours la musique du port.", 0},
		{"de", "Kein Europa.", "Europa bleibt.", 0},   // 19 and 20 are everywhere; one stem
		{"fr", "Aucun péage.", "Le tram du port.", 1}, // a topic in common, no word: needs both cues
	} {
		l := Order(Question{Texts: texts(tt.lang, tt.a, tt.b), Apart: allApart})
		if len(l.Pairs) != 0 || l.Comparable != tt.comparable || l.Looked != 1 {
			t.Errorf("%q / %q: %+v", tt.a, tt.b, l)
		}
	}
}

// TestScoreByHand: two texts of one message each. Stems: école in both, port
// and rouge in one each, all in one or two of two messages. Weights: ln(1 + 2/2)
// = .693 for école, ln(1 + 2/1) = 1.099 for the others. One of two pairs of
// boxes is apart.
func TestScoreByHand(t *testing.T) {
	q := Question{Texts: []Text{
		{ID: 7, Message: 1, Lang: "fr", Body: "Pas une école du port.", Boxes: []int{1, 2}},
		{ID: 9, Message: 2, Lang: "fr", Body: "École rouge.", Boxes: []int{3}},
	}, Apart: func(a, b int) bool { return a == 1 || b == 1 }}
	l := Order(q)
	if len(l.Pairs) != 1 {
		t.Fatalf("%+v", l)
	}
	p := l.Pairs[0]
	likeness := math.Log(2) / (math.Log(2) + 2*math.Log(3))
	want := (likeness + .1) * math.Sqrt(.5)
	if math.Abs(p.Likeness-likeness) > 1e-12 || math.Abs(p.Score-want) > 1e-12 || p.Proven != 1 || p.Of != 2 || !p.Negation || p.Opposite ||
		fmt.Sprint(p.Topics, p.Common) != "[6] [ecole]" {
		t.Errorf("%+v, want likeness %v and score %v", p, likeness, want)
	}
}

// TestLookedAt: texts that share a box, are in two languages, or whose boxes
// may overlap are no pair.
func TestLookedAt(t *testing.T) {
	pair := func(change func(q *Question)) int {
		q := Question{Texts: texts("fr", "L’école ferme.", "L’école ouvre."), Apart: allApart}
		change(&q)
		return Order(q).Looked
	}
	for name, tt := range map[string]struct {
		change func(q *Question)
		want   int
	}{
		"two boxes apart":      {func(*Question) {}, 1},
		"a box in common":      {func(q *Question) { q.Texts[0].Boxes = []int{0, 1} }, 0},
		"two languages":        {func(q *Question) { q.Texts[0].Lang = "en" }, 0},
		"one language unknown": {func(q *Question) { q.Texts[0].Lang = "" }, 1},
		"not proven apart":     {func(q *Question) { q.Apart = func(int, int) bool { return false } }, 0},
		"no box":               {func(q *Question) { q.Texts[0].Boxes = nil }, 0},
	} {
		if got := pair(tt.change); got != tt.want {
			t.Errorf("%s: %d pairs, want %d", name, got, tt.want)
		}
	}
}

// TestOneLineAPairOfMessages: of the texts of two messages the best pair
// stands, and none within a message.
func TestOneLineAPairOfMessages(t *testing.T) {
	q := Question{Texts: texts("fr", "L’école du port ferme.", "L’école du port ferme demain matin peut-être.", "L’école du port ouvre."), Apart: allApart}
	q.Texts[1].Message = q.Texts[0].Message
	l := Order(q)
	if len(l.Pairs) != 1 || l.Looked != 3 {
		t.Fatalf("%+v", l)
	}
	if p := l.Pairs[0]; p.A.Text+p.B.Text != 2 { // texts 0 and 2
		t.Errorf("%+v is not the best pair", p)
	}
}

// TestRefrainAndSlogan: a sentence that stands in three messages is no passage,
// and a stem in nearly all messages is no evidence.
func TestRefrainAndSlogan(t *testing.T) {
	bodies := []string{"Le pont de bois. Pas de blabla pour la ville haute."}
	for i := range 6 {
		bodies = append(bodies, fmt.Sprintf("Chose%c unique%c. Pas de blabla pour la ville haute.", 'a'+i, 'a'+i))
	}
	l := Order(Question{Texts: texts("fr", bodies...), Apart: allApart})
	if l.Comparable != 0 {
		t.Errorf("a refrain makes %d pairs comparable", l.Comparable)
	}
	c := newCorpus(Question{Texts: texts("fr", "blabla a1", "blabla b", "blabla c", "blabla d", "blabla e", "salaire blabla"), Apart: allApart})
	if !c.slogan["blabla"] || c.slogan["salair"] {
		t.Errorf("slogans: %v", c.slogan)
	}
}

// TestLongTexts: in a text of more than 40 terms sentences are compared one by
// one, and a negation counts only near what is shared.
func TestLongTexts(t *testing.T) {
	filler := strings.Repeat("mot ", 41) + ". "
	near := Order(Question{Texts: texts("fr", filler+"Jamais le péage du port.", filler+"Le péage du port."), Apart: allApart})
	far := Order(Question{Texts: texts("fr", filler+"Jamais il ira elle dira on fera le péage du port.", filler+"Le péage du port."), Apart: allApart})
	if len(near.Pairs) != 1 || len(far.Pairs) != 0 {
		t.Errorf("%d and %d pairs", len(near.Pairs), len(far.Pairs))
	}
	if len(near.Pairs) == 1 && near.Pairs[0].A.From == 0 {
		t.Error("the passage is not the sentence")
	}
}

// TestOrderOfTexts: the same pairs with the same scores, whatever order the
// texts come in; offsets lie within the bodies.
func TestOrderOfTexts(t *testing.T) {
	words := []string{"école", "péage", "port", "ferme", "ouverte", "pas", "jamais", "le", "salaire", "hausse", "baisse", "interdit", "permis", "tram", "."}
	rapid.Check(t, func(t *rapid.T) {
		var q Question
		for i := range rapid.IntRange(2, 7).Draw(t, "texts") {
			body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(t, "body"), " ")
			q.Texts = append(q.Texts, Text{ID: int64(i), Message: int64(rapid.IntRange(0, 4).Draw(t, "message")), Body: body, Lang: "fr",
				Boxes: rapid.SliceOfNDistinct(rapid.IntRange(0, 5), 1, 3, rapid.ID[int]).Draw(t, "boxes")})
		}
		q.Apart = func(a, b int) bool { return (a+b)%2 == 1 }
		want := Order(q)
		other := q
		other.Texts = slices.Clone(q.Texts)
		slices.Reverse(other.Texts)
		got := Order(other)
		if got.Looked != want.Looked || got.Comparable != want.Comparable || len(got.Pairs) != len(want.Pairs) {
			t.Fatalf("%d, %d, %d; want %d, %d, %d", got.Looked, got.Comparable, len(got.Pairs), want.Looked, want.Comparable, len(want.Pairs))
		}
		for i, p := range want.Pairs {
			if math.Abs(got.Pairs[i].Score-p.Score) > 1e-12 || p.Score < 0 || p.Likeness < 0 || p.Likeness > 1 {
				t.Fatalf("score %v, want %v", got.Pairs[i].Score, p.Score)
			}
			if i > 0 && p.Score > want.Pairs[i-1].Score {
				t.Fatal("out of order")
			}
			if !p.Negation && !p.Opposite {
				t.Fatal("a pair without a cue")
			}
			for _, s := range []Side{p.A, p.B} {
				for _, c := range append(slices.Clone(s.Cues), s.Shared...) {
					if c.From < s.From || c.To > s.To || c.From >= c.To || s.To > len(q.Texts[s.Text].Body) {
						t.Fatalf("%+v lies outside of %+v", c, s)
					}
				}
			}
		}
	})
}

func TestCueTable(t *testing.T) {
	for _, lang := range []string{"fr", "en", "de"} {
		c := allCues()[lang]
		if c == nil || len(c.negations) < 10 || len(c.opposites) < 10 || len(c.none) < 5 {
			t.Errorf("%s has few cues: %+v", lang, c)
			continue
		}
		for i, o := range c.opposites {
			if len(o.a) == 0 || len(o.b) == 0 {
				t.Errorf("%s: opposites %d have one side", lang, i+1)
			}
		}
	}
	for _, bad := range []string{"a\n", cueHeader + "\nnegation\tfr\t\n", cueHeader + "\nopposite 2\tfr\ta\tx\n", cueHeader + "\nopposite 1\tfr\tc\tx\n", cueHeader + "\nmaybe\tfr\t\tx\n"} {
		if _, err := parseCues(bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

func FuzzOrder(f *testing.F) {
	f.Add("L’école ferme. Pas de péage!", "L’école ouvre\u2028demain")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, p := range Order(Question{Texts: texts("fr", a, b), Apart: allApart}).Pairs {
			_ = a[p.A.From:p.A.To] + b[p.B.From:p.B.To]
		}
	})
}
