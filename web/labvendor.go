package web

import (
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/trial"
)

// vendorFirst is the experiment that the game opens on.
const vendorFirst = "ten-issues"

// vendorView is one choice of facts and model: what a brochure would say, and
// what was found on other people.
type vendorView struct {
	Experiment string       `json:"experiment"`
	With       []string     `json:"with"`
	Model      string       `json:"model"`
	Promise    trial.Real   `json:"promise"`
	Gain       trial.Number `json:"gain"`
	Differ     trial.Real   `json:"differ"`
	Tried      int          `json:"choices"`        // of facts and model
	Better     int          `json:"choices_better"` // whose interval lies above zero
	Worse      int          `json:"choices_worse"`

	Action string       `json:"-"`
	Title  string       `json:"-"`
	Pick   []vendorPick `json:"-"`
	Facts  []vendorPick `json:"-"`
	Models []vendorPick `json:"-"`
	// What the brochure says, and what is left of it.
	Brochure, Truth, From string        `json:"-"`
	All                   string        `json:"-"`
	Note                  string        `json:"-"`
	Axis                  axis          `json:"-"`
	Mark                  mark          `json:"-"`
	Rows                  []vendorRow   `json:"-"`
	Hidden                []vendorField `json:"-"`
}

type vendorPick struct {
	Key, Label string
	On         bool
}

type vendorField struct{ Name, Value string }

type vendorRow struct {
	Name, Promise, Held, Interval, Differ string
	On                                    bool
	Mark                                  mark
}

// newVendorView reads the choice from the query: with=FACT for each fact, and
// model=NAME. Without any, all facts and the report's model.
func newVendorView(r *request, x trial.PublishedResult) (*vendorView, error) {
	table, rep := x.Vendor, x.Report
	if table == nil {
		return nil, nil
	}
	e := &rep.Experiment
	v := &vendorView{Experiment: e.Name, Action: r.path, Title: tx(r.lang, e.Title), Model: r.values.Get("model"), With: []string{},
		Tried: len(table.Rows), Note: upFirst(tx(r.lang, table.Note)) + "."}
	if v.Model == "" {
		v.Model = table.Learners[0]
		if slices.Contains(table.Learners, rep.Method.Learner) {
			v.Model = rep.Method.Learner // the game opens on what the report says
		}
	}
	learner := slices.Index(table.Learners, v.Model)
	if learner < 0 {
		return nil, contrechamp.Invalid("there is no model “{name}” for this experiment; there are {names}", "name", v.Model, "names", strings.Join(table.Learners, ", "))
	}
	asked, given := r.values["with"], r.values.Has("with") || r.values.Has("model")
	var mask uint32
	var keys []string
	for i, c := range table.Covariates {
		keys = append(keys, c.Key)
		on := !given || slices.Contains(asked, c.Key)
		if on {
			mask |= 1 << i
			v.With = append(v.With, c.Key)
		}
		v.Facts = append(v.Facts, vendorPick{c.Key, tx(r.lang, c.Label), on})
	}
	for _, k := range asked {
		if !slices.Contains(v.With, k) {
			return nil, contrechamp.Invalid("there is no fact “{name}” in this experiment; there are {names}", "name", k, "names", strings.Join(keys, ", "))
		}
	}
	row, ok := table.Find(mask, learner)
	if !ok {
		return nil, contrechamp.NotFound("this choice of facts and model was not computed: choose another")
	}
	v.Promise, v.Gain, v.Differ = row.Promise, vendorGain(row), row.Differ
	v.draw(r, rep, table, mask, learner)
	return v, nil
}

// vendorGain adds the 95 % interval to a row.
func vendorGain(row trial.VendorRow) trial.Number {
	const z = 1.959963984540054
	return trial.Number{Est: row.Gain, SE: row.SE, Lo: row.Gain - z*row.SE, Hi: row.Gain + z*row.SE}
}

func (v *vendorView) draw(r *request, rep *trial.Report, table *trial.Vendor, mask uint32, learner int) {
	s := newScale(r.lang, rep)
	if s.unit == trial.Share {
		s.decimals = 2
	}
	t := r.lang.T
	best := table.Rows[0]
	for _, row := range table.Rows {
		g := vendorGain(row)
		if row.SE > 0 && g.Lo > 0 {
			v.Better++
		}
		if row.SE > 0 && g.Hi < 0 {
			v.Worse++
		}
		if row.Promise > best.Promise {
			best = row
		}
	}
	var rows []trial.VendorRow
	for i, name := range table.Learners {
		v.Models = append(v.Models, vendorPick{name, t("lab-model-" + name), i == learner})
		if row, ok := table.Find(mask, i); ok {
			rows = append(rows, row)
		}
	}
	rows = append(rows, best)
	values := []float64{0}
	for _, row := range rows {
		values = append(append(values, float64(row.Promise)), bounds(vendorGain(row))...)
	}
	v.Axis = newAxis(s.tickText(true), values...)
	report := &labReport{Report: rep, s: s}
	line := func(row trial.VendorRow, name string) vendorRow {
		g := vendorGain(row)
		out := vendorRow{Name: name, Promise: s.diff(row.Promise), Held: s.diff(g.Est), Interval: s.interval(g), Differ: report.percent(row.Differ), On: row.Mask == mask && row.Learner == learner}
		out.Mark = newMark(v.Axis, g, false, true).claim(v.Axis, row.Promise).say(
			t("lab-aria-held", "name", name, "held", out.Held, "interval", out.Interval) + t("lab-aria-promise", "x", out.Promise))
		out.Mark.Hollow = out.Mark.Hollow || row.SE == 0
		return out
	}
	there := false // the finest brochure may be one of the models with these facts
	for _, row := range rows[:len(rows)-1] {
		name := t("lab-model-" + table.Learners[row.Learner])
		if row.Mask == best.Mask && row.Learner == best.Learner {
			there, name = true, t("lab-vendor-top-here", "model", name)
		}
		v.Rows = append(v.Rows, line(row, name))
	}
	if !there {
		v.Rows = append(v.Rows, line(best, t("lab-vendor-top", "model", t("lab-model-"+table.Learners[best.Learner]), "n", bits.OnesCount32(best.Mask))))
	}
	v.Brochure, v.Truth, v.From = s.diffUnit(v.Promise), s.diffUnit(v.Gain.Est), t("lab-vendor-from", "interval", s.interval(v.Gain))
	if v.Gain.SE == 0 {
		v.Truth, v.From = t("lab-vendor-same"), ""
	}
	id := "lab-vendor-all"
	if v.Better == 0 {
		id = "lab-vendor-none"
	}
	v.All = t(id, "n", v.Tried, "better", v.Better, "worse", v.Worse, "chance", int(math.Round(.025*float64(v.Tried))))
}

// pick lets the game be played on another experiment.
func (v *vendorView) pick(r *request, all []trial.PublishedResult) {
	for _, x := range all {
		v.Pick = append(v.Pick, vendorPick{x.Report.Experiment.Name, tx(r.lang, x.Report.Experiment.Title), x.Report.Experiment.Name == v.Experiment})
	}
	v.Hidden = append(v.Hidden, vendorField{"experiment", v.Experiment})
}
