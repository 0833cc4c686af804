package find

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

const (
	reportHead = "\ufeffPage ID,Page name,Disclaimer,Amount spent (EUR),Number of ads in Library\n"
	reportMay  = "FacebookAdLibraryReport_2026-05-30_DE_last_30_days_advertisers.csv"
	reportWeek = "FacebookAdLibraryReport_2026-05-31_DE_last_7_days_advertisers.csv"
	spendHead  = "Spend_USD,Spend_EUR,Spend_INR,Spend_GBP\n"
)

// talliesOnly are reports and totals of an invented election, without one ad.
func talliesOnly(t testing.TB) *Finder {
	return holding(t, map[string]string{
		reportMay:  reportHead + "9,Delta,Delta e.V.,≤100,2\n9,Delta,Delta Jugend,200,3\n8,Ufer,Ufer,150,1\n8,Ufer,Ufer,140,1\n7,Deich,,,4\n",
		reportWeek: reportHead + "9,Delta,Delta e.V.,120,2\n",
		"google-political-ads-advertiser-stats.csv":        "Advertiser_ID,Advertiser_Name,Public_IDs_List,Regions,Elections,Total_Creatives," + spendHead + "AR1,Mole,,\"DE, GB\",,5,0,3000,0,450\n",
		"google-political-ads-advertiser-weekly-spend.csv": "Advertiser_ID,Advertiser_Name,Election_Cycle,Week_Start_Date," + spendHead + "AR1,Mole,,2026-05-03,0,100,0,0\nAR1,Mole,,2026-05-10,0,250,0,50\n",
	})
}

func statedText(list []contrechamp.Stated) string {
	var b strings.Builder
	for _, x := range list {
		fmt.Fprintf(&b, "%s %s%s %s..%s %d..%d %s ads %d rows %d silent %d others %d\n", x.Kind, x.Country, x.Region, x.From, x.To,
			x.Money.Lo/100, x.Money.Hi/100, x.Money.Currency, x.Ads.Lo, x.Rows, x.WithoutMoney, x.Others)
	}
	return b.String()
}

