package machine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/machine/strategy"
	"github.com/contrechamp/contrechamp/reach"
)

// Settings are what a run assumes. Default has the usual ones.
type Settings struct {
	Voters        int
	Seed          uint64
	Threads       int     // 0: as many as processors; no result depends on it
	Messages      int     // each party has
	Heterogeneity float64 // h of package message
	Place         float64 // A: how much of an effect in a survey is left in a campaign
	Pilot         int     // people asked about each message
	Known         bool    // campaigns know what messages do, and ask nobody
	Learner       string  // of package lab, by which micro learns
	Bought        electorate.Quality
	BySex         bool    // campaigns look at sex too, which the platform knows
	Kept          float64 // points of turnout that a message to stay at home takes away
	Letters       Letters // of the party that is shown
	Offence       Offence // at the party that is shown
	Answer        float64 // euros that a pilot pays for an answer
	Country       int     // adults of the country that the electorate is a sample of: a pilot is made once for all; fewer than Voters are Voters
	Money         float64 // euros a voter that each party has
	Bid           float64 // euros per thousand impressions
	Rule          string  // of package market
	Market        market.Market
	Decay         message.Decay

	Progress func(what string, share float64) // may be nil

	// Context ends a run early, with its error; nil never does.
	Context context.Context
}

// ended is the error of a run that was ended early.
func (s *Settings) ended() error {
	if s.Context == nil {
		return nil
	}
	return s.Context.Err()
}

// Default are the settings of section "parameters" in docs/machine.md.
func Default() Settings {
	return Settings{
		Voters: 1_000_000, Seed: 42, Messages: 20, Heterogeneity: 1, Place: .1, Pilot: 500,
		Learner: "ols", Bought: electorate.Offered("ideology"), Answer: 1, Country: 1_000_000,
		Letters: Letters{Price: .5, Points: 1.8},
		Money:   .04, Bid: 9, Rule: "none", Market: market.Standard(), Decay: message.HillDecay,
	}
}

// MaxMessages is how many messages a party can have: a bit each in outcome.Set.
const MaxMessages = 64

func (s *Settings) check() error {
	switch {
	case s.Messages < 1 || s.Messages > MaxMessages:
		return contrechamp.Invalid("A party has from 1 to {most} messages, not {n}.", "most", MaxMessages, "n", s.Messages)
	case !(s.Heterogeneity >= 0 && s.Heterogeneity <= 10):
		return contrechamp.Invalid("How differently people react must be from 0 to 10, not {x}.", "x", s.Heterogeneity)
	case !(s.Place >= 0 && s.Place <= 1):
		return contrechamp.Invalid("What is left of an effect in the field must be from 0 to 1, not {x}.", "x", s.Place)
	case !(s.Money >= 0 && s.Money <= 1000):
		return contrechamp.Invalid("A party has from 0 to 1,000 euros a voter, not {x}.", "x", s.Money)
	case s.Pilot < 1 || s.Pilot > 1_000_000:
		return contrechamp.Invalid("A pilot asks from 1 to 1,000,000 people about each message, not {n}.", "n", s.Pilot)
	case !(s.Bought.Wrong >= 0 && s.Bought.Wrong <= 1):
		return contrechamp.Invalid("The share of wrong records must be from 0 to 1, not {x}.", "x", s.Bought.Wrong)
	case !(s.Bought.Missing >= 0 && s.Bought.Missing <= 1):
		return contrechamp.Invalid("The share of missing records must be from 0 to 1, not {x}.", "x", s.Bought.Missing)
	case !(s.Offence.Readers >= 0 && s.Offence.Readers <= 1):
		return contrechamp.Invalid("The share who read what everybody was told must be from 0 to 1, not {x}.", "x", s.Offence.Readers)
	case !(s.Offence.Points >= 0 && s.Offence.Points <= 100):
		return contrechamp.Invalid("Whoever learns of both halves takes away from 0 to 100 points, not {x}.", "x", s.Offence.Points)
	case !(s.Letters.Share >= 0 && s.Letters.Share <= 1):
		return contrechamp.Invalid("Letters take a share of the money from 0 to 1, not {x}.", "x", s.Letters.Share)
	case !(s.Letters.Price >= 0 && s.Letters.Price <= 1000):
		return contrechamp.Invalid("A letter costs from 0 to 1,000 euros, not {x}.", "x", s.Letters.Price)
	case !(s.Letters.Points >= 0 && s.Letters.Points <= 100):
		return contrechamp.Invalid("A letter brings from 0 to 100 points of turnout, not {x}.", "x", s.Letters.Points)
	case !(s.Answer >= 0 && s.Answer <= 1000):
		return contrechamp.Invalid("An answer costs from 0 to 1,000 euros, not {x}.", "x", s.Answer)
	case !(s.Kept >= 0 && s.Kept <= 100):
		return contrechamp.Invalid("A message to stay at home takes from 0 to 100 points of turnout, not {x}.", "x", s.Kept)
	}
	return strategy.LearnerNamed(s.Learner)
}

// World is an electorate and the parties' messages: all that elections of one
// seed have in common.
type World struct {
	Settings
	Scenario   *scenario.Scenario
	Electorate *electorate.Electorate
	People     *reach.People
	Messages   [][]message.Message // by party

	known    *strategy.Known
	ballot   *electorate.Ballot
	quiet    [][]int64 // votes by block and party when nobody advertises
	absent   []int64   // by block
	phase    [5]int64  // what an impression is still worth on the day, in 1/doseUnit
	everyone *audience.Expr
	ties     func() *electorate.Ties // who knows whom, laid out once when it is asked
}

