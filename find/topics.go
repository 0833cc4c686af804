package find

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// about is the meaning of a question about topics, by their codes: the texts
// that speak of one of them.
func about(ctx context.Context, q asked, t filter.Term) ([]engine.Condition, error) {
	var wanted uint32
	for _, w := range t.Words {
		n, _ := strconv.Atoi(w) // of the words in the key's row
		wanted |= 1 << n
	}
	masks, err := q.topics(ctx)
	if err != nil {
		return nil, err
	}
	var texts []int32
	for text, mask := range masks {
		if mask&wanted != 0 {
			texts = append(texts, int32(text))
		}
	}
	return []engine.Condition{engine.In(engine.OfText, texts)}, nil
}

// topicsOfTexts reads every text once: bit n of a text's mask is set if it
// speaks of topic n.
func (f *Finder) topicsOfTexts(ctx context.Context) ([]uint32, error) {
	var ids store.List
	last := int32(-1)
	err := f.store.Each(ctx, "TextIDs", func(scan func(...any) error) error {
		var id int32
		err := scan(&id)
		ids, last = append(ids, id), max(last, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("finding what texts are about: %w", err)
	}
	masks := make([]uint32, last+1)
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
	var some []read
	err = f.bodies(ctx, ids, func(id int32, body, lang string) {
		if some = append(some, read{id, body, lang}); len(some) == textBatch {
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