// TestStated: what may be added is (the disclaimers of a page in one report, the
// weeks of an advertiser), what may not is not (other days, other currencies,
// other kinds, rows that repeat one another). By hand from the files above.
func TestStated(t *testing.T) {
	f := talliesOnly(t)
	for id, want := range map[string]string{
		"meta:9": "page-report DE 2026-05-01..2026-05-30 200..300 EUR ads 5 rows 2 silent 0 others 1\n",
		"meta:8": "page-report DE 2026-05-01..2026-05-30 150..150 EUR ads 1 rows 1 silent 0 others 1\n",
		"meta:7": "",
		"google:AR1": "advertiser-total DE,GB .. 3000..3000 EUR ads 5 rows 1 silent 0 others 0\n" +
			"advertiser-total DE,GB .. 450..450 GBP ads 0 rows 1 silent 0 others 0\n" +
			"advertiser-week  2026-05-03..2026-05-16 350..350 EUR ads 0 rows 2 silent 0 others 0\n" +
			"advertiser-week  2026-05-10..2026-05-16 50..50 GBP ads 0 rows 1 silent 0 others 0\n",
	} {
		a, err := f.Advertiser(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got := statedText(a.Stated); got != want {
			t.Errorf("%s: \n%swant\n%s", id, got, want)
		}
		if a.Ads != 0 || a.TallyCount != len(a.Tallies) || a.TallyCount == 0 {
			t.Errorf("%s: %d ads, %d of %d rows", id, a.Ads, len(a.Tallies), a.TallyCount)
		}
	}
}

// TestAdvertisersByStatedMoney: amounts that archives state are listed and
// compared within the currency asked for.
func TestAdvertisersByStatedMoney(t *testing.T) {
	f := talliesOnly(t)
	for q, want := range map[string]string{
		"":                                        "Deich Delta Mole Ufer ",
		"sort=money&currency=EUR":                 "Mole Delta Ufer ",
		"sort=money&currency=GBP":                 "Mole ",
		"sort=money&currency=USD":                 "",
		"currency=EUR&archive=adlib-report":       "Delta Ufer ",
		"currency=EUR&min=1":                      "", // of single ads
		"sort=money&currency=EUR&advertiser=ufer": "Ufer ",
	} {
		v, _ := url.ParseQuery(q)
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Advertisers(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range a.Rows {
			got += r.Name + " "
		}
		if got != want || a.Only != len(a.Rows) {
			t.Errorf("%q: %q (%d without ads), want %q", q, got, a.Only, want)
		}
	}
}

// TestStatedBesideAds: an advertiser with both keeps its ads' own sum, and the
// greater of the two alone places it.
func TestStatedBesideAds(t *testing.T) {
	f := holding(t, map[string]string{
		"ads.jsonl": ad(1, "9", "Delta", "Rues", `"18","65"`, "All", germany, 1, 100, 199) + "\n" + ad(2, "6", "Anse", "Rues", `"18","65"`, "All", germany, 1, 200, 299),
		reportMay:   reportHead + "9,Delta,Delta e.V.,250,2\n9,Delta,Delta Jugend,200,3\n",
	})
	filter, err := Keys.Parse(url.Values{"sort": {"money"}, "currency": {"EUR"}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Advertisers(context.Background(), filter)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Rows) != 2 || a.Rows[0].ID != "meta:9" || a.Rows[0].Money[0].Money.Hi != 19900 || a.Rows[0].Stated[0].Money.Hi != 45000 || a.Only != 0 {
		t.Errorf("%+v", a.Rows)
	}
	one, err := f.Advertiser(context.Background(), "meta:9") // it has a number in each archive
	if err != nil {
		t.Fatal(err)
	}
	if one.Ads != 1 || one.TallyCount != 2 || one.Name != a.Rows[0].Name || one.Stated[0].Money.Hi != 45000 {
		t.Errorf("%d ads, %d rows, %q", one.Ads, one.TallyCount, one.Name)
	}
}

// TestHomeOfTallies: the front page tells what archives state where no ad is.
func TestHomeOfTallies(t *testing.T) {
	h, err := talliesOnly(t).Home(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s := h.State
	got := ""
	for _, k := range s.Stated {
		got += fmt.Sprintf("%s %s %d of %d; ", k.Greatest.Kind, k.MostName, k.Greatest.Money.Hi/100, k.Advertisers)
	}
	if want := "page-report Delta 300 of 2; advertiser-total Mole 3000 of 1; advertiser-total Mole 450 of 1; advertiser-week Mole 350 of 1; advertiser-week Mole 50 of 1; "; got != want || s.Ads != 0 || s.Told != 4 || s.OnlyTold != 4 {
		t.Errorf("%q, want %q; told %d, only %d", got, want, s.Told, s.OnlyTold)
	}
}

// TestAllTallies: no row is left out, whatever the size of the pages.
func TestAllTallies(t *testing.T) {
	var weeks strings.Builder
	weeks.WriteString("Advertiser_ID,Advertiser_Name,Election_Cycle,Week_Start_Date," + spendHead)
	const n = 7
	for i := range n {
		fmt.Fprintf(&weeks, "AR1,Mole,,2026-03-%02d,0,%d,0,0\n", 1+7*(i%4), 100+50*i)
	}
	f := holding(t, map[string]string{"google-political-ads-advertiser-weekly-spend.csv": weeks.String()})
	seen := map[int64]bool{}
	after, pages := 0, 0
	for {
		p, err := f.Tallies(context.Background(), "google:AR1", after, 3)
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, r := range p.Rows {
			seen[r.Money.Hi] = true
		}
		if p.Total != n || p.From != after+1 {
			t.Errorf("%d of %d, from %d", len(p.Rows), p.Total, p.From)
		}
		if after += len(p.Rows); !p.Truncated {
			break
		}
		if p.NextURL != fmt.Sprintf("?after=%d&limit=3", after) || p.More != n-after {
			t.Errorf("goes on at %q with %d more", p.NextURL, p.More)
		}
	}
	if len(seen) != n || pages != 3 {
		t.Errorf("%d of %d rows in %d pages", len(seen), n, pages)
	}
	for limit, want := range map[int]int{1: 1, talliesMost: n} {
		if p, err := f.Tallies(context.Background(), "google:AR1", 0, limit); err != nil || len(p.Rows) != want {
			t.Errorf("limit %d: %+v, %v; want %d rows", limit, p, err, want)
		}
	}
	for _, c := range [][2]int{{n, 0}, {-1, 0}, {0, -1}, {0, talliesMost + 1}} {
		if _, err := f.Tallies(context.Background(), "google:AR1", c[0], c[1]); err == nil {
			t.Errorf("after %d, limit %d: no error", c[0], c[1])
		}
	}
}
