package archive

import (
	"fmt"
	"testing"
)

func TestGoogleTotals(t *testing.T) {
	k := openReal(t, "google", "google")
	n := counter{"rejects": len(k.rejects)}
	rows := map[string]bool{}
	advertisers := map[string]int{}
	currency := map[string]string{}
	for _, x := range k.tallies {
		n[x.Kind]++
		if at := fmt.Sprint(x.Row.File, x.Row.Line); !rows[at] {
			rows[at] = true
			n["rows of "+x.Kind]++
		}
		if !x.Money.Exact() || x.Money.Presumed {
			t.Errorf("%s line %d: money %+v", x.Row.File, x.Row.Line, x.Money)
		}
		switch x.Kind {
		case "advertiser-total":
			n[fmt.Sprintf("ids of %d digits", len(x.Advertiser)-len("google:AR"))]++
			currency[string(x.Advertiser)] = x.Money.Currency
			if advertisers[x.AdvertiserName]++; advertisers[x.AdvertiserName] == 2 {
				n["repeated names"]++
			}
		case "advertiser-week":
			if c := currency[string(x.Advertiser)]; c != "" && c != x.Money.Currency {
				t.Errorf("%s line %d: %s, its advertiser has %s", x.Row.File, x.Row.Line, x.Money.Currency, c)
			}
		}
	}
	n.want(t, counter{
		"rejects": 0, "rows of advertiser-total": 1193, "rows of advertiser-week": 10830, "rows of region-total": 500, "rows of keyword": 42,
		"keyword": 252, "repeated names": 16, "ids of 18 digits": 971, "ids of 17 digits": 204, "ids of 16 digits": 17, "ids of 14 digits": 1,
	})
}
