package main

import (
	"testing"

	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// TestCars holds the messages on cars to what a test on one topic needs: twelve
// a side in each language, every one of them on transport, and no two of all
// that the party says the same message.
func TestCars(t *testing.T) {
	transport := topic.Choose("10")
	sides := map[string]int{}
	var texts []string
	for _, c := range cars {
		lang := c.lang
		if lang == "" {
			lang = advertiserOf(c.by).lang
		}
		sides[lang]++
		if len(c.texts) != 12 || c.ads != 12 || len(c.boxes) != 1 {
			t.Errorf("%s: %d texts in %d ads to %d boxes, want twelve once each to one box", c.title, len(c.texts), c.ads, len(c.boxes))
		}
		for _, s := range c.texts {
			texts = append(texts, s)
			if !transport.Holds(s, lang) {
				t.Errorf("%q is not on transport", s)
			}
			if got := words.Language(words.List(s)); got != lang && got != "" {
				t.Errorf("%q reads as %s, is %s", s, got, lang)
			}
		}
	}
	for _, lang := range []string{"fr", "de", "en"} {
		if sides[lang] != 2 {
			t.Errorf("%d sides in %s, want 2", sides[lang], lang)
		}
	}
	for _, c := range fleuve {
		texts = append(texts, c.texts...)
	}
	groups, err := message.Group(t.Context(), texts, message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range groups[:len(cars)*12] {
		if int(g) != i {
			t.Errorf("%q and %q are one message", texts[i], texts[g])
		}
	}
}
