package web

import (
	"fmt"

	"github.com/contrechamp/contrechamp"
)

// rangeBar is a range on an axis from 0 to a maximum, in per cent of the
// width: x is per cent and y pixels, so that a drawing fills any width and its
// text never scales.
type rangeBar struct {
	Stated, Exact, Open bool
	X, W, End           string
}

// bar places a range on an axis.
func bar(r contrechamp.Range, axisMax int64) rangeBar {
	if !r.Stated || axisMax <= 0 {
		return rangeBar{Stated: r.Stated}
	}
	at := func(n int64) float64 { return min(100, 100*float64(n)/float64(axisMax)) }
	lo, hi := at(r.Lo), at(r.Hi)
	if r.Open {
		return rangeBar{Stated: true, Open: true, X: per(lo), W: per(max(100-lo, .9)), End: per(100)}
	}
	return rangeBar{Stated: true, Exact: r.Lo == r.Hi, X: per(lo), W: per(max(hi-lo, .9)), End: per(max(hi, lo+.9))}
}

func per(x float64) string { return fmt.Sprintf("%.2f%%", x) }

// niceMax is the end of an axis that holds n: a round number times a power of ten, with a round half.
func niceMax(n int64) int64 {
	if n <= 0 {
		return 0
	}
	for p := int64(1); ; p *= 10 {
		for _, m := range []int64{1, 2, 3, 4, 5, 6, 8} {
			if m*p >= n {
				return m * p
			}
		}
	}
}
