package meta

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// shown is an amount as the library's page shows it: "$1.5K", "R$1.499", "€1M",
// "1 499 kr". Before and behind the digits only a currency may stand: what another
// word there means, such as a word for thousands, is not known.
var shown = regexp.MustCompile(`^(?:` + sign + `)? ?([0-9](?:[0-9.,'’\x{a0}\x{202f} ]*[0-9])?) ?([KMB]?) ?(?:` + sign + `)?$`)

const sign = `[A-Z]{0,3}\p{Sc}|[A-Z]{3}|R|RS\.?|RP\.?|KR\.?|ZŁ|KČ|FT|LEI|ЛВ\.?|FR\.?|S/\.?`

// shownRange reads a range as the library's page shows it: "$100-$199",
// "€1K - €1.5K", "<$100", ">€1M", "≥1M". The sign of a currency says nothing that
// the field of the currency does not say better.
func shownRange(s string) (lower, upper str, ok bool) {
	s = strings.TrimSpace(strings.NewReplacer("–", "-", "—", "-", "−", "-", " to ", "-").Replace(s))
	for _, sign := range []string{"≤", "<=", "<", "≥", ">=", ">"} {
		rest, found := strings.CutPrefix(s, sign)
		if !found {
			continue
		}
		n, ok := shownNumber(rest)
		if sign == "≤" || sign == "<=" || sign == "<" {
			return "0", n, ok
		}
		return n, "", ok
	}
	if rest, found := strings.CutSuffix(s, "+"); found {
		lower, ok = shownNumber(rest)
		return lower, "", ok
	}
	lo, hi, two := strings.Cut(s, "-")
	if lower, ok = shownNumber(lo); !ok {
		return "", "", false
	}
	if !two {
		return lower, lower, true
	}
	upper, ok = shownNumber(hi)
	return lower, upper, ok
}

// shownNumber reads one amount. A point, comma, apostrophe or blank before three
// digits parts thousands, unless K, M or B follows; before one or two, it is the
// decimal sign.
func shownNumber(s string) (str, bool) {
	m := shown.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil {
		return "", false
	}
	digits := strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "", "'", "", "’", "").Replace(m[1])
	times := map[string]float64{"": 1, "K": 1e3, "M": 1e6, "B": 1e9}[m[2]]
	if at := strings.LastIndexAny(digits, ".,"); at >= 0 {
		whole, last := digits[:at], digits[at+1:]
		parted := groupsOfThree.MatchString(whole)
		switch {
		case m[2] == "" && len(last) == 3 && parted && !strings.HasPrefix(whole, "0") && oneSign(digits):
			digits = onlyDigits(digits)
		case len(last) <= 2 || m[2] != "":
			if strings.ContainsAny(whole, ".,") && (!parted || strings.IndexByte(whole, digits[at]) >= 0) {
				return "", false
			}
			digits = onlyDigits(whole) + "." + last
		default:
			return "", false
		}
	}
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return "", false
	}
	return str(strconv.FormatFloat(math.Round(x*times*100)/100, 'f', -1, 64)), true
}

// shownBound is one bound with the sign of a currency or K, M, B as digits. One of
// digits, points and commas alone stays as it is: which of them parts decimals, a
// single number does not say.
func shownBound(s str) str {
	if strings.Trim(string(s), "0123456789.,") == "" || isPlainNumber(string(s)) {
		return s
	}
	if n, ok := shownNumber(string(s)); ok {
		return n
	}
	return s
}

// groupsOfThree are digits parted into thousands, or not parted at all.
var groupsOfThree = regexp.MustCompile(`^[0-9]{1,3}(?:[.,][0-9]{3})*$|^[0-9]+$`)

func onlyDigits(s string) string { return strings.NewReplacer(".", "", ",", "").Replace(s) }

// oneSign says whether a number has points or commas, not both.
func oneSign(s string) bool { return !strings.Contains(s, ".") || !strings.Contains(s, ",") }

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// isCurrency says whether a word is a code of ISO 4217 by its form.
func isCurrency(s string) bool { return currencyCode.MatchString(s) }
