package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/filter"
)

// addTallied adds to a list of advertisers how many rows archives state about
// each, and, where the filter asks only for advertisers and archives, those of
// whom an archive states money or counts but no ads.
func (f *Finder) addTallied(ctx context.Context, c *version, filter filter.Filter, list []AdvertiserUse) ([]AdvertiserUse, error) {
	at := make(map[string]int, len(list))
	for i, a := range list {
		at[a.ID] = i
	}
	asked := c.tallyMeets(filter)
	listed := len(list)
	err := f.store.Each(ctx, "Tallied", func(scan func(...any) error) error {
		var num, n int
		var archive string
		if err := scan(&num, &archive, &n); err != nil {
			return err
		}
		if num >= len(c.small.Advertisers) { // of an import that came since
			return nil
		}
		a := c.small.Advertisers[num]
		i, known := at[a.ID]
		if !known {
			if !asked(num, archive) {
				return nil
			}
			i = len(list)
			at[a.ID] = i
			list = append(list, AdvertiserUse{ID: a.ID, Name: a.Name, Money: []Sum{}})
		}
		list[i].Tallies += n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("advertisers without ads: %w", err)
	}
	slices.SortFunc(list[listed:], func(a, b AdvertiserUse) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// tallyMeets says whether an advertiser of an archive is asked for.
func (c *version) tallyMeets(filter filter.Filter) func(num int, archive string) bool {
	var all []func(num int, archive string) bool
	for _, t := range filter.Terms {
		switch t.Key.Name {
		case "archive":
			all = append(all, func(_ int, archive string) bool { return slices.Contains(t.Words, archive) })
		case "advertiser":
			named := advertisersNamed(c.small, t.Value)
			all = append(all, func(num int, _ string) bool { _, found := slices.BinarySearch(named, int32(num)); return found })
		default:
			return func(int, string) bool { return false }
		}
	}
	return func(num int, archive string) bool {
		return !slices.ContainsFunc(all, func(ok func(int, string) bool) bool { return !ok(num, archive) })
	}
}
