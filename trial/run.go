package trial

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

// DefaultSplits is the number of divisions of a report, of which medians are
// taken: as many as GGL's 344,084 people can be divided into in a few seconds.
const DefaultSplits = 40

// Options say what to run. The zero value of a field means its default.
type Options struct {
	Data        string   // path of a CSV (also gzipped, tab or semicolon) or Parquet file; "invented" for the built-in example
	Description string   // path, or a name of Known; empty: found beside the data or by its columns
	Learner     string   // a name of lab.Learners; default "ols"
	Covariates  []string // use only these; default all of the description
	Folds       int      // default 2: halves, see lab.Compare
	Splits      int      // default DefaultSplits
	Seed        uint64   // default 1
	Level       float64  // of intervals; default 0.95
	// Progress is called as work goes on, from one goroutine at a time.
	Progress func(stage string, done, total int)
}

func (o *Options) defaults() error {
	if o.Learner == "" {
		o.Learner = "ols"
	}
	if o.Folds == 0 {
		o.Folds = 2
	}
	if o.Splits == 0 {
		o.Splits = DefaultSplits
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.Folds < 2 || o.Splits < 1 || !(o.Level > 0.5 && o.Level < 1) {
		return contrechamp.Invalid("{folds} folds (at least 2), {splits} splits (at least 1), level {level} (between 0.5 and 1)", "folds", o.Folds, "splits", o.Splits, "level", fmt.Sprint(o.Level))
	}
	return nil
}

// Run reads, checks and analyses one experiment. Errors say what is wrong with
// the file or its description and what to do.
func Run(ctx context.Context, o Options) (*Report, error) {
	if err := o.defaults(); err != nil {
		return nil, err
	}
	if _, err := lab.LearnerNamed(o.Learner); err != nil {
		var known []string
		for _, l := range lab.Learners {
			known = append(known, l.Name)
		}
		return nil, contrechamp.Invalid("no model {name}; there are {names}", "name", quoted(o.Learner), "names", strings.Join(known, ", "))
	}
	if o.Progress != nil {
		o.Progress("read", 0, 1)
	}
	e, sum, err := load(&o)
	if err != nil {
		return nil, err
	}
	r, err := newRunner(ctx, o, e, sum)
	if err != nil {
		return nil, err
	}
	return r.run()
}

// load reads the data and makes them ready.
func load(o *Options) (*experiment, string, error) {
	if o.Data == inventedName {
		t, d, err := inventedTable()
		if err != nil {
			return nil, "", err
		}
		e, err := restrict(t, d, o.Covariates)
		return e, t.SHA256, err
	}
	var tick func(done, total int)
	if o.Progress != nil {
		tick = func(done, total int) { o.Progress("read", done, max(done, total)) }
	}
	s, h, err := open(o.Data, tick)
	if err != nil {
		return nil, "", inFile(o.Data, err)
	}
	defer s.close()
	d, err := findDescription(o.Description, o.Data, s.header())
	if err != nil {
		return nil, "", err
	}
	t, err := readTable(s, h, d.columns())
	if err != nil {
		return nil, "", inFile(o.Data, err)
	}
	e, err := restrict(t, d, o.Covariates)
	if err != nil {
		return nil, "", inFile(o.Data, err)
	}
	return e, t.SHA256, nil
}

// inFile says in which file a fault is.
func inFile(path string, err error) error {
	return contrechamp.Invalid("{file}: {error}", "file", shown(filepath.Base(path)), "error", err)
}

func restrict(t *Table, d *Description, covs []string) (*experiment, error) {
	if len(covs) > 0 {
		c := *d
		c.Covariates, c.Categorical, c.RankGroups = nil, nil, nil
		for _, name := range covs {
			if !slices.Contains(d.Covariates, name) {
				return nil, contrechamp.Invalid("{column} is not a covariate of the description; it has {names}", "column", quoted(name), "names", names(d.Covariates))
			}
			c.Covariates = append(c.Covariates, name)
			if slices.Contains(d.Categorical, name) {
				c.Categorical = append(c.Categorical, name)
			}
			if slices.Contains(d.RankGroups, name) {
				c.RankGroups = append(c.RankGroups, name)
			}
		}
		d = &c
	}
	return prepare(t, d)
}

// runner carries one run.
type runner struct {
	o   Options
	l   lab.Learner
	ctx context.Context
	e   *experiment
	sha string

	benches []*lab.Bench // one a part
	room    int          // for people as they are known with errors
	mu      sync.Mutex
	once    sync.Once // of cells
	cells   *lab.Cells
	entropy sync.Map // of bitsOnce
}

func (r *runner) progress(stage string, done, total int) {
	if r.o.Progress != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.o.Progress(stage, done, total)
	}
}

