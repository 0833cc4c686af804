package web

import (
	"math"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
)

// scale writes an experiment's numbers in a language: levels, differences and
// sizes, with as many decimals as its precision is worth. Numbers come in the
// unit of the outcome; shares are written as per cent and in points.
type scale struct {
	l        say.Lang
	unit     trial.Unit
	decimals int
}

// newScale takes the decimals from the standard error of the main difference,
// or of the next that is known: down to its first digit, at least one.
func newScale(l say.Lang, r *trial.Report) scale {
	s := scale{l: l, unit: r.Experiment.Unit, decimals: 1}
	if s.unit == trial.Dollar {
		s.decimals = 2
		return s
	}
	for _, se := range []trial.Real{r.Main.TB.SE, r.Main.BR.SE} {
		if x := s.out(float64(se)); x > 0 && !math.IsNaN(x) {
			for s.decimals < 3 && x < math.Pow10(-s.decimals) {
				s.decimals++
			}
			break
		}
	}
	return s
}

// out is a number as it is written: shares times a hundred.
func (s scale) out(x float64) float64 {
	if s.unit == trial.Share {
		return 100 * x
	}
	return x
}

// shown is a number rounded as it is written.
func (s scale) shown(x trial.Real) float64 {
	p := math.Pow10(s.decimals)
	return math.Round(s.out(float64(x))*p) / p
}

func finite(x trial.Real) bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }

// Bare writes a size without sign or unit; "–" stands for none.
func (s scale) bare(x trial.Real) string {
	if !finite(x) {
		return "–"
	}
	v := math.Abs(s.shown(x))
	if v == 0 {
		return "0"
	}
	return s.l.Float(v, s.decimals)
}

func (s scale) currency(text string) string {
	switch {
	case s.unit != trial.Dollar:
		return text
	case s.l == say.FR:
		return text + "\u00a0$"
	}
	return "$" + text
}

// diff writes a difference with its sign: +1.8, −$0.10, 0.
func (s scale) diff(x trial.Real) string {
	if !finite(x) {
		return "–"
	}
	switch v := s.shown(x); {
	case v > 0:
		return "+" + s.currency(s.bare(x))
	case v < 0:
		return "\u2212" + s.currency(s.bare(x))
	}
	return s.currency("0")
}

// finer has as many decimals as keep a bound of an interval that leaves out 0,
// or the estimate in it, from reading 0: a verdict rests on it.
func (s scale) finer(x trial.Real, of trial.Number) scale {
	for s.decimals < 8 && (of.Lo > 0 || of.Hi < 0) && s.shown(x) == 0 {
		s.decimals++
	}
	return s
}

// interval writes the bounds of a difference.
func (s scale) interval(n trial.Number) string {
	if !finite(n.Lo) || !finite(n.Hi) {
		return "–"
	}
	return s.l.T("lab-to", "lo", s.finer(n.Lo, n).diff(n.Lo), "hi", s.finer(n.Hi, n).diff(n.Hi))
}

// level writes a level: 37.6%, 58.2, $1.42.
func (s scale) level(x trial.Real) string {
	if !finite(x) {
		return "–"
	}
	d := 1
	if s.unit == trial.Dollar {
		d = 2
	}
	text := s.l.Float(math.Abs(s.out(float64(x))), d)
	if s.unit == trial.Share {
		text = s.l.Percent(math.Abs(float64(x)), 1)
	}
	if float64(x) < 0 && strings.Trim(text, "0,.%\u202f") != "" {
		return "\u2212" + s.currency(text)
	}
	return s.currency(text)
}

func (s scale) levels(n trial.Number) string {
	if !finite(n.Lo) || !finite(n.Hi) {
		return "–"
	}
	return s.l.T("lab-to", "lo", s.level(n.Lo), "hi", s.level(n.Hi))
}

// size writes a size with its unit, as in a sentence: 1.8 points, $0.10.
func (s scale) size(x trial.Real) string {
	if s.unit == trial.Dollar {
		return s.currency(s.bare(x))
	}
	return s.bare(x) + s.noun(x)
}

// diffUnit writes a difference with its sign and unit.
func (s scale) diffUnit(x trial.Real) string {
	if s.unit == trial.Dollar {
		return s.diff(x)
	}
	return s.diff(x) + s.noun(x)
}

