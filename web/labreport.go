package web

import (
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/trial"
)

// labReport is one experiment ready to be drawn, in one language: all its
// numbers are words, all its drawings places in per cent. The page and the
// file show the same.
type labReport struct {
	*trial.Report `json:"-"`
	Title         string // of the experiment
	Domain        string // what was tried on whom
	Outcome       string
	H1, Deck      string
	Shown, Pays   string // what a vendor would show, and what choosing one message brings
	Scope         string // how many people and messages
	Unit          string
	Level         string   // of the margins of error: 95%
	In100, Alpha  string   // the same and its complement, as times in a hundred
	Below         string   // the complement as a share of 1
	How           string   // how the effects were adjusted
	Warnings      []string // checks that failed

	Values  valueTable
	Gap     gapFigure
	Effects effectTable
	Curve   curveFigure
	Groups  groupTable
	Ranks   []string // whether the best message differs between groups, in sentences
	Quarter *quarterTable
	Parts   *partTable
	Harms   harmBlock
	Checks  []pair
	Limits  []string
	Run     []pair // file, hash, seed, command
	Refs    []string

	s scale
}

type pair struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Mono  bool   `json:"-"`
	Level string `json:"-"` // of a check
}

// labSource says where a report comes from, as far as it does not itself.
type labSource struct {
	File    string // name of the data file
	Command string // that makes the report again
	Version string
}

func newLabReport(l say.Lang, r *trial.Report, from labSource) *labReport {
	x := &r.Experiment
	v := &labReport{Report: r, s: newScale(l, r), Title: tx(l, x.Title), Domain: tx(l, x.Domain), Outcome: tx(l, x.Outcome)}
	v.Unit, v.How = v.s.unitName(), upFirst(tx(l, r.Method.Effects))
	level := math.Round(1000*float64(r.Method.Level)) / 10
	decimals := 0
	if level != math.Trunc(level) {
		decimals = 1
	}
	v.Level, v.In100, v.Alpha = l.Percent(level/100, decimals), l.Float(level, decimals), l.Float(100-level, decimals)
	v.Below = l.Float(1-level/100, decimals+2)
	v.H1, v.Deck = v.headline(), v.deck()
	v.Shown, v.Pays = v.shownAndPays()
	messages := len(x.Arms)
	id := "lab-scope-none"
	if x.Control != "" {
		messages--
		id = "lab-scope"
	}
	people := "lab-people"
	if x.Invented {
		people = "lab-people-invented"
	}
	v.Scope = l.T(id, "n", messages, "people", l.T(people, "n", x.Rows))
	for _, c := range r.Checks {
		if c.Level == trial.Fail {
			v.Warnings = append(v.Warnings, tx(l, c.Text))
		}
		v.Checks = append(v.Checks, pair{Name: checkName(l, c.Name), Text: tx(l, c.Text), Level: string(c.Level)})
	}
	for _, t := range r.Limits {
		v.Limits = append(v.Limits, upFirst(tx(l, t)))
	}
	v.Values, v.Gap, v.Effects = v.values(), v.gap(), v.effects()
	v.Curve, v.Groups, v.Ranks, v.Quarter = v.curve(), v.groups(), v.ranks(), v.quarters()
	v.Parts, v.Harms = v.parts(), v.harms()
	v.run(from)
	return v
}

// tx is a text of a report with the typography of the language.
func tx(l say.Lang, t trial.Text) string {
	s := strings.ReplaceAll(t.In(l), "'", "’")
	if l == say.FR {
		s = frenchSpaces.Replace(s)
	}
	return s
}

var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u202f;", " ?", "\u202f?", " !", "\u202f!", "« ", "«\u00a0", " »", "\u00a0»", " %", "\u202f%")

func checkName(l say.Lang, name string) string {
	id := "lab-check-" + name
	if s := l.T(id); s != "["+id+"]" {
		return s
	}
	return name
}

func (v *labReport) t(id string, pairs ...any) string { return v.s.l.T(id, pairs...) }

// headline says the result in one sentence.
func (v *labReport) headline() string {
	switch v.Verdict {
	case trial.Doubtful:
		return v.t("lab-h1-doubtful")
	case trial.Gain:
		return v.t("lab-h1-gain")
	case trial.Loss:
		return v.t("lab-h1-loss")
	case trial.NoDifference:
		return v.t("lab-h1-same")
	}
	if v.s.shown(v.Main.TB.Est) <= 0 {
		return v.t("lab-h1-not-better")
	}
	return v.t("lab-h1-none")
}

// deck is the result for a reader who knows no statistics: what was found on
// other people, the smallest gain that could have been seen, what was
// promised, and what choosing one message is worth.
func (v *labReport) deck() string {
	m, s := &v.Main, v.s
	var out []string
	if v.Verdict == trial.NoDifference {
		out = append(out, v.t("lab-deck-same", "best", v.best()))
	}
	switch {
	case m.NoDiff:
	case s.shown(m.TB.Est) == 0 && v.Verdict != trial.Gain && v.Verdict != trial.Loss:
		out = append(out, v.t("lab-deck-as-much", "between", s.between(m.TB)))
	default:
		out = append(out, v.t("lab-deck-found", "than", s.finer(m.TB.Est, m.TB).than(m.TB.Est), "between", s.between(m.TB)))
	}
	if s.unit == trial.Share && s.shown(m.TB.Est) != 0 && !m.NoDiff {
		out = append(out, v.inPeople(m.TB.Est))
	}
	if m.Differ > 0 && m.Differ < .1 && v.Verdict != trial.NoDifference {
		out = append(out, v.t("lab-deck-most", "share", v.percent(1-m.Differ)))
	}
	id := "lab-deck-seen"
	if m.MDEIndirect {
		id = "lab-deck-seen-if"
	}
	out = append(out, v.t(id, "x", s.size(m.MDE)))
	return strings.Join(out, " ")
}

