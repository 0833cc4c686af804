package find

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/store"
)

// Change is what an earlier copy of a series said of an ad, where the newest
// says it otherwise.
type Change struct {
	OldText  string            `json:"old_text,omitempty"` // words, if they differ
	NewText  string            `json:"new_text,omitempty"`
	OldStart string            `json:"old_start,omitempty"`
	OldEnd   string            `json:"old_end,omitempty"`
	OldMoney contrechamp.Money `json:"old_money"`
	OldViews contrechamp.Range `json:"old_views"`
	OldPayer string            `json:"old_payer,omitempty"`
	What     []string          `json:"what"` // text, dates, money, views, box, payer
}

// changesOf tells, for changed ads, what is otherwise in the newest copy.
func (f *Finder) changesOf(ctx context.Context, rows []AdRow) (map[string]Change, error) {
	byID := map[string]AdRow{}
	var nums store.List
	for _, r := range rows {
		var num int32
		if _, err := store.One(ctx, f.store, "NumOfAd", []any{&num}, string(r.ID)); err != nil {
			return nil, fmt.Errorf("looking for %s: %w", r.ID, err)
		}
		byID[string(r.ID)], nums = r, append(nums, num)
	}
	out := map[string]Change{}
	if len(nums) == 0 {
		return out, nil
	}
	err := f.store.Each(ctx, "WhatChanged", func(scan func(...any) error) error {
		var id string
		var x Change
		var money, views nullRange
		var box, payer bool
		if err := scan(&id, &x.OldText, &x.NewText, &x.OldStart, &x.OldEnd, &money.lo, &money.hi, &money.open, &x.OldMoney.Currency,
			&views.lo, &views.hi, &views.open, &box, &payer, &x.OldPayer); err != nil {
			return err
		}
		if _, seen := out[id]; seen { // an older copy still
			return nil
		}
		x.OldMoney.Range, x.OldViews = money.Range(), views.Range()
		now := byID[id]
		for _, part := range []struct {
			name   string
			differ bool
		}{
			{"text", x.OldText != x.NewText},
			{"dates", x.OldStart != now.Start || x.OldEnd != now.End},
			{"money", x.OldMoney.Range != now.Money.Range || x.OldMoney.Stated && x.OldMoney.Currency != now.Money.Currency},
			{"views", x.OldViews != now.Views},
			{"box", box},
			{"payer", payer},
		} {
			if part.differ {
				x.What = append(x.What, part.name)
			}
		}
		if x.OldText == x.NewText {
			x.OldText, x.NewText = "", ""
		}
		out[id] = x
		return nil
	}, nums)
	return out, err
}
