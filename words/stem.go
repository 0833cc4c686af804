package words

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
)

// stemmers are the languages in which words of one stem find each other.
var stemmers = []func(*snowballstem.Env) bool{english.Stem, french.Stem, german.Stem, dutch.Stem}

// minStem is how many letters a stem must keep for two words to be one.
const minStem = 3

// Stems are the stems of a folded term, one a language.
func Stems(term string) []string {
	out := make([]string, len(stemmers))
	for i, stem := range stemmers {
		env := snowballstem.NewEnv(term)
		stem(env)
		out[i] = env.Current()
	}
	return out
}

// SameStem says whether a term has, in some language, the stem that the other
// word has there.
func SameStem(stems []string, term string) bool {
	for i, stem := range stemmers {
		if len(stems[i]) < minStem {
			continue
		}
		env := snowballstem.NewEnv(term)
		stem(env)
		if env.Current() == stems[i] {
			return true
		}
	}
	return false
}
