package machine

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// SweptRules are the rules of the platform that a sweep tries: none, no small
// box, nothing but age, sex and place.
var SweptRules = []string{"none", "smallest-box", "age-sex-place"}

// SweptSettings are all settings of a sweep: every strategy under every preset.
// The share of readers who compare, which changes no vote, is not one of them: what
// they learn of is an outcome each (known_1, known_10, known_50).
func SweptSettings() (all []Setting) {
	for _, h := range message.Heterogeneity {
		for _, where := range message.Places {
			for _, rule := range SweptRules {
				for _, s := range strategy.All {
					all = append(all, Setting{s.Name, h.Name, where.Name, rule})
				}
			}
		}
	}
	return all
}

// A Sweep holds the elections of all settings for one seed after the other. What is
// done is written to a file seed by seed, so that a sweep may be ended and gone on
// with; seeds are paired: all settings of one share its people and its chance.
type Sweep struct {
	Swept
	Scenario *scenario.Scenario
	Threads  int
	Context  context.Context                  // nil never ends it
	Progress func(done, of int)               // may be nil; elections
	headed   bool                             // the file has its first lines
	values   map[uint64]map[Setting][]float64 // by seed: outcomes in the order of Outcomes
}

// columns is the line of names of the file of a sweep.
func columns() string {
	names := []string{"seed", "strategy", "h", "where", "rule"}
	for _, o := range Outcomes {
		names = append(names, o.Name)
	}
	return strings.Join(names, "\t") + "\n"
}

// Resume reads what a file of an earlier sweep has: seeds that are whole. It gives
// where they end; what stands after that was being written when the sweep ended.
// An empty file is a new one. A file of another sweep is refused.
func (s *Sweep) Resume(file []byte) (whole int64, err error) {
	s.values = map[uint64]map[Setting][]float64{}
	if len(file) == 0 {
		return 0, nil
	}
	head := s.head()
	if !bytes.HasPrefix(file, []byte(head)) {
		if bytes.HasPrefix([]byte(head), file) {
			return 0, nil // ended while its first lines were written
		}
		return 0, contrechamp.Invalid("This file holds another sweep: {line}", "line", strings.SplitN(string(file[:min(len(file), 300)]), "\n", 2)[0])
	}
	whole, s.headed = int64(len(head)), true
	settings := SweptSettings()
	rest := file[whole:]
	for {
		part, n := map[Setting][]float64{}, 0
		var seed uint64
		for range settings {
			end := bytes.IndexByte(rest[n:], '\n')
			if end < 0 {
				return whole, nil
			}
			x, of, values, err := parseRun(string(rest[n : n+end]))
			if err != nil || len(part) > 0 && of != seed {
				return 0, contrechamp.Invalid("A line of this sweep cannot be read: {line}", "line", string(rest[n:n+end]))
			}
			seed, part[x] = of, values
			n += end + 1
		}
		for _, x := range settings {
			if part[x] == nil {
				return 0, contrechamp.Invalid("The sweep of seed {seed} lacks a setting: {setting}", "seed", fmt.Sprint(seed), "setting", fmt.Sprint(x))
			}
		}
		s.values[seed] = part
		whole += int64(n)
		rest = rest[n:]
	}
}

func (s *Sweep) head() string {
	shared := s.Swept
	shared.Seeds = 0 // more may be added
	return shared.String() + "\n" + columns()
}

func parseRun(line string) (x Setting, seed uint64, values []float64, err error) {
	f := strings.Split(line, "\t")
	if len(f) != 5+len(Outcomes) {
		return x, 0, nil, fmt.Errorf("%d fields", len(f))
	}
	if seed, err = strconv.ParseUint(f[0], 10, 64); err != nil {
		return x, 0, nil, err
	}
	for _, v := range f[5:] {
		y, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return x, 0, nil, err
		}
		values = append(values, y)
	}
	return Setting{f[1], f[2], f[3], f[4]}, seed, values, nil
}

