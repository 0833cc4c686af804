package topic

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

// distinctTexts are the term lists of the first bodies, each once, in the order of the ads.
func distinctTexts(ads []*contrechamp.Ad) (all [][]string) {
	seen := map[string]bool{}
	for _, a := range ads {
		if len(a.Texts) == 0 {
			continue
		}
		terms := words.List(a.Texts[0].Body)
		if s := strings.Join(terms, " "); s != "" && !seen[s] {
			seen[s] = true
			all = append(all, terms)
		}
	}
	return all
}

// TestCoverage: how many texts have a topic, and how many have one other than
// government and elections. Printed in docs/topics.md.
func TestCoverage(t *testing.T) {
	for _, tt := range []struct {
		name             string
		ads              func(testing.TB) []*contrechamp.Ad
		texts, any, more int
	}{
		{"Meta", realads.Meta, 1628, 1417, 1128},
		{"IRA", realads.IRA, 2342, 1319, 1262},
		{"Valombre", realads.Valombre, 162, 131, 107},
	} {
		t.Run(tt.name, func(t *testing.T) {
			texts := distinctTexts(tt.ads(t))
			any, more := 0, 0
			for _, terms := range texts {
				codes := Codes(Find(terms, words.Language(terms)))
				if len(codes) > 0 {
					any++
				}
				if slices.ContainsFunc(codes, func(c Code) bool { return c != Government }) {
					more++
				}
			}
			if len(texts) != tt.texts || any != tt.any || more != tt.more {
				t.Errorf("%d texts, %d with a topic, %d with one other than 20; want %d, %d, %d", len(texts), any, more, tt.texts, tt.any, tt.more)
			}
		})
	}
}

var sample = flag.Int("sample", 0, "print this many random hits of each archive, to be read")

// sampleSeed is the seed of the sample whose reading docs/topics.md prints.
const sampleSeed = 20261202

// TestSample prints the sample that docs/topics.md speaks of: hits drawn at
// random, a topic and a word counted once a text, with 12 terms on each side.
func TestSample(t *testing.T) {
	if *sample == 0 {
		t.Skip("go test ./topic -run Sample -v -args -sample 150")
	}
	for name, ads := range map[string][]*contrechamp.Ad{"de": realads.Meta(t), "en": realads.IRA(t)} {
		type hit struct {
			text []string
			Hit
		}
		var all []hit
		for _, terms := range distinctTexts(ads) {
			if words.Language(terms) != name {
				continue
			}
			seen := map[string]bool{}
			for _, h := range Find(terms, name) {
				if k := fmt.Sprint(h.Code, h.Words(terms)); !seen[k] {
					seen[k] = true
					all = append(all, hit{terms, h})
				}
			}
		}
		rng := lab.Rand(sampleSeed)
		for n, i := range rng.Perm(len(all))[:*sample] {
			h := all[i]
			from, to := max(0, h.At-12), min(len(h.text), h.At+h.N+12)
			fmt.Printf("%s %d/%d [%d %s] %s >>%s<< %s\n", name, n+1, len(all), h.Code, h.Row,
				strings.Join(h.text[from:h.At], " "), h.Words(h.text), strings.Join(h.text[h.At+h.N:to], " "))
		}
	}
}
