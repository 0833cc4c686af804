package audience

import "strings"

// Territory is what a table of places says of a place, so that it can be told how
// two of them stand to one another.
type Territory struct {
	Kind   string // country, region, county ...; "" if the table does not have it
	Source string // the list that the table has it from: places of one kind and list are apart
	Codes  string // codes of the statistical regions that make it up, blanks between; a code lies in those that it begins with
}

// RelateUp tells how two places stand to one another from what they lie in: both
// lists begin with the place itself and lead upwards to its country. A place is
// inside all that it lies in, and inside a place whose statistical regions hold
// its own. Two places are apart that have nothing in common, or that are two
// regions, counties, towns or postcodes of one place. Called gives the type and
// the folded name of a place's last segment (zip, city ...); it is asked only
// where the table lacks one of the two.
func RelateUp[P comparable](a, b []P, of func(P) Territory, called func(P) (typ, name string)) Standing {
	i, j := meet(a, b)
	switch {
	case i == len(a): // nothing in common
		return Apart
	case j == 0:
		return Inside
	case i == 0:
		return Contains
	}
	x, y := of(a[i-1]), of(b[j-1]) // just below the one that holds both
	switch {
	case x.Kind == "" || y.Kind == "":
		if sisters(a[i-1], b[j-1], called) {
			return Apart
		}
		if typ, _ := called(a[0]); typ == "zip" && sisters(a[0], b[0], called) {
			return Apart
		}
	case x.Codes != "" && y.Codes != "":
		switch {
		case lieWithin(x.Codes, y.Codes) && j == 1:
			return Inside
		case lieWithin(y.Codes, x.Codes) && i == 1:
			return Contains
		case x.Kind == y.Kind && !shareGround(x.Codes, y.Codes):
			return Apart
		}
	case x.Kind == y.Kind && x.Source == y.Source:
		return Apart
	}
	return Unrelated
}

// meet finds the first place that two lists share.
func meet[P comparable](a, b []P) (i, j int) {
	for i, p := range a {
		for j, q := range b {
			if p == q {
				return i, j
			}
		}
	}
	return len(a), len(b)
}

// sisters reports whether two places are different ones of one type.
func sisters[P any](a, b P, called func(P) (typ, name string)) bool {
	ta, na := called(a)
	tb, nb := called(b)
	if ta != tb || na == nb {
		return false
	}
	// British postcodes are written in part: "so20" holds "so20 6".
	return ta != "zip" || !strings.HasPrefix(na, nb) && !strings.HasPrefix(nb, na)
}

// lieWithin reports whether every code of a lies in a code of b.
func lieWithin(a, b string) bool {
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

// shareGround reports whether a code of a and one of b share ground.
func shareGround(a, b string) bool {
	for x := range strings.FieldsSeq(a) {
		for y := range strings.FieldsSeq(b) {
			if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
				return true
			}
		}
	}
	return false
}
