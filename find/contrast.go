package find

import (
	"context"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/reach"
)

// Contrast is two boxes that were told the same words, as different as any two
// of them.
type Contrast struct {
	Shot     BoxUse `json:"shot"`
	Reverse  BoxUse `json:"reverse_shot"`
	Disjoint bool   `json:"disjoint"` // one attribute proves that nobody is in both
}

// contrastBoxes is how many boxes of a text are compared with one another.
const contrastBoxes = 80

// contrast picks, of the boxes of a group of ads, the two that differ most: a
// pair that cannot hold the same person before one that may, then the smaller
// share of criteria in common (Jaccard), then the order of their keys. Nil with
// fewer than two boxes.
func (c *version) contrast(ctx context.Context, message int32) (*Contrast, error) {
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.OfMessage, message)})
	if err != nil {
		return nil, err
	}
	var boxes []int32
	for u, err := range c.Uses(ctx, sel, engine.OfBox) {
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, u.Box)
	}
	if len(boxes) < 2 {
		return nil, nil
	}
	slices.SortFunc(boxes, func(a, b int32) int { return c.small.Boxes.List[a].Key.Compare(c.small.Boxes.List[b].Key) })
	boxes = boxes[:min(len(boxes), contrastBoxes)]
	folded := make([]*audience.Expr, len(boxes))
	for i, b := range boxes {
		folded[i] = c.small.Boxes.Folded(b)
	}
	first, second, best, apart := int32(-1), int32(-1), 2.0, false
	for i, a := range boxes {
		for j, b := range boxes[i+1:] {
			verdict, _ := audience.Overlap(folded[i], folded[i+1+j], tables.World)
			disjoint, alike := verdict == audience.Disjoint, jaccard(c.small.Boxes.Criteria(a), c.small.Boxes.Criteria(b))
			if disjoint && !apart || disjoint == apart && alike < best {
				first, second, best, apart = a, b, alike, disjoint
			}
		}
	}
	use := func(box int32) (*BoxUse, error) {
		return c.boxUse(ctx, engine.Is(engine.OfMessage, message), engine.Is(engine.Box, box))
	}
	shot, err := use(first)
	if err != nil {
		return nil, err
	}
	reverse, err := use(second)
	if err != nil {
		return nil, err
	}
	out := &Contrast{Shot: *shot, Reverse: *reverse, Disjoint: apart}
	if out.Reverse.Ads > out.Shot.Ads {
		out.Shot, out.Reverse = out.Reverse, out.Shot
	}
	return out, nil
}

// jaccard is the share of the criteria of two boxes that they have in common.
func jaccard(a, b []reach.Criterion) float64 {
	both := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 1
}
