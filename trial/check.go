package trial

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
	"gonum.org/v1/gonum/stat/distuv"
)

// Level says how a check went.
type Level string

const (
	OK   Level = "ok"
	Warn Level = "warn" // read the result with it in mind
	Fail Level = "fail" // the experiment may not be what its description says
)

// Check is one thing looked at before the analysis.
type Check struct {
	Name  string `json:"name"` // fixed key, such as "sample-ratio"
	Level Level  `json:"level"`
	Text  Text   `json:"text"`
}

func (e *experiment) check(name string, l Level, t Text) {
	e.checks = append(e.checks, Check{name, l, t})
}

// design refuses what would make every standard error wrong: a cluster that
// lies in two blocks. A cluster with several arms is only odd.
func (e *experiment) design(s *lab.Sample) error {
	if s.Cluster == nil {
		return nil
	}
	g := lab.Count(s.Cluster)
	if g < 20 {
		return contrechamp.Invalid("column {column} holds {n} clusters; at least 20 are needed to learn on some and judge on others", "column", quoted(e.d.Cluster), "n", g)
	}
	block, arm := make([]int32, g), make([]int, g)
	for i := range block {
		block[i], arm[i] = -1, -1
	}
	twoBlocks, twoArms := 0, 0
	for i, c := range s.Cluster {
		if s.Block != nil {
			if block[c] >= 0 && block[c] != s.Block[i] {
				twoBlocks++
			}
			block[c] = s.Block[i]
		}
		if arm[c] >= 0 && arm[c] != s.W[i] {
			twoArms++
		}
		arm[c] = s.W[i]
	}
	if twoBlocks > 0 {
		return contrechamp.Invalid("{n} rows change block ({block}) within one cluster ({cluster}): a cluster must lie in one block; are cluster ids repeated from block to block?",
			"n", twoBlocks, "block", quoted(e.d.Block), "cluster", quoted(e.d.Cluster))
	}
	if twoArms > 0 {
		e.check("clusters", Warn, textf("%d rows have another arm than their cluster: clusters were not assigned as a whole", "%d lignes ont un autre message que leur groupe : les groupes n'ont pas été tirés d'un bloc", twoArms))
	}
	return nil
}

// look runs the checks that never stop the analysis.
func (e *experiment) look(p *preparer) {
	e.lookMissing(p)
	e.lookArms()
	e.lookRatio()
	e.lookBalance()
	e.lookAttrition(p)
}

// lookDivisions warns where the margins of error are known to be too short: see
// docs/experiments.md.
func (e *experiment) lookDivisions(o Options) {
	if o.Folds > 2 || o.Splits == 1 {
		e.check("divisions", Warn, Text{"the margins of error are too short: only halves (2 parts) over several divisions keep what they promise",
			"les marges d'erreur sont trop courtes : seules des moitiés (2 parts) sur plusieurs partages tiennent ce qu'elles promettent"})
	}
}

func (e *experiment) lookMissing(p *preparer) {
	kept := e.all.N()
	if p.filtered > 0 {
		e.check("kept", OK, textf("%d rows are not part of the question (\"keep\" in the description)", "%d lignes ne font pas partie de la question (« keep » dans la description)", p.filtered))
	}
	if len(p.missing) == 0 {
		e.check("missing", OK, textf("no missing values among %d rows", "aucune valeur manquante parmi %d lignes", kept))
		return
	}
	var parts Text
	lost := 0
	for i, m := range p.missing {
		name := e.d.Label(m.column)
		if m.column == e.d.Outcome && e.d.OutcomeLabel.In(EN) != "" {
			name = e.d.OutcomeLabel
		}
		t := textf("“%s”: %d", "« %s » : %d", name, m.rows)
		if i > 0 {
			parts.EN, parts.FR = parts.EN+"; ", parts.FR+" ; "
		}
		parts.EN, parts.FR = parts.EN+t.EN, parts.FR+t.FR
		lost += m.rows
	}
	l := OK
	if lost*20 > kept {
		l = Warn
	}
	e.check("missing", l, textf("%d rows left out for missing values (%s); %d kept", "%d lignes écartées pour valeurs manquantes (%s) ; %d gardées", lost, parts, kept))
}

func (e *experiment) lookArms() {
	n := make([]int, e.all.K())
	for _, w := range e.all.W {
		n[w]++
	}
	for k, c := range n {
		if c < fewArm {
			e.check("small-arm", Warn, textf("arm %s has only %d people: nothing precise can be said of it", "le message %s n'a que %d personnes : rien de précis n'en sort", e.d.Message(e.all.Arms[k]), c))
		}
	}
}

// lookRatio compares the numbers assigned with the design (chi-square, on
// whole clusters where clusters were assigned).
func (e *experiment) lookRatio() {
	if len(e.d.PropensityColumns) > 0 {
		e.lookRowRatio()
		return
	}
	if len(e.d.Propensities) == 0 {
		e.check("sample-ratio", Warn, Text{"the probabilities of the draw are not known: the shares found are used, as if all had been drawn in one lottery", "les probabilités du tirage ne sont pas connues : on prend les parts observées, comme si tous avaient été tirés en une seule fois"})
		return
	}
	s := e.all
	n := make([]float64, s.K())
	var total float64
	if s.Cluster == nil {
		for _, w := range s.W {
			n[w]++
			total++
		}
	} else {
		seen := make([]bool, lab.Count(s.Cluster))
		for i, c := range s.Cluster {
			if !seen[c] {
				seen[c] = true
				n[s.W[i]]++
				total++
			}
		}
	}
	var chi2 float64
	for k, v := range n {
		want := total * s.Prob[k][0]
		chi2 += (v - want) * (v - want) / want
	}
	df := float64(s.K() - 1)
	e.sayRatio(chi2, df, distuv.ChiSquared{K: df}.Survival(chi2))
}

func (e *experiment) sayRatio(chi2, df, pv float64) {
	l, en, fr := OK, "as designed", "comme prévu"
	if pv < 0.001 {
		l, en, fr = Fail, "not as designed: assignment, attrition or the description is wrong", "pas comme prévu : tirage, pertes ou description sont faux"
	}
	e.check("sample-ratio", l, textf(
		"the numbers given each message are %s; chance alone would stray at least as far %s",
		"les effectifs de chaque message sont %s ; le hasard seul s'en écarterait au moins autant %s", Text{en, fr}, chiSquare(chi2, df, pv)))
}

// chiSquare says a test in plain words, with its numbers for those who know it.
func chiSquare(chi2, df, p float64) Text {
	return Text{
		fmt.Sprintf("%s (chi-square test: %s, %.0f degrees of freedom, p %s)", times(p, EN), number(chi2, 1, false, EN), df, pText(p, EN)),
		fmt.Sprintf("%s (test du khi-deux : %s, %.0f degrés de liberté, p %s)", times(p, FR), number(chi2, 1, false, FR), df, pText(p, FR)),
	}
}

// pText writes a p-value with its sign of comparison: "= 0.042", "< 0.001".
func pText(p float64, l Lang) string {
	switch {
	case math.IsNaN(p):
		return "= –"
	case p < 0.001:
		return "< " + number(0.001, 3, false, l)
	}
	return "= " + number(p, 3, false, l)
}
