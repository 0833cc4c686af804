package main

import (
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

// machineCommands are the commands below machine.
var machineCommands = []func(*settings) *cobra.Command{
	newMachineRun,
	newMachineSweep,
	newMachineArchive,
	newMachineScore,
	newMachineBelieve,
}

func newMachine(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "machine",
		Short: "Run a whole targeted campaign on an invented electorate",
	}
	for _, sub := range machineCommands {
		c.AddCommand(sub(s))
	}
	return c
}

// preset is a number, or the name of one of some presets.
func preset(flag, value string, presets []message.Preset) (float64, error) {
	var names []string
	for _, p := range presets {
		if p.Name == value {
			return p.Value, nil
		}
		names = append(names, p.Name)
	}
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0, contrechamp.Invalid("--{flag} {value}: a number, or one of {names}", "flag", flag, "value", value, "names", strings.Join(names, ", "))
	}
	return x, nil
}

// country is Valombre, with a user's own margins if a file is named.
func country(margins string) (*scenario.Scenario, error) {
	if margins == "" {
		return scenario.Valombre()
	}
	f, err := os.Open(margins)
	if err != nil {
		return nil, contrechamp.Invalid("{path} cannot be read: {error}", "path", margins, "error", err)
	}
	defer f.Close()
	m, err := electorate.ReadMargins(f)
	if err != nil {
		return nil, err
	}
	return scenario.Of(m)
}

func newMachineRun(s *settings) *cobra.Command {
	set := machine.Default()
	var party, strategy, others, against, h, where, margins string
	var pairs, pairVoters int
	record := float64(set.Bought.Micros) / 1e6
	c := &cobra.Command{
		Use:   "run",
		Short: "One election: the votes, what a party gains by its strategy, and the harms",
		Long: `Runs one election in Valombre, an invented country: six parties buy
advertisements by their strategies, a market delivers them in five phases of the
last month, what was seen moves people, they vote.

The gain is the mean over pairs of smaller elections that share all chance, with
its 95 % interval. docs/machine.md says what every number rests on.`,
		Example: `  contrechamp machine run --voters 1000000 --seed 42
  contrechamp machine run --party levain --strategy best --against mass --where lab
  contrechamp machine run --strategy micro --learner shrunk --against best --where lab
  contrechamp machine run --voters 100000 --h none --pairs 0 --json
  contrechamp machine run --strategy mass --letters .5 --letter-turnout 8.1
  contrechamp machine run --strategy pander --where lab --readers .1 --offence 3
  contrechamp machine run --margins my-country.tsv`,
		Args: cobra.NoArgs,
	}
	f := c.Flags()
	f.IntVar(&set.Voters, "voters", set.Voters, "adults of the electorate")
	f.Uint64Var(&set.Seed, "seed", set.Seed, "seed of all chance")
	f.StringVar(&party, "party", "fleuve", "party that is looked at: fleuve, terrasses, metiers, levain, bund, lande")
	f.StringVar(&strategy, "strategy", "best", "its strategy: "+strategies())
	f.StringVar(&others, "others", "mass", "strategy of the other parties")
	f.StringVar(&against, "against", "silence", "strategy that the gain is counted against")
	f.StringVar(&h, "h", "published", "how differently groups react: none, parallel, published, vendor or a number")
	f.StringVar(&where, "where", "field", "how much of an effect is left outside the lab: lab, field, general or a number")
	f.StringVar(&set.Rule, "rule", set.Rule, "rule of the platform: "+rules())
	f.Float64Var(&set.Money, "money", set.Money, "euros a voter that each party has")
	f.IntVar(&set.Pilot, "pilot", set.Pilot, "people asked about each message beforehand")
	f.BoolVar(&set.Known, "known", false, "campaigns know what messages do, and ask nobody")
	f.StringVar(&set.Learner, "learner", set.Learner, "by which micro learns from the pilot: ols, ridge, shrunk, subgroups, tree1, tree2")
	f.BoolVar(&set.BySex, "by-sex", false, "campaigns that learn look at sex too")
	f.Float64Var(&set.Bought.Wrong, "wrong", set.Bought.Wrong, "share of bought ideologies that say another one")
	f.Float64Var(&set.Bought.Missing, "missing", set.Bought.Missing, "share of adults of whom no ideology can be bought")
	f.Float64Var(&set.Kept, "kept", set.Kept, "points of turnout that a message to stay at home takes away")
	f.Float64Var(&set.Offence.Readers, "readers", 0, "share of adults who read what everybody was told and speak of it")
	f.Float64Var(&set.Offence.Points, "offence", 0, "points that a party loses with whoever was told one half and learns of the other")
	f.Float64Var(&set.Letters.Share, "letters", 0, "share of the party's money for letters that ask its own to go and vote")
	f.Float64Var(&set.Letters.Price, "letter", set.Letters.Price, "euros that a letter costs")
	f.Float64Var(&set.Letters.Points, "letter-turnout", set.Letters.Points, "points of turnout that a letter brings")
	f.Float64Var(&set.Answer, "answer", set.Answer, "euros that a pilot pays for an answer")
	f.Float64Var(&record, "record", record, "euros that a bought record costs")
	f.IntVar(&set.Country, "country", set.Country, "adults of the country that a smaller electorate is a sample of: it bears that part of a pilot")
	f.IntVar(&pairs, "pairs", 20, "pairs of elections for the interval of the gain; 0 for none")
	f.IntVar(&pairVoters, "pair-voters", 100_000, "voters of each pair, if fewer than --voters")
	f.StringVar(&margins, "margins", "", "table of margins of another country")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		l, out := s.language(), cmd.OutOrStdout()
		var err error
		if set.Heterogeneity, err = preset("h", h, message.Heterogeneity); err != nil {
			return err
		}
		if set.Place, err = preset("where", where, message.Places); err != nil {
			return err
		}
		if pairs != 0 && (pairs < 2 || pairs > 10_000) {
			return contrechamp.Invalid("--pairs {n}: 0, or from 2 to 10,000", "n", pairs)
		}
		if !(record >= 0 && record <= 1000) {
			return contrechamp.Invalid("--record {x}: from 0 to 1,000 euros", "x", record)
		}
		set.Bought.Micros = int64(record*1e6 + .5)
		set.Context = cmd.Context()
		sc, err := country(margins)
		if err != nil {
			return err
		}
		progress, stop := progressBar(cmd.ErrOrStderr(), func(what string) string { return l.T("machine-stage-" + what) })
		defer stop()
		if progress != nil {
			set.Progress = func(what string, share float64) { progress(what, int(1000*share), 1000) }
		}
		w, err := machine.NewWorld(sc, set)
		if err != nil {
			return err
		}
		at, err := w.Party(party)
		if err != nil {
			return err
		}
		plan := slices.Repeat([]string{others}, len(sc.Model.Parties))
		plan[at] = strategy
		r, err := w.Run(plan, at)
		if err != nil {
			return err
		}
		var gain *machine.Gain
		if pairs > 0 {
			small := set
			small.Voters, small.Country = min(pairVoters, set.Voters), max(set.Country, set.Voters)
			gain, err = machine.Pair(sc, small, at, pairs, plan, against, func(done int) {
				if progress != nil {
					progress("pairs", done, pairs)
				}
			})
			if err != nil {
				return err
			}
		}
		stop()
		report := w.Report(r, at, gain)
		if s.json {
			return writeJSON(out, report)
		}
		printMachine(out, l, report)
		return nil
	}
	return c
}
