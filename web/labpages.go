package web

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/trial"
)

// publishedLab are the results that come with the program, read once.
var publishedLab = sync.OnceValues(trial.Published)

// plain writes a number for a machine, nothing for none.
func plain(x trial.Real) string {
	if !finite(x) {
		return ""
	}
	return strconv.FormatFloat(float64(x), 'g', 9, 64)
}

func whole64(n int) string { return strconv.Itoa(n) }

// labPage is the published experiments side by side.
type labPage struct {
	Rows   []labSummary `json:"rows"`
	Vendor *vendorView  `json:"vendor"`
	Tables []labUnit    `json:"-"`
	H1     string       `json:"headline"`
	Deck   string       `json:"standfirst"`
	Others []pair       `json:"quoted"` // what others found
	Refs   []string     `json:"references"`
}

// labSummary is one experiment in the list.
type labSummary struct {
	Name    string       `json:"name"`
	Title   trial.Text   `json:"title"`
	Domain  trial.Text   `json:"domain"`
	Source  trial.Text   `json:"source"`
	People  int          `json:"people"`
	Unit    trial.Unit   `json:"unit"`
	Verdict string       `json:"verdict"`
	Promise trial.Real   `json:"promise"`
	TB      trial.Number `json:"targeted_minus_best"`
	BR      trial.Number `json:"best_minus_random"`
	MDE     trial.Real   `json:"smallest_visible"`
	Differ  trial.Real   `json:"differ"`
	SHA256  string       `json:"sha256"`
}

// labUnit are the experiments whose numbers share a unit, and so an axis.
type labUnit struct {
	Unit string
	Axis axis
	Rows []labUnitRow
}

type labUnitRow struct {
	Href, Title, Domain, People, Result string
	Promise, Held, Interval, MDE, One   string
	Mark                                mark
}

func (p labPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, r := range p.Rows {
		rows = append(rows, []string{r.Name, r.Title.EN, r.Domain.EN, whole64(r.People), string(r.Unit), r.Verdict, plain(r.TB.Est), plain(r.TB.SE), plain(r.TB.Lo), plain(r.TB.Hi),
			plain(r.Promise), plain(r.MDE), plain(r.BR.Est), plain(r.BR.Lo), plain(r.BR.Hi), plain(r.Differ), r.SHA256})
	}
	return []string{"name", "title", "domain", "people", "unit", "verdict", "targeted_minus_best", "se", "lower", "upper",
		"promise", "smallest_visible", "best_minus_random", "best_minus_random_lower", "best_minus_random_upper", "differ", "sha256"}, rows
}

func getLab(_ context.Context, r *request) (any, error) {
	if err := r.only("experiment", "with", "model"); err != nil {
		return nil, err
	}
	all, err := publishedLab()
	if err != nil {
		return nil, err
	}
	p := labPage{}
	p.H1, p.Deck = labVerdicts(r, all)
	chosen := r.values.Get("experiment")
	for _, x := range all {
		e, m := &x.Report.Experiment, &x.Report.Main
		p.Rows = append(p.Rows, labSummary{e.Name, e.Title, e.Domain, e.Source, e.Rows, e.Unit, x.Report.Verdict, m.Promise.Gain, m.TB, m.BR, m.MDE, m.Differ, e.SHA256})
		if chosen == "" && e.Name == vendorFirst || chosen == e.Name {
			if p.Vendor, err = newVendorView(r, x); err != nil {
				return nil, err
			}
		}
	}
	if p.Vendor == nil {
		return nil, contrechamp.Invalid("there is no experiment “{name}” in the lab; there are {names}", "name", chosen, "names", experimentNames(all))
	}
	p.Vendor.pick(r, all)
	p.Tables, p.Refs = labUnits(r, all), labRefs(r.lang)
	for _, name := range quotedLab {
		p.Others = append(p.Others, pair{Name: r.lang.T("lab-other-" + name), Text: r.lang.T("lab-other-" + name + "-text")})
	}
	return p, nil
}

