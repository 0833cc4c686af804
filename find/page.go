package find

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// Page says where a part of a list stands and how it goes on.
type Page struct {
	From      int    `json:"from"`           // number of the first row shown, from 1
	Next      string `json:"next,omitempty"` // cursor of the next page
	NextURL   string `json:"next_url,omitempty"`
	Truncated bool   `json:"truncated"`
	More      int    `json:"more,omitempty"` // rows behind those shown
}

// paged cuts the page that a filter asks for out of a whole list, which has
// one order; id is what after= names a row by.
func paged[T any](rows []T, filter Filter, limit int, id func(T) string) ([]T, Page, error) {
	if filter.Sort != "" {
		return nil, Page{}, contrechamp.Invalid("sort={sort}: only lists of ads are sorted; leave it out", "sort", filter.Sort)
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
