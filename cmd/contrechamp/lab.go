package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
	"github.com/contrechamp/contrechamp/say"
)

// labCommands are the commands below lab.
var labCommands = []func(*settings) *cobra.Command{
	newLabRun,
	newLabPublished,
	newLabPower,
	newLabSimulate,
}

func newLab(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "lab",
		Short: "Test whether targeting beats the single best message",
	}
	for _, sub := range labCommands {
		c.AddCommand(sub(s))
	}
	return c
}

func newLabPower(s *settings) *cobra.Command {
	var p lab.Plan
	var gain float64
	var people int
	c := &cobra.Command{
		Use:   "power",
		Short: "How many people it takes to see a gain of targeting, or the smallest gain that so many can show",
		Example: `  contrechamp lab power --gain 1 --rate 30 --messages 4
  contrechamp lab power --gain 0.5 --rate 30 --control 50 --cluster-size 1.9 --icc 0.5
  contrechamp lab power --people 20000 --sd 25 --messages 5 --differ 40`,
		Args: cobra.NoArgs,
	}
	f := c.Flags()
	f.Float64Var(&gain, "gain", 0, "gain to be seen: in percentage points with --rate, else in units of the outcome")
	f.IntVar(&people, "people", 0, "people at hand: asks for the smallest gain that they can show")
	f.IntVar(&p.Messages, "messages", 2, "messages compared")
	f.Float64Var(&p.Rate, "rate", 0, "per cent of people who say yes, for a yes-or-no outcome")
	f.Float64Var(&p.SD, "sd", 0, "standard deviation of any other outcome")
	f.Float64Var(&p.Control, "control", 0, "per cent of people who get no message")
	f.Float64Var(&p.Differ, "differ", 50, "per cent of people to whom targeting gives another message than the best one")
	f.Float64Var(&p.R2, "explained", 0, "per cent of the outcome's variance that what is known of people explains")
	f.Float64Var(&p.Size, "cluster-size", 1, "people in a household or other cluster that gets one message together")
	f.Float64Var(&p.ICC, "icc", 0, "correlation of outcomes within a cluster, 0 to 1")
	f.Float64Var(&p.Alpha, "alpha", 5, "per cent of false alarms, two-sided")
	f.Float64Var(&p.Power, "power", 80, "per cent of true gains that are to be found")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if (gain != 0) == (people != 0) {
			return contrechamp.Invalid("give --gain or --people, one of the two")
		}
		if p.Rate == 0 && p.SD == 0 {
			return contrechamp.Invalid("give --rate, per cent of people who say yes, or --sd, the standard deviation of any other outcome")
		}
		for _, name := range []string{"differ", "cluster-size", "alpha", "power"} { // 0 would mean the default
			if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "0" {
				return contrechamp.Invalid("--{flag} must be above 0", "flag", name)
			}
		}
		for _, percent := range []*float64{&p.Rate, &p.Control, &p.Differ, &p.R2, &p.Alpha, &p.Power} {
			*percent /= 100
		}
		unit := 1.
		if p.Rate != 0 {
			unit = .01
		}
		var need lab.Need
		var err error
		if people != 0 {
			need, err = p.Smallest(people)
		} else {
			need, err = p.People(gain * unit)
		}
		if plan := (*lab.PlanError)(nil); errors.As(err, &plan) {
			return &contrechamp.Problem{Kind: contrechamp.ErrInvalid, Sentence: plan.Sentence}
		}
		if err != nil {
			return err
		}
		said := map[say.Lang]string{}
		for _, l := range say.Langs {
			if said[l], err = l.Plan(p, need, people != 0); err != nil {
				return err
			}
		}
		if s.json {
			return writeJSON(cmd.OutOrStdout(), map[string]any{
				"gain": need.Gain, "se": need.SE, "people": need.People, "clusters": need.Clusters, "per_message": need.PerArm, "power_against_half": need.Half,
				"en": said[say.EN], "fr": said[say.FR],
			})
		}
		fmt.Fprintln(cmd.OutOrStdout(), said[s.language()])
		return nil
	}
	return c
}
