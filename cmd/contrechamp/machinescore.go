package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/machine/score"
	"github.com/contrechamp/contrechamp/say"
)

func newMachineScore(s *settings) *cobra.Command {
	o := score.Options{Voters: 20_000, Worlds: 20, First: 42, Money: .1}
	c := &cobra.Command{
		Use:   "score",
		Short: "Ask the program's own questions of archives whose truth is known",
		Long: `Holds campaigns among people who do not exist, writes the archives that platforms
would publish of them, imports these as any other archive, asks each question of the
reverse shot and holds the answers against the truth: how much of what is said is so
(precision), how much of what is so is said (recall), how often an interval holds its
number. Twenty worlds take about eight minutes of a processor.`,
		Example: "  contrechamp machine score --worlds 3\n  contrechamp machine score --seed 7 --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Worlds < 1 || o.Worlds > 10_000 {
				return contrechamp.Invalid("--worlds {n}: from 1 to 10,000", "n", o.Worlds)
			}
			sc, err := scenario.Valombre()
			if err != nil {
				return err
			}
			l := s.language()
			progress, stop := progressBar(cmd.ErrOrStderr(), func(string) string { return l.T("machine-stage-worlds") })
			defer stop()
			if progress != nil {
				o.Progress = func(done, of int) { progress("worlds", done, of) }
			}
			t, err := score.Run(cmd.Context(), sc, o)
			if err != nil {
				return err
			}
			stop()
			if s.json {
				return writeJSON(cmd.OutOrStdout(), t)
			}
			printScore(cmd.OutOrStdout(), l, t)
			return nil
		},
	}
	f := c.Flags()
	f.IntVar(&o.Voters, "voters", o.Voters, "adults of the electorate")
	f.IntVar(&o.Worlds, "worlds", o.Worlds, "seeds: electorates with their campaigns")
	f.Uint64Var(&o.First, "seed", o.First, "the first of them")
	return c
}

func printScore(w io.Writer, l say.Lang, t *score.Table) {
	fmt.Fprintln(w, wrap(l.T("score-head", "worlds", t.Worlds, "voters", t.Voters, "ads", t.Ads, "rejected", t.Reject), ""))
	fmt.Fprintln(w)
	share := func(x float64, ok bool) string {
		if !ok {
			return "-"
		}
		return l.Float(x, 2)
	}
	grid(w, func(line func(...any)) {
		line(l.T("score-right"), l.T("score-wrong"), l.T("score-missed"), l.T("score-precision"), l.T("score-recall"), l.T("score-held"), l.T("score-question"))
		for _, x := range t.Lines {
			if x.Of > 0 {
				line("-", "-", "-", "-", "-", l.Int(int64(x.Held))+"/"+l.Int(int64(x.Of)), l.T("score-"+x.Detector))
				continue
			}
			line(x.Right, x.Wrong, x.Missed, share(x.Precision()), share(x.Recall()), "-", l.T("score-"+x.Detector))
		}
	})
	fmt.Fprintf(w, "\n%s\n", wrap(l.T("score-last"), ""))
}
