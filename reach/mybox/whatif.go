package mybox

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// How many values of an attribute are tried for "what if".
const (
	tryAges      = 4 // younger, and as many older
	tryPlaces    = 8
	tryLanguages = 4
	tryLabels    = 8
)

// Effect is a single change of the reader with what it wins and loses among the
// ads that would reach the reader.
type Effect struct {
	Change audience.Flip `json:"change"`
	Won    uint32        `json:"won"`
	Lost   uint32        `json:"lost"`
}

// Changes lists single changes worth trying for a reader, from the values that
// boxes name: ages at their borders, genders, the places, languages and labels
// named by most ads, and the labels the reader has.
func (b *Box) Changes(p *Profile) []audience.Flip {
	var out []audience.Flip
	add := func(f audience.Fact, not bool) { out = append(out, audience.Flip{Fact: f, Not: not}) }
	for _, age := range b.borders(p) {
		add(audience.Fact{Kind: audience.Age, Lo: age, Hi: age}, false)
	}
	gendered := slices.ContainsFunc(b.Choices, func(c Choice) bool { return c.Fact.Kind == audience.Gender })
	for _, g := range []string{"female", "male", "other"} {
		if g != p.Person.Gender && gendered {
			add(audience.Fact{Kind: audience.Gender, Label: g}, false)
		}
	}
	left := map[audience.Kind]int{audience.Place: tryPlaces, audience.Language: tryLanguages, audience.Interest: tryLabels}
	var have []audience.Fact
	for f, yes := range p.Person.Said {
		if yes && f.Kind.Labelled() {
			have = append(have, f)
		}
	}
	slices.SortFunc(have, func(x, y audience.Fact) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Label, y.Label))
	})
	for _, f := range have {
		add(f, true)
	}
	for _, c := range b.Choices {
		f := c.Fact
		k := f.Kind
		if k.Labelled() {
			k = audience.Interest // all labels share a number
		}
		if left[k] == 0 {
			continue
		}
		switch {
		case k == audience.Place:
			if f.Area.Shape != audience.NoArea || f.Label == p.Person.Lives || b.Places.Relate(p.Person.Lives, f.Label) == audience.Inside {
				continue
			}
			add(audience.Fact{Kind: audience.Place, Where: audience.Lives, Label: f.Label}, false)
		case k == audience.Language:
			add(f, slices.Contains(p.Person.Languages, f.Label))
		default:
			if _, said := p.Person.Said[f]; said {
				continue
			}
			add(f, false)
		}
		left[k]--
	}
	return out
}

// borders are the nearest ages, younger and older, at which some box begins or
// ends; for a silent age those of the whole range.
func (b *Box) borders(p *Profile) (ages []uint8) {
	lo, hi := p.Person.Age, p.Person.Age
	if p.Hi != 0 {
		lo, hi = p.Lo, p.Hi
	}
	if hi == 0 {
		step := max(1, len(b.ages)/(2*tryAges))
		for i := 0; i < len(b.ages); i += step {
			ages = append(ages, b.ages[i])
		}
		return ages
	}
	var below, above []uint8
	for _, at := range b.ages {
		// One year younger than a border; below 18, where most boxes end, only for
		// somebody who is not far from it.
		if at <= lo && at > 1 && (at > 18 || lo <= 22) {
			below = append(below, at-1)
		}
		if at > hi {
			above = append(above, at)
		}
	}
	return append(spread(below, true), spread(above, false)...)
}

// spread keeps the nearest of ascending ages and some that are further away.
func spread(ages []uint8, down bool) []uint8 {
	if down {
		ages = slices.Clone(ages)
		slices.Reverse(ages)
	}
	var out []uint8
	for i, a := range ages {
		if i == 0 || len(out) < tryAges && max(a, out[len(out)-1])-min(a, out[len(out)-1]) >= 5 {
			out = append(out, a)
		}
	}
	return out
}

// Apply is the reader as changed.
func Apply(p Profile, f audience.Flip) Profile {
	p.Person = f.Apply(p.Person)
	if f.Fact.Kind == audience.Age {
		p.Lo, p.Hi = 0, 0
	}
	if f.Fact.Kind == audience.Place && f.Fact.Where == audience.Lives {
		p.Person.Now = ""
	}
	return p
}

// Try counts what a change wins and loses.
func (b *Box) Try(a *Answers, f audience.Flip) Effect {
	e := Effect{Change: f}
	p := Apply(a.Profile, f)
	of := make([]audience.Answer, len(b.Cards))
	b.answer(&p, of)
	for i, x := range of {
		switch was := a.of[i]; {
		case x == audience.Yes && was != audience.Yes:
			e.Won += b.Cards[i].Ads
		case x != audience.Yes && was == audience.Yes:
			e.Lost += b.Cards[i].Ads
		}
	}
	return e
}

// WhatIf tries all Changes and keeps those with an effect, the largest first.
func (b *Box) WhatIf(a *Answers) []Effect {
	var out []Effect
	for _, f := range b.Changes(&a.Profile) {
		if e := b.Try(a, f); e.Won+e.Lost > 0 {
			out = append(out, e)
		}
	}
	SortEffects(out)
	return out
}

// SortEffects puts the largest effect first.
func SortEffects(es []Effect) {
	slices.SortStableFunc(es, func(x, y Effect) int {
		return cmp.Compare(max(y.Won, y.Lost), max(x.Won, x.Lost))
	})
}

// Flips are the single changes that would turn the answer for one card.
func (b *Box) Flips(a *Answers, card uint32) []audience.Flip {
	e, p := b.open(a, card)
	return audience.Flips(e, &p, b.World())
}
