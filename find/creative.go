package find

import (
	"context"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// showMatching lets rows show the creative that answers the words of a filter,
// where that is not the first: an ad of several texts is found by any of them.
func (f *Finder) showMatching(ctx context.Context, filter filter.Filter, page []engine.Message, rows []AdRow) error {
	var asked []words.Query
	for _, t := range filter.Terms {
		if t.Key.Name == "q" {
			asked = append(asked, words.Parse(t.Value))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	row := map[engine.Number]*AdRow{}
	var nums store.List
	for i, m := range page {
		if !slices.ContainsFunc(asked, func(q words.Query) bool { return !q.Match(rows[i].Text, rows[i].Title) }) {
			continue // the first text answers
		}
		row[m.Newest], nums = &rows[i], append(nums, int32(m.Newest))
	}
	if len(nums) == 0 {
		return nil
	}
	best := map[engine.Number]int{} // questions that the text shown answers
	err := f.store.Each(ctx, "Creatives", func(scan func(...any) error) error {
		var num engine.Number
		var t contrechamp.Text
		if err := scan(&num, &t.Body, &t.Title, &t.Description, &t.Lang); err != nil {
			return err
		}
		n := 1
		for _, q := range asked {
			if q.Match(t.Body, t.Title, t.Description) {
				n++
			}
		}
		if n > best[num] {
			best[num] = n
			row[num].Text, row[num].Title, row[num].Lang = t.Body, t.Title, t.Lang
		}
		return nil
	}, nums)
	if err != nil {
		return fmt.Errorf("reading the texts of ads: %w", err)
	}
	return nil
}
