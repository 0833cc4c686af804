package google

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// Google's files state money in a column, or a pair of bounds, a currency. Until
// about 2021 a row had one amount, converted into every currency. Since then
// each column holds only what ran in the countries that use its currency and 0,
// or the lowest bracket, where nothing did. No date tells the two apart; the
// row does: an amount in a currency that none of its regions uses is a
// converted one.

// zones are the regions that pay in a currency of their own. The euro stands for
// the whole Union: amounts in its other currencies are parts of the amount in
// euro, stated again.
var zones = func() map[string]string {
	z := map[string]string{
		"US": "USD", "GB": "GBP", "IN": "INR", "NZ": "NZD", "IL": "ILS", "AU": "AUD", "TW": "TWD",
		"BR": "BRL", "AR": "ARS", "ZA": "ZAR", "CL": "CLP", "MX": "MXN",
	}
	for r := range strings.FieldsSeq("EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK") {
		z[r] = "EUR"
	}
	return z
}()

// partsOfEuro are the currencies in which a part of the amount in euro is stated again.
var partsOfEuro = map[string]string{"BG": "BGN", "HR": "HRK", "CZ": "CZK", "DK": "DKK", "HU": "HUF", "PL": "PLN", "RO": "RON", "SE": "SEK"}

// moneyColumn is a currency's place in a file: an exact amount or a bracket
// (Spend_USD), or bounds (Spend_Range_Min_USD, Spend_Range_Max_USD); -1 where
// the file lacks one.
type moneyColumn struct {
	currency         string
	exact, low, high int
}

var moneyName = regexp.MustCompile(`(?i)^(?:Total_)?Spend_(Range_Min_|Range_Max_)?([A-Z]{3})$`)

// moneyColumns finds the currencies of a header, in its order.
func moneyColumns(names []string) (m []moneyColumn) {
	for i, n := range names {
		match := moneyName.FindStringSubmatch(n)
		if match == nil {
			continue
		}
		currency := strings.ToUpper(match[2])
		at := slices.IndexFunc(m, func(c moneyColumn) bool { return c.currency == currency })
		if at < 0 {
			at = len(m)
			m = append(m, moneyColumn{currency, -1, -1, -1})
		}
		switch strings.ToLower(match[1]) {
		case "":
			m[at].exact = i
		case "range_min_":
			m[at].low = i
		default:
			m[at].high = i
		}
	}
	return m
}

// territory is what a cell of regions says of the columns of money of a file.
type territory struct {
	zone, part []bool // by column: a zone's currency; a part of the euro's
	unknown    bool   // some region is of no zone that is known here, or none is named
	converted  int    // the column in which a converted amount is shown, -1 for none
}

// everywhere is the territory of rows that do not say where the money went.
func (g *googleReader) everywhere() *territory {
	t := &territory{zone: make([]bool, len(g.money)), part: make([]bool, len(g.money)), converted: g.column("USD")}
	for i, c := range g.money {
		t.part[i] = isPart(c.currency)
		t.zone[i] = !t.part[i]
	}
	return t
}

func isPart(currency string) bool {
	for _, c := range partsOfEuro {
		if c == currency {
			return true
		}
	}
	return false
}

// column is the place of a currency among the columns of money, -1 for none.
func (g *googleReader) column(currency string) int {
	return slices.IndexFunc(g.money, func(c moneyColumn) bool { return c.currency == currency })
}

// territoryOf reads a cell of Regions, or a country.
func (g *googleReader) territoryOf(regions string) *territory {
	if t, ok := g.territories[regions]; ok {
		return t
	}
	t := &territory{zone: make([]bool, len(g.money)), part: make([]bool, len(g.money))}
	named := false
	for r := range strings.SplitSeq(regions, ",") {
		r, _, _ = strings.Cut(strings.ToUpper(strings.TrimSpace(r)), "-") // US-TX is of the United States
		if r == "" {
			continue
		}
		named = true
		currency, ok := zones[r]
		t.unknown = t.unknown || !ok
		if i := g.column(currency); ok && i >= 0 {
			t.zone[i] = true
		}
		for country, part := range partsOfEuro {
			if i := g.column(part); i >= 0 && (r == country || r == "EU") {
				t.part[i] = true
			}
		}
	}
	t.unknown = t.unknown || !named
	t.converted = g.column(convertedTo(regions))
	if g.territories == nil {
		g.territories = map[string]*territory{}
	}
	g.territories[regions] = t
	return t
}

// convertedTo is the currency in which a converted amount is shown: rupee for
// India alone, pound for the United Kingdom alone, euro for the European Union
// (with the United Kingdom in it where the cell names the Union), else dollar.
func convertedTo(regions string) string {
	union := false
	seen := map[string]bool{}
	for r := range strings.SplitSeq(regions, ",") {
		r = strings.ToUpper(strings.TrimSpace(r))
		union = union || r == "EU"
		switch zone := zones[r]; zone {
		case "EUR", "GBP", "INR":
			seen[zone] = true
		default:
			seen["USD"] = true
		}
	}
	switch {
	case len(seen) == 1 && !seen["USD"]:
		for only := range seen {
			return only
		}
	case len(seen) == 2 && seen["EUR"] && seen["GBP"] && union:
		return "EUR"
	}
	return "USD"
}

