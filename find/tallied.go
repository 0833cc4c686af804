package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// addTallied adds to a list of advertisers what archives state about each, and,
// where the filter asks only for advertisers, archives and currencies, those of
// whom an archive states money or counts but no ads. How many they are is told.
func (f *Finder) addTallied(ctx context.Context, c *version, filter filter.Filter, list []AdvertiserUse) (all []AdvertiserUse, only int, err error) {
	t, err := f.tallied(ctx, c)
	if err != nil {
		return nil, 0, err
	}
	at := make(map[string]int, len(list))
	for i := range list {
		at[list[i].ID] = i
		list[i].Stated = t.stated[list[i].ID]
	}
	asked := c.tallyMeets(filter, t)
	listed := len(list)
	for _, r := range t.rows {
		i, known := at[r.id]
		if !known {
			if !asked(int(r.num), r.archive) {
				continue
			}
			i = len(list)
			at[r.id] = i
			list = append(list, AdvertiserUse{ID: r.id, Name: c.small.Advertisers[r.num].Name, Money: []Sum{}, Stated: t.stated[r.id], num: r.num, narrowest: -1})
		}
		list[i].Tallies += r.n
	}
	slices.SortFunc(list[listed:], func(a, b AdvertiserUse) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list, len(list) - listed, nil
}

// tallyMeets says whether an advertiser of an archive is asked for.
func (c *version) tallyMeets(filter filter.Filter, of *tallied) func(num int, archive string) bool {
	var all []func(num int, archive string) bool
	for _, t := range filter.Terms {
		switch t.Key.Name {
		case "archive":
			all = append(all, func(_ int, archive string) bool { return slices.Contains(t.Words, archive) })
		case "advertiser":
			named := advertisersNamed(c.small, t.Value)
			all = append(all, func(num int, _ string) bool { _, found := slices.BinarySearch(named, int32(num)); return found })
		case "currency":
			all = append(all, func(num int, archive string) bool {
				return slices.ContainsFunc(of.stated[c.small.Advertisers[num].ID], func(x contrechamp.Stated) bool { return x.Archive == archive && x.Money.Currency == t.Value })
			})
		default:
			return func(int, string) bool { return false }
		}
	}
	return func(num int, archive string) bool {
		return !slices.ContainsFunc(all, func(ok func(int, string) bool) bool { return !ok(num, archive) })
	}
}
