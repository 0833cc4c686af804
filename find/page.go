package find

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// Page says where a part of a list stands and how it goes on.
type Page struct {
	From      int    `json:"from"`           // number of the first row shown, from 1
	Next      string `json:"next,omitempty"` // cursor of the next page
	NextURL   string `json:"next_url,omitempty"`
	Truncated bool   `json:"truncated"`
	More      int    `json:"more,omitempty"` // rows behind those shown
}

// orders are those that a list can be sorted in beside its own, by the words of
// Sorts.
type orders[T any] map[string]func(a, b T) int

// paged puts a whole list in the order that a filter asks for and cuts its page
// out; id is what after= names a row by.
func paged[T any](rows []T, filter filter.Filter, by orders[T], limit int, id func(T) string) ([]T, Page, error) {
	if filter.Sort != "" {
		order, ok := by[filter.Sort]
		switch {
		case len(by) == 0:
			return nil, Page{}, contrechamp.Invalid("sort={sort}: this list has one order; leave it out", "sort", filter.Sort)
		case !ok:
			return nil, Page{}, contrechamp.Invalid("sort={sort}: this list is sorted by {sorts}", "sort", filter.Sort, "sorts", strings.Join(slices.Sorted(maps.Keys(by)), ", "))
		}
		slices.SortStableFunc(rows, order)
	}
	begin := 0
	if filter.After != "" {
		if begin = slices.IndexFunc(rows, func(r T) bool { return id(r) == filter.After }) + 1; begin == 0 {
			return nil, Page{}, contrechamp.Invalid("after={after}: that row is not in this list", "after", filter.After)
		}
	}
	end := min(begin+cmp.Or(filter.Limit, limit), len(rows))
	p := Page{From: begin + 1, More: len(rows) - end, Truncated: end < len(rows)}
	if p.Truncated {
		p.Next = id(rows[end-1])
		filter.After = p.Next
		p.NextURL = "?" + filter.Values().Encode()
	}
	return rows[begin:end], p, nil
}
