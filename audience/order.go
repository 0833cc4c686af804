package audience

import (
	"cmp"
	"slices"
)

// compare orders parts: facts, then compound ones by op and parts, then not.
func compare(a, b *Expr) int {
	if a == b {
		return 0
	}
	if a.Op != b.Op {
		return cmp.Compare(a.Op, b.Op)
	}
	if a.Op == Is {
		return compareFacts(&a.Fact, &b.Fact)
	}
	return slices.CompareFunc(a.Args, b.Args, compare)
}

// compareFacts is the canonical order of facts: by kind, then numbers,
// qualifier and circle, then label.
func compareFacts(a, b *Fact) int {
	if c := cmp.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	switch a.Kind {
	case Age:
		return cmp.Or(compareBool(a.AgeUnknown, b.AgeUnknown), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi))
	case Place:
		if a.Area != b.Area {
			if c := compareAreas(&a.Area, &b.Area); c != 0 {
				return c
			}
		}
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.Label, b.Label))
	case Lookalike:
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Percent, b.Percent), cmp.Compare(a.In, b.In))
	case Undisclosed:
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Label, b.Label))
	}
	return cmp.Compare(a.Label, b.Label)
}

func compareAreas(a, b *Area) int {
	return cmp.Or(cmp.Compare(a.Shape, b.Shape), compareBool(a.Miles, b.Miles), cmp.Compare(a.Radius, b.Radius),
		cmp.Compare(a.Lat, b.Lat), cmp.Compare(a.Lon, b.Lon))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
