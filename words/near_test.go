package words

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestNear: components are those of comparing every pair, in whatever order the
// sentences come.
func TestNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentences := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 1, 7), 1, 12).Draw(t, "sentences")
		got := Near(sentences)
		slow := make([]int, len(sentences))
		for i := range slow {
			slow[i] = i
		}
		set := func(terms []string) map[string]bool {
			out := map[string]bool{}
			if len(terms) < 3 {
				out[strings.Join(terms, " ")] = true
			}
			for i := range max(0, len(terms)-2) {
				out[strings.Join(terms[i:i+3], " ")] = true
			}
			return out
		}
		for i := range sentences {
			for j := range i {
				a, b, both := set(sentences[i]), set(sentences[j]), 0
				for s := range a {
					if b[s] {
						both++
					}
				}
				if from, to := slow[i], slow[j]; 2*both >= len(a)+len(b)-both {
					for k := range slow {
						if slow[k] == from {
							slow[k] = to
						}
					}
				}
			}
		}
		for i := range got {
			for j := range i {
				if (got[i] == got[j]) != (slow[i] == slow[j]) {
					t.Fatalf("%q and %q: together %v, want %v", sentences[i], sentences[j], got[i] == got[j], slow[i] == slow[j])
				}
			}
		}
	})
}
