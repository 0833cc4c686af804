package ingest_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// creativeColumns are those of Google's creative-stats of 2020.
var creativeColumns = strings.Split("Ad_ID,Ad_URL,Ad_Type,Regions,Advertiser_ID,Advertiser_Name,Ad_Campaigns_List,"+
	"Date_Range_Start,Date_Range_End,Num_of_Days,Impressions,Spend_USD,First_Served_Timestamp,Last_Served_Timestamp,"+
	"Age_Targeting,Gender_Targeting,Geo_Targeting_Included,Geo_Targeting_Excluded", ",")

var creativeCurrencies = []struct {
	code string
	rate int // of 100 dollars
}{{"USD", 100}, {"EUR", 90}, {"INR", 8200}, {"BGN", 175}, {"HRK", 675}, {"CZK", 2300}, {"DKK", 670}, {"HUF", 36000},
	{"PLN", 430}, {"RON", 445}, {"SEK", 1050}, {"GBP", 80}, {"NZD", 160}, {"ILS", 360}, {"AUD", 150}, {"TWD", 3100}}

// creatives writes a creative-stats file of n invented ads: 4,000 advertisers
// with one to three targeting cells each, as campaigns have them.
func creatives(to io.Writer, n int, seed uint64) error {
	w := bufio.NewWriterSize(to, 1<<20)
	rnd := rand.New(rand.NewPCG(seed, 2024))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	w.WriteString(strings.Join(creativeColumns, ","))
	for _, c := range creativeCurrencies {
		fmt.Fprintf(w, ",Spend_Range_Min_%s,Spend_Range_Max_%s", c.code, c.code)
	}
	w.WriteByte('\n')
	countries := []struct{ code, name string }{{"US", "United States"}, {"US", "United States"}, {"GB", "United Kingdom"}, {"EU, NL", "Netherlands"}, {"IN", "India"}}
	advertisers := make([]struct {
		country int
		cells   []string
	}, 4000)
	for i := range advertisers {
		a := &advertisers[i]
		a.country = rnd.IntN(len(countries))
		land := countries[a.country].name
		for range 1 + rnd.IntN(3) {
			var places []string
			for range rnd.IntN(6) {
				places = append(places, fmt.Sprintf("Town %d,Region %d,%s", rnd.IntN(30), rnd.IntN(40), land))
			}
			if places == nil {
				places = []string{land}
			}
			excluded := ""
			if rnd.IntN(8) == 0 {
				excluded = fmt.Sprintf("Region %d,%s", rnd.IntN(40), land)
			}
			a.cells = append(a.cells, fmt.Sprintf("%q,%q,%q,%q",
				pick("", "Not targeted", "18-24, 25-34, 35-44, 45-54, 55-64, ≥65, Unknown age", "18-24, 25-34", "35-44, 45-54, 55-64, ≥65"),
				pick("", "Not targeted", "Male, Female, Unknown gender", "Female"), strings.Join(places, ", "), excluded))
		}
	}
	for i := range n {
		num := rnd.IntN(len(advertisers))
		a := &advertisers[num]
		id := 10_000_000_000_000_000 + uint64(i)*7919
		month, day := 1+rnd.IntN(10), 1+rnd.IntN(28)
		fmt.Fprintf(w, "CR%020d,https://adstransparency.google.com/advertiser/AR%020d/creative/CR%020d?political=&region=%s,%s,%q,AR%020d,Invented Committee %d,,"+
			"2020-%02d-%02d,2020-%02d-%02d,%d,%s,,2020-%02d-%02d %02d:10:00Z,2020-12-01 05:00:00Z,%s",
			id, num, id, countries[a.country].code[:2], pick("TEXT", "VIDEO", "IMAGE"), countries[a.country].code, num, num,
			month, day, month+1, day, 1+rnd.IntN(60), pick("0-1000", "1000-2000", "10000-15000", "6000-7000", "≥10000000"),
			month, day, rnd.IntN(24), a.cells[rnd.IntN(len(a.cells))])
		lo := 100 * rnd.IntN(50)
		for _, c := range creativeCurrencies {
			fmt.Fprintf(w, ",%d,%d", lo*c.rate/100, (lo+100)*c.rate/100)
		}
		w.WriteByte('\n')
	}
	return w.Flush()
}
