package contrechamp

import (
	"encoding/json"
	"strconv"
)

// MarshalJSON writes {"lower","upper","open"}; a range that is not stated is
// null, one without an upper bound has "upper": null.
func (r Range) MarshalJSON() ([]byte, error) {
	if !r.Stated {
		return []byte("null"), nil
	}
	return json.Marshal(bounds[int64]{r.Lo, upper(r.Hi, r.Open), r.Open, "", false})
}

// MarshalJSON writes the bounds in units of the currency, with up to two
// decimals, and the currency; money that is not stated is null.
func (m Money) MarshalJSON() ([]byte, error) {
	if !m.Stated {
		return []byte("null"), nil
	}
	return json.Marshal(bounds[json.Number]{Units(m.Lo), upper(Units(m.Hi), m.Open), m.Open, m.Currency, m.Presumed})
}

type bounds[T any] struct {
	Lower    T      `json:"lower"`
	Upper    *T     `json:"upper"`
	Open     bool   `json:"open,omitempty"`
	Currency string `json:"currency,omitempty"`
	Presumed bool   `json:"currency_presumed,omitempty"`
}

func upper[T any](hi T, open bool) *T {
	if open {
		return nil
	}
	return &hi
}

// Units writes hundredths as a decimal number of units: 16123 is 161.23.
func Units(hundredths int64) json.Number {
	sign := ""
	if hundredths < 0 {
		sign, hundredths = "-", -hundredths
	}
	s := sign + strconv.FormatInt(hundredths/100, 10)
	switch c := hundredths % 100; {
	case c == 0:
	case c%10 == 0:
		s += "." + strconv.FormatInt(c/10, 10)
	case c < 10:
		s += ".0" + strconv.FormatInt(c, 10)
	default:
		s += "." + strconv.FormatInt(c, 10)
	}
	return json.Number(s)
}

// MarshalJSON writes the ISO form, null if the date is not known.
func (d Date) MarshalJSON() ([]byte, error) {
	if !d.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}
