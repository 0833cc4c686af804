package words

import (
	"slices"
	"strings"
)

// Match says whether a text of some parts (a body, a title) answers the
// question: words in any part, phrases within one. It reads the text itself and
// knows nothing of postings.
func (q Query) Match(parts ...string) bool {
	var lists [][]string
	for _, p := range parts {
		lists = append(lists, List(p))
	}
	some := func(ok func(term string) bool) bool {
		return slices.ContainsFunc(lists, func(l []string) bool { return slices.ContainsFunc(l, ok) })
	}
	for _, w := range q.Words {
		stems := Stems(w)
		if !some(func(t string) bool { return t == w || SameStem(stems, t) }) {
			return false
		}
	}
	for _, w := range q.Prefix {
		if !some(func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	for _, phrase := range q.Phrases {
		if !slices.ContainsFunc(lists, func(l []string) bool { return Holds(l, phrase) }) {
			return false
		}
	}
	for _, w := range q.Without {
		if w.Match(parts...) {
			return false
		}
	}
	return true
}
