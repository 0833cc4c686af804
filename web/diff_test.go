package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDiffWords(t *testing.T) {
	a, b := diffWords("Trams to every village by 2028", "Trams to nearly every town by 2030")
	if got := written(a); got != "Trams to every | [village] | by | [2028]" {
		t.Errorf("old: %s", got)
	}
	if got := written(b); got != "Trams to | [nearly] | every | [town] | by | [2030]" {
		t.Errorf("new: %s", got)
	}
}

func written(runs []run) string {
	var out []string
	for _, r := range runs {
		if r.Mark {
			out = append(out, "["+r.Text+"]")
		} else {
			out = append(out, r.Text)
		}
	}
	return strings.Join(out, " | ")
}

// TestDiffKeepsTexts: the runs make up the texts, and what is not marked is the
// same on both sides.
func TestDiffKeepsTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12)
		x, y := strings.Join(words.Draw(t, "old"), " "), strings.Join(words.Draw(t, "new"), " ")
		a, b := diffWords(x, y)
		if join(a, false) != x || join(b, false) != y || join(a, true) != join(b, true) {
			t.Fatalf("%q, %q: %v, %v", x, y, a, b)
		}
	})
}

func join(runs []run, common bool) string {
	var out []string
	for _, r := range runs {
		if !common || !r.Mark {
			out = append(out, r.Text)
		}
	}
	return strings.Join(out, " ")
}