// each runs f for 0 to n-1 on a few goroutines: every call has its own place
// for its result, so the order of work does not show.
func (r *runner) each(stage string, n int, f func(i int) error) error {
	workers := min(n, runtime.GOMAXPROCS(0), 4)
	errs := make([]error, n)
	var wg sync.WaitGroup
	next := make(chan int)
	var done int
	var mu sync.Mutex
	for range workers {
		wg.Go(func() {
			for i := range next {
				if errs[i] = r.ctx.Err(); errs[i] == nil {
					errs[i] = f(i)
				}
				mu.Lock()
				done++
				r.progress(stage, done, n)
				mu.Unlock()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// newRunner sets up one bench a part.
func newRunner(ctx context.Context, o Options, e *experiment, sha string) (*runner, error) {
	l, err := lab.LearnerNamed(o.Learner)
	if err != nil {
		return nil, err
	}
	r := &runner{o: o, l: l, ctx: ctx, e: e, sha: sha, room: wrongRoom}
	for _, p := range e.parts {
		b, err := lab.NewBench(p.s, e.messages)
		if err != nil {
			return nil, partError(p.name, err)
		}
		if l.Binary && !b.Binary() {
			return nil, contrechamp.Invalid("model {name} needs outcomes 0 or 1: choose another", "name", quoted(l.Name))
		}
		r.benches = append(r.benches, b)
	}
	return r, nil
}

func (r *runner) run() (*Report, error) {
	e := r.e
	e.lookDivisions(r.o)
	rep := &Report{Experiment: r.describe(), Method: r.method(), Checks: e.checks, Limits: r.limits()}
	for _, step := range []func(*Report) error{r.effects, r.main, r.curve, r.errorsInCovariates, r.winnerAndRanks, r.heterogeneity, r.profiles} {
		if err := step(rep); err != nil {
			return nil, err
		}
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
	}
	rep.Verdict, rep.Sentence = conclude(rep)
	return rep, nil
}

func partError(name string, err error) error {
	if name == "" {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (r *runner) describe() Experiment {
	e, d := r.e, r.e.d
	_, g := e.all.Clusters()
	x := Experiment{Name: d.Name, Title: d.Title, Domain: d.Domain, Source: d.Source, Licence: d.Licence, Invented: d.Invented,
		SHA256: r.sha, Outcome: d.OutcomeLabel, Unit: d.Unit, Read: e.read, Rows: e.all.N(), Clusters: g}
	if x.Outcome.In(EN) == "" {
		x.Outcome = both(shown(d.Outcome))
	}
	if e.all.Block != nil {
		x.Blocks = lab.Count(e.all.Block)
	}
	if e.hasControl {
		x.Control = e.all.Arms[0]
	}
	n := make([]int, e.all.K())
	for _, w := range e.all.W {
		n[w]++
	}
	for k := range n {
		p := Real(math.NaN())
		if len(e.all.Prob[k]) == 1 {
			p = Real(e.all.Prob[k][0])
		}
		x.Arms = append(x.Arms, Arm{r.arm(k), n[k], p})
	}
	for v := range e.vars {
		x.Covariates = append(x.Covariates, r.covariate(v))
	}
	return x
}

func (r *runner) arm(k int) Labelled {
	a := r.e.all.Arms[k]
	return Labelled{a, r.e.d.Message(a)}
}

func (r *runner) covariate(v int) Labelled {
	n := r.e.vars[v].name
	return Labelled{n, r.e.d.Label(n)}
}

func (r *runner) number(e lab.Estimate) Number {
	lo, hi := e.CI(r.o.Level)
	return Number{Real(e.Est), Real(e.SE), Real(lo), Real(hi)}
}

func (r *runner) method() Method {
	return Method{Learner: r.l.Name, Folds: r.o.Folds, Splits: r.o.Splits, Seed: r.o.Seed, Level: Real(r.o.Level), Text: textf(
		"learned by %s, on %d of %d parts of the people (those assigned together stay together), judged on the rest by scores that stay right even where the model is wrong, thanks to the known probabilities of the draw (doubly robust scores); so over %d random divisions, of which the middle result counts (median), with how far other divisions would move it in its margin of error; random numbers from seed %s",
		"appris par %s, sur %d des %d parts des gens (ceux tirés ensemble restent ensemble), jugé sur le reste par des scores qui restent justes même là où le modèle se trompe, grâce aux probabilités connues du tirage (scores doublement robustes) ; ainsi sur %d partages au hasard, dont on garde le résultat du milieu (médiane), la marge d'erreur tenant compte de ce que d'autres partages y changeraient ; nombres au hasard tirés de la graine %s",
		LearnerLabel(r.l.Name), r.o.Folds-1, r.o.Folds, r.o.Splits, strconv.FormatUint(r.o.Seed, 10)), Effects: r.effectsText()}
}

// effectsText says how the effects of the arms were adjusted.
func (r *runner) effectsText() Text {
	in, dans := "", ""
	if r.blocksAbsorbed() {
		in, dans = " within the blocks of the draw, whose effects are absorbed", " à l'intérieur des blocs du tirage, dont les effets sont absorbés"
	}
	after := Text{" after Lin 2013", " selon Lin 2013"}
	if r.linTooLarge() {
		after = Text{}
	}
	t := textf("effects compare people%s, adjusted for what was known of them beforehand (least squares%s)",
		"les effets comparent les personnes%s, à caractéristiques connues égales (moindres carrés%s)", Text{in, dans}, after)
	if !r.leastSquares() {
		t = Text{"effects are means of scores that stay right even where the model is wrong (doubly robust)", "les effets sont des moyennes de scores qui restent justes même là où le modèle se trompe (doublement robustes)"}
	}
	if r.e.all.Cluster != nil {
		t.EN += "; those assigned together count together in their errors"
		t.FR += " ; ceux qui ont été tirés ensemble comptent ensemble dans les marges d'erreur"
	}
	return t
}

func (r *runner) limits() []Text {
	out := []Text{textf("What was tried: %s.", "Ce qui a été essayé : %s.", r.e.d.Domain)}
	if r.e.d.Invented {
		out = append(out, Text{"The data are invented: no real person stands behind them.", "Les données sont inventées : aucune personne réelle derrière elles."})
	}
	out = append(out, r.e.d.Limits...)
	return append(out,
		Text{"Held-out values are upper bounds for a campaign: no cost of data, no errors in the data, no backlash.", "Pour une campagne, ces valeurs sont un maximum : données gratuites, sans erreur, sans retour de bâton."},
		Text{"The result is about these messages and covariates; others may do better or worse.", "Le résultat vaut pour ces messages et ces variables ; d'autres feraient mieux ou moins bien."})
}