// noun is the word of the unit with a space before: French counts up to two
// as one.
func (s scale) noun(x trial.Real) string {
	v := math.Abs(s.shown(x))
	id := "lab-points"
	if s.l == say.FR && v < 2 || s.l == say.EN && v == 1 {
		id = "lab-point"
	}
	if s.unit == trial.Share {
		id += "-share"
	}
	return "\u00a0" + s.l.T(id)
}

// than writes a difference in words: "1.8 points less".
func (s scale) than(x trial.Real) string { return s.moreOrLess(x, s.size(x)) }

func (s scale) moreOrLess(x trial.Real, size string) string {
	if s.shown(x) < 0 {
		return s.l.T("lab-less", "x", size)
	}
	return s.l.T("lab-more", "x", size)
}

// between writes bounds in words: "between 1.7 less and 0.5 more".
func (s scale) between(n trial.Number) string {
	below, above := s.finer(n.Lo, n), s.finer(n.Hi, n)
	lo, hi := below.currency(below.bare(n.Lo)), above.currency(above.bare(n.Hi))
	switch a, b := below.shown(n.Lo), above.shown(n.Hi); {
	case a < 0 && b <= 0:
		return s.l.T("lab-between", "lo", hi, "hi", below.moreOrLess(n.Lo, lo))
	case a >= 0:
		return s.l.T("lab-between", "lo", lo, "hi", above.moreOrLess(n.Hi, hi))
	}
	return s.l.T("lab-between", "lo", s.moreOrLess(n.Lo, lo), "hi", s.moreOrLess(n.Hi, hi))
}

// unitName heads an axis of differences.
func (s scale) unitName() string {
	switch s.unit {
	case trial.Share:
		return s.l.T("lab-unit-share")
	case trial.Dollar:
		return s.l.T("lab-unit-dollar")
	}
	return s.l.T("lab-unit-points")
}

// axis is a scale of a drawing, in per cent of its width.
type axis struct {
	lo, hi float64
	Ticks  []tickMark
}

type tickMark struct{ X, Text, Anchor string }

// newAxis holds all values; write says a tick in words. About five ticks, at
// 1, 2 or 5 times a power of ten; the bounds are ticks.
func newAxis(write func(float64) string, values ...float64) axis {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	if hi-lo < 1e-12 {
		lo, hi = lo-1e-3, hi+1e-3
	}
	step := niceStep((hi - lo) / 3.2)
	a := axis{lo: math.Floor(lo/step+1e-9) * step, hi: math.Ceil(hi/step-1e-9) * step}
	n := int(math.Round((a.hi - a.lo) / step))
	for i := range n + 1 {
		v := a.lo + float64(i)*step
		if math.Abs(v) < step*1e-6 {
			v = 0
		}
		t := tickMark{X: a.at(v), Text: write(v), Anchor: "middle"}
		switch i {
		case 0:
			t.Anchor = "start"
		case n:
			t.Anchor = "end"
		}
		a.Ticks = append(a.Ticks, t)
	}
	return a
}

func niceStep(x float64) float64 {
	p := math.Pow10(int(math.Floor(math.Log10(x))))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= x*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

// pos is a value's place in per cent, within the axis.
func (a axis) pos(v float64) float64 {
	return 100 * min(1, max(0, (v-a.lo)/(a.hi-a.lo)))
}

func (a axis) at(v float64) string { return per(a.pos(v)) }

// tickText writes the place of a tick with no more decimals than it needs.
func (s scale) tickText(signed bool) func(float64) string {
	return func(v float64) string {
		x := s.out(v)
		text := strconv.FormatFloat(math.Abs(math.Round(x*1e6)/1e6), 'f', -1, 64)
		d := 0
		if i := strings.IndexByte(text, '.'); i >= 0 {
			d = len(text) - i - 1
		}
		text = s.currency(s.l.Float(math.Abs(x), d))
		switch {
		case x < 0:
			return "\u2212" + text
		case signed && x > 0:
			return "+" + text
		case !signed && s.unit == trial.Share:
			return s.l.Percent(v, d)
		}
		return text
	}
}
