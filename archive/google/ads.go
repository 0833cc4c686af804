package google

import (
	"bytes"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// creatives reads creative-stats: one row an ad. Before April 2020 its
// targeting stood in campaign-targeting, by campaign.
func (g *googleReader) creatives(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	var (
		id, link, kind, regions   = c.Find("Ad_ID"), c.Find("Ad_URL"), c.Find("Ad_Type"), c.Find("Regions")
		advertiser, name          = c.Find("Advertiser_ID"), c.Find("Advertiser_Name")
		start, end                = c.Find("Date_Range_Start"), c.Find("Date_Range_End")
		first, last               = c.Find("First_Served_Timestamp"), c.Find("Last_Served_Timestamp")
		campaigns, views          = c.Find("Ad_Campaigns_List"), c.Find("Impressions")
		age, gender, in, excluded = c.Find("Age_Targeting"), c.Find("Gender_Targeting"), c.Find("Geo_Targeting_Included"), c.Find("Geo_Targeting_Excluded")
		grants                    = c.Find("Is_Funded_By_Google_Ad_Grants")
	)
	g.Dates(start, end, first, last)
	targeted := age >= 0 || gender >= 0 || in >= 0 || excluded >= 0
	return func() (contrechamp.AdID, error) {
		own := g.Cell(id)
		if len(own) == 0 {
			return "", rows.Bad("no-id", "Ad_ID is blank")
		}
		g.key = append(append(g.key[:0], "google:"...), own...)
		ad := &contrechamp.Ad{
			ID:   contrechamp.AdID(g.key),
			Kind: g.kind(kind),
			Row:  g.At(),
		}
		whose := g.whose(advertiser, name, regions)
		ad.Advertiser, ad.AdvertiserName, ad.Country = whose.id, whose.name, whose.country
		if l := g.Cell(link); len(l) > 0 {
			ad.Links = []string{string(l)}
		}
		var b *rows.Error
		if ad.Start, b = g.date("Date_Range_Start", g.Cell(start), "First_Served_Timestamp", g.Cell(first)); b != nil {
			return ad.ID, b
		}
		if ad.End, b = g.date("Date_Range_End", g.Cell(end), "Last_Served_Timestamp", g.Cell(last)); b != nil {
			return ad.ID, b
		}
		rows.CheckDates(ad)
		if v := g.Number(views); len(v) > 0 {
			r, ok := g.views[string(v)]
			if !ok {
				if r, b = rows.Bucket("Impressions", v, 1); b != nil {
					g.Note(rows.Unread("Impressions", string(v)))
				} else if len(g.views) < 1<<16 {
					g.views[string(v)] = r
				}
			}
			ad.Impressions = r
		}
		money, b := g.amounts(whose.territory)
		if b != nil && b.Has("bad-range") { // bounds of money that are reversed are a damaged row
			return ad.ID, b
		}
		if b != nil {
			money = nil
			g.Note(b.Unread())
		}
		if len(money) > 0 {
			ad.Money = money[0]
		}
		if len(money) > 1 {
			ad.Remarks = append(ad.Remarks, several(money[1:]))
		}
		switch {
		case targeted:
			ad.Audience = g.box(age, gender, in, excluded)
		default:
			ad.Audience, ad.Marks = g.ofCampaigns(g.Cell(campaigns))
		}
		ad.Repairs, ad.Remarks = g.Repaired(nil), g.Remarks(ad.Remarks)
		if isYes(g.Cell(grants)) {
			ad.Marks = append(ad.Marks[:len(ad.Marks):len(ad.Marks)], "ad-grants")
		}
		return ad.ID, g.sink.Ad(ad)
	}, nil
}

// googleWhose is what most ads of an advertiser have in common.
type googleWhose struct {
	id        contrechamp.AdvertiserID
	name      string
	regions   string // the cell that country and territory are read of
	country   string
	territory *territory
}

// whose reads advertiser and regions, which seldom change between the ads of
// one advertiser, with a single look-up.
func (g *googleReader) whose(advertiser, name, regions int) *googleWhose {
	id := g.Cell(advertiser)
	w := g.last[string(id)]
	if w != nil && w.name == string(g.Cell(name)) && w.regions == string(g.Cell(regions)) {
		return w
	}
	w = &googleWhose{id: googleAdvertiser(string(id)), name: g.word(name), regions: g.word(regions), country: g.country(regions)}
	w.territory = g.territoryOf(w.regions)
	if len(g.last) > 1<<20 {
		clear(g.last)
	}
	g.last[string(id)] = w
	return w
}

// kind is the type of an ad, one of very few words.
func (g *googleReader) kind(column int) string {
	c := g.Cell(column)
	for _, k := range [...]string{"TEXT", "VIDEO", "IMAGE"} {
		if string(c) == k {
			return k
		}
	}
	return g.word(column)
}

// ofCampaigns is the box of an ad whose targeting stands by campaign: in one
// of their boxes. What a missing campaign aimed at is not disclosed.
func (g *googleReader) ofCampaigns(list []byte) (*audience.Expr, []string) {
	if g.campaign == nil || len(list) == 0 {
		return audience.Hidden("other", ""), []string{"targeting-not-in-file"}
	}
	var boxes []*audience.Expr
	hidden := false
	for id := range bytes.SplitSeq(list, []byte(",")) {
		if box, ok := g.campaign[string(bytes.TrimSpace(id))]; !ok {
			hidden = true
		} else if !containsBox(boxes, box) {
			boxes = append(boxes, box)
		}
	}
	if hidden {
		boxes = append(boxes, audience.Hidden("other", ""))
	}
	if len(boxes) == 1 {
		return boxes[0], []string{"targeting-by-campaign"}
	}
	return audience.Or(boxes...), []string{"targeting-by-campaign"}
}

func containsBox(boxes []*audience.Expr, box *audience.Expr) bool {
	for _, b := range boxes {
		if b == box {
			return true
		}
	}
	return false
}

// date is a day, or, if there is none, a timestamp.
func (g *googleReader) date(field string, day []byte, timestamp string, at []byte) (contrechamp.Date, *rows.Error) {
	if len(day) == 0 && len(at) > 0 {
		s := strings.TrimSuffix(strings.TrimSuffix(string(at), " UTC"), "Z")
		return g.Date(timestamp, s, "UTC", "2006-01-02 15:04:05", "2006-01-02T15:04:05")
	}
	if d, ok := plainDay(day); ok {
		return d, nil
	}
	return g.Date(field, string(day), "", time.DateOnly)
}

// plainDay reads 2019-06-24 of the years that dated allows.
func plainDay(b []byte) (contrechamp.Date, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return contrechamp.Date{}, false
	}
	n := 0
	for i, c := range b {
		if i == 4 || i == 7 {
			continue
		}
		if c < '0' || c > '9' {
			return contrechamp.Date{}, false
		}
		n = 10*n + int(c-'0')
	}
	y, m, d := n/10000, n/100%100, n%100
	if y < 2004 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 28 {
		return contrechamp.Date{}, false // the slow way knows the months
	}
	return contrechamp.Day(y, time.Month(m), d), true
}

// isYes reads the words in which tables say yes.
func isYes(cell []byte) bool {
	switch string(bytes.ToLower(cell)) {
	case "yes", "true", "1":
		return true
	}
	return false
}
