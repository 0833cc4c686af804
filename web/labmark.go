package web

import "github.com/contrechamp/contrechamp/trial"

// mark is one row of a drawing of estimates: what was held out as a dot with
// its interval, what was promised as a hollow square, the blind zone hatched.
// x is in per cent, y in pixels.
type mark struct {
	H, Mid       int // height of the drawing and its middle line
	BarY, BarH   string
	CapTop, CapB int
	R, Side      string // radius of the dot, side of the square
	Bar          bool
	X, W, End    string
	Dot          string // its place; "" if there is none
	Hollow       bool   // the interval holds zero
	Zero         string // place of zero, "" if it is not drawn
	Claim, Pull  string // place of the square, and where its dotted line begins
	Blind        *[2]string
	Label        string // the drawing in words
}

// newMark draws an interval; tall rows carry a claim.
func newMark(a axis, n trial.Number, tall, zero bool) mark {
	m := mark{H: 22, Mid: 11, BarY: "8", BarH: "6", CapTop: 4, CapB: 18, R: "5.5", Side: "11"}
	if tall {
		m = mark{H: 34, Mid: 17, BarY: "13.5", BarH: "7", CapTop: 9, CapB: 25, R: "7", Side: "14"}
	}
	if zero && a.lo <= 0 && a.hi >= 0 {
		m.Zero = a.at(0)
		m.Hollow = !(n.Lo > 0 || n.Hi < 0)
	}
	if !finite(n.Est) {
		return m
	}
	m.Dot = a.at(float64(n.Est))
	if finite(n.Lo) && finite(n.Hi) && n.Hi > n.Lo {
		lo, hi := a.pos(float64(n.Lo)), a.pos(float64(n.Hi))
		m.Bar, m.X, m.W, m.End = true, per(lo), per(hi-lo), per(hi)
	}
	return m
}

// claim adds the promise; it never stands without the held-out value.
func (m mark) claim(a axis, promise trial.Real) mark {
	if m.Dot != "" && finite(promise) {
		m.Claim, m.Pull = a.at(float64(promise)), m.Dot
	}
	return m
}

// blind adds the zone of differences too small to be seen, on both sides of
// zero.
func (m mark) blind(a axis, mde trial.Real) mark {
	if finite(mde) && mde > 0 {
		lo, hi := a.pos(-float64(mde)), a.pos(float64(mde))
		m.Blind = &[2]string{per(lo), per(hi - lo)}
	}
	return m
}

func (m mark) say(label string) mark {
	m.Label = label
	return m
}

// reals are the numbers that an axis must hold.
func reals(list ...trial.Real) []float64 {
	out := make([]float64, len(list))
	for i, x := range list {
		out[i] = float64(x)
	}
	return out
}

func bounds(list ...trial.Number) []float64 {
	var out []float64
	for _, n := range list {
		out = append(out, float64(n.Est), float64(n.Lo), float64(n.Hi))
	}
	return out
}
