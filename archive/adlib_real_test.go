package archive

import (
	"strings"
	"testing"
)

func TestAdlibTotals(t *testing.T) {
	k := openReal(t, "adlib-report", "adlib-report")
	if len(k.rejects) > 0 || len(k.ads) > 0 {
		t.Errorf("%d rejects, %d ads", len(k.rejects), len(k.ads))
	}
	n := counter{}
	for _, x := range k.tallies {
		file := x.Country + x.Region
		n[file]++
		if x.Money.Hi == 100_00 && x.Money.Lo == 0 {
			n[file+" small"]++
		}
		if x.Ads.Stated {
			n[file+" counted"]++
		}
		if x.Money.Currency != "EUR" || x.Money.Presumed || !x.Money.Stated || x.Money.Open {
			t.Errorf("%s:%d: money %+v", x.Row.File, x.Row.Line, x.Money)
		}
		if !strings.HasPrefix(string(x.Advertiser), "meta:") || x.AdvertiserName == "" {
			t.Errorf("%s:%d: page %q %q", x.Row.File, x.Row.Line, x.Advertiser, x.AdvertiserName)
		}
		if x.To.Time.Sub(x.From.Time).Hours() != 29*24 {
			t.Errorf("%s: from %s to %s", x.Row.File, x.From, x.To)
		}
	}
	n.want(t, counter{
		"NLNoord-Holland": 586, "NLNoord-Holland small": 478, "NLNoord-Holland counted": 0,
		"NL": 1185, "NL small": 894, "NL counted": 1185,
		"GR": 1909, "GR small": 1173, "GR counted": 1909,
	})
}
