package web

import (
	"strings"

	"github.com/contrechamp/contrechamp/words/diff"
)

// run is a stretch of a text; Mark says that the other text lacks it.
type run struct {
	Text string
	Mark bool
}

// diffWords marks the words in which two texts differ.
func diffWords(old, now string) (a, b []run) {
	x, y := strings.Fields(old), strings.Fields(now)
	inX, inY := diff.Marks(x, y)
	return runsOf(x, inX), runsOf(y, inY)
}

// runsOf joins neighbours that are marked alike.
func runsOf(words []string, marks []bool) (out []run) {
	for i, w := range words {
		if n := len(out); n > 0 && out[n-1].Mark == marks[i] {
			out[n-1].Text += " " + w
			continue
		}
		out = append(out, run{w, marks[i]})
	}
	return out
}
