package web

import (
	"fmt"

	"github.com/contrechamp/contrechamp/trial"
)

// valueTable is what people do who get no message, one at random, the best
// single one, or one chosen for each.
type valueTable struct {
	Axis axis
	Rows []valueRow
}

type valueRow struct {
	Name, Small             string
	Strong                  bool
	Promise, Held, Interval string
	Mark                    mark
}

func (v *labReport) values() valueTable {
	m, s := &v.Main, v.s
	list := []trial.Number{m.Random, m.Best, m.Targeted}
	if finite(m.Control.Est) {
		list = append(list, m.Control)
	}
	t := valueTable{Axis: newAxis(s.tickText(false), append(bounds(list...), reals(m.Promise.Best, m.Promise.Targeted)...)...)}
	row := func(id, small string, n trial.Number, promise trial.Real) {
		r := valueRow{Name: v.t(id), Small: small, Held: s.level(n.Est), Interval: s.levels(n), Promise: "–"}
		label := v.t("lab-aria-held", "name", r.Name, "held", r.Held, "interval", r.Interval)
		r.Mark = newMark(t.Axis, n, true, false)
		if finite(promise) {
			r.Promise = s.level(promise)
			r.Mark = r.Mark.claim(t.Axis, promise)
			label += v.t("lab-aria-promise", "x", r.Promise)
		}
		r.Mark = r.Mark.say(label)
		t.Rows = append(t.Rows, r)
	}
	none := trial.Real(nan)
	if finite(m.Control.Est) {
		row("lab-none", v.controlName(), m.Control, none)
	}
	row("lab-random", v.t("lab-random-small", "n", len(m.BestArms)), m.Random, none)
	row("lab-best", v.bestList(), m.Best, m.Promise.Best)
	row("lab-targeted", v.t("lab-targeted-small", "n", len(v.Experiment.Covariates), "share", v.percent(m.Differ)), m.Targeted, m.Promise.Targeted)
	t.Rows[len(t.Rows)-1].Strong = true
	return t
}

func (v *labReport) controlName() string {
	for _, a := range v.Experiment.Arms {
		if a.Key == v.Experiment.Control {
			return tx(v.s.l, a.Label)
		}
	}
	return ""
}

// bestList says which message was the best single one, and how surely.
func (v *labReport) bestList() string {
	if len(v.Report.Parts) > 0 {
		return v.t("lab-best-each")
	}
	top := trial.Real(0)
	for _, a := range v.Main.BestArms {
		top = max(top, a.Share)
	}
	if top > .995 {
		return v.best()
	}
	return v.t("lab-best-often", "best", v.best(), "share", v.percent(top))
}

// effectTable is each message against none, or against the mean of all.
type effectTable struct {
	Against string
	Axis    axis
	Rows    []effectRow
	Winner  string // the best message, corrected for having been chosen
}

type effectRow struct {
	Name, N, Mean, Effect, Interval, P, MDE string
	Few                                     bool
	Mark                                    mark
}

// few is a group so small that it is marked.
const few = 300

func (v *labReport) effects() effectTable {
	s := v.s
	t := effectTable{Against: v.t("lab-against-none")}
	if v.Experiment.Control == "" {
		t.Against = v.t("lab-against-mean")
	}
	values := []float64{0}
	for _, e := range v.Report.Effects {
		values = append(values, bounds(e.Adj)...)
	}
	t.Axis = newAxis(s.tickText(true), values...)
	for _, e := range v.Report.Effects {
		r := effectRow{Name: tx(s.l, e.Label), N: s.l.Int(int64(e.N)), Few: e.N < few, Mean: s.level(e.Mean.Est),
			Effect: s.diff(e.Adj.Est), Interval: s.interval(e.Adj), P: v.pvalue(e.PHolm), MDE: s.currency(s.bare(e.MDE))}
		r.Mark = newMark(t.Axis, e.Adj, false, true).say(v.t("lab-aria-held", "name", r.Name, "held", r.Effect, "interval", r.Interval))
		r.Mark.Hollow = r.Mark.Hollow || !(e.PHolm < 1-v.Method.Level) // of several messages one may stand out by chance
		t.Rows = append(t.Rows, r)
	}
	if w := &v.Report.Winner; w.Key != "" && len(t.Rows) > 1 {
		id := "lab-winner-clear"
		if w.Margin.Lo <= 0 {
			id = "lab-winner-close"
		}
		t.Winner = v.t(id, "best", tx(s.l, w.Label), "runner", tx(s.l, w.Runner.Label), "margin", s.size(w.Margin.Est), "interval", s.interval(w.Margin))
		t.Winner += " " + v.winner()
	}
	return t
}

