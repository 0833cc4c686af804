// Package tables holds the small tables of a store: the boxes, the advertisers
// and payers, the words that few columns are made of. A filter is resolved
// against them, and an engine speaks of ads in their positions.
package tables

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/store"
)

// Tables are those of one version of a store.
type Tables struct {
	Words       Words     // of archives, countries, currencies and languages
	Settings    []Setting // in use
	Advertisers []Named   // by number
	Payers      []Named   // by number; 0: not disclosed
	Boxes       Boxes
}

// Setting is what few combinations of are in use: an ad's archive, country,
// currency and language, as codes of words.
type Setting struct{ Archive, Country, Currency, Lang uint16 }

// Named is an advertiser or a payer; Folded is what names are compared by. One
// without an id and a name is no advertiser.
type Named struct{ ID, Name, Folded string }

// Load reads the tables of a store, and gives the position of each box by its
// id there. The engine adds the words and settings that it meets.
func Load(ctx context.Context, r store.Reader) (t *Tables, boxByID map[int32]int32, err error) {
	t = &Tables{}
	if boxByID, err = t.Boxes.load(ctx, r); err != nil {
		return nil, nil, fmt.Errorf("boxes: %w", err)
	}
	if err := t.loadNames(ctx, r); err != nil {
		return nil, nil, fmt.Errorf("names: %w", err)
	}
	return t, boxByID, nil
}

func (t *Tables) loadNames(ctx context.Context, r store.Reader) error {
	grow := func(list *[]Named, num int) *Named {
		for len(*list) <= num {
			*list = append(*list, Named{})
		}
		return &(*list)[num]
	}
	err := r.Each(ctx, "Advertisers", func(scan func(...any) error) error {
		var num int
		var n Named
		if err := scan(&num, &n.ID, &n.Name); err != nil {
			return err
		}
		n.Folded = key.Label(n.Name)
		*grow(&t.Advertisers, num) = n
		return nil
	})
	if err != nil {
		return err
	}
	grow(&t.Payers, 0)
	return r.Each(ctx, "Payers", func(scan func(...any) error) error {
		var num int
		var n Named
		if err := scan(&num, &n.Name, &n.Folded); err != nil {
			return err
		}
		*grow(&t.Payers, num) = n
		return nil
	})
}
