package trial

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/say"
)

// Text is a sentence or a label in both languages.
type Text struct {
	EN string `json:"en"`
	FR string `json:"fr"`
}

// UnmarshalJSON reads {"en": ..., "fr": ...}, or one string for both. What a
// terminal would obey is written out.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*t = both(tidy(s))
		return nil
	}
	var m map[string]string
	err := json.Unmarshal(b, &m)
	for k := range m {
		if k != "en" && k != "fr" {
			return contrechamp.Invalid("a text in the description has the key {key}; it is one string, or has \"en\" and \"fr\"", "key", quoted(k))
		}
	}
	t.EN, t.FR = m["en"], m["fr"]
	t.EN, t.FR = tidy(t.EN), tidy(t.FR)
	return err
}

// Lang is a language that people are spoken to in.
type Lang = say.Lang

const (
	EN = say.EN
	FR = say.FR
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

// textf formats one pattern a language with the same arguments: texts in the
// language, and whole numbers (int) with its separators.
func textf(en, fr string, a ...any) Text {
	return Text{fmt.Sprintf(en, inLang(a, EN)...), fmt.Sprintf(fr, inLang(a, FR)...)}
}

func inLang(a []any, l Lang) []any {
	out := make([]any, len(a))
	for i, v := range a {
		switch v := v.(type) {
		case Text:
			out[i] = v.In(l)
		case int:
			out[i] = counted{v, l}
		default:
			out[i] = v
		}
	}
	return out
}

// counted is a whole number that %d, %s and %v write with separators.
type counted struct {
	n int
	l Lang
}

func (p counted) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, count(p.n, p.l)) }

// plain writes a value of a covariate: years without separators, no more
// decimals than a reader wants.
func plain(x float64) Text {
	digits := 0
	switch a := math.Abs(x); {
	case x == math.Trunc(x):
	case a >= 1:
		digits = 2
	default:
		digits = min(12, 2-int(math.Floor(math.Log10(a))))
	}
	s := strconv.FormatFloat(x, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	s = strings.Replace(s, "-", "\u2212", 1)
	whole, frac, ok := strings.Cut(strings.TrimPrefix(s, "\u2212"), ".")
	write := func(l Lang) string {
		out := whole
		if n, err := strconv.Atoi(whole); err == nil && n >= 10_000 { // 1947 is a year
			out = count(n, l)
		}
		if ok {
			out += l.Mark() + frac
		}
		if strings.HasPrefix(s, "\u2212") {
			out = "\u2212" + out
		}
		return out
	}
	return Text{write(EN), write(FR)}
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
		return dollars(v, 2, false, l)
	}
	return number(v, 1, false, l)
}

// Fine writes a level with two decimals.
func (u Unit) Fine(v float64, l Lang) string {
	if u == Share {
		return number(100*v, 2, false, l) + nbsp(l) + "%"
	}
	if u == Dollar {
		return dollars(v, 2, false, l)
	}
	return number(v, 2, false, l)
}

// Diff writes a difference with its sign and unit: +1.40 percentage points,
// −$0.02.
func (u Unit) Diff(v float64, l Lang) string {
	if u == Dollar {
		return dollars(v, 2, true, l)
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

// Than writes a difference in words: "0.12 percentage points less".
func (u Unit) Than(v float64, l Lang) string {
	return moreOrLess(magnitude(u, v, l), u.shown(v) < 0, l)
}

// shown is a difference rounded as it is written.
func (u Unit) shown(v float64) float64 {
	if u == Share {
		v *= 100
	}
	return math.Round(100*v) / 100
}

func moreOrLess(size string, less bool, l Lang) string {
	word := map[Lang][2]string{EN: {"more", "less"}, FR: {"de plus", "de moins"}}[l]
	if less {
		return size + " " + word[1]
	}
	return size + " " + word[0]
}

// magnitude writes a size with its unit and without sign.
func magnitude(u Unit, v float64, l Lang) string {
	return strings.TrimPrefix(u.Diff(math.Abs(v), l), "+")
}

// InPeople says a difference of shares as people of a thousand, or of ten
// thousand if it is small; "" for other units.
func (u Unit) InPeople(v float64, l Lang) string {
	if u != Share {
		return ""
	}
	of, n := 1000, math.Abs(1000*v)
	if n < 2 {
		of, n = 10_000, 10*n
	}
	k := int(math.Round(n))
	switch {
	case k == 0:
		return ""
	case l == FR && k == 1:
		return moreOrLess("1 personne", v < 0, l) + " sur " + count(of, l)
	case l == FR:
		return moreOrLess(count(k, l)+" personnes", v < 0, l) + " sur " + count(of, l)
	}
	word := "more"
	if v < 0 {
		word = "fewer"
	}
	person := "people"
	if k == 1 {
		person = "person"
	}
	return count(k, l) + " " + word + " " + person + " in " + count(of, l)
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

func dollars(v float64, digits int, sign bool, l Lang) string {
	s := number(math.Abs(v), digits, false, l)
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

// number writes a number with the decimal mark of the language, a true minus
// sign if it rounds to less than nothing, and a plus if asked for; "–" stands
// for none.
func number(v float64, digits int, sign bool, l Lang) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := l.Float(math.Abs(v), digits)
	switch {
	case v < 0 && strings.Trim(s, "0.,") != "":
		return "\u2212" + s
	case sign:
		return "+" + s
	}
	return s
}

// count writes a whole number with the separator of the language.
func count(n int, l Lang) string { return l.Int(int64(n)) }

// percent writes a share as per cent, with as many decimals as it needs: one
// near the ends, where a whole number would say none or all.
func percent(x Real, l Lang) string {
	p := 100 * float64(x)
	digits := 0
	if p > 0 && p < 9.5 || p > 99 && p < 100 {
		digits = 1
	}
	s := number(p, digits, false, l)
	if digits == 1 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, ".0"), ",0")
	}
	return s + nbsp(l) + "%"
}

// Chance says a p-value in plain words, with its number for those who know it.
func Chance(p float64, l Lang) string {
	return times(p, l) + ", p\u00a0" + strings.Replace(pText(p, l), " ", "\u00a0", 1)
}

// times writes a probability as times in a hundred.
func times(p float64, l Lang) string {
	in := func(n, of int) string {
		switch {
		case l == FR:
			return count(n, l) + " fois sur " + count(of, l)
		case n == 1:
			return "1 time in " + count(of, l)
		}
		return count(n, l) + " times in " + count(of, l)
	}
	either := func(en, fr string) string {
		if l == FR {
			return fr
		}
		return en
	}
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 0.001:
		return either("less than ", "moins d'") + in(1, 1000)
	case p < 0.0095:
		return in(int(math.Round(1000*p)), 1000)
	case p >= 0.995:
		return either("practically always", "pratiquement toujours")
	}
	return in(int(math.Round(100*p)), 100)
}
