package find

import "context"

// Nums are the ads (ad.num) that a filter selects, nil for all.
func (f *Finder) Nums(ctx context.Context, filter Filter) ([]int32, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil || sel == nil {
		return nil, err
	}
	nums := []int32{}
	for _, p := range sel.list() {
		nums = append(nums, c.num[p])
	}
	return nums, nil
}
