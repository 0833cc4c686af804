package archive

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/google"
)

// writeCreatives writes a creative-stats file of the generation of 2020 with n
// ads of invented advertisers: columns, cells and their repetition as in
// Google's own.
func writeCreatives(to io.Writer, n int, seed uint64) error {
	w := bufio.NewWriterSize(to, 1<<20)
	currencies := []string{"USD", "EUR", "INR", "BGN", "HRK", "CZK", "DKK", "HUF", "PLN", "RON", "SEK", "GBP", "NZD", "ILS", "AUD", "TWD"}
	rates := []int{100, 90, 8200, 175, 675, 2300, 670, 36000, 430, 445, 1050, 80, 160, 360, 150, 3100}
	w.WriteString("Ad_ID,Ad_URL,Ad_Type,Regions,Advertiser_ID,Advertiser_Name,Ad_Campaigns_List,Date_Range_Start,Date_Range_End,Num_of_Days,Impressions,Spend_USD,First_Served_Timestamp,Last_Served_Timestamp,Age_Targeting,Gender_Targeting,Geo_Targeting_Included,Geo_Targeting_Excluded")
	for _, c := range currencies {
		fmt.Fprintf(w, ",Spend_Range_Min_%s,Spend_Range_Max_%s", c, c)
	}
	w.WriteString("\n")
	rnd := rand.New(rand.NewPCG(seed, 7))
	ages := []string{"", "Not targeted", "18-24, 25-34, 35-44, 45-54, 55-64, ≥65, Unknown age", "18-24, 25-34", "35-44, 45-54, 55-64, ≥65", "≥65"}
	genders := []string{"", "Not targeted", "Male, Female, Unknown gender", "Female", "Male, Unknown gender"}
	regions := []string{"US", "US", "US", "GB", "EU, NL", "IN"}
	countries := []string{"United States", "United States", "United States", "United Kingdom", "Netherlands", "India"}
	views := []string{"0-1000", "1000-2000", "10000-15000", "100000-125000", "≥10000000", "6000-7000"}
	kinds := []string{"TEXT", "VIDEO", "IMAGE"}
	// Every advertiser has a few boxes, which its ads share.
	type advertiser struct {
		region int
		boxes  [3]string
	}
	advertisers := make([]advertiser, 5000)
	for i := range advertisers {
		a := &advertisers[i]
		a.region = rnd.IntN(len(regions))
		country := countries[a.region]
		for j := range a.boxes {
			in := country
			for k := range rnd.IntN(12) {
				if k == 0 {
					in = ""
				} else {
					in += ", "
				}
				in += fmt.Sprintf("Town %d,State %d,%s", rnd.IntN(40), rnd.IntN(50), country)
			}
			out := ""
			if rnd.IntN(10) == 0 {
				out = fmt.Sprintf("State %d,%s", rnd.IntN(50), country)
			}
			a.boxes[j] = fmt.Sprintf("\"%s\",\"%s\",\"%s\",\"%s\"", ages[rnd.IntN(len(ages))], genders[rnd.IntN(len(genders))], in, out)
		}
	}
	for i := range n {
		adv := rnd.IntN(len(advertisers))
		a := advertisers[adv]
		ad := 100_000_000_000_000_000 + uint64(i)*7919
		fmt.Fprintf(w, "CR%d,https://adstransparency.google.com/advertiser/AR%020d/creative/CR%d?political=&region=US,%s,\"%s\"", ad, 17_000_000_000_000_000+uint64(adv), ad, kinds[rnd.IntN(3)], regions[a.region])
		fmt.Fprintf(w, ",AR%020d,COMMITTEE NUMBER %d,,2020-%02d-%02d,2020-12-%02d,%d,%s,,2020-01-02 03:04:05Z,2020-12-02 03:04:05Z,%s", 17_000_000_000_000_000+uint64(adv), adv, 1+rnd.IntN(9), 1+rnd.IntN(28), 1+rnd.IntN(28), 1+rnd.IntN(200), views[rnd.IntN(len(views))], a.boxes[rnd.IntN(len(a.boxes))])
		lo := rnd.IntN(100) * 100
		for _, rate := range rates {
			fmt.Fprintf(w, ",%d,%d", lo*rate/100, (lo+100)*rate/100)
		}
		w.WriteByte('\n')
	}
	return w.Flush()
}

// tallySink counts.
type tallySink struct{ ads, tallies, rejects int }

func (s *tallySink) Ad(*contrechamp.Ad) error        { s.ads++; return nil }
func (s *tallySink) Tally(*contrechamp.Tally) error  { s.tallies++; return nil }
func (s *tallySink) Reject(contrechamp.Reject) error { s.rejects++; return nil }

// BenchmarkGoogle reads a generated creative-stats file of 100,000 rows.
func BenchmarkGoogle(b *testing.B) {
	const n = 100_000
	var text bytes.Buffer
	if err := writeCreatives(&text, n, 1); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		var s tallySink
		bundle := &Bundle{Name: "x", Files: []File{{Name: "creative-stats.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil }}}}
		if err := (google.Format{}).Read(context.Background(), bundle, &s); err != nil {
			b.Fatal(err)
		}
		if s.ads != n || s.rejects != 0 {
			b.Fatalf("%d ads, %d rejects", s.ads, s.rejects)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}
