package web

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/trial"
)

var nan = math.NaN()

// gapFigure is targeted minus best: the promise, what was found, and the zone
// where nothing could have been seen.
type gapFigure struct {
	Title                string
	Axis                 axis
	Mark                 mark
	Held, Promise        string // with signs
	HeldAt, HeldAnchor   string
	PromiseAt, PromiseAn string
	Seen                 bool // zero lies outside the interval
	Same                 bool // the policies do not differ at all
	MDE                  string
	Draws                string // how far other divisions would move the result
	Text                 []string
	Rows                 []gapRow
}

type gapRow struct{ Name, Est, Interval, P string }

func (v *labReport) gap() gapFigure {
	m, s := &v.Main, v.s
	f := gapFigure{Held: s.finer(m.TB.Est, m.TB).diff(m.TB.Est), Promise: s.diff(m.Promise.Gain), MDE: s.size(m.MDE), Same: m.NoDiff,
		Seen: !m.NoDiff && (m.TB.Lo > 0 || m.TB.Hi < 0)}
	top := max(math.Abs(float64(m.MDE)), math.Abs(float64(m.TB.Lo)), math.Abs(float64(m.TB.Hi)), math.Abs(float64(m.Promise.Gain)))
	f.Axis = newAxis(s.tickText(true), -top, 0, top)
	f.Mark = newMark(f.Axis, m.TB, true, true).claim(f.Axis, m.Promise.Gain).blind(f.Axis, m.MDE)
	if m.NoDiff {
		f.Mark.Hollow = true
	}
	f.Mark = f.Mark.say(v.t("lab-aria-gap", "held", f.Held, "interval", s.interval(m.TB), "promise", f.Promise, "x", f.MDE))
	f.HeldAt, f.HeldAnchor = placeText(f.Axis.pos(float64(m.TB.Est)))
	f.PromiseAt, f.PromiseAn = placeText(f.Axis.pos(float64(m.Promise.Gain)))
	switch {
	case v.Verdict == trial.Gain:
		f.Title = v.t("lab-gap-gain")
	case v.Verdict == trial.Loss:
		f.Title = v.t("lab-gap-loss")
	case m.NoDiff:
		f.Title = v.t("lab-gap-same")
	default:
		f.Title = v.t("lab-gap-none")
	}
	f.Draws = s.size(m.DrawError)
	f.Text = v.gapText()
	for _, x := range []struct {
		id string
		n  trial.Number
		p  trial.Real
	}{{"lab-targeted-best", m.TB, m.P}, {"lab-targeted-known", m.TK, trial.Real(nan)}, {"lab-best-random", m.BR, trial.Real(nan)}, {"lab-targeted-random", m.TR, trial.Real(nan)}} {
		r := gapRow{Name: v.t(x.id), Est: s.diff(x.n.Est), Interval: s.interval(x.n)}
		if finite(x.p) {
			r.P = v.pvalue(x.p)
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

// placeText keeps a label within the drawing.
func placeText(pos float64) (x, anchor string) {
	switch {
	case pos < 12:
		return per(pos), "start"
	case pos > 88:
		return per(pos), "end"
	}
	return per(pos), "middle"
}

// gapText says the same in words.
func (v *labReport) gapText() []string {
	m, s := &v.Main, v.s
	var out []string
	switch {
	case s.shown(m.Promise.Gain) <= 0:
		out = append(out, v.t("lab-gap-promise-0"))
	default:
		out = append(out, v.t("lab-gap-promise", "x", s.size(m.Promise.Gain)))
	}
	switch {
	case m.NoDiff:
		out = append(out, v.t("lab-gap-found-same"))
	case v.Verdict == trial.Gain:
		out = append(out, v.t("lab-gap-found-gain", "x", s.size(m.TB.Est)))
	case v.Verdict == trial.Loss:
		out = append(out, v.t("lab-gap-found-loss", "x", s.size(m.TB.Est)))
	case s.shown(m.TB.Est) == 0:
		out = append(out, v.t("lab-gap-found-0", "interval", s.interval(m.TB)))
	default:
		out = append(out, v.t("lab-gap-found-none", "than", s.than(m.TB.Est)))
	}
	if s.shown(m.Optimism) > 0 && s.shown(m.Promise.Gain) > 0 {
		out[len(out)-1] += " " + v.t("lab-gap-luck", "x", s.size(m.Optimism))
	}
	id := "lab-gap-one-sure"
	if !(m.BR.Lo > 0) {
		id = "lab-gap-one"
	}
	return append(out, v.t(id, "than", s.than(m.BR.Est), "between", s.between(m.BR)))
}

// curveFigure is promise and truth as facts are added.
type curveFigure struct {
	Title  string
	Height int
	Grid   []curveGrid
	Points []curvePoint
	Base   string // y below the drawing, for numbers of facts
	Label  string
	Rows   []curveRow
	Single []curveRow // each fact alone
	Claim  curveWord
	Held   curveWord
}

type curveGrid struct {
	Y, TextY, Text string
	Zero           bool
}

type curveWord struct{ X, Y string }

type curvePoint struct {
	K                      int
	X, Claim, Held, Lo, Hi string
	Hollow, First          bool
	PrevX, PrevC, PrevH    string
}

type curveRow struct{ K, Facts, Promise, Held, Interval, Differ, Bits string }

func (v *labReport) curve() curveFigure {
	s, list := v.s, v.Report.Curve
	const top, height = 16.0, 190.0
	f := curveFigure{Height: 254, Base: "248"}
	values := []float64{0}
	for _, c := range list {
		values = append(values, float64(c.Promise))
		values = append(values, bounds(c.TB)...)
	}
	a := newAxis(s.tickText(true), values...)
	y := func(x float64) float64 { return top + height*(1-a.pos(x)/100) }
	for i, t := range a.Ticks {
		at := a.lo + float64(i)*(a.hi-a.lo)/float64(len(a.Ticks)-1)
		f.Grid = append(f.Grid, curveGrid{Y: px(y(at)), TextY: px(y(at) - 4), Text: t.Text, Zero: math.Abs(at) < 1e-12})
	}
	at := func(k int) float64 { return 12 + 85*float64(k)/float64(max(1, len(list)-1)) }
	for i, c := range list {
		p := curvePoint{K: c.K, X: per(at(i)), Claim: px(y(float64(c.Promise))), Held: px(y(float64(c.TB.Est))), First: i == 0,
			Hollow: !(c.TB.Lo > 0 || c.TB.Hi < 0)}
		if c.TB.Hi > c.TB.Lo {
			p.Lo, p.Hi = px(y(float64(c.TB.Lo))), px(y(float64(c.TB.Hi)))
		}
		if i > 0 {
			q := f.Points[i-1]
			p.PrevX, p.PrevC, p.PrevH = q.X, q.Claim, q.Held
		}
		f.Points = append(f.Points, p)
		f.Rows = append(f.Rows, v.curveRow(c))
	}
	for _, c := range v.Report.Single {
		f.Single = append(f.Single, v.curveRow(c))
	}
	if n := len(list); n > 1 {
		last := list[n-1]
		f.Label = v.t("lab-curve-aria", "promise", s.diff(last.Promise), "held", s.diff(last.TB.Est), "n", last.K)
		mid := (n + 1) / 2
		x := per(at(mid) - 42.5/float64(n-1))
		f.Claim = curveWord{x, px(y(float64(list[mid].Promise)) - 12)}
		f.Held = curveWord{x, px(y(float64(list[mid].TB.Est)) + 24)}
		f.Title = v.t("lab-curve-h2-more")
		if s.shown(last.Promise) <= 0 || last.TB.Lo > 0 {
			f.Title = v.t("lab-curve-h2")
		}
	}
	return f
}

func (v *labReport) curveRow(c trial.CurvePoint) curveRow {
	var names []string
	for i, a := range c.Covariates {
		if i == c.K {
			break
		}
		names = append(names, tx(v.s.l, a.Label))
	}
	facts := v.names(names)
	if c.K > 3 {
		facts = ""
	}
	interval := v.s.interval(c.TB)
	if c.TB.SE == 0 {
		interval = v.t("lab-same")
	}
	return curveRow{K: fmt.Sprint(c.K), Facts: facts, Promise: v.s.diff(c.Promise), Held: v.s.diff(c.TB.Est), Interval: interval,
		Differ: v.percent(c.Differ), Bits: v.s.l.Float(float64(c.Bits), 1)}
}

// partTable is one row an issue.
type partTable struct {
	Axis   axis
	Rows   []partRow
	Pooled []partRow
	Text   string
}

type partRow struct {
	Name, N, Promise, Held, Interval, Best string
	Mark                                   mark
}

func (v *labReport) parts() *partTable {
	s := v.s
	if len(v.Report.Parts) == 0 {
		return nil
	}
	values := []float64{0}
	for _, p := range v.Report.Parts {
		values = append(append(values, float64(p.Promise)), bounds(p.TB)...)
	}
	t := &partTable{Axis: newAxis(s.tickText(true), values...)}
	row := func(name string, n trial.Number, promise trial.Real) partRow {
		r := partRow{Name: name, Held: s.diff(n.Est), Interval: s.interval(n), Promise: s.diff(promise)}
		label := v.t("lab-aria-held", "name", name, "held", r.Held, "interval", r.Interval)
		if finite(promise) {
			label += v.t("lab-aria-promise", "x", r.Promise)
		}
		r.Mark = newMark(t.Axis, n, false, true).claim(t.Axis, promise).say(label)
		return r
	}
	for _, p := range v.Report.Parts {
		r := row(tx(s.l, p.Label), p.TB, p.Promise)
		r.N, r.Best = s.l.Int(int64(p.N)), tx(s.l, p.BestArm.Label)
		t.Rows = append(t.Rows, r)
	}
	if q := v.Pooled; q != nil {
		t.Pooled = []partRow{row(v.t("lab-pool-people"), q.ByN, trial.Real(nan))}
		if finite(q.Fixed.Est) {
			t.Pooled = append(t.Pooled, row(v.t("lab-pool-fixed"), q.Fixed, trial.Real(nan)), row(v.t("lab-pool-random"), q.Random, trial.Real(nan)))
			t.Text = v.t("lab-pool-text", "tau", s.size(q.Tau), "chance", v.chance(q.QP))
		}
		if q.Left > 0 {
			t.Text += " " + v.t("lab-pool-left", "n", q.Left)
		}
	}
	return t
}