// NewWorld makes the world of a scenario.
func NewWorld(sc *scenario.Scenario, s Settings) (*World, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if s.Progress == nil {
		s.Progress = func(string, float64) {}
	}
	w := &World{Settings: s, Scenario: sc, everyone: audience.Ages(electorate.Adult, 254)}
	var err error
	w.Electorate, err = electorate.New(sc.Margins, sc.Model, electorate.Options{
		Voters: s.Voters, Seed: s.Seed, Threads: s.Threads, Progress: func(what string, x float64) { s.Progress(what, .5*x) },
	})
	if err != nil {
		return nil, err
	}
	if err := s.ended(); err != nil {
		return nil, err
	}
	bought, err := w.Electorate.Buy(s.Bought)
	if err != nil {
		return nil, err
	}
	if w.People, err = w.Electorate.People(audience.World{}, s.Threads, bought); err != nil {
		return nil, fmt.Errorf("laying out the electorate: %w", err)
	}
	w.ties = sync.OnceValue(func() *electorate.Ties { return w.Electorate.Ties(s.Threads) })
	w.known = strategy.Know(w.Electorate, bought, s.BySex, s.Threads)
	s.Progress("boxes", .8)
	if err := s.ended(); err != nil {
		return nil, err
	}
	if err := w.speak(); err != nil {
		return nil, err
	}
	for p := range w.phase {
		w.phase[p] = int64(math.Round(s.Decay.Weight(message.Phases[p]) * doseUnit))
	}
	w.vote()
	s.Progress("vote", 1)
	return w, nil
}

// With is the same electorate under other settings: those of the people
// themselves and of what was bought of them must stay.
func (w *World) With(change func(*Settings)) (*World, error) {
	other := *w
	change(&other.Settings)
	if err := other.check(); err != nil {
		return nil, err
	}
	if other.Voters != w.Voters || other.Seed != w.Seed || other.Bought != w.Bought || other.BySex != w.BySex || other.Decay != w.Decay {
		return nil, fmt.Errorf("an electorate of %d, seed %d, is not one of %d, seed %d", w.Voters, w.Seed, other.Voters, other.Seed)
	}
	other.Messages = nil
	return &other, other.speak()
}

// speak draws every party's messages, by its id.
func (w *World) speak() error {
	age, err := message.Ages.Respond()
	if err != nil {
		return err
	}
	ideology, err := message.Ideologies.Respond()
	if err != nil {
		return err
	}
	effects := message.Effects{Mean: message.MeanEffect, SD: message.SDOfEffects, Heterogeneity: w.Heterogeneity, Age: age, Ideology: ideology}
	for _, p := range w.Electorate.Model.Parties {
		z := &draw.Stream{Key: draw.For(w.Seed, "machine/messages/"+p.ID)}
		var all []message.Message
		for range w.Settings.Messages {
			all = append(all, effects.Draw(z))
		}
		w.Messages = append(w.Messages, all)
	}
	return nil
}

// vote counts the votes of an election in which nobody advertises.
func (w *World) vote() {
	e := w.Electorate
	w.ballot = e.Ballot()
	w.quiet, w.absent = make([][]int64, e.Blocks()), make([]int64, e.Blocks())
	e.EachBlock(w.Threads, func(block, from, to int) {
		votes := make([]int64, len(e.Model.Parties))
		for i := from; i < to; i++ {
			switch {
			case e.Age[i] < electorate.Adult:
			case e.Votes(i):
				votes[w.ballot.Choice(i, nil)]++
			default:
				w.absent[block]++
			}
		}
		w.quiet[block] = votes
	})
}

// Party is the place of a party by its id.
func (w *World) Party(id string) (int, error) {
	var ids []string
	for _, p := range w.Electorate.Model.Parties {
		ids = append(ids, p.ID)
	}
	if i := slices.Index(ids, id); i >= 0 {
		return i, nil
	}
	return 0, contrechamp.Invalid("There is no party “{name}”; choose one of {names}.", "name", id, "names", strings.Join(ids, ", "))
}

// Plans are what the parties decide: one strategy each, by place.
func (w *World) Plans(names []string) ([]*strategy.Plan, error) {
	parties := w.Electorate.Model.Parties
	if len(names) != len(parties) {
		return nil, fmt.Errorf("%d strategies for %d parties", len(names), len(parties))
	}
	var plans []*strategy.Plan
	for p, name := range names {
		s, err := strategy.Named(name)
		if err != nil {
			return nil, err
		}
		smallest := int64(1)
		if w.Rule == market.RuleSmallestBox {
			smallest = market.SmallestBox
		}
		plan, err := s.Plan(&strategy.Situation{
			Electorate: w.Electorate, Known: w.known, Party: p, Messages: w.Messages[p],
			Pilot:   strategy.Pilot{Each: w.Pilot, SD: strategy.PilotSD, Known: w.Settings.Known},
			Learner: w.Learner, Smallest: smallest, Kept: w.Kept,
			Chance: draw.For(w.Seed, "machine/strategy/"+parties[p].ID),
		})
		if err != nil {
			return nil, fmt.Errorf("planning the campaign of %s: %w", parties[p].ID, err)
		}
		if plan.Messages == nil {
			plan.Messages = w.Messages[p]
		}
		plans = append(plans, plan)
	}
	return plans, nil
}