// experimentNames lists the experiments of the lab by their addresses.
func experimentNames(all []trial.PublishedResult) string {
	var names []string
	for _, x := range all {
		names = append(names, x.Report.Experiment.Name)
	}
	return strings.Join(names, ", ")
}

// quotedLab are results of others, quoted from their publications; the
// messages hold figures and sources.
var quotedLab = []string{"tappin", "hackenburg", "hewitt", "coppock", "kalla"}

// labUnits groups the experiments by unit; each group has an axis.
func labUnits(r *request, all []trial.PublishedResult) []labUnit {
	var out []labUnit
	for _, u := range []trial.Unit{trial.Share, trial.Points, trial.Dollar} {
		values := []float64{0}
		var same []*trial.Report
		for _, x := range all {
			if x.Report.Experiment.Unit == u {
				m := &x.Report.Main
				same = append(same, x.Report)
				values = append(append(values, bounds(m.TB)...), float64(m.Promise.Gain), float64(m.MDE), -float64(m.MDE))
			}
		}
		if len(same) == 0 {
			continue
		}
		s := newScale(r.lang, same[0])
		t := labUnit{Unit: s.unitName(), Axis: newAxis(s.tickText(true), values...)}
		for _, rep := range same {
			v := newLabReport(r.lang, rep, labSource{})
			m := &rep.Main
			row := labUnitRow{Href: address("lab", rep.Experiment.Name), Title: v.Title, Domain: v.Domain, People: r.lang.T("lab-people", "n", rep.Experiment.Rows), Result: v.H1,
				Promise: v.s.diff(m.Promise.Gain), Held: v.s.diff(m.TB.Est), Interval: v.s.interval(m.TB), MDE: v.s.currency(v.s.bare(m.MDE)), One: v.s.diff(m.BR.Est)}
			row.Mark = newMark(t.Axis, m.TB, true, true).claim(t.Axis, m.Promise.Gain).blind(t.Axis, m.MDE).say(v.Gap.Mark.Label)
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// labVerdicts says what the experiments say together.
func labVerdicts(r *request, all []trial.PublishedResult) (h1, deck string) {
	n := map[string]int{}
	one := 0
	files := map[string]bool{}
	for _, x := range all {
		n[x.Report.Verdict]++
		files[x.Report.Experiment.SHA256] = true
		if x.Report.Main.BR.Lo > 0 {
			one++
		}
	}
	gain := n[trial.Gain]
	id := "lab-index-h1-some"
	if gain == 0 {
		id = "lab-index-h1-none"
	}
	return r.lang.T(id, "gain", gain, "n", len(all)), r.lang.T("lab-index-deck", "n", len(all), "e", len(files), "one", one)
}

// labReportPage is one published experiment.
type labReportPage struct {
	Headline string        `json:"headline"`
	Deck     string        `json:"standfirst"`
	Result   *trial.Report `json:"report"`
	Try      *trial.Vendor `json:"vendor_table"`
	Vendor   *vendorView   `json:"vendor"`
	View     *labReport    `json:"-"`
}

func (p labReportPage) Table() ([]string, [][]string) { return labCells(p.Result) }

func getLabReport(_ context.Context, r *request) (any, error) {
	if err := r.only("with", "model"); err != nil {
		return nil, err
	}
	all, err := publishedLab()
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if x.Report.Experiment.Name != r.id {
			continue
		}
		p := labReportPage{Result: x.Report, Try: x.Vendor, View: newLabReport(r.lang, x.Report, labSource{Version: r.site.Version})}
		p.Headline, p.Deck = p.View.H1, p.View.Deck
		p.Vendor, err = newVendorView(r, x)
		return p, err
	}
	return nil, contrechamp.NotFound("there is no experiment “{name}” in the lab; there are {names}", "name", r.id, "names", experimentNames(all))
}
