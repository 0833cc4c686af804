package promise

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/realads"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/words"
)

var sample = flag.Int("sample", 0, "print this many random promises of each archive and form, to be read")

// sampleSeed is the seed of the sample whose reading docs/promises.md prints.
const sampleSeed = 20261202

// TestReal counts the promises of distinct sentences, by form, and prints a
// sample to be read.
func TestReal(t *testing.T) {
	for _, a := range []struct {
		name, lang string
		ads        func(testing.TB) []*contrechamp.Ad
		want       string // sentences, then those of each form
	}{
		{"Meta", "de", realads.Meta, "7187 [5 62 158 331]"},
		{"IRA", "en", realads.IRA, "7724 [3 25 0 69]"},
		{"Valombre", "fr", realads.Valombre, "170 [6 6 1 0]"},
	} {
		t.Run(a.name, func(t *testing.T) {
			byForm := map[Form][]string{}
			seen := map[string]bool{}
			sentences := 0
			for _, ad := range a.ads(t) {
				if len(ad.Texts) == 0 || words.Language(words.List(ad.Texts[0].Body)) != a.lang {
					continue
				}
				body := ad.Texts[0].Body
				for _, s := range words.Sentences(body) {
					k := strings.Join(words.List(body[s.From:s.To]), " ")
					if seen[k] {
						continue
					}
					seen[k] = true
					sentences++
					for _, p := range Find(body[s.From:s.To], a.lang) {
						byForm[p.Form] = append(byForm[p.Form], fmt.Sprintf("%v >>%s<< %s", p.Topics, body[s.From:s.To][p.Because.From:p.Because.To], strings.Join(strings.Fields(body[s.From:s.To]), " ")))
					}
				}
			}
			var counts []int
			for _, f := range Forms {
				counts = append(counts, len(byForm[f]))
				rng := lab.Rand(sampleSeed)
				slices.Sort(byForm[f])
				for n, i := range rng.Perm(len(byForm[f])) {
					if n < *sample {
						fmt.Printf("%s %s %d %s\n", a.lang, f, n+1, byForm[f][i])
					}
				}
			}
			if got := fmt.Sprint(sentences, counts); got != a.want {
				t.Errorf("sentences and promises by form: %s, want %s", got, a.want)
			}
		})
	}
}
