package google

import (
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
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

func newGoogleMoney(c rows.Columns) (m googleMoney) {
	for i, cur := range googleShown {
		m[i].exact, m[i].low, m[i].high = c.Find("Spend_"+cur), c.Find("Spend_Range_Min_"+cur), c.Find("Spend_Range_Max_"+cur)
	}
	return m
}

// spent is the amount of the current row in a currency, in dollars if the row
// does not state it in that one.
func (g *googleReader) spent(in int) (contrechamp.Money, *rows.Error) {
	at := g.money[in]
	low, high, exact := g.Cell(at.low), g.Cell(at.high), g.Cell(at.exact)
	m := contrechamp.Money{Currency: googleShown[in]}
	var b *rows.Error
	switch {
	case len(low) > 0 || len(high) > 0:
		var lo, hi int64
		if len(low) > 0 {
			if lo, b = rows.Whole("Spend_Range_Min_"+m.Currency, low); b != nil {
				return m, b
			}
		}
		if len(high) == 0 {
			m.Range = contrechamp.AtLeast(100 * lo)
			return m, nil
		}
		if hi, b = rows.Whole("Spend_Range_Max_"+m.Currency, high); b != nil {
			return m, b
		}
		if hi < lo {
			return m, rows.Bad("bad-range", "Spend_Range_Min_{currency} is {lo}, Spend_Range_Max_{currency} {hi}", "currency", m.Currency, "lo", lo, "hi", hi)
		}
		m.Range = contrechamp.Between(100*lo, 100*hi)
		return m, nil
	case len(exact) > 0:
		if m.Range, b = rows.Bucket("Spend_"+m.Currency, exact, 100); b != nil {
			return m, b
		}
		return m, nil
	case in != inUSD:
		return g.spent(inUSD)
	}
	return contrechamp.Money{}, nil
}
