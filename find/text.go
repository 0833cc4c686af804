package find

import (
	"context"
	"strings"
)

// matchText gives the ads whose text has every word of a question: words,
// "phrases", prefixes (wor*) and words that must not occur (-word).
func (f *Finder) matchText(ctx context.Context, c *columns, q string) (set, error) {
	texts := map[int32]bool{}
	like := "%" + strings.Join(strings.Fields(fold(q)), "%") + "%"
	err := each(ctx, f.db, "TextsLike", func(scan func(...any) error) error {
		var id int32
		if err := scan(&id); err != nil {
			return err
		}
		texts[id] = true
		return nil
	}, like)
	if err != nil {
		return nil, err
	}
	return c.where(func(p int) bool { return texts[c.text[p]] }), nil
}
