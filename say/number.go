package say

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

const (
	thin = "\u202f" // between thousands, before ; ! ? % in French
	hard = "\u00a0" // before : and units
)

// Int writes a whole number with the language's separators.
func (l Lang) Int(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "\u2212", -n
	}
	return sign + group(strconv.FormatInt(n, 10), l.pick(thin, ","))
}

// Float writes a number with a fixed count of decimals.
func (l Lang) Float(x float64, decimals int) string {
	sign := ""
	if x < 0 {
		sign, x = "\u2212", -x
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if whole, frac, ok := strings.Cut(s, "."); ok {
		return sign + group(whole, l.pick(thin, ",")) + l.Mark() + frac
	}
	return sign + group(s, l.pick(thin, ","))
}

// Plain writes a number with the decimals that it has and no separators.
func (l Lang) Plain(x float64) string {
	return strings.Replace(fmt.Sprint(x), ".", l.Mark(), 1)
}

// Percent writes a share of 1.
func (l Lang) Percent(share float64, decimals int) string {
	return l.Float(100*share, decimals) + l.pick(thin+"%", "%")
}

// Mark stands before decimals.
func (l Lang) Mark() string { return l.pick(",", ".") }

func group(digits, sep string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + sep + digits[i:]
	}
	return digits
}

// Range writes a count as it was given: exact, between bounds, open, or not
// disclosed.
func (l Lang) Range(r contrechamp.Range) string {
	switch {
	case !r.Stated:
		return l.T("not-disclosed")
	case r.Open:
		return l.T("at-least", "x", l.Int(r.Lo))
	case r.Lo == r.Hi:
		return l.Int(r.Lo)
	case r.Lo == 0:
		return "0–" + l.Int(r.Hi)
	}
	return l.Int(r.Lo) + "–" + l.Int(r.Hi)
}

// Money writes an amount with its currency, cents only where there are any.
func (l Lang) Money(m contrechamp.Money) string {
	switch {
	case !m.Stated:
		return l.T("not-disclosed")
	case m.Open:
		return l.T("at-least", "x", l.amount(m.Lo, m.Currency))
	case m.Lo == m.Hi:
		return l.amount(m.Lo, m.Currency)
	case l == EN:
		return l.amount(m.Lo, m.Currency) + "–" + l.amount(m.Hi, m.Currency)
	}
	return l.hundredths(m.Lo) + "–" + l.amount(m.Hi, m.Currency)
}

// Between writes a range of money inside a sentence: "entre 24 800 et 36 900 €".
func (l Lang) Between(m contrechamp.Money) string {
	if !m.Stated || m.Open || m.Lo == m.Hi {
		return l.Money(m)
	}
	if l == EN {
		return "between " + l.amount(m.Lo, m.Currency) + " and " + l.amount(m.Hi, m.Currency)
	}
	return "entre " + l.hundredths(m.Lo) + " et " + l.amount(m.Hi, m.Currency)
}

func (l Lang) hundredths(n int64) string {
	if n%100 == 0 {
		return l.Int(n / 100)
	}
	return l.Float(float64(n)/100, 2)
}

// amount writes hundredths with a sign or code of the currency in its place.
func (l Lang) amount(n int64, currency string) string {
	sign, known := signs[currency]
	if !known {
		sign = currency
	}
	if l == EN && known {
		return sign + l.hundredths(n)
	}
	return l.hundredths(n) + hard + sign
}

var signs = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹"}
