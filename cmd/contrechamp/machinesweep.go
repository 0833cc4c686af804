package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/machine/strategy"
	"github.com/contrechamp/contrechamp/say"
)

func newMachineSweep(s *settings) *cobra.Command {
	set := machine.Default()
	sweep := machine.Sweep{Swept: machine.Swept{Voters: 100_000, Seeds: 20, First: set.Seed, Party: "fleuve", Others: "mass", Learner: set.Learner}}
	var out, pack string
	c := &cobra.Command{
		Use:   "sweep",
		Short: "Every strategy under every assumption, over many elections",
		Long: `Holds elections of one party by every strategy, under every preset of how
differently groups react and of how much of an effect is left in the field, under
three rules of the platform, seed by seed; what differs between two settings of a
seed is the setting and nothing else. With --out each seed is written as soon as it
is done: if the sweep is ended, the same command goes on with it. 20 seeds of
100,000 voters are 5,040 elections, most of an hour of one processor.`,
		Example: `  contrechamp machine sweep --voters 10000 --seeds 8
  contrechamp machine sweep --out runs.tsv --pack machine/stored.tsv
  contrechamp machine sweep --out runs.tsv --seeds 40 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if sweep.Seeds < 2 || sweep.Seeds > 10_000 {
				return contrechamp.Invalid("--seeds {n}: from 2 to 10,000", "n", sweep.Seeds)
			}
			var err error
			if sweep.Scenario, err = scenario.Valombre(); err != nil {
				return err
			}
			file := io.Discard
			if out != "" {
				f, err := os.OpenFile(out, os.O_RDWR|os.O_CREATE, 0o644)
				if err != nil {
					return contrechamp.Invalid("{path} cannot be written: {error}", "path", out, "error", err)
				}
				defer f.Close()
				done, err := io.ReadAll(f)
				if err != nil {
					return fmt.Errorf("reading %s: %w", out, err)
				}
				whole, err := sweep.Resume(done)
				if err != nil {
					return err
				}
				if err := f.Truncate(whole); err != nil {
					return fmt.Errorf("going on with %s: %w", out, err)
				}
				if _, err := f.Seek(whole, io.SeekStart); err != nil {
					return fmt.Errorf("going on with %s: %w", out, err)
				}
				file = f
			}
			l := s.language()
			progress, stop := progressBar(cmd.ErrOrStderr(), func(string) string { return l.T("machine-stage-elections") })
			defer stop()
			if progress != nil {
				sweep.Progress = func(done, of int) { progress("elections", done, of) }
			}
			sweep.Context = cmd.Context()
			if err := sweep.Run(file); err != nil {
				return err
			}
			stop()
			t := sweep.Table()
			if pack != "" {
				if err := os.WriteFile(pack, []byte(t.Pack()), 0o644); err != nil {
					return contrechamp.Invalid("{path} cannot be written: {error}", "path", pack, "error", err)
				}
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), t.Rows())
			}
			printSweep(cmd.OutOrStdout(), l, t)
			return nil
		},
	}
	f := c.Flags()
	f.IntVar(&sweep.Voters, "voters", sweep.Voters, "adults of the electorate")
	f.IntVar(&sweep.Seeds, "seeds", sweep.Seeds, "seeds: electorates with their messages and their chance")
	f.Uint64Var(&sweep.First, "seed", sweep.First, "the first of them")
	f.StringVar(&sweep.Party, "party", sweep.Party, "party that is looked at: fleuve, terrasses, metiers, levain, bund, lande")
	f.StringVar(&sweep.Others, "others", sweep.Others, "strategy of the other parties")
	f.StringVar(&sweep.Learner, "learner", sweep.Learner, "by which micro learns from the pilot: ols, ridge, shrunk, subgroups, tree1, tree2")
	f.StringVar(&out, "out", "", "file of all elections, which an ended sweep goes on with")
	f.StringVar(&pack, "pack", "", "file for the table of means")
	return c
}

// printSweep prints what every strategy gains over the best message for all, where
// platforms have no rule, by how differently groups react and what is left of an
// effect.
func printSweep(w io.Writer, l say.Lang, t *machine.Stored) {
	fmt.Fprintln(w, wrap(l.T("sweep-head", "voters", t.Voters, "seeds", t.Seeds, "party", t.Party, "others", t.Others), ""))
	for _, where := range message.Places {
		fmt.Fprintf(w, "\n%s\n", l.T("sweep-where", "where", where.Name, "a", l.Float(where.Value, 1)))
		grid(w, func(line func(...any)) {
			heads := []any{l.T("machine-strategy")}
			for _, h := range message.Heterogeneity {
				heads = append(heads, fmt.Sprintf("h = %s (%s)", l.Float(h.Value, 1), h.Name))
			}
			line(heads...)
			for _, s := range strategy.All {
				cells := []any{s.Name}
				for _, h := range message.Heterogeneity {
					v, _ := t.Of(machine.Setting{Strategy: s.Name, H: h.Name, Where: where.Name, Rule: "none"}, "over_best")
					cell := signed(l, v.Mean) + " ± " + l.Float(v.Half, 2)
					if !v.Told() {
						cell = "(" + cell + ")"
					}
					cells = append(cells, cell)
				}
				line(cells...)
			}
		})
	}
	fmt.Fprintf(w, "\n%s\n", wrap(l.T("sweep-last"), ""))
	fmt.Fprintf(w, "\n%s\n", wrap(l.T("sweep-published"), ""))
}
