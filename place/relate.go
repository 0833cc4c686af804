package place

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Table relates places by the place table, and by what says where postcodes and
// the like lie. It implements audience.Places.
type Table struct {
	// In gives the region that a place lies in, by canonical path; not ok where
	// nobody has said. Nil is Enclosing.
	In func(path string) (region string, ok bool)
}

var _ audience.Places = Table{}

// Point implements audience.Places: the table has no coordinates.
func (Table) Point(string) (lat, lon float64, ok bool) { return 0, 0, false }

// Relate implements audience.Places. Paths are taken in any spelling that
// Canonical knows.
//
// A place is inside its parents, by the table or by its path; and inside a
// region whose statistical regions hold its own (Norway's old counties in the
// new ones). Two places are apart if they lie in different countries, or in
// different regions, counties, towns or postcodes of one place. Of a town and a
// postcode, or a county and a town, nothing is known unless In says so.
func (t Table) Relate(a, b string) audience.Standing {
	if a == b {
		return audience.Inside
	}
	a, _ = Canonical(a)
	b, _ = Canonical(b)
	var bufA, bufB [8]string
	upA, upB := t.chain(bufA[:0], a), t.chain(bufB[:0], b)
	i, j := meet(upA, upB)
	switch {
	case i == len(upA): // nothing in common
		return audience.Apart
	case j == 0:
		return audience.Inside
	case i == 0:
		return audience.Contains
	}
	pa, pb := upA[i-1], upB[j-1] // the places just below the one that holds both
	x, y := index().path(pa), index().path(pb)
	if x != nil && y != nil && x.NUTS != "" && y.NUTS != "" {
		switch {
		case held(x.NUTS, y.NUTS) && j == 1:
			return audience.Inside
		case held(y.NUTS, x.NUTS) && i == 1:
			return audience.Contains
		case x.Kind == y.Kind && !touch(x.NUTS, y.NUTS):
			return audience.Apart
		}
		return audience.Unrelated
	}
	if x != nil && y != nil {
		if x.Kind == y.Kind && x.Source == y.Source {
			return audience.Apart
		}
		return audience.Unrelated
	}
	if sisters(pa, pb) || sisters(a, b) && strings.Contains(a, "/zip:") {
		return audience.Apart
	}
	return audience.Unrelated
}

// chain lists a path and what it lies in, upwards.
func (t Table) chain(dst []string, path string) []string {
	within := t.In
	if within == nil {
		within = Enclosing
	}
	given := 0 // relations that were followed: they might lead in a circle
	for path != "" {
		dst = append(dst, path)
		if given < 4 {
			if in, ok := within(path); ok && in != path {
				path = in
				given++
				continue
			}
		}
		path = Parent(path)
	}
	return dst
}

// meet finds the first place that two chains share.
func meet(a, b []string) (i, j int) {
	for i, p := range a {
		for j, q := range b {
			if p == q {
				return i, j
			}
		}
	}
	return len(a), len(b)
}

// sisters reports whether two paths that are not in the table are different
// places of one type.
func sisters(a, b string) bool {
	ta, na, _ := SegmentType(a[strings.LastIndexByte(a, '/')+1:])
	tb, nb, _ := SegmentType(b[strings.LastIndexByte(b, '/')+1:])
	fa, fb := Fold(na), Fold(nb)
	if ta != tb || fa == fb {
		return false
	}
	// British postcodes are written in part: "so20" holds "so20 6".
	return ta != "zip" || !strings.HasPrefix(fa, fb) && !strings.HasPrefix(fb, fa)
}

// held reports whether every code of a lies in a code of b.
func held(a, b string) bool {
	for x := range strings.FieldsSeq(a) {
		in := false
		for y := range strings.FieldsSeq(b) {
			in = in || strings.HasPrefix(x, y)
		}
		if !in {
			return false
		}
	}
	return true
}

// touch reports whether a code of a and one of b share ground.
func touch(a, b string) bool {
	for x := range strings.FieldsSeq(a) {
		for y := range strings.FieldsSeq(b) {
			if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
				return true
			}
		}
	}
	return false
}
