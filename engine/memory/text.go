package memory

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// matchText gives the ads with a text that meets a question about words.
func (c *columns) matchText(ctx context.Context, q *engine.Words) (set, error) {
	texts, err := c.textsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	return c.withTexts(ctx, maps.Keys(texts))
}

// withTexts gives the ads that have one of some texts.
func (c *columns) withTexts(ctx context.Context, texts iter.Seq[int32]) (set, error) {
	byText, err := c.byText.Of(func() (*adsByText, error) { return c.loadAdsByText(context.WithoutCancel(ctx)) })
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

// textsOf gives the texts that meet a question.
func (c *columns) textsOf(ctx context.Context, q *engine.Words) (map[int32]bool, error) {
	var out map[int32]bool
	for _, terms := range q.Each {
		with, err := c.textsWith(ctx, terms)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = with
			continue
		}
		maps.DeleteFunc(out, func(t int32, _ bool) bool { return !with[t] })
	}
	for _, phrase := range q.Phrases {
		if err := c.keepPhrase(ctx, out, phrase); err != nil {
			return nil, err
		}
	}
	if out == nil { // only exclusions: from every text
		out = map[int32]bool{}
		err := c.store.Each(ctx, "TextIDs", func(scan func(...any) error) error {
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
		without, err := c.textsOf(ctx, w)
		if err != nil {
			return nil, err
		}
		maps.DeleteFunc(out, func(t int32, _ bool) bool { return without[t] })
	}
	return out, nil
}

// textsWith unites the texts of some terms.
func (c *columns) textsWith(ctx context.Context, terms []string) (map[int32]bool, error) {
	out := map[int32]bool{}
	if len(terms) == 0 {
		return out, nil
	}
	err := c.store.Each(ctx, "Postings", func(scan func(...any) error) error {
		var term string
		var list []byte
		if err := scan(&term, &list); err != nil {
			return err
		}
		if _, wanted := slices.BinarySearch(terms, term); !wanted {
			return nil
		}
		return words.Decode(list, func(t int32) { out[t] = true })
	}, terms[0], terms[len(terms)-1])
	return out, err
}

// phraseBatch is how many texts are read at a time to look for a phrase.
const phraseBatch = 2000

// keepPhrase drops the texts in which the terms do not stand side by side.
func (c *columns) keepPhrase(ctx context.Context, texts map[int32]bool, phrase []string) error {
	ids := make(store.List, 0, len(texts))
	for t := range texts {
		ids = append(ids, t)
	}
	for part := range slices.Chunk(ids, phraseBatch) {
		err := c.store.Each(ctx, "TextsByID", func(scan func(...any) error) error {
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
	if text < 0 || int(text)+1 >= len(x.start) {
		return nil
	}
	return x.ads[x.start[text]:x.start[text+1]]
}

func (c *columns) loadAdsByText(ctx context.Context) (*adsByText, error) {
	x := &adsByText{start: []int32{0}}
	err := c.store.Each(ctx, "AdsByText", func(scan func(...any) error) error {
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
