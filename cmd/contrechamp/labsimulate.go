package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/say"
)

// coverage is a simulated interval in JSON, where what is not finite is null.
type coverage struct {
	Interval      string   `json:"interval"`
	Design        string   `json:"design"`
	Level         float64  `json:"level"`
	Seed          uint64   `json:"seed"`
	Replications  int      `json:"replications"`
	Failed        int      `json:"failed"`
	Coverage      float64  `json:"coverage"`
	CoverageError float64  `json:"coverage_error"`
	Asserted      bool     `json:"asserted"`
	Why           string   `json:"why,omitempty"`
	Above         float64  `json:"above"`
	Bias          *float64 `json:"bias"`
	BiasError     *float64 `json:"bias_error"`
	Spread        *float64 `json:"spread"`
	MeanSE        *float64 `json:"mean_se"`
}

func newLabSimulate(s *settings) *cobra.Command {
	var reps int
	var seed uint64
	var only string
	c := &cobra.Command{
		Use:   "simulate",
		Short: "How often each of the lab's intervals holds the truth, in invented experiments",
		Example: `  contrechamp lab simulate
  contrechamp lab simulate --replications 10000 --only CR2`,
		Args: cobra.NoArgs,
	}
	f := c.Flags()
	f.IntVar(&reps, "replications", 2000, "experiments drawn for each line")
	f.Uint64Var(&seed, "seed", 20260806, "seed of the random numbers")
	f.StringVar(&only, "only", "", "only intervals and designs whose name holds this")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		l, w := s.language(), cmd.OutOrStdout()
		var chosen []*lab.Simulation
		for i := range lab.Simulations {
			sim := &lab.Simulations[i]
			names := strings.ToLower(strings.Join([]string{say.EN.Tell(sim.Interval), say.FR.Tell(sim.Interval), say.EN.Tell(sim.Design), say.FR.Tell(sim.Design)}, "\n"))
			if strings.Contains(names, strings.ToLower(only)) {
				chosen = append(chosen, sim)
			}
		}
		if len(chosen) == 0 {
			return contrechamp.Invalid("no interval or design is named “{name}”", "name", only)
		}
		if reps < 2 || reps > lab.MaxReplications {
			return contrechamp.Invalid("--replications {n}: at least 2, at most {most}", "n", reps, "most", lab.MaxReplications)
		}
		all := []coverage{}
		var summary simulated
		if !s.json {
			fmt.Fprintf(w, "%s\n\n%s\n", wrap(l.T("lab-simulate-head", "x", reps), ""), coverageLine(l.T("lab-simulate-right"), l.T("lab-simulate-off"), l.T("lab-simulate-of")))
		}
		for i, sim := range chosen {
			progress, stop := progressBar(cmd.ErrOrStderr(), func(name string) string {
				if r := []rune(name); len(r) > 30 { // the bar must fit on a line
					name = string(r[:29]) + "…"
				}
				return fmt.Sprintf("%d/%d %s", i+1, len(chosen), name)
			})
			var step func(done, total int)
			if progress != nil {
				step = func(done, total int) { progress(l.Tell(sim.Interval), done, total) }
			}
			r, err := sim.Run(cmd.Context(), reps, seed, step)
			stop()
			switch {
			case cmd.Context().Err() != nil:
				return cmd.Context().Err()
			case err != nil:
				return err
			case !s.json:
				printCoverage(w, l, r)
			}
			summary.add(r)
			all = append(all, coverage{
				l.Tell(sim.Interval), l.Tell(sim.Design), r.Level, r.Seed, r.Replications, r.Failed, r.Coverage, r.CoverageError,
				sim.Asserted(), l.Tell(sim.Why), r.Above, number(r.Bias), number(r.BiasError), number(r.SD), number(r.MeanSE),
			})
		}
		if s.json {
			return writeJSON(w, map[string]any{"ok": true, "rows": all})
		}
		fmt.Fprintf(w, "\n%s\n", wrap(summary.say(l), ""))
		return nil
	}
	return c
}

// number is nil for what JSON cannot write.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// printCoverage says how often a statement was right, and how far off the
// estimates are.
func printCoverage(w io.Writer, l say.Lang, c lab.Coverage) {
	off := "\u2013"
	if b, e := c.Off(); c.MedianUnbiased() {
		off = l.T("lab-simulate-high", "share", l.Percent(c.Above, 0))
	} else if !math.IsNaN(b) {
		off = signed(l, b) + " ±" + l.Float(e, 2)
	}
	fmt.Fprintln(w, coverageLine(l.Percent(c.Coverage, 1)+" ±"+l.Float(100*c.CoverageError, 1), off, l.Tell(c.Interval)+l.T("colon")+l.Tell(c.Design)))
	if why := l.Tell(c.Why); why != "" {
		fmt.Fprintln(w, coverageLine("", "", "! "+why))
	}
}

// signed writes a bias to two decimals; what rounds to nothing has no sign.
func signed(l say.Lang, x float64) string {
	switch s := l.Float(math.Abs(x), 2); {
	case strings.Trim(s, "0.,") == "":
		return s
	case x < 0:
		return "\u2212" + s
	default:
		return "+" + s
	}
}

func coverageLine(right, off, of string) string {
	pad := func(s string, n int) string { return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s))) }
	return "  " + pad(right, 13) + pad(off, 17) + of
}

// simulated sums up what the lines showed.
type simulated struct {
	least          int // experiments of a line
	asserted, held int
	known          int
	outside        []lab.Coverage
}

func (m *simulated) add(c lab.Coverage) {
	if m.least == 0 || c.Replications < m.least {
		m.least = c.Replications
	}
	if !c.Asserted() {
		m.known++
		return
	}
	m.asserted++
	if c.InBand() {
		m.held++
		return
	}
	m.outside = append(m.outside, c)
}

func (m *simulated) say(l say.Lang) string {
	var out []string
	if m.asserted > 0 {
		out = append(out, l.T("lab-simulate-held", "held", m.held, "n", m.asserted, "x", m.least))
	}
	if len(m.outside) > 0 {
		var names []string
		for _, c := range m.outside {
			names = append(names, l.Tell(c.Interval)+l.T("colon")+l.Tell(c.Design))
		}
		out = append(out, l.T("lab-simulate-outside", "names", strings.Join(names, "; ")))
	}
	if m.known > 0 {
		out = append(out, l.T("lab-simulate-known", "n", m.known))
	}
	return strings.Join(out, " ")
}

// wrap breaks a text into lines of at most 96 characters.
func wrap(s, indent string) string {
	var out strings.Builder
	line := indent
	for _, word := range strings.Split(s, " ") {
		if strings.TrimSpace(line) != "" && utf8.RuneCountInString(line)+utf8.RuneCountInString(word) > 96 {
			out.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word + " "
	}
	out.WriteString(strings.TrimRight(line, " "))
	return out.String()
}
