package machine

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

//go:embed parameters.json
var parametersFile []byte

// Parameter is a number that the model assumes.
type Parameter struct {
	Name       string     `json:"name"`
	Value      float64    `json:"value"`
	Range      [2]float64 `json:"range"` // what may reasonably be tried
	Unit       string     `json:"unit"`
	Provenance string     `json:"provenance"` // seen: read in the source; memory: to be verified; choice: ours; measured: here
	Source     string     `json:"source"`
}

// Parameters are all of them, as parameters.json has them.
func Parameters() ([]Parameter, error) {
	var all []Parameter
	if err := json.Unmarshal(parametersFile, &all); err != nil {
		return nil, fmt.Errorf("reading the parameters: %w", err)
	}
	return all, nil
}

// assumed are the values that the program uses, by the same names.
func assumed() map[string]float64 {
	d := Default()
	out := map[string]float64{
		"machine.messages": float64(d.Messages),
		"machine.h":        d.Heterogeneity,
		"machine.a":        d.Place,
		"machine.pilot":    float64(d.Pilot),
		"machine.money":    d.Money,
		"machine.bid":      d.Bid,
		"machine.answer":   d.Answer,
		"machine.country":  float64(d.Country),

		"machine.readers":        d.Offence.Readers,
		"machine.offence":        d.Offence.Points,
		"machine.letter":         d.Letters.Price,
		"machine.letter_turnout": d.Letters.Points,

		"message.mean":             message.MeanEffect,
		"message.sd":               message.SDOfEffects,
		"message.logit_per_point":  message.LogitPerPoint,
		"message.decay_days":       d.Decay.Days,
		"message.decay_tail":       d.Decay.Tail,
		"message.decay_tail_days":  float64(d.Decay.TailDays),
		"strategy.pilot_answer_sd": strategy.PilotSD,
		"strategy.break_even":      strategy.BreakEven,
		"strategy.kept":            d.Kept,
		"strategy.wrong_records":   d.Bought.Wrong,
		"strategy.missing_records": d.Bought.Missing,
		"strategy.record":          float64(d.Bought.Micros) / 1e6,
	}
	for _, more := range []map[string]float64{electorate.Parameters(), market.Parameters()} {
		for name, value := range more {
			out[name] = value
		}
	}
	return out
}
