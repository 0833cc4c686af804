package trial

import (
	"math"
	"strings"
)

// decimals of a difference: two. For a bound of an interval that leaves out 0,
// or the estimate in it, as many as keep it from reading 0, since a verdict
// rests on it.
func (u Unit) decimals(v float64, of Number) int {
	d := 2
	if u == Share {
		v *= 100
	}
	for d < 8 && of.excludesZero() && math.Round(math.Abs(v)*math.Pow10(d)) == 0 {
		d++
	}
	return d
}

func (n Number) excludesZero() bool { return n.Lo > 0 || n.Hi < 0 }

// Interval writes the bounds of a difference with their signs and without unit.
func (u Unit) Interval(n Number, l Lang) string {
	bare := func(x Real) string {
		v := float64(x)
		d := u.decimals(v, n)
		if u == Share {
			v *= 100
		}
		return number(v, d, true, l)
	}
	sep := ", "
	if l == FR {
		sep = " ; "
	}
	return "[" + bare(n.Lo) + sep + bare(n.Hi) + "]"
}

// Between writes bounds in words: "between 0.23 less and 0.02 more".
func (u Unit) Between(n Number, l Lang) string {
	lo, hi := float64(n.Lo), float64(n.Hi)
	size := func(v float64) string {
		d := u.decimals(v, n)
		switch v = math.Abs(v); u {
		case Dollar:
			return dollars(v, d, false, l)
		case Share:
			v *= 100
		}
		return number(v, d, false, l)
	}
	below := func(v float64) bool { return u.shown(v) < 0 || n.Hi < 0 }
	a, b := moreOrLess(size(lo), below(lo), l), moreOrLess(size(hi), below(hi), l)
	switch {
	case below(lo) && u.shown(hi) <= 0:
		a, b = size(hi), moreOrLess(size(lo), true, l)
	case !below(lo) && u.shown(hi) >= 0:
		a = size(lo)
	}
	if l == FR {
		return "entre " + a + " et " + b
	}
	return "between " + a + " and " + b
}

// ThanIn writes the estimate of an interval in words, as Than does.
func (u Unit) ThanIn(n Number, l Lang) string {
	v := float64(n.Est)
	d := u.decimals(v, n)
	if d == 2 {
		return u.Than(v, l)
	}
	size := math.Abs(v)
	if u == Dollar {
		return moreOrLess(dollars(size, d, false, l), v < 0, l)
	}
	if u == Share {
		size *= 100
	}
	return moreOrLess(strings.TrimPrefix(number(size, d, false, l), "+")+" "+u.noun(size, l), v < 0, l)
}
