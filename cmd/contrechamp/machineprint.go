package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/market"
	came "github.com/contrechamp/contrechamp/machine/outcome"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/machine/strategy"
	"github.com/contrechamp/contrechamp/say"
)

// strategies and rules are the names that a flag takes.
func strategies() string {
	var names []string
	for _, s := range strategy.All {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

func rules() string {
	var names []string
	for _, r := range market.Rules {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

// printMachine tells an election.
func printMachine(w io.Writer, l say.Lang, r *machine.Report) {
	head := "machine-head"
	if r.Country != scenario.Own {
		head = "machine-head-own"
	}
	fmt.Fprintln(w, wrap(l.T(head, "country", r.Country, "voters", r.Voters, "people", r.People, "seed", fmt.Sprint(r.Seed)), ""))
	fmt.Fprintln(w, wrap(l.T("machine-assumed", "h", l.Float(r.H, 1), "a", l.Float(r.A, 2), "rule", l.T("machine-rule-"+r.Rule)), ""))
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join([]string{l.T("machine-party"), l.T("machine-strategy"), l.T("machine-votes"), l.T("machine-share"), l.T("machine-change"), l.T("machine-shown"), l.T("machine-spent")}, "\t"))
	for _, p := range r.Parties {
		fmt.Fprintln(t, strings.Join([]string{
			p.Name, p.Strategy, l.Int(p.Votes), l.Percent(p.Share/100, 2), signedInt(l, p.Votes-p.Without), l.Int(p.Impressions), euros(l, p.Micros),
		}, "\t"))
	}
	t.Flush()
	fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-turnout", "turnout", l.Percent(float64(r.Turnout)/math.Max(1, float64(r.Voters)), 1), "moved", r.Moved), ""))
	if g := r.Gain; g != nil {
		id := "machine-gain-none"
		if g.Told {
			id = "machine-gain"
		}
		fmt.Fprintf(w, "\n%s\n", wrap(l.T(id, "party", name(r), "strategy", r.Strategy, "against", g.Against, "gain", signed(l, g.Mean), "lo", signed(l, g.Lo), "hi", signed(l, g.Hi),
			"pairs", len(g.Pairs), "voters", g.Voters), ""))
	}
	if r.Gain != nil && r.Gain.Price != nil {
		p, id := r.Gain.Price, "machine-price"
		if p.Open {
			id = "machine-price-open"
		}
		in := func(x float64) string { return l.Float(x, 2) + " €" }
		fmt.Fprintf(w, "\n%s\n", wrap(l.T(id, "x", in(p.Euros), "lo", in(p.Lo), "hi", in(p.Hi)), ""))
	}
	printCosts(w, l, r)
	if r.Lost > 0 {
		fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-lost", "party", name(r), "n", r.Lost), ""))
	}
	if p := r.Letters; p != nil {
		fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-letters", "party", name(r), "people", p.Letters, "money", euros(l, p.Micros+p.Records), "brought", p.Brought), ""))
	}
	if r.Home > 0 {
		fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-home", "n", r.Home), ""))
	}
	if r.Strategy == "demobilise" && r.Home == 0 {
		fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-demobilise"), ""))
	}
	printPromise(w, l, r)
	printHarms(w, l, r)
}

// printCosts tells what a campaign paid before its first ad.
func printCosts(w io.Writer, l say.Lang, r *machine.Report) {
	for _, p := range r.Parties {
		if p.ID == r.Party && p.Costs != (machine.Costs{}) {
			fmt.Fprintf(w, "\n%s\n", wrap(l.T("machine-costs", "party", p.Name, "data", euros(l, p.Costs.Data), "pilot", euros(l, p.Costs.Pilot), "ads", euros(l, p.Micros)), ""))
		}
	}
}

// printPromise sets what a model promised beside what is true.
func printPromise(w io.Writer, l say.Lang, r *machine.Report) {
	p := r.Promise
	if p == nil {
		return
	}
	points := []any{"promised", signed(l, p.Targeted), "truth", signed(l, p.TrueTargeted), "over", signed(l, p.Targeted-p.Best), "really", signed(l, p.TrueTargeted-p.TrueBest)}
	asked := l.T("machine-promise-asked", "asked", p.Asked)
	if p.Asked == 0 {
		asked = l.T("machine-promise-known")
	}
	id := "machine-promise"
	switch p.Learner {
	case "":
		id = "machine-promise-best"
	case "pander":
		id = "machine-promise-pander"
	}
	fmt.Fprintf(w, "\n%s\n", wrap(l.T(id, append(points, "learner", p.Learner, "asked", asked)...), ""))
}

func name(r *machine.Report) string {
	for _, p := range r.Parties {
		if p.ID == r.Party {
			return p.Name
		}
	}
	return r.Party
}

// printHarms tells what a campaign did to the electorate.
func printHarms(w io.Writer, l say.Lang, r *machine.Report) {
	h := &r.Harms
	fmt.Fprintf(w, "\n%s\n", l.T("machine-harms", "party", name(r)))
	line := func(id string, pairs ...any) { fmt.Fprintln(w, wrap(l.T(id, pairs...), "  ")) }
	if h.CommonGround != nil {
		line("machine-ground", "x", l.Percent(*h.CommonGround, 1))
	}
	if h.AmongReached != nil {
		line("machine-ground-reached", "x", l.Percent(*h.AmongReached, 1))
	}
	var ages []string
	for _, a := range h.ByAge {
		ages = append(ages, a.Ages+l.T("colon")+l.Percent(a.Share, 1))
	}
	line("machine-unreached", "x", l.Percent(h.Unreached, 1), "ages", strings.Join(ages, l.T("comma")))
	if h.Boxes == 0 {
		line("machine-no-box")
		return
	}
	line("machine-smallest", "boxes", h.Boxes, "people", h.Smallest)
	if h.Bits != nil {
		line("machine-bits", "x", l.Float(*h.Bits, 2))
	}
	for i, limit := range came.Limits {
		if h.Below[i] > 0 {
			line("machine-narrow", "money", euros(l, h.Below[i]), "people", limit)
			break
		}
	}
	if h.Women != nil {
		id := "machine-women"
		if h.Marked {
			id = "machine-women-marked"
		}
		line(id, "x", l.Float(*h.Women, 2))
	}
	for _, d := range h.Divergence {
		line("machine-divergence-"+d.By, "x", l.Float(d.Bits, 4), "null", l.Float(d.Null, 4))
	}
	if h.Leak != nil {
		line("machine-leak", "x", l.Float(*h.Leak, 2))
	}
	if c := h.TwoFaced; c != nil {
		line("machine-two-faced", "left", c.Left, "right", c.Right, "both", c.Both, "ties", c.Ties)
		for _, k := range c.Known {
			line("machine-known", "share", l.Percent(k.Readers, 0), "people", k.Voters)
		}
	}
}

// euros writes micro-euros in whole euros.
func euros(l say.Lang, micros int64) string { return l.Int((micros+500_000)/1_000_000) + " €" }

// signedInt writes a difference of counts; 0 has no sign.
func signedInt(l say.Lang, n int64) string {
	if n > 0 {
		return "+" + l.Int(n)
	}
	return l.Int(n)
}