// Run holds the elections of the seeds that are not done yet and writes each seed
// whole. w is at the end of what Resume found.
func (s *Sweep) Run(w io.Writer) error {
	if s.values == nil {
		s.values = map[uint64]map[Setting][]float64{}
	}
	var todo []uint64
	for seed := s.First; seed < s.First+uint64(s.Seeds); seed++ {
		if s.values[seed] == nil {
			todo = append(todo, seed)
		}
	}
	var mu sync.Mutex
	var failed error
	if !s.headed {
		if _, failed = io.WriteString(w, s.head()); failed != nil {
			return fmt.Errorf("writing a sweep: %w", failed)
		}
	}
	settings := SweptSettings()
	done := 0
	tick := func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; s.Progress != nil {
			s.Progress(done, len(todo)*len(settings))
		}
	}
	parallel.Do(len(todo), s.Threads, func(i int) {
		values, err := s.seed(todo[i], settings, tick)
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
		if failed != nil {
			return
		}
		s.values[todo[i]] = values
		if _, err := w.Write(lines(todo[i], settings, values)); err != nil {
			failed = fmt.Errorf("writing a sweep: %w", err)
		}
	})
	return failed
}

func lines(seed uint64, settings []Setting, values map[Setting][]float64) []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	for _, x := range settings {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s", seed, x.Strategy, x.H, x.Where, x.Rule)
		for _, v := range values[x] {
			w.WriteString("\t" + written(v))
		}
		w.WriteByte('\n')
	}
	w.Flush()
	return b.Bytes()
}

// written is an outcome as the file has it; NaN is none.
func written(v float64) string { return strconv.FormatFloat(v, 'g', 8, 64) }

// seed holds all elections of one seed on one electorate.
func (s *Sweep) seed(seed uint64, settings []Setting, tick func()) (map[Setting][]float64, error) {
	set := Default()
	set.Voters, set.Seed, set.Threads, set.Context, set.Learner = s.Voters, seed, 1, s.Context, s.Learner
	base, err := NewWorld(s.Scenario, set)
	if err != nil {
		return nil, err
	}
	party, err := base.Party(s.Party)
	if err != nil {
		return nil, err
	}
	out := map[Setting][]float64{}
	var places []float64
	for _, p := range message.Places {
		places = append(places, p.Value)
	}
	for _, x := range settings {
		if x.Where != message.Places[0].Name {
			continue // comes with the first
		}
		w, err := base.With(func(set *Settings) { set.Heterogeneity, set.Rule = value(message.Heterogeneity, x.H), x.Rule })
		if err != nil {
			return nil, err
		}
		plan := slices.Repeat([]string{s.Others}, len(w.Messages))
		plan[party] = x.Strategy
		all, err := w.runAt(places, plan, party)
		if err != nil {
			return nil, err
		}
		harms := w.harms(all[0], party)
		for k, r := range all {
			x.Where = message.Places[k].Name
			report := w.votes(r, party, nil)
			report.Harms = harms
			out[x] = measured(&swept{r, report, party})
			tick()
		}
	}
	// Gains are over other strategies of the same seed and settings.
	share := slices.IndexFunc(Outcomes, func(o Outcome) bool { return o.Name == "share" })
	for x, values := range out {
		for k, o := range Outcomes {
			if o.over != "" {
				y := x
				y.Strategy = o.over
				values[k] = values[share] - out[y][share]
			}
		}
	}
	for _, values := range out { // as the file has them, so that who goes on with it has the same table
		for k, v := range values {
			values[k], _ = strconv.ParseFloat(written(v), 64)
		}
	}
	return out, nil
}

func value(presets []message.Preset, name string) float64 {
	return presets[slices.IndexFunc(presets, func(p message.Preset) bool { return p.Name == name })].Value
}

// measured are the outcomes of an election, but for gains over others.
func measured(s *swept) []float64 {
	values := make([]float64, len(Outcomes))
	for k, o := range Outcomes {
		values[k] = math.NaN()
		if o.of != nil {
			values[k] = o.of(s)
		}
	}
	return values
}

// Table sums up the seeds that are done.
func (s *Sweep) Table() *Stored {
	t := &Stored{Swept: s.Swept, rows: map[Setting]map[string]Stat{}}
	t.Seeds = len(s.values)
	seeds := make([]uint64, 0, len(s.values))
	for seed := range s.values {
		seeds = append(seeds, seed)
	}
	slices.Sort(seeds)
	if len(seeds) == 0 {
		return t
	}
	for _, x := range SweptSettings() {
		row := map[string]Stat{}
		for k, o := range Outcomes {
			var all []float64
			for _, seed := range seeds {
				all = append(all, s.values[seed][x][k])
			}
			if v, ok := stat(all); ok {
				row[o.Name] = v
			}
		}
		t.rows[x] = row
	}
	return t
}
