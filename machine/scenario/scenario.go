// Package scenario holds invented countries to run the machine on: their
// margins, what their people differ about, and their parties.
package scenario

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/contrechamp/contrechamp/machine/electorate"
)

//go:embed valombre-margins.tsv
var valombreMargins []byte

//go:embed seed.tsv
var valombreSeed []byte

//go:embed valombre.json
var valombre []byte

//go:embed interests.txt
var interests string

// Scenario is a country and those who campaign in it.
type Scenario struct {
	Country string // ISO 3166-1 alpha-2; XV is no country's
	Margins *electorate.Margins
	Model   *electorate.Model
}

// Valombre is the invented country of the demo: 96 districts in twelve regions,
// six parties, twenty issues, 400 interests.
func Valombre() (*Scenario, error) {
	margins, err := electorate.ReadMargins(bytes.NewReader(valombreMargins))
	if err != nil {
		return nil, fmt.Errorf("reading Valombre: %w", err)
	}
	return Of(margins)
}

// Own is the country code of Valombre, which is no country's.
const Own = "XV"

// Of is Valombre's opinions and parties in a country with other margins, whose
// code is that of its first district.
func Of(margins *electorate.Margins) (*Scenario, error) {
	country, _, _ := strings.Cut(margins.Districts[0].Path, "/")
	s := &Scenario{Country: country, Margins: margins, Model: &electorate.Model{}}
	file := json.NewDecoder(bytes.NewReader(valombre))
	file.DisallowUnknownFields()
	if err := file.Decode(s.Model); err != nil {
		return nil, fmt.Errorf("reading Valombre: %w", err)
	}
	s.Model.Names = strings.Split(strings.TrimSpace(interests), "\n")
	var err error
	if s.Model.Seed, err = electorate.ReadSeed(bytes.NewReader(valombreSeed)); err != nil {
		return nil, fmt.Errorf("reading Valombre: %w", err)
	}
	return s, nil
}