// amounts are what the current row states for a territory: one amount a zone,
// or one converted amount. None means that the row does not state the money of
// these regions; an amount of 0 is only given for the regions' own currency.
// The result is good until the next call.
func (g *googleReader) amounts(t *territory) ([]contrechamp.Money, *rows.Error) {
	g.found = g.found[:0]
	outside, inside, above := 0, 0, -1
	for i := range g.money {
		if !g.isAbove(i) {
			continue
		}
		above = i
		if t.zone[i] || t.part[i] {
			inside++
		} else {
			outside++
		}
	}
	add := func(i int) *rows.Error {
		m, stated, b := g.amount(i)
		if b == nil && stated {
			g.found = append(g.found, m)
		}
		return b
	}
	switch {
	case t.unknown && inside+outside == 1:
		return g.found, add(above)
	case t.unknown && inside == 0: // in which currency these regions pay cannot be known
		return nil, nil
	case outside > 0 && !(t.unknown && outside == 1):
		if i := t.converted; i >= 0 {
			if b := add(i); b != nil || len(g.found) > 0 {
				return g.found, b
			}
		}
		if i := g.column("USD"); i >= 0 {
			return g.found, add(i)
		}
		return g.found, nil
	}
	for i := range g.money {
		if !t.part[i] && g.isAbove(i) {
			if b := add(i); b != nil {
				return nil, b
			}
		}
	}
	if len(g.found) == 0 && !t.unknown {
		for i := range g.money {
			if t.zone[i] {
				if b := add(i); b != nil || len(g.found) > 0 {
					return g.found, b
				}
			}
		}
	}
	return g.found, nil
}

// isAbove says whether an amount, or its lower bound, is above 0. A cell that
// cannot be read counts as above: reading it will say so.
func (g *googleReader) isAbove(i int) bool {
	c := &g.money[i]
	if c.low >= 0 { // of nearly all rows, the first digit tells
		if low := g.Fields[c.low]; len(low) > 0 && low[0] >= '1' && low[0] <= '9' {
			return true
		} else if len(low) == 1 && low[0] == '0' {
			return false
		}
	}
	if low, high := g.Number(c.low), g.Number(c.high); len(low) > 0 || len(high) > 0 {
		return !isZero(low)
	}
	exact := g.Number(c.exact)
	if isZero(exact) {
		return false
	}
	if exact[0] >= '1' && exact[0] <= '9' {
		return true
	}
	r, b := rows.Bucket("Spend_"+c.currency, exact, 1)
	return b != nil || r.Lo > 0
}

// isZero says whether a cell is blank or a 0 in any number of digits.
func isZero(cell []byte) bool {
	for _, c := range cell {
		if c != '0' && c != '.' {
			return false
		}
	}
	return true
}

// amount reads a currency's cells; stated is false if they are blank.
func (g *googleReader) amount(i int) (m contrechamp.Money, stated bool, b *rows.Error) {
	c := g.money[i]
	m.Currency = c.currency
	low, high, exact := g.Number(c.low), g.Number(c.high), g.Number(c.exact)
	switch {
	case len(low) > 0 || len(high) > 0:
		var lo, hi int64
		if len(low) > 0 {
			if lo, b = rows.Whole("Spend_Range_Min_"+c.currency, low); b != nil {
				return m, false, b
			}
		}
		if len(high) == 0 {
			m.Range = contrechamp.AtLeast(100 * lo)
			return m, true, nil
		}
		if hi, b = rows.Whole("Spend_Range_Max_"+c.currency, high); b != nil {
			return m, false, b
		}
		if hi < lo {
			return m, false, rows.Bad("bad-range", "Spend_Range_Min_{currency} is {lo}, Spend_Range_Max_{currency} {hi}", "currency", c.currency, "lo", lo, "hi", hi)
		}
		m.Range = contrechamp.Between(100*lo, 100*hi)
		return m, true, nil
	case len(exact) > 0:
		m.Range, b = rows.Bucket("Spend_"+c.currency, exact, 100)
		return m, b == nil, b
	}
	return contrechamp.Money{}, false, nil
}

// several is the remark that an ad's row has amounts in further currencies.
func several(rest []contrechamp.Money) contrechamp.Remark {
	var amounts []string
	for _, m := range rest {
		lo, hi := m.Lo/100, m.Hi/100
		switch {
		case m.Open:
			amounts = append(amounts, fmt.Sprintf("≥ %d %s", lo, m.Currency))
		case lo == hi:
			amounts = append(amounts, fmt.Sprintf("%d %s", lo, m.Currency))
		default:
			amounts = append(amounts, fmt.Sprintf("%d to %d %s", lo, hi, m.Currency))
		}
	}
	return contrechamp.Remark{Kind: "money-in-several-currencies", Detail: contrechamp.Say("the row also states {amounts}", "amounts", strings.Join(amounts, ", "))}
}

// tallied hands a tally to the sink once for each amount of its row. Its ads are
// counted with the first.
func (g *googleReader) tallied(t *contrechamp.Tally, money []contrechamp.Money) error {
	if len(money) == 0 {
		return g.sink.Tally(t)
	}
	for i, m := range money {
		each := *t
		each.Money = m
		if i > 0 {
			each.Ads = contrechamp.Range{}
		}
		if err := g.sink.Tally(&each); err != nil {
			return err
		}
	}
	return nil
}
