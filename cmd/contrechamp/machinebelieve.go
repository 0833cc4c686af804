package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/say"
)

func newMachineBelieve(s *settings) *cobra.Command {
	var voters int
	var seed uint64
	c := &cobra.Command{
		Use:   "believe",
		Short: "What one must believe for targeting to win: assumption by assumption",
		Long: `Holds elections between a candidate who contacts only those who trust him and
one who contacts anybody, under one assumption after another, and prints who
wins. The model is our form of the one behind Madsen and Pilditch's NetLogo
simulations; docs/machine.md says what was seen of theirs.`,
		Example: "  contrechamp machine believe\n  contrechamp machine believe --voters 100000 --seed 7 --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if voters < 100 || voters > 10_000_000 {
				return contrechamp.Invalid("--voters {n}: from 100 to 10,000,000", "n", voters)
			}
			b, err := machine.Believe(cmd.Context(), voters, seed)
			if err != nil {
				return err
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), b)
			}
			printBelieved(cmd.OutOrStdout(), s.language(), b)
			return nil
		},
	}
	c.Flags().IntVar(&voters, "voters", 10_000, "voters of each election")
	c.Flags().Uint64Var(&seed, "seed", 42, "seed of all chance")
	return c
}

func printBelieved(w io.Writer, l say.Lang, b *machine.Believed) {
	fmt.Fprintln(w, wrap(l.T("believe-head", "voters", b.Voters, "seeds", b.Seeds, "seed", fmt.Sprint(b.Seed)), ""))
	fmt.Fprintln(w)
	grid(w, func(line func(...any)) {
		line(l.T("believe-share"), l.T("believe-wins", "seeds", b.Seeds), l.T("believe-gain"), l.T("believe-assumption"))
		for _, r := range b.Rows {
			line(fmt.Sprintf("%s ± %s", l.Percent(r.Share/100, 1), l.Float(r.ShareHalf, 1)), r.Wins,
				fmt.Sprintf("%s ± %s", signed(l, r.Gain), l.Float(r.GainHalf, 1)), l.T("believe-"+r.Name))
		}
	})
	fmt.Fprintf(w, "\n%s\n", wrap(l.T("believe-last"), ""))
}
