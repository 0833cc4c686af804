package google

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// stated reads the amounts of a row, given as "CURRENCY value" or "CURRENCY
// lo..hi" for each column, for some regions.
func stated(t *testing.T, regions, cells string) string {
	t.Helper()
	var names, values []string
	for cell := range strings.SplitSeq(cells, " ") {
		currency, v, _ := strings.Cut(cell, ":")
		if lo, hi, ok := strings.Cut(v, ".."); ok {
			names = append(names, "Spend_Range_Min_"+currency, "Spend_Range_Max_"+currency)
			values = append(values, lo, hi)
		} else {
			names = append(names, "Spend_"+currency)
			values = append(values, v)
		}
	}
	g := &googleReader{Table: rows.NewTable(context.Background(), strings.NewReader(strings.Join(names, ",")+"\n"+strings.Join(values, ",")+"\n"), "x.csv", ','), money: moneyColumns(names)}
	if _, err := g.Header(); err != nil {
		t.Fatal(err)
	}
	if err := g.Next(); err != nil {
		t.Fatal(err)
	}
	money, b := g.amounts(g.territoryOf(regions))
	if b != nil {
		return b.Error()
	}
	var out []string
	for _, m := range money {
		hi := fmt.Sprint(m.Hi / 100)
		if m.Open {
			hi = ""
		}
		out = append(out, fmt.Sprintf("%s %d..%s", m.Currency, m.Lo/100, hi))
	}
	return strings.Join(out, ", ")
}

// TestAmounts: one row a rule of Google's money. Converted rows state one amount
// in every currency, the others an amount a zone.
func TestAmounts(t *testing.T) {
	for _, c := range []struct{ what, regions, cells, want string }{
		{"converted, dollar", "US", "USD:500 EUR:450 INR:35000 GBP:400", "USD 500..500"},
		{"converted, euro", "EU, DE", "USD:500 EUR:450 INR:35000 GBP:400", "EUR 450..450"},
		{"converted, India", "IN", "USD:500 EUR:450 INR:35000 GBP:400", "INR 35000..35000"},
		{"converted, the Union with the Kingdom in it", "EU, GB", "USD:500 EUR:450 INR:35000 GBP:400", "EUR 450..450"},
		{"converted bounds", "US", "USD:100..500 EUR:100..450 GBP:50..400", "USD 100..500"},
		{"zone, dollar", "US", "USD:400 EUR:0 GBP:0 BRL:0", "USD 400..400"},
		{"zone, Brazil", "BR", "USD:0 EUR:0 GBP:0 BRL:6000", "BRL 6000..6000"},
		{"zone, two", "DE, GB", "USD:0 EUR:500 GBP:450 BRL:0", "EUR 500..500, GBP 450..450"},
		{"a part of the euro is no second amount", "PL", "USD:0 EUR:1200 PLN:5250 GBP:0", "EUR 1200..1200"},
		{"parts of the whole Union", "EU", "USD:0 EUR:1200 PLN:5250 SEK:100 GBP:0", "EUR 1200..1200"},
		{"nothing booked is a 0 in the regions' currency", "BR", "USD:0 EUR:0 BRL:0", "BRL 0..0"},
		{"nothing booked in two zones is the first", "DE, GB", "USD:0 EUR:0 GBP:0", "EUR 0..0"},
		{"lowest bracket", "BR", "USD:0..100 EUR:0..50 BRL:0..500", "BRL 0..500"},
		{"bracket of a zone", "GB", "USD:0..100 EUR:0..50 GBP:600000..", "GBP 600000.."},
		{"a dead column", "HR", "USD:0..100 EUR:50..100 HRK:0..0", "EUR 50..100"},
		{"no zone, one amount", "CA", "USD:0 EUR:0 CAD:700", "CAD 700..700"},
		{"no zone, none above 0", "CA", "USD:0 EUR:0 GBP:0", ""},
		{"no zone, several", "CA", "USD:10 EUR:10 GBP:0", ""},
		{"a zone beside a country of none", "CA, US", "USD:100 EUR:0 CAD:700", "USD 100..100, CAD 700..700"},
		{"no region is named", "", "USD:0 EUR:300 GBP:0", "EUR 300..300"},
		{"no region is named and nothing stands above 0", "", "USD:0 EUR:0", ""},
		{"the currency of the zone is no column", "BR", "USD:0 EUR:0", ""},
		{"blank cells are no zeros", "US", "USD: EUR:", ""},
		{"old brackets", "US", "USD:≤_100 EUR:≤_100", "USD 0..100"},
	} {
		cells := strings.ReplaceAll(c.cells, "_", "\u00a0")
		got := stated(t, c.regions, cells)
		if got != c.want {
			t.Errorf("%s: %q for %s: %q, want %q", c.what, c.cells, c.regions, got, c.want)
		}
	}
	if got := stated(t, "US", "USD:x EUR:0"); !strings.Contains(got, "bad-number") {
		t.Errorf("a word is an amount: %s", got)
	}
}
