package find

import (
	"context"
	"slices"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// saying is the meaning of a question about texts: words in any form of their
// stem, "phrases", prefixes (wor*) and words that must not occur (-word).
func saying(ctx context.Context, q asked, t filter.Term) ([]engine.Condition, error) {
	query := words.Parse(t.Value)
	if query.Empty() {
		return nil, nil
	}
	w, err := termsOf(ctx, q.store, query)
	if err != nil {
		return nil, err
	}
	return []engine.Condition{{Property: engine.OfWords, Words: w}}, nil
}

// termsOf writes out the stems and prefixes of a question in the terms that the
// texts of the store have.
func termsOf(ctx context.Context, r store.Reader, q words.Query) (*engine.Words, error) {
	out := &engine.Words{}
	add := func(prefix string, pass func(term string) bool) error {
		terms, err := termsWith(ctx, r, prefix, pass)
		out.Each = append(out.Each, terms)
		return err
	}
	for _, w := range q.Words {
		stems := words.Stems(w)
		if err := add(w[:stemPrefix(w)], func(term string) bool { return term == w || words.SameStem(stems, term) }); err != nil {
			return nil, err
		}
	}
	for _, w := range q.Prefix {
		if err := add(w, func(string) bool { return true }); err != nil {
			return nil, err
		}
	}
	for _, phrase := range q.Phrases {
		for _, w := range phrase {
			out.Each = append(out.Each, []string{w})
		}
		if len(phrase) > 1 {
			out.Phrases = append(out.Phrases, phrase)
		}
	}
	for _, x := range q.Without {
		w, err := termsOf(ctx, r, x)
		if err != nil {
			return nil, err
		}
		out.Without = append(out.Without, w)
	}
	return out, nil
}

// termsWith are the terms that begin with a prefix and pass, in order.
func termsWith(ctx context.Context, r store.Reader, prefix string, pass func(term string) bool) ([]string, error) {
	var out []string
	err := r.Each(ctx, "Terms", func(scan func(...any) error) error {
		var term string
		if err := scan(&term); err != nil {
			return err
		}
		if pass(term) {
			out = append(out, term)
		}
		return nil
	}, prefix, prefix+"\U0010ffff")
	slices.Sort(out)
	return out, err
}

// stemPrefix is how many bytes of a word all forms of its stem share, at least
// as far as they are looked for.
func stemPrefix(w string) int {
	n := max(3, len(w)-4)
	n = min(n, len(w))
	for n < len(w) && w[n]&0xc0 == 0x80 { // not inside a character
		n++
	}
	return n
}
