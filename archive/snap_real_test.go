package archive

import (
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive/snap"
	"github.com/contrechamp/contrechamp/audience"
)

func TestSnapTotals(t *testing.T) {
	all := counter{}
	boxes := map[string]bool{}
	for _, year := range []struct {
		file string
		want counter
	}{
		{"PoliticalAds_2019.csv.gz", counter{"ads": 3609, "distinct boxes": 1081, snap.LostList: 61, snap.RunOn: 74, snap.LeadingNil: 1, "distinct creatives": 2262, "exclusions": 180}},
		{"PoliticalAds_2020.csv.gz", counter{"ads": 5558, "distinct boxes": 1062, snap.LostList: 0, snap.RunOn: 0, snap.LeadingNil: 0, "distinct creatives": 2773, "exclusions": 301}},
	} {
		k := openReal(t, "snap", "snap", year.file)
		n := counter{"ads": len(k.ads), "rejects": len(k.rejects)}
		distinct := map[string]bool{}
		once := func(what, value string) {
			if !distinct[what+"\x00"+value] {
				distinct[what+"\x00"+value] = true
				n["distinct "+what]++
			}
		}
		for _, a := range k.ads {
			once("ids", string(a.ID))
			once("creatives", a.Creative)
			once("boxes", audience.Canonical(a.Audience).String())
			boxes[audience.Canonical(a.Audience).String()] = true
			excluded := 0
			postal := map[bool]bool{}
			facts(a.Audience, func(f audience.Fact, not bool) {
				if f.Kind == audience.Other {
					t.Errorf("%s: %s", a.ID, f)
				}
				if not {
					excluded++
				}
				if strings.Contains(f.Label, "/zip:") {
					postal[not] = true
				}
				if f.Kind == audience.Undisclosed && f.Of == "list" {
					n["lists"]++
				}
			})
			if excluded > 0 {
				n["exclusions"]++
			}
			if len(postal) == 2 {
				n["postcodes on both sides"]++
			}
			for _, r := range a.Repairs {
				n[r.Rule]++
			}
			for _, r := range a.Remarks {
				n[r.Kind]++
			}
			if !a.Money.Exact() || !a.Impressions.Exact() || a.Country == "" || a.Money.Presumed || len(a.Money.Currency) != 3 {
				t.Errorf("%s: money %+v, views %+v, country %q", a.ID, a.Money, a.Impressions, a.Country)
			}
		}
		year.want["rejects"] = 0
		year.want["distinct ids"] = year.want["ads"]
		n.want(t, year.want)
		for name, x := range n {
			all[name] += x
		}
	}
	all.want(t, counter{"exclusions": 481, "ends-before-start": 39, "lists": 5114, "postcodes on both sides": 112})
	if len(boxes) != 2074 {
		t.Errorf("%d distinct boxes, want 2074", len(boxes))
	}
}