// winner is what the best message is worth, corrected for having been chosen
// because it came first: the hybrid interval, and the conditional one where it
// says something else.
func (v *labReport) winner() string {
	w, s := &v.Report.Winner, v.s
	if !finite(w.Hybrid.Est) {
		return ""
	}
	naive, est, interval := s.level(w.Naive.Est), s.level(w.Hybrid.Est), s.levels(w.Hybrid)
	id := "lab-winner-corrected"
	if naive == est {
		id = "lab-winner-same"
	}
	out := v.t(id, "naive", naive, "est", est, "interval", interval)
	conditional := trial.Number{Lo: w.Lo, Hi: w.Hi}
	switch {
	case !finite(w.Lo) && finite(w.Hi):
		out += " " + v.t("lab-winner-open", "est", s.level(w.Est), "hi", s.level(w.Hi))
	case finite(w.Est) && (s.level(w.Est) != est || s.levels(conditional) != interval):
		out += " " + v.t("lab-winner-conditional", "est", s.level(w.Est), "interval", s.levels(conditional))
	}
	return out
}

// groupTable is who gains and who loses.
type groupTable struct {
	Axis      axis
	Rows      []groupRow
	Gain      int
	Lose      int
	Verdict   string
	Names     []string // of the messages
	Messages  []groupMessages
	HasHidden bool
}

type groupRow struct {
	Fact, Name, N, Diff, Interval string
	First                         bool // of its covariate
	Hidden, Few                   bool
	Mark                          mark
}

type groupMessages struct {
	Fact, Name string
	Shares     []string
}

func (v *labReport) groups() groupTable {
	s := v.s
	t := groupTable{Gain: v.Report.Harms.Gain, Lose: v.Report.Harms.Lose}
	values := []float64{0}
	for _, g := range v.Report.Groups {
		if !g.Hidden {
			values = append(values, bounds(g.TB)...)
		}
	}
	t.Axis = newAxis(s.tickText(true), values...)
	last := ""
	for _, g := range v.Report.Groups {
		r := groupRow{Fact: tx(s.l, g.Covariate.Label), Name: tx(s.l, g.Group), First: g.Covariate.Key != last}
		last = g.Covariate.Key
		if r.Hidden = g.Hidden; r.Hidden {
			t.HasHidden = true
			t.Rows = append(t.Rows, r)
			continue
		}
		r.N, r.Few, r.Diff, r.Interval = s.l.Int(int64(g.N)), g.N < few, s.diff(g.TB.Est), s.interval(g.TB)
		r.Mark = newMark(t.Axis, g.TB, false, true)
		if g.TB.SE == 0 { // everybody there gets the best single message
			r.Mark.Hollow = true
		}
		r.Mark = r.Mark.say(v.t("lab-aria-held", "name", r.Fact+", "+r.Name, "held", r.Diff, "interval", r.Interval))
		t.Rows = append(t.Rows, r)
		m := groupMessages{Fact: r.Fact, Name: r.Name}
		for _, a := range g.Messages {
			if len(t.Messages) == 0 {
				t.Names = append(t.Names, tx(s.l, a.Label))
			}
			m.Shares = append(m.Shares, v.percent(a.Share))
		}
		t.Messages = append(t.Messages, m)
	}
	switch {
	case t.Gain == 0 && t.Lose == 0:
		t.Verdict = v.t("lab-groups-none")
	default:
		t.Verdict = v.t("lab-groups-some", "gain", t.Gain, "lose", t.Lose)
	}
	return t
}

// ranks says whether another message is best for some.
func (v *labReport) ranks() []string {
	k := v.Report.Ranks
	if k == nil {
		return nil
	}
	var names []string
	for _, c := range k.Covariates {
		names = append(names, tx(v.s.l, c.Label))
	}
	id := "lab-ranks-no"
	if k.ShareProven > 0 {
		id = "lab-ranks-yes"
	}
	return []string{
		v.t("lab-ranks", "groups", k.Groups, "facts", v.names(names), "best", tx(v.s.l, k.Best.Label), "share", v.percent(k.Agree)),
		v.t(id, "share", v.percent(k.ShareProven), "chance", v.chance(k.P)),
		v.t("lab-ranks-size", "chance", v.chance(k.HetP)),
	}
}

// quarterTable is the effect of the best message by quarter of predicted
// effect.
type quarterTable struct {
	Best, Text string
	Axis       axis
	Rows       []effectRow
}

func (v *labReport) quarters() *quarterTable {
	h, s := v.Heterogeneity, v.s
	if h == nil || len(h.Gates) == 0 {
		return nil
	}
	id := "lab-quarter-noise"
	switch {
	case h.P < .05 && h.Beta2.Est > 0:
		id = "lab-quarter-real"
	}
	q := &quarterTable{Best: tx(s.l, h.Arm.Label), Axis: newAxis(s.tickText(true), append([]float64{0}, bounds(h.Gates...)...)...)}
	q.Text = v.t(id, "slope", s.l.Float(float64(h.Beta2.Est), 2), "chance", v.chance(h.P))
	for i, g := range h.Gates {
		r := effectRow{Name: v.t(fmt.Sprintf("lab-quarter-%d", min(i, len(h.Gates)-1)+1)), Effect: s.diff(g.Est), Interval: s.interval(g)}
		r.Mark = newMark(q.Axis, g, false, true).say(v.t("lab-aria-held", "name", r.Name, "held", r.Effect, "interval", r.Interval))
		q.Rows = append(q.Rows, r)
	}
	return q
}
