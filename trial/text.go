package trial

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Text is a sentence or a label in both languages.
type Text struct {
	EN string `json:"en"`
	FR string `json:"fr"`
}

// Lang is "en" or "fr".
type Lang string

const (
	EN Lang = "en"
	FR Lang = "fr"
)

// In returns the text in a language, or the other one if it is missing.
func (t Text) In(l Lang) string {
	if l == FR && t.FR != "" || t.EN == "" {
		return t.FR
	}
	return t.EN
}

// both makes a text that is the same in both languages.
func both(s string) Text { return Text{s, s} }

// textf formats one pattern a language with the same arguments.
func textf(en, fr string, a ...any) Text {
	return Text{fmt.Sprintf(en, a...), fmt.Sprintf(fr, inFrench(a)...)}
}

// inFrench replaces each Text argument by its French, so that a pattern may
// take texts; textf's English side gets the English by String.
func inFrench(a []any) []any {
	out := make([]any, len(a))
	for i, v := range a {
		if t, ok := v.(Text); ok {
			out[i] = t.In(FR)
		} else {
			out[i] = v
		}
	}
	return out
}

// String returns the English.
func (t Text) String() string { return t.In(EN) }

// Unit says how outcomes are counted and written.
type Unit string

const (
	Share  Unit = "share"  // 0 to 1: written as per cent, differences as percentage points
	Points Unit = "points" // on a scale
	Dollar Unit = "dollar" // US dollars a person
)

func (u Unit) known() bool { return u == Share || u == Points || u == Dollar }

// Value writes a level: 37.8 %, 56.3, $1.42.
func (u Unit) Value(v float64, l Lang) string {
	switch u {
	case Share:
		return number(100*v, 1, false, l) + nbsp(l) + "%"
	case Dollar:
		return dollars(v, false, l)
	}
	return number(v, 1, false, l)
}

// Fine writes a level with two decimals.
func (u Unit) Fine(v float64, l Lang) string {
	if u == Share {
		return number(100*v, 2, false, l) + nbsp(l) + "%"
	}
	if u == Dollar {
		return dollars(v, false, l)
	}
	return number(v, 2, false, l)
}

// Diff writes a difference with its sign and unit: +1.40 percentage points,
// −$0.02.
func (u Unit) Diff(v float64, l Lang) string {
	if u == Dollar {
		return dollars(v, true, l)
	}
	if u == Share {
		v *= 100
	}
	return number(v, 2, true, l) + " " + u.noun(v, l)
}

// Bare writes a difference with its sign and without its unit.
func (u Unit) Bare(v float64, l Lang) string {
	if u == Share {
		v *= 100
	}
	return number(v, 2, true, l)
}

// Name names the unit of differences, for the head of a table.
func (u Unit) Name(l Lang) string {
	if u == Dollar {
		return "$"
	}
	return u.noun(2, l)
}

// noun follows the languages' plurals: French counts up to two as one.
func (u Unit) noun(v float64, l Lang) string {
	v = math.Abs(v)
	s := "s"
	if l == FR && v < 1.995 || l == EN && math.Abs(v-1) < 0.005 {
		s = ""
	}
	switch {
	case u == Share && l == FR:
		return "point" + s + " de pourcentage"
	case u == Share:
		return "percentage point" + s
	}
	return "point" + s
}

func nbsp(l Lang) string {
	if l == FR {
		return "\u00a0"
	}
	return ""
}

func dollars(v float64, sign bool, l Lang) string {
	s := number(math.Abs(v), 2, false, l)
	minus := ""
	if v < 0 && strings.Trim(s, "0.,") != "" {
		minus = "\u2212"
	} else if sign {
		minus = "+"
	}
	if l == FR {
		return minus + s + "\u00a0$"
	}
	return minus + "$" + s
}

// number writes a number with a true minus sign and the decimal mark of the
// language; "–" stands for none.
func number(v float64, digits int, sign bool, l Lang) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	if l == FR {
		s = strings.Replace(s, ".", ",", 1)
	}
	switch {
	case v < 0 && strings.Trim(s, "0.,") != "":
		return "\u2212" + s
	case sign:
		return "+" + s
	}
	return s
}

// count writes a whole number with the separator of the language.
func count(n int, l Lang) string {
	s := strconv.Itoa(n)
	sep := ","
	if l == FR {
		sep = "\u202f"
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}
