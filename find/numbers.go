package find

import "context"

// Numbers are the store's numbers (ad.num) of the ads that a filter asks for,
// nil for all: what an export of them is narrowed to.
func (f *Finder) Numbers(ctx context.Context, filter Filter) ([]int32, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil || sel == nil {
		return nil, err
	}
	nums := make([]int32, 0, c.count(sel))
	sel.each(func(p int32) bool {
		nums = append(nums, c.num[p])
		return true
	})
	return nums, nil
}
