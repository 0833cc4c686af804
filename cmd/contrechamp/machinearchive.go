package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine/library"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

func newMachineArchive(s *settings) *cobra.Command {
	o := library.Options{Voters: 20_000, Seed: 42, Money: .1}
	var out, name string
	c := &cobra.Command{
		Use:   "archive",
		Short: "Write the archives that platforms would publish of an election, and the truth beside them",
		Long: `Holds a campaign in an invented country and writes what the libraries of Meta,
Snap and Google and ProPublica's collector would show of it, with the holes that
they have; a census of its people; and truth.json, which says what no library does:
who contradicted himself, who was shut out, how many people a box held, which pages
belong together, which ads vanished. The files are read by contrechamp import and
contrechamp population import; truth.json is for whoever scores the answers.

The same seed writes the same bytes. A folder that holds anything else is refused.`,
		Example: `  contrechamp machine archive --out library
  contrechamp machine archive --scenario valombre --seed 7 --voters 100000 --out library
  contrechamp import --invented library/meta-before.jsonl library/meta-after.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return contrechamp.Invalid("--out is needed: the folder to write to")
			}
			if name != "valombre" {
				return contrechamp.Invalid("There is no scenario “{name}”; choose one of {names}.", "name", name, "names", "valombre")
			}
			if !(o.Money >= 0 && o.Money <= 1000) {
				return contrechamp.Invalid("A party has from 0 to 1,000 euros a voter, not {x}.", "x", o.Money)
			}
			sc, err := scenario.Valombre()
			if err != nil {
				return err
			}
			l := s.language()
			progress, stop := progressBar(cmd.ErrOrStderr(), func(what string) string { return l.T("machine-stage-" + what) })
			defer stop()
			if progress != nil {
				o.Progress = func(what string, share float64) { progress(what, int(1000*share), 1000) }
			}
			sold, err := library.Make(sc, o)
			if err != nil {
				return err
			}
			files, err := sold.Files("Valombre")
			if err != nil {
				return err
			}
			if err := library.Save(out, files); err != nil {
				return err
			}
			stop()
			if s.json {
				return writeJSON(cmd.OutOrStdout(), struct {
					Out      string            `json:"folder"`
					Archives []library.Archive `json:"archives"`
					Census   string            `json:"census"`
					Truth    string            `json:"truth"`
					Ads      int               `json:"ads"`
				}{out, library.Archives(), library.Census, library.TruthFile, len(sold.Ads)})
			}
			fmt.Fprintln(cmd.OutOrStdout(), wrap(l.T("archive-written", "out", out, "ads", len(sold.Ads), "voters", sold.Electorate.Voters, "seed", fmt.Sprint(o.Seed)), ""))
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&out, "out", "", "folder to write to")
	f.StringVar(&name, "scenario", "valombre", "invented country: valombre")
	f.IntVar(&o.Voters, "voters", o.Voters, "adults of the electorate")
	f.Uint64Var(&o.Seed, "seed", o.Seed, "seed of all chance")
	f.Float64Var(&o.Money, "money", o.Money, "euros a voter that each party has")
	return c
}
