package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/store"
)

// tallied is what the tallies of a store say, by the id of the advertiser: a page
// has one number in an archive of ads and another in one of totals.
type tallied struct {
	rows   []talliedRows
	count  map[string]int // of rows
	stated map[string][]contrechamp.Stated
}

// talliedRows are how many rows an archive states about an advertiser.
type talliedRows struct {
	num     int32
	id      string
	archive string
	n       int
}

// tallied reads what archives state about advertisers, once a version of the store.
func (f *Finder) tallied(ctx context.Context, c *version) (*tallied, error) {
	return c.tallies.Of(func() (*tallied, error) {
		t := &tallied{count: map[string]int{}, stated: map[string][]contrechamp.Stated{}}
		ctx := context.WithoutCancel(ctx)
		err := f.store.AtOnce(ctx, func(r store.Reader) error {
			if err := t.readRows(ctx, r, c.small.Advertisers); err != nil {
				return err
			}
			return t.readStated(ctx, r, c.small.Advertisers)
		})
		if err != nil {
			return nil, fmt.Errorf("what archives state about advertisers: %w", err)
		}
		return t, nil
	})
}

// readRows counts the rows of each advertiser that the version knows: others are
// of an import that came since.
func (t *tallied) readRows(ctx context.Context, r store.Reader, known []tables.Named) error {
	return r.Each(ctx, "Tallied", func(scan func(...any) error) error {
		var x talliedRows
		if err := scan(&x.num, &x.archive, &x.n); err != nil {
			return err
		}
		if int(x.num) < len(known) {
			x.id = known[x.num].ID
			t.rows = append(t.rows, x)
			t.count[x.id] += x.n
		}
		return nil
	})
}

func (t *tallied) readStated(ctx context.Context, r store.Reader, known []tables.Named) error {
	return r.Each(ctx, "Stated", func(scan func(...any) error) error {
		var num int32
		var x contrechamp.Stated
		var money, ads nullRange
		if err := scan(&num, &x.Archive, &x.Kind, &x.Country, &x.Region, &x.From, &x.To, &money.lo, &money.hi, &money.open, &x.Money.Currency,
			&ads.lo, &ads.hi, &x.Rows, &x.WithoutMoney, &x.Others); err != nil {
			return err
		}
		x.Money.Range, x.Ads = money.Range(), ads.Range()
		if int(num) < len(known) {
			t.stated[known[num].ID] = append(t.stated[known[num].ID], x)
		}
		return nil
	})
}

// greatestStated is the greatest upper bound in a currency, -1 if none is stated.
func greatestStated(list []contrechamp.Stated, currency string) int64 {
	most := int64(-1)
	for _, x := range list {
		if x.Money.Currency == currency {
			most = max(most, x.Money.Lo, x.Money.Hi)
		}
	}
	return most
}

// StatedKind is the money that an archive states in rows of one kind and
// currency: about how many advertisers, and about whom most. It is no sum.
type StatedKind struct {
	Advertisers int                      `json:"advertisers"`
	Most        contrechamp.AdvertiserID `json:"most"`
	MostName    string                   `json:"most_name"`
	Greatest    contrechamp.Stated       `json:"greatest"`
}

// statedKinds are all kinds of stated money, that of most advertisers first.
func (c *version) statedKinds(t *tallied) []StatedKind {
	type kind struct{ archive, kind, currency string }
	byKind := map[kind]*StatedKind{}
	names := map[string]string{}
	for _, r := range t.rows {
		names[r.id] = cmp.Or(names[r.id], c.small.Advertisers[r.num].Name)
	}
	for id, list := range t.stated {
		for _, x := range list {
			k := kind{x.Archive, x.Kind, x.Money.Currency}
			one := StatedKind{0, contrechamp.AdvertiserID(id), names[id], x}
			if byKind[k] == nil {
				byKind[k] = &one
			}
			n := byKind[k].Advertisers + 1
			if moreStated(one, *byKind[k]) {
				byKind[k] = &one
			}
			byKind[k].Advertisers = n
		}
	}
	out := []StatedKind{}
	for _, k := range byKind {
		out = append(out, *k)
	}
	slices.SortFunc(out, func(a, b StatedKind) int {
		return cmp.Or(cmp.Compare(b.Advertisers, a.Advertisers), cmp.Compare(a.Greatest.Archive, b.Greatest.Archive),
			cmp.Compare(a.Greatest.Kind, b.Greatest.Kind), cmp.Compare(a.Greatest.Money.Currency, b.Greatest.Money.Currency))
	})
	return out
}

// moreStated says whether a is the greater amount of one currency; of equal ones
// the first id is taken.
func moreStated(a, b StatedKind) bool {
	x, y := a.Greatest.Money, b.Greatest.Money
	return cmp.Or(cmp.Compare(max(x.Lo, x.Hi), max(y.Lo, y.Hi)), cmp.Compare(x.Lo, y.Lo), cmp.Compare(b.Most, a.Most)) > 0
}

// advertisers counts those with tallies, and those of them without an ad; ads
// are the ads of each advertiser by its number.
func (t *tallied) advertisers(all []tables.Named, ads []int32) (told, only int) {
	without := map[string]bool{}
	for _, r := range t.rows {
		without[r.id] = true
	}
	told = len(without)
	for num, n := range ads {
		if n > 0 {
			delete(without, all[num].ID)
		}
	}
	return told, len(without)
}
