package find

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// Removed is what two copies of a series tell: ads that are gone or changed.
type Removed struct {
	Series  []Series `json:"series"` // those with at least two copies
	Gone    *Ads     `json:"gone"`
	Changed *Ads     `json:"changed"`

	Changes map[string]Change `json:"changes"` // of the changed rows shown, by ad
}

// Series is a run of copies of one archive's slice.
type Series struct {
	Name   string `json:"name"`
	Copies int    `json:"copies"`
	First  string `json:"first"` // when the first copy was read
	Last   string `json:"last"`
	Tied   bool   `json:"tied,omitempty"`   // another copy ends on the day of the newest: which is the newer cannot be told
	Unread int    `json:"unread,omitempty"` // rows of the newest copy that could not be read and give no id
}

// Removed answers a filter with the ads of it that are gone or changed.
func (f *Finder) Removed(ctx context.Context, filter filter.Filter) (*Removed, error) {
	if filter.After != "" {
		return nil, contrechamp.Invalid("after: these are two lists; each goes on among the ads, with removed=gone or removed=changed")
	}
	out := &Removed{Series: []Series{}}
	err := f.store.Each(ctx, "SeriesWithCopies", func(scan func(...any) error) error {
		var s Series
		err := scan(&s.Name, &s.Copies, &s.First, &s.Last, &s.Tied, &s.Unread)
		out.Series = append(out.Series, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	for which, to := range map[string]**Ads{"gone": &out.Gone, "changed": &out.Changed} {
		g, err := Keys.And(filter, "removed", which)
		if err != nil {
			return nil, err
		}
		if *to, err = f.Ads(ctx, g); err != nil {
			return nil, err
		}
	}
	if out.Changes, err = f.changesOf(ctx, out.Changed.Rows); err != nil {
		return nil, fmt.Errorf("what changed: %w", err)
	}
	return out, nil
}