// shownAndPays complete the first screen: the promise, beside what was found,
// and the gain of choosing one good message.
func (v *labReport) shownAndPays() (shown, pays string) {
	m, s := &v.Main, v.s
	shown = v.t("lab-first-shown", "x", s.size(m.Promise.Gain))
	if s.shown(m.Promise.Gain) <= 0 {
		shown = v.t("lab-first-shown-0")
	}
	id := "lab-first-pays"
	if !(m.BR.Lo > 0) {
		id = "lab-first-pays-perhaps"
	}
	return shown, v.t(id, "than", s.than(m.BR.Est), "between", s.between(m.BR))
}

// inPeople says a difference of shares as people among a thousand, or among
// ten thousand if it is less.
func (v *labReport) inPeople(x trial.Real) string {
	of, n := 1000, math.Abs(1000*float64(x))
	if n < 2 {
		of, n = 10_000, 10*n
	}
	id := "lab-people-more"
	if x < 0 {
		id = "lab-people-less"
	}
	return v.t(id, "x", int(math.Round(n)), "of", of)
}

// best names the message most often the best on a training half.
func (v *labReport) best() string {
	name, top := "", trial.Real(-1)
	for _, a := range v.Main.BestArms {
		if a.Share > top {
			name, top = tx(v.s.l, a.Label), a.Share
		}
	}
	return name
}

func (v *labReport) percent(x trial.Real) string {
	switch p := float64(x); {
	case math.IsNaN(p):
		return "–"
	case p > 0 && p < .001:
		return v.t("lab-under", "x", v.s.l.Percent(.001, 1))
	case p > .999 && p < 1:
		return v.t("lab-over", "x", v.s.l.Percent(.999, 1))
	case p > 0 && p < .095 && math.Abs(100*p-math.Round(100*p)) > 1e-9 || p > .99 && p < 1:
		return v.s.l.Percent(p, 1)
	default:
		return v.s.l.Percent(p, 0)
	}
}

// pvalue writes 0.042 or < 0.001.
func (v *labReport) pvalue(p trial.Real) string {
	switch {
	case !finite(p):
		return "–"
	case p < .001:
		return "<\u00a0" + v.s.l.Float(.001, 3)
	}
	return v.s.l.Float(float64(p), 3)
}

// chance says a p-value in plain words, with its number.
func (v *labReport) chance(p trial.Real) string {
	return strings.ReplaceAll(trial.Chance(float64(p), v.s.l), "'", "’")
}

// names lists labels in a sentence.
func (v *labReport) names(labels []string) string {
	if len(labels) < 2 {
		return strings.Join(labels, "")
	}
	return strings.Join(labels[:len(labels)-1], ", ") + " " + v.t("lab-and") + " " + labels[len(labels)-1]
}

// run lists what is needed to make the report again.
func (v *labReport) run(from labSource) {
	m, x := &v.Method, &v.Experiment
	if from.File != "" {
		v.Run = append(v.Run, pair{Name: v.t("lab-file"), Text: from.File, Mono: true})
	}
	v.Run = append(v.Run, pair{Name: "SHA-256", Text: x.SHA256, Mono: true},
		pair{Name: v.t("lab-seed"), Text: fmt.Sprint(m.Seed), Mono: true})
	command := from.Command
	if command == "" {
		command = labCommand(v.Report, from.File)
	}
	v.Run = append(v.Run, pair{Name: v.t("lab-replay"), Text: command, Mono: true},
		pair{Name: v.t("lab-source"), Text: tx(v.s.l, x.Source)})
	if x.Licence != nil {
		v.Run = append(v.Run, pair{Name: v.t("lab-licence"), Text: tx(v.s.l, *x.Licence)})
	}
	if from.Version != "" {
		sha := x.SHA256[:min(12, len(x.SHA256))]
		v.Run = append(v.Run, pair{Name: v.t("lab-cite"), Text: v.t("lab-cite-text", "version", from.Version, "title", v.Title, "seed", fmt.Sprint(m.Seed), "sha", sha)})
	}
	v.Refs = labRefs(v.s.l)
}

// labRefs are the works that the method rests on: the messages lab-ref-1, 2 ...
func labRefs(l say.Lang) []string {
	var out []string
	for i := 1; ; i++ {
		id := fmt.Sprintf("lab-ref-%d", i)
		s := l.T(id)
		if s == "["+id+"]" {
			return out
		}
		out = append(out, s)
	}
}

// labCommand makes a report again: what differs from the defaults is named.
func labCommand(r *trial.Report, file string) string {
	m := &r.Method
	c := "contrechamp lab run"
	switch {
	case r.Experiment.Invented && r.Experiment.Name == "invented":
		c += " --demo"
	case file != "":
		c += " " + file
	default:
		c += " DATA --description " + r.Experiment.Name
	}
	if m.Learner != "ols" {
		c += " --model " + m.Learner
	}
	if m.Folds != 2 {
		c += fmt.Sprintf(" --folds %d", m.Folds)
	}
	if m.Splits != trial.DefaultSplits {
		c += fmt.Sprintf(" --splits %d", m.Splits)
	}
	if m.Level != .95 {
		c += fmt.Sprintf(" --level %v", float64(m.Level))
	}
	c += fmt.Sprintf(" --seed %d", m.Seed)
	return c
}
