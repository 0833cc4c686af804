package message

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/words"
)

func termsOf(texts ...string) (out [][]string) {
	for _, t := range texts {
		out = append(out, words.List(t))
	}
	return out
}

// TestSlots: a number, a place and a word are told apart, by hand.
func TestSlots(t *testing.T) {
	r := Read(termsOf(
		"In Bourg the tram comes by 2028, says everyone who knows us well",
		"In Bourg the tram comes by 2030, says everyone who knows us well",
		"In Saint Loup the tram comes by 2028, says nobody who knows us well",
		"In Port the tram comes by 2031, says everyone who knows us well",
		"In Bourg the tram comes by 2028, says my mother who knows us well",
	), func(name string) bool { return name == "bourg" || name == "saint loup" || name == "port" })
	if r.Medoid != 0 {
		t.Errorf("medoid %d", r.Medoid)
	}
	const want = "[{1 2 place [{bourg 3} {port 1} {saint loup 1}]} {6 7 number [{2028 3} {2030 1} {2031 1}]} {8 9 words [{everyone 3} {my mother 1} {nobody 1}]}]"
	if got := fmt.Sprint(r.Slots); got != want {
		t.Errorf("slots\n%s, want\n%s", got, want)
	}
	if got := fmt.Sprint(r.Variants[2].Changes); got != "[{1 2 [saint loup]} {8 9 [nobody]}]" {
		t.Errorf("changes %s", got)
	}
	if len(r.Variants[0].Changes) != 0 {
		t.Errorf("the medoid differs from itself: %v", r.Variants[0].Changes)
	}
}

// TestSlotNeedsTwo: what one variant alone has otherwise is no slot, what two
// insert at one place is.
func TestSlotNeedsTwo(t *testing.T) {
	r := Read(termsOf("a b c d e f", "a b c d e f g", "a b c d e f h", "a x c d e f"), nil)
	if got := fmt.Sprint(r.Slots); got != "[{6 6 words [{ 2} {g 1} {h 1}]}]" {
		t.Error(got)
	}
	if Read(nil, nil).Medoid != -1 {
		t.Error("a message of no texts has a medoid")
	}
}

// TestChangesMakeTheText: the changes turn the medoid into each variant.
func TestChangesMakeTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("a b c d")), 0, 9)
		texts := rapid.SliceOfN(one, 1, 6).Draw(t, "texts")
		r := Read(texts, nil)
		medoid := texts[r.Medoid]
		for _, v := range r.Variants {
			at := 0
			var made []string
			for _, c := range v.Changes {
				made = append(append(made, medoid[at:c.From]...), c.Terms...)
				at = c.To
			}
			if made = append(made, medoid[at:]...); !slices.Equal(made, texts[v.Text]) || !v.Exact {
				t.Fatalf("%v by %v is %v, not %v", medoid, v.Changes, made, texts[v.Text])
			}
		}
		for _, s := range r.Slots {
			sum := 0
			for _, f := range s.Fillings {
				sum += f.Texts
			}
			if sum != len(texts) {
				t.Fatalf("slot %+v is filled in %d of %d texts", s, sum, len(texts))
			}
		}
	})
}

// TestMedoidOrder: the medoid is the same text in every order, also where sums
// are over a part of the texts.
func TestMedoidOrder(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 2))
	var texts [][]string
	for range 700 {
		text := strings.Fields("one message in very many versions with slots here and there and an end")
		text[rng.IntN(len(text))] = fmt.Sprint(rng.IntN(90))
		text[rng.IntN(len(text))] = fmt.Sprint(rng.IntN(90))
		texts = append(texts, text)
	}
	want := texts[Medoid(texts)]
	for range 5 {
		rng.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
		if got := texts[Medoid(texts)]; !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, then %v", seed, want, got)
		}
	}
}

func TestNotice(t *testing.T) {
	if !Notice(words.List("This ad ran without a required disclaimer.")) || Notice(words.List("This ad ran without a required disclaimer, they say")) || Notice(nil) {
		t.Error("a notice is a whole text that the platform wrote")
	}
}
