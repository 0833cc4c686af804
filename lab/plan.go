package lab

import (
	"errors"
	"math"
	"strconv"

	"github.com/contrechamp/contrechamp/sentence"
)

// Plan describes an experiment that is to show whether targeting beats the
// single best message. The zero value of a field means what its comment says.
type Plan struct {
	Messages int     // messages compared, equally likely; at least 2
	Control  float64 // share of people who get no message; 0: none

	Rate float64 // share of people with outcome 1, for a yes-or-no outcome
	SD   float64 // spread of any other outcome; give Rate or SD

	Differ float64 // share of people to whom targeting gives another message than the best one; 0: 1/2
	R2     float64 // share of the outcome's variance that covariates explain
	Size   float64 // average size of the clusters assigned together; 0: 1
	ICC    float64 // intraclass correlation within them

	Alpha float64 // 0: 0.05, two-sided
	Power float64 // 0: 0.8
}

// Need is the answer of a Plan: this many people show this gain.
type Need struct {
	Gain     float64 // targeted minus best, averaged over everybody
	SE       float64 // of the gain
	People   int     // in the whole experiment, each judged once (cross-fitting)
	Clusters int     // People / Size
	PerArm   int     // people given each message
	// Half is the chance to find a true gain of half the size.
	Half float64
}

// ErrPlan is what every [PlanError] is.
var ErrPlan = errors.New("lab: not an experiment that can be planned")

// PlanError says why a Plan's numbers do not describe an experiment.
type PlanError struct{ sentence.Sentence }

func (e *PlanError) Error() string { return e.String() }

// Unwrap makes it an ErrPlan.
func (e *PlanError) Unwrap() error { return ErrPlan }

func noPlan(english string, blanks ...any) error {
	return &PlanError{sentence.Say(english, blanks...)}
}

// threeDigits rounds a number to three significant digits.
func threeDigits(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// WithDefaults puts the defaults in place of zeros and refuses numbers that
// describe no experiment: a PlanError.
func (p Plan) WithDefaults() (Plan, error) {
	set := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	set(&p.Differ, .5)
	set(&p.Size, 1)
	set(&p.Alpha, .05)
	set(&p.Power, .8)
	if p.Rate != 0 && p.SD != 0 {
		return p, noPlan("give the share of yes or the standard deviation of the outcome, not both")
	}
	if p.Rate != 0 {
		p.SD = math.Sqrt(p.Rate * (1 - p.Rate))
	}
	for _, c := range []struct {
		ok   bool
		need sentence.Sentence
	}{
		{p.Messages >= 2, sentence.Say("there must be at least two messages to compare")},
		{p.Control >= 0 && p.Control < 1, sentence.Say("the share of people without message must lie from 0 to below 100%")},
		{p.SD > 0 && finite(p.SD), sentence.Say("the share of yes must lie between 0 and 100%, or the standard deviation above 0")},
		{p.Differ > 0 && p.Differ <= 1, sentence.Say("the share of people who get another message must lie above 0 and up to 100%")},
		{p.R2 >= 0 && p.R2 < 1, sentence.Say("the explained share must lie from 0 to below 100%")},
		{p.Size >= 1 && finite(p.Size), sentence.Say("a group has at least one person")},
		{p.ICC >= 0 && p.ICC <= 1, sentence.Say("the correlation within a group must lie from 0 to 1")},
		{p.Alpha > 0 && p.Alpha < p.Power && p.Power < 1, sentence.Say("false alarms must be above 0% and rarer than gains found, and these below 100%")},
	} {
		if !c.ok {
			return p, &PlanError{c.need}
		}
	}
	return p, nil
}

// variances returns noise and spread: the variance of the mean gain over n
// people is (noise + spread gain^2) / n. A person whose message differs has
// the paired score m_pi - m_b + 1{W=pi} u/e - 1{W=b} u/e, with u the residual
// of variance (1-R2) SD^2, so noise = Differ 2 (1-R2) SD^2 / e times the design
// effect; the gain of those who differ is gain/Differ, with variance
// gain^2 (1/Differ - 1) over people.
func (p Plan) variances() (noise, spread float64) {
	e := (1 - p.Control) / float64(p.Messages)
	deff := DesignEffect(p.Size, p.ICC)
	return p.Differ * 2 * (1 - p.R2) * p.SD * p.SD / e * deff, (1/p.Differ - 1) * deff
}

// SE returns the standard error of targeted minus best with n people, when the
// true gain is gain.
func (p Plan) SE(n int, gain float64) (float64, error) {
	p, err := p.WithDefaults()
	if err != nil {
		return 0, err
	}
	if n < 1 {
		return 0, noPlan("an experiment on {n} people", "n", n)
	}
	noise, spread := p.variances()
	return math.Sqrt((noise + spread*gain*gain) / float64(n)), nil
}

// People returns how many people it takes to find the gain.
func (p Plan) People(gain float64) (Need, error) {
	p, err := p.WithDefaults()
	if err != nil {
		return Need{}, err
	}
	if !(gain > 0) || !finite(gain) {
		return Need{}, noPlan("a gain must be above 0")
	}
	if !p.possible(gain) {
		return Need{}, noPlan("a gain of {gain} percentage points, when {differ}% of the people get another message, would take more than a yes from all of these",
			"gain", threeDigits(100*gain), "differ", threeDigits(100*p.Differ))
	}
	m := Multiplier(p.Alpha, p.Power)
	noise, spread := p.variances()
	n := math.Ceil(m * m * (noise + spread*gain*gain) / (gain * gain))
	if n > 1e15 {
		return Need{}, noPlan("a gain of {gain} takes more than 10^15 people", "gain", gain)
	}
	return p.need(int(n), gain), nil
}

// Smallest returns the smallest gain that n people can show; ErrPlan if n is
// so small that no gain can be seen.
func (p Plan) Smallest(n int) (Need, error) {
	p, err := p.WithDefaults()
	if err != nil {
		return Need{}, err
	}
	m := Multiplier(p.Alpha, p.Power)
	noise, spread := p.variances()
	// gain^2 = m^2 (noise + spread gain^2) / n
	left := float64(n) - m*m*spread
	gain := m * math.Sqrt(noise/left)
	if left <= 0 || !p.possible(gain) {
		return Need{}, noPlan("{n} people are too few to show any gain", "n", n)
	}
	return p.need(n, gain), nil
}

// possible reports whether a share of yes can gain so much: nobody whose
// message differs can gain more than from 0 to 1.
func (p Plan) possible(gain float64) bool { return p.Rate == 0 || gain <= p.Differ }

func (p Plan) need(n int, gain float64) Need {
	noise, spread := p.variances()
	se := func(gain float64) float64 { return math.Sqrt((noise + spread*gain*gain) / float64(n)) }
	return Need{
		Gain: gain, SE: se(gain), People: n,
		Clusters: int(math.Ceil(float64(n) / p.Size)), PerArm: int(math.Ceil(float64(n) * (1 - p.Control) / float64(p.Messages))),
		Half: NormalPower(gain/2, se(gain/2), p.Alpha),
	}
}
