package web

import "github.com/contrechamp/contrechamp/trial"

// harmBlock is what targeting costs people and debate.
type harmBlock struct {
	Messages []harmMessage
	Facts    []pair
	Axis     axis
	Errors   []errorRow
	Break    string
}

type harmMessage struct{ Name, Shown, Never, NeverW string }

type errorRow struct {
	Wrong, Diff, Interval string
	Mark                  mark
}

func (v *labReport) harms() harmBlock {
	h, s := &v.Report.Harms, v.s
	var b harmBlock
	for _, m := range h.Messages {
		b.Messages = append(b.Messages, harmMessage{tx(s.l, m.Label), v.percent(m.Shown), v.percent(m.Never), per(100 * float64(m.Never))})
	}
	small := func(n int) string {
		if n == 0 {
			return v.t("lab-hidden")
		}
		return v.t("lab-people", "n", n)
	}
	b.Facts = []pair{
		{Name: v.t("lab-harm-data"), Text: v.t("lab-harm-bits", "bits", s.l.Float(float64(h.Bits), 1), "facts", len(v.Experiment.Covariates))},
		{Name: v.t("lab-harm-rare"), Text: v.t("lab-harm-rare-text", "share", v.percent(h.RareProfiles))},
		{Name: v.t("lab-harm-profile"), Text: small(h.SmallestProfile)},
		{Name: v.t("lab-harm-audience"), Text: small(h.SmallestAudience)},
		{Name: v.t("lab-harm-groups"), Text: v.t("lab-harm-groups-text", "gain", h.Gain, "lose", h.Lose)},
	}
	values := []float64{0}
	for _, e := range h.Errors {
		values = append(values, bounds(e.TB)...)
	}
	b.Axis = newAxis(s.tickText(true), values...)
	for _, e := range h.Errors {
		r := errorRow{Wrong: v.percent(e.Wrong), Diff: s.diff(e.TB.Est), Interval: s.interval(e.TB)}
		r.Mark = newMark(b.Axis, e.TB, false, true).say(v.t("lab-aria-held", "name", v.t("lab-wrong", "share", r.Wrong), "held", r.Diff, "interval", r.Interval))
		b.Errors = append(b.Errors, r)
	}
	b.Break = v.t("lab-break-none")
	if finite(h.BreakEven) && v.Verdict == trial.Gain {
		b.Break = v.t("lab-break", "share", v.percent(h.BreakEven))
	}
	return b
}

// cells of the CSV of a report: one row a number, in the unit of the outcome.
func labCells(r *trial.Report) (header []string, rows [][]string) {
	header = []string{"section", "item", "group", "people", "estimate", "se", "lower", "upper", "promise"}
	add := func(section, item, group, people string, n trial.Number, promise trial.Real) {
		rows = append(rows, []string{section, item, group, people, plain(n.Est), plain(n.SE), plain(n.Lo), plain(n.Hi), plain(promise)})
	}
	none := trial.Real(nan)
	m := &r.Main
	add("value", "none", "", "", m.Control, none)
	add("value", "random", "", "", m.Random, none)
	add("value", "best", "", "", m.Best, m.Promise.Best)
	add("value", "targeted", "", "", m.Targeted, m.Promise.Targeted)
	add("difference", "targeted minus best", "", whole64(r.Experiment.Rows), m.TB, m.Promise.Gain)
	add("difference", "best minus random", "", "", m.BR, none)
	add("difference", "targeted minus random", "", "", m.TR, none)
	add("smallest visible", "targeted minus best", "", "", trial.Number{Est: m.MDE, SE: none, Lo: none, Hi: none}, none)
	for _, e := range r.Effects {
		add("effect", e.Key, "", whole64(e.N), e.Adj, none)
	}
	for _, c := range r.Curve {
		add("facts", whole64(c.K), "", "", c.TB, c.Promise)
	}
	for _, c := range r.Single {
		for _, a := range c.Covariates {
			add("fact alone", a.Key, "", "", c.TB, c.Promise)
		}
	}
	for _, g := range r.Groups {
		n := whole64(g.N)
		if g.Hidden {
			n = "hidden"
		}
		add("group", g.Covariate.Key, g.Group.EN, n, g.TB, none)
	}
	for _, p := range r.Parts {
		add("part", p.Name, "", whole64(p.N), p.TB, p.Promise)
	}
	for _, x := range r.Harms.Messages {
		add("never shown", x.Key, "", "", trial.Number{Est: x.Never, SE: none, Lo: none, Hi: none}, none)
	}
	for _, x := range r.Harms.Errors {
		add("facts wrong", plain(x.Wrong), "", "", x.TB, none)
	}
	return header, rows
}
