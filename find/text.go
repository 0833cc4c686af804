package find

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// matchText gives the ads with a text that answers a question: words in any
// form of their stem, "phrases", prefixes (wor*) and words that must not occur
// (-word). Nil, all ads, if it asks nothing.
func (f *Finder) matchText(ctx context.Context, c *columns, q string) (set, error) {
	query := words.Parse(q)
	if query.Empty() {
		return nil, nil
	}
	texts, err := f.textsOf(ctx, query)
	if err != nil {
		return nil, err
	}
	byText, err := c.adsByText(ctx, f)
	if err != nil {
		return nil, err
	}
	out := newSet(len(c.num))
	for text := range texts {
		for _, p := range byText.of(text) {
			out.add(p)
		}
	}
	return out, nil
}

// textsOf gives the texts that answer a question.
func (f *Finder) textsOf(ctx context.Context, q words.Query) (map[int32]bool, error) {
	var out map[int32]bool
	both := func(s map[int32]bool) {
		if out == nil {
			out = s
			return
		}
		for t := range out {
			if !s[t] {
				delete(out, t)
			}
		}
	}
	for _, w := range q.Words {
		stems := words.Stems(w)
		s, err := f.textsWith(ctx, w[:stemPrefix(w)], func(term string) bool { return term == w || words.SameStem(stems, term) })
		if err != nil {
			return nil, err
		}
		both(s)
	}
	for _, w := range q.Prefix {
		s, err := f.textsWith(ctx, w, func(string) bool { return true })
		if err != nil {
			return nil, err
		}
		both(s)
	}
	for _, phrase := range q.Phrases {
		for _, w := range phrase {
			s, err := f.textsWith(ctx, w, func(term string) bool { return term == w })
			if err != nil {
				return nil, err
			}
			both(s)
		}
		if len(phrase) > 1 {
			if err := f.keepPhrase(ctx, out, phrase); err != nil {
				return nil, err
			}
		}
	}
	if out == nil { // only exclusions: from every text
		out = map[int32]bool{}
		err := f.store.Each(ctx, "TextIDs", func(scan func(...any) error) error {
			var t int32
			err := scan(&t)
			out[t] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, w := range q.Without {
		s, err := f.textsOf(ctx, w)
		if err != nil {
			return nil, err
		}
		for t := range s {
			delete(out, t)
		}
	}
	return out, nil
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

// textsWith unites the texts of all terms that begin with a prefix and pass.
func (f *Finder) textsWith(ctx context.Context, prefix string, pass func(term string) bool) (map[int32]bool, error) {
	out := map[int32]bool{}
	err := f.store.Each(ctx, "Postings", func(scan func(...any) error) error {
		var term string
		var list []byte
		if err := scan(&term, &list); err != nil {
			return err
		}
		if !pass(term) {
			return nil
		}
		return words.Decode(list, func(t int32) { out[t] = true })
	}, prefix, prefix+"\U0010ffff")
	return out, err
}

// phraseBatch is how many texts are read at a time to look for a phrase.
const phraseBatch = 2000

// keepPhrase drops the texts in which the terms do not stand side by side.
func (f *Finder) keepPhrase(ctx context.Context, texts map[int32]bool, phrase []string) error {
	ids := make(store.List, 0, len(texts))
	for t := range texts {
		ids = append(ids, t)
	}
	for part := range slices.Chunk(ids, phraseBatch) {
		err := f.store.Each(ctx, "TextsByID", func(scan func(...any) error) error {
			var id int32
			var body, title, description string
			if err := scan(&id, &body, &title, &description); err != nil {
				return err
			}
			if !words.Holds(words.List(body), phrase) && !words.Holds(words.List(title), phrase) && !words.Holds(words.List(description), phrase) {
				delete(texts, id)
			}
			return nil
		}, part)
		if err != nil {
			return fmt.Errorf("reading texts: %w", err)
		}
	}
	return nil
}

// adsByText lists, for each text, the positions of the ads that have it.
type adsByText struct {
	start []int32
	ads   []int32
}

func (x *adsByText) of(text int32) []int32 {
	if int(text)+1 >= len(x.start) {
		return nil
	}
	return x.ads[x.start[text]:x.start[text+1]]
}

// lazily holds what is loaded on first use.
type lazily[T any] struct {
	once  sync.Once
	value T
	err   error
}

// adsByText is loaded when the first question about words is asked.
func (c *columns) adsByText(ctx context.Context, f *Finder) (*adsByText, error) {
	c.byText.once.Do(func() { c.byText.value, c.byText.err = c.loadAdsByText(context.WithoutCancel(ctx), f) })
	return c.byText.value, c.byText.err
}

func (c *columns) loadAdsByText(ctx context.Context, f *Finder) (*adsByText, error) {
	x := &adsByText{start: []int32{0}}
	err := f.store.Each(ctx, "AdsByText", func(scan func(...any) error) error {
		var text, num int32
		if err := scan(&text, &num); err != nil {
			return err
		}
		for len(x.start) <= int(text) {
			x.start = append(x.start, int32(len(x.ads)))
		}
		if p, ok := c.at(num); ok {
			x.ads = append(x.ads, p)
		}
		return nil
	})
	x.start = append(x.start, int32(len(x.ads)))
	return x, err
}
