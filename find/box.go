package find

import "github.com/contrechamp/contrechamp"

// brief is a box without its expression and without what its size rests on.
func (c *version) brief(i int32) Box {
	x := &c.small.Boxes.List[i]
	out := Box{Key: x.Key.String(), Criteria: int(x.Criteria), Exclusions: int(x.Exclusions), Hidden: x.Hidden}
	if x.SizeHi >= 0 {
		out.Size = contrechamp.Between(x.SizeLo, x.SizeHi)
	}
	return out
}

// public is a box as answers tell it.
func (c *version) public(i int32) Box {
	out := c.brief(i)
	out.Audience = c.small.Boxes.Spelled(i)
	out.Expr = out.Audience.String()
	out.Basis.Basis = c.small.Boxes.BasisOf(i)
	out.Basis.narrow(out.Size)
	return out
}
