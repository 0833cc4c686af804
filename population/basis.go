package population

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Basis is what a size rests on beside its bounds: what makes it wide, or why
// there is none. Its JSON is what a store keeps and what answers show.
type Basis struct {
	Of        int64    `json:"of,omitempty"`        // people of the countries that the box reaches
	Countries []string `json:"countries,omitempty"` // these countries
	Years     []int    `json:"years,omitempty"`     // of their counts
	Mid       *float64 `json:"mid,omitempty"`       // an estimate by equal shares of cut age groups
	NoTable   []string `json:"no_table,omitempty"`  // countries without a population table
	Reasons   []Reason `json:"reasons,omitempty"`
}

// Basis is all of a size but its bounds.
func (s Size) Basis() Basis {
	b := Basis{Of: s.Of, Countries: s.Countries, Years: s.Years, NoTable: s.NoTable, Reasons: s.Reasons}
	if s.HasMid {
		b.Mid = &s.Mid
	}
	return b
}

// With makes a size of a basis and its bounds; a negative upper bound is no size.
func (b Basis) With(lo, hi int64) Size {
	s := Size{Of: b.Of, Countries: b.Countries, Years: b.Years, NoTable: b.NoTable, Reasons: b.Reasons}
	if hi >= 0 {
		s.Known, s.Lo, s.Hi = true, lo, hi
	}
	if b.Mid != nil {
		s.HasMid, s.Mid = true, *b.Mid
	}
	return s
}

// Encode writes a basis; ParseBasis reads it.
func (b Basis) Encode() string {
	text, err := json.Marshal(b)
	if err != nil {
		panic(err) // an estimate that is no number: counts never give one
	}
	return string(text)
}

// ParseBasis reads what Encode wrote. No text is a basis of nothing: no table of
// people was there when the box came.
func ParseBasis(text string) (Basis, error) {
	var b Basis
	if text == "" {
		return b, nil
	}
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return Basis{}, fmt.Errorf("reading what a size rests on: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Basis{}, fmt.Errorf("reading what a size rests on: more than one value")
	}
	return b, nil
}
