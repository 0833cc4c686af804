package find

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// topicSet gives the ads with a text that speaks of one of some topics, by
// their codes.
func (f *Finder) topicSet(ctx context.Context, c *columns, codes []string) (set, error) {
	var wanted uint32
	for _, w := range codes {
		n, _ := strconv.Atoi(w) // of the words in the key's row
		wanted |= 1 << n
	}
	byText, err := c.adsByText(ctx, f)
	if err != nil {
		return nil, err
	}
	c.topics.once.Do(func() { c.topics.value, c.topics.err = f.topicsOfTexts(context.WithoutCancel(ctx), byText) })
	if c.topics.err != nil {
		return nil, c.topics.err
	}
	out := newSet(len(c.num))
	for text, mask := range c.topics.value {
		if mask&wanted != 0 {
			for _, p := range byText.of(int32(text)) {
				out.add(p)
			}
		}
	}
	return out, nil
}

// topicsOfTexts reads every text once: bit n of a text's mask is set if it
// speaks of topic n.
func (f *Finder) topicsOfTexts(ctx context.Context, byText *adsByText) ([]uint32, error) {
	masks := make([]uint32, len(byText.start)-1)
	type read struct {
		id         int32
		body, lang string
	}
	texts := make(chan []read, 2*runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for some := range texts {
				for _, t := range some {
					terms := words.List(t.body)
					lang, _, _ := strings.Cut(t.lang, "-")
					if lang == "" {
						lang = words.Language(terms)
					}
					for _, h := range topic.Find(terms, lang) {
						masks[t.id] |= 1 << h.Code
					}
				}
			}
		})
	}
	var ids store.List
	for text := range masks {
		if len(byText.of(int32(text))) > 0 {
			ids = append(ids, int32(text))
		}
	}
	var some []read
	err := f.bodies(ctx, ids, func(id int32, body, lang string) {
		if some = append(some, read{id, body, lang}); len(some) == phraseBatch {
			texts <- some
			some = nil
		}
	})
	texts <- some
	close(texts)
	wait.Wait()
	if err != nil {
		return nil, fmt.Errorf("finding what texts are about: %w", err)
	}
	return masks, nil
}
