package meta

import (
	"regexp"
	"strconv"
	"strings"
)

// shown is an amount as the library's page shows it: "$1.5K", "R$1.499", "€1M".
var shown = regexp.MustCompile(`^[^0-9.,<>≤≥-]*([0-9][0-9.,\x{a0}\x{202f} ]*) ?([KMB]?)[^0-9KMB]*$`)

// shownRange reads a range as the library's page shows it: "$100-$199",
// "€1K - €1.5K", "<$100", ">€1M", "≥1M". The sign of a currency says nothing that
// the field of the currency does not say better.
func shownRange(s string) (lower, upper str, ok bool) {
	s = strings.TrimSpace(strings.NewReplacer("–", "-", "—", "-", " to ", "-").Replace(s))
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
	lo, hi, two := strings.Cut(s, "-")
	if lower, ok = shownNumber(lo); !ok {
		return "", "", false
	}
	if !two {
		if strings.HasSuffix(s, "+") {
			return lower, "", true
		}
		return lower, lower, true
	}
	upper, ok = shownNumber(hi)
	return lower, upper, ok
}

// shownNumber reads one amount. A point or comma before three digits parts
// thousands, unless K, M or B follows.
func shownNumber(s string) (str, bool) {
	m := shown.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil {
		return "", false
	}
	digits := strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "").Replace(m[1])
	times := map[string]float64{"": 1, "K": 1e3, "M": 1e6, "B": 1e9}[m[2]]
	if m[2] == "" {
		if parts := strings.FieldsFunc(digits, func(c rune) bool { return c == '.' || c == ',' }); len(parts) > 1 && len(parts[len(parts)-1]) == 3 {
			digits = strings.Join(parts, "")
		}
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", "."), 64)
	if err != nil {
		return "", false
	}
	return str(strconv.FormatFloat(x*times, 'f', -1, 64)), true
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// isCurrency says whether a word is a code of ISO 4217 by its form.
func isCurrency(s string) bool { return currencyCode.MatchString(s) }
