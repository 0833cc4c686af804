package archive

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// googleShown are the currencies that amounts are shown in, the dollar first:
// every row states one amount in all currencies of its time, and one of them
// is taken by where the ads ran. The others stay in the raw layer.
var googleShown = [...]string{"USD", "EUR", "GBP", "INR"}

const (
	inUSD = iota
	inEUR
	inGBP
	inINR
)

// euroRegions are the countries of the European Union.
const euroRegions = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "

// currency chooses by a cell of Regions or a country: rupee for India, pound
// for the United Kingdom, euro for the European Union (with the United Kingdom
// in it where the cell names both), else dollar.
func (g *googleReader) currency(regions string) int {
	if c, ok := g.currencies[regions]; ok {
		return c
	}
	var seen [len(googleShown)]bool
	union := false
	for r := range strings.SplitSeq(regions, ",") {
		switch r = strings.TrimSpace(r); {
		case r == "EU":
			union = true
		case r == "GB":
			seen[inGBP] = true
		case r == "IN":
			seen[inINR] = true
		case r != "" && strings.Contains(euroRegions, " "+r+" "):
			seen[inEUR] = true
		default:
			seen[inUSD] = true
		}
	}
	c := inUSD
	switch seen {
	case [...]bool{inEUR: true, inINR: false}:
		c = inEUR
	case [...]bool{inGBP: true, inINR: false}:
		c = inGBP
	case [...]bool{inINR: true}:
		if !union {
			c = inINR
		}
	case [...]bool{inEUR: true, inGBP: true, inINR: false}:
		if union {
			c = inEUR
		}
	case [...]bool{inINR: false}:
		c = inEUR // "EU" alone
	}
	g.currencies[regions] = c
	return c
}

// googleMoney are the places of the columns of money: exact or a bucket
// (Spend_USD), or bounds (Spend_Range_Min_USD, Spend_Range_Max_USD).
type googleMoney [len(googleShown)]struct{ exact, low, high int }

func newGoogleMoney(c columns) (m googleMoney) {
	for i, cur := range googleShown {
		m[i].exact, m[i].low, m[i].high = c.find("Spend_"+cur), c.find("Spend_Range_Min_"+cur), c.find("Spend_Range_Max_"+cur)
	}
	return m
}

// spent is the amount of the current row in a currency, in dollars if the row
// does not state it in that one.
func (g *googleReader) spent(in int) (contrechamp.Money, *rowError) {
	at := g.money[in]
	low, high, exact := g.cell(at.low), g.cell(at.high), g.cell(at.exact)
	m := contrechamp.Money{Currency: googleShown[in]}
	var b *rowError
	switch {
	case len(low) > 0 || len(high) > 0:
		var lo, hi int64
		if len(low) > 0 {
			if lo, b = whole("Spend_Range_Min_"+m.Currency, low); b != nil {
				return m, b
			}
		}
		if len(high) == 0 {
			m.Range = contrechamp.AtLeast(100 * lo)
			return m, nil
		}
		if hi, b = whole("Spend_Range_Max_"+m.Currency, high); b != nil {
			return m, b
		}
		if hi < lo {
			return m, bad("bad-range", "Spend_Range_Min_{currency} is {lo}, Spend_Range_Max_{currency} {hi}", "currency", m.Currency, "lo", lo, "hi", hi)
		}
		m.Range = contrechamp.Between(100*lo, 100*hi)
		return m, nil
	case len(exact) > 0:
		if m.Range, b = bucket("Spend_"+m.Currency, exact, 100); b != nil {
			return m, b
		}
		return m, nil
	case in != inUSD:
		return g.spent(inUSD)
	}
	return contrechamp.Money{}, nil
}

// whole reads a whole amount that is not negative, faster than strconv for
// plain digits.
func whole(field string, b []byte) (int64, *rowError) {
	var n int64
	if len(b) == 0 || len(b) > 12 {
		n = -1
	}
	for _, c := range b {
		if c < '0' || c > '9' || n < 0 {
			n = -1
			break
		}
		n = 10*n + int64(c-'0')
	}
	if n >= 0 {
		return n, nil
	}
	s := string(b)
	if x, err := strconv.ParseFloat(s, 64); err == nil && x < 0 {
		return 0, bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", s)
	}
	if head, ok := strings.CutSuffix(s, ".0"); ok && head != "" {
		return whole(field, []byte(head))
	}
	return 0, bad("bad-number", `{field} is "{x}", which is no whole number`, "field", field, "x", short(s))
}

// bucket reads a number or one of Google's brackets of all generations:
// "≤ 10k", "10k-100k", "1M–10M", "> 10M", "6000-7000", "≥10000000". Times scale.
func bucket(field string, b []byte, scale int64) (contrechamp.Range, *rowError) {
	if b[0] >= '0' && b[0] <= '9' && bytes.IndexFunc(b, func(c rune) bool { return c < '0' || c > '9' }) < 0 {
		n, e := whole(field, b)
		return contrechamp.Exactly(n * scale), e
	}
	s := strings.NewReplacer(" ", "", "\u00a0", "", ",", "", "–", "-", "<=", "≤", ">=", "≥").Replace(string(b))
	wrong := bad("bad-number", `{field} is "{x}", which is no number and no bracket`, "field", field, "x", short(string(b)))
	if n, ok := shortNumber(s); ok {
		return contrechamp.Exactly(n * scale), nil
	}
	if up, ok := cutAny(s, "≤", "<"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.Between(0, n*scale), nil
	}
	if up, ok := cutAny(s, "≥"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.AtLeast(n * scale), nil
	}
	if up, ok := cutAny(s, ">"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.AtLeast(n * scale), nil
	}
	lo, hi, _ := strings.Cut(s, "-")
	from, ok := shortNumber(lo)
	to, ok2 := shortNumber(hi)
	switch {
	case strings.HasPrefix(s, "-"):
		return contrechamp.Range{}, bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", short(string(b)))
	case !ok || !ok2:
		return contrechamp.Range{}, wrong
	case to < from:
		return contrechamp.Range{}, bad("bad-range", "{field} goes from {lo} down to {hi}", "field", field, "lo", lo, "hi", hi)
	}
	return contrechamp.Between(from*scale, to*scale), nil
}

func cutAny(s string, marks ...string) (string, bool) {
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(s, m); ok {
			return rest, true
		}
	}
	return s, false
}

// shortNumber reads 1000, 10k, 1M.
func shortNumber(s string) (int64, bool) {
	times := int64(1)
	if cut, ok := strings.CutSuffix(strings.ToLower(s), "k"); ok {
		s, times = cut, 1000
	} else if cut, ok := strings.CutSuffix(strings.ToLower(s), "m"); ok {
		s, times = cut, 1_000_000
	}
	n, err := strconv.ParseUint(s, 10, 40)
	return int64(n) * times, err == nil && int64(n) <= maxAmount/times
}
