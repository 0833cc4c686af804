package library

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp/internal/published"
)

var googleHeader = strings.Split("Ad_ID,Ad_URL,Ad_Type,Regions,Advertiser_ID,Advertiser_Name,Ad_Campaigns_List,Date_Range_Start,Date_Range_End,Num_of_Days,Impressions,Spend_USD,First_Served_Timestamp,Last_Served_Timestamp,Age_Targeting,Gender_Targeting,Geo_Targeting_Included,Geo_Targeting_Excluded,Spend_Range_Min_USD,Spend_Range_Max_USD,Spend_Range_Min_EUR,Spend_Range_Max_EUR", ",")

// googleViews and googleSpend are the brackets of Google's report.
var (
	googleViews = []int64{0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 70000, 80000, 90000, 100000}
	googleSpend = []int64{0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1500, 2000, 2500, 5000, 10000}
)

// writeGoogle writes the file of creatives of Google's bundle, which has no texts
// and takes age groups, gender and places.
func (s *Sold) writeGoogle(w io.Writer, country string) error {
	return s.writeTable(w, "google", googleHeader, func(a *Ad, d *delivered, page *Page) map[string]string {
		var ages []string
		for _, b := range bands {
			if b.to >= int(a.Box.From) && (a.Box.To == 0 || b.from <= int(a.Box.To)) {
				ages = append(ages, strings.Replace(b.name, "65+", "≥65", 1))
			}
		}
		age := strings.Join(ages, ", ")
		if len(ages) == len(bands) {
			age = "Not targeted"
		}
		in := country
		if len(a.Box.In) > 0 {
			in = places(a.Box.In, country)
		}
		least, most := googleRange(googleSpend, d.micros/1_000_000)
		view, top := googleRange(googleViews, d.impressions)
		if top == "" {
			view = "≥ " + view
		} else {
			view += "-" + top
		}
		return map[string]string{
			"Ad_ID": a.ID, "Ad_URL": "https://adstransparency.google.com/" + a.ID, "Ad_Type": "VIDEO", "Regions": s.Country,
			"Advertiser_ID": "AR" + strings.Repeat("0", 5) + page.ID, "Advertiser_Name": page.Name,
			"Date_Range_Start": before(a.From).Format(time.DateOnly), "Date_Range_End": before(a.To).Format(time.DateOnly), "Num_of_Days": strconv.Itoa(a.From - a.To + 1),
			"Impressions": view, "Age_Targeting": age, "Gender_Targeting": a.Box.sex("Not targeted", "Female", "Male"), "Geo_Targeting_Included": in, "Geo_Targeting_Excluded": places(a.Box.Out, country),
			"Spend_Range_Min_EUR": least, "Spend_Range_Max_EUR": most, "Spend_Range_Min_USD": least, "Spend_Range_Max_USD": most, // in the story they are worth the same
		}
	})
}

// googleRange are the ends of a number's bracket as Google writes them: the upper
// one is where the next begins, "" if there is none.
func googleRange(lower []int64, n int64) (least, most string) {
	from, next := published.BracketEnds(lower, n)
	if next > from {
		most = strconv.FormatInt(next, 10)
	}
	return strconv.FormatInt(from, 10), most
}

// places are places as Google lists them.
func places(names []string, country string) string {
	var all []string
	for _, n := range names {
		all = append(all, n+","+country)
	}
	return strings.Join(all, ", ")
}
