package google

import (
	"bytes"
	"context"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// tally begins a tally of the current row.
func (g *googleReader) tally(kind string) *contrechamp.Tally {
	return &contrechamp.Tally{Kind: kind, Archive: "google", Row: g.At()}
}

// who sets the advertiser of a tally.
func (g *googleReader) who(t *contrechamp.Tally, id, name int) {
	t.Advertiser, t.AdvertiserName = googleAdvertiser(g.word(id)), g.word(name)
}

// updated reads the day on which the report was made.
func (g *googleReader) updated(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	day := c.Find("Report_Data_Updated_Date")
	g.Dates(day)
	return func() (contrechamp.AdID, error) {
		t := g.tally("report-day")
		var b *rows.Error
		if t.From, b = g.date("Report_Data_Updated_Date", g.Cell(day), "", nil); b != nil {
			return "", b
		}
		t.To = t.From
		return "", g.sink.Tally(t)
	}, nil
}

// advertisers reads advertiser-stats: all that was ever spent.
func (g *googleReader) advertisers(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	id, name, regions, elections, ads := c.Find("Advertiser_ID"), c.Find("Advertiser_Name"), c.Find("Regions"), c.Find("Elections"), c.Find("Total_Creatives")
	return func() (contrechamp.AdID, error) {
		t := g.tally("advertiser-total")
		if g.who(t, id, name); t.Advertiser == "" {
			return "", rows.Bad("no-id", "Advertiser_ID is blank")
		}
		t.Country, t.Election = g.country(regions), g.word(elections)
		where := g.regions2018(g.word(regions))
		g.ofAdvertiser[g.word(id)] = where
		money, b := g.amounts(g.territoryOf(where))
		if b != nil {
			return "", b
		}
		if n := g.Number(ads); len(n) > 0 {
			x, b := rows.Whole("Total_Creatives", n)
			if b != nil {
				return "", b
			}
			t.Ads = contrechamp.Exactly(x)
		}
		return "", g.tallied(t, money)
	}, nil
}

// declared reads who advertisers say they are.
func (g *googleReader) declared(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	id, region, name, nz := c.Find("Advertiser_ID"), c.Find("Region"), c.Find("Advertiser_Declared_Name"), c.Find("NZ_Advertiser_Declared_Name")
	return func() (contrechamp.AdID, error) {
		t := g.tally("advertiser-declared")
		if g.who(t, id, -1); t.Advertiser == "" {
			return "", rows.Bad("no-id", "Advertiser_ID is blank")
		}
		t.Country = g.word(region)
		if t.Payer = g.word(name); t.Payer == "" {
			t.Payer = g.word(nz)
		}
		return "", g.sink.Tally(t)
	}, nil
}

// weeks reads what advertisers spent in a week, Sunday to Saturday.
func (g *googleReader) weeks(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	id, name, election, day := c.Find("Advertiser_ID"), c.Find("Advertiser_Name"), c.Find("Election_Cycle"), c.Find("Week_Start_Date")
	g.Dates(day)
	alone := g.areConverted()
	everywhere := g.everywhere()
	return func() (contrechamp.AdID, error) {
		t := g.tally("advertiser-week")
		if g.who(t, id, name); t.Advertiser == "" {
			return "", rows.Bad("no-id", "Advertiser_ID is blank")
		}
		t.Election = g.word(election)
		if b := g.week(t, "Week_Start_Date", day); b != nil {
			return "", b
		}
		money, b := g.weekMoney(g.word(id), alone, everywhere)
		if b != nil {
			return "", b
		}
		return "", g.tallied(t, money)
	}, nil
}

// weekMoney is the money of a week, which names no regions: those of its
// advertiser where the bundle says them. Weeks that stand alone are converted
// amounts, in dollars, or amounts of zones, of which none can then be told from
// a zone in which nothing ran.
func (g *googleReader) weekMoney(advertiser string, converted bool, everywhere *territory) ([]contrechamp.Money, *rows.Error) {
	if regions, ok := g.ofAdvertiser[advertiser]; ok {
		return g.amounts(g.territoryOf(regions))
	}
	if dollar := g.column("USD"); converted && dollar >= 0 {
		m, stated, b := g.amount(dollar)
		if b != nil || !stated {
			return nil, b
		}
		return append(g.found[:0], m), nil
	}
	money, b := g.amounts(everywhere)
	if b == nil && len(money) == 1 && money[0].Lo == 0 {
		return nil, nil
	}
	return money, b
}

// areConverted says whether one of the first rows of the current file has an amount in
// three of the four currencies that every file has had: only converted amounts
// are like that.
func (g *googleReader) areConverted() bool {
	t, _, err := rows.OpenTable(context.Background(), bytes.NewReader(g.head), g.File, []string{"Advertiser_ID", "Week_Start_Date"})
	if err != nil {
		return false // objects state no converted amounts
	}
	first := &googleReader{Table: t, money: g.money}
	for {
		err := first.Next()
		if _, unread := err.(*rows.Error); unread {
			continue
		}
		if err != nil {
			return false
		}
		above := 0
		for _, currency := range [...]string{"USD", "EUR", "INR", "GBP"} {
			if i := first.column(currency); i >= 0 && first.isAbove(i) {
				above++
			}
		}
		if above >= 3 {
			return true
		}
	}
}

func (g *googleReader) week(t *contrechamp.Tally, field string, column int) *rows.Error {
	from, b := g.date(field, g.Cell(column), "", nil)
	if b != nil {
		return b
	}
	if t.From = from; from.Known() {
		t.To = from
		t.To.Time = from.Time.AddDate(0, 0, 6)
	}
	return nil
}

// regions reads geo-spend, and advertiser-geo-spend, which names advertisers.
func (g *googleReader) regions(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	id, name := c.Find("Advertiser_ID"), c.Find("Advertiser_Name")
	country, primary, secondary := c.Find("Country"), c.Find("Country_Subdivision_Primary"), c.Find("Country_Subdivision_Secondary")
	if state := c.Find("State"); country < 0 && state >= 0 { // 2018: the United States alone
		primary, secondary = state, c.Find("Congressional_District")
	}
	kind := "region-total"
	if id >= 0 {
		kind = "advertiser-region"
	}
	return func() (contrechamp.AdID, error) {
		t := g.tally(kind)
		if g.who(t, id, name); id >= 0 && t.Advertiser == "" {
			return "", rows.Bad("no-id", "Advertiser_ID is blank")
		}
		t.Country, t.Region = g.regions2018(g.word(country)), g.word(primary)
		if s := g.word(secondary); s != "" {
			t.Region += "/" + s
		}
		money, b := g.amounts(g.territoryOf(t.Country))
		if b != nil {
			return "", b
		}
		return "", g.tallied(t, money)
	}, nil
}

// keywords reads the six keywords that cost most in a week: up to six tallies a row.
func (g *googleReader) keywords(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	cycle, region, elections, day := c.Find("Election_Cycle"), c.Find("Region"), c.Find("Elections"), c.Find("Report_Date")
	g.Dates(day)
	type pair struct {
		n           string
		word, spend int
	}
	var pairs []pair
	for i := 1; c.Find("Keyword_"+strconv.Itoa(i)) >= 0; i++ {
		n := strconv.Itoa(i)
		spend := c.Find("Spend_USD_" + n)
		if spend < 0 {
			spend = c.Find("Spend_" + n) // 2018: dollars alone
		}
		pairs = append(pairs, pair{n, c.Find("Keyword_" + n), spend})
	}
	return func() (contrechamp.AdID, error) {
		var all []*contrechamp.Tally
		for _, p := range pairs {
			if len(g.Cell(p.word)) == 0 {
				continue
			}
			t := g.tally("keyword")
			t.Keyword, t.Country = g.word(p.word), g.word(region)
			if t.Election = g.word(elections); t.Election == "" {
				t.Election = g.word(cycle)
			}
			if b := g.week(t, "Report_Date", day); b != nil {
				return "", b
			}
			if spend := g.Number(p.spend); len(spend) > 0 {
				r, b := rows.Bucket("Spend_USD_"+p.n, spend, 100)
				if b != nil {
					return "", b
				}
				t.Money = contrechamp.Money{Range: r, Currency: "USD"}
			}
			all = append(all, t)
		}
		if len(all) == 0 {
			return "", rows.Bad("no-id", "the row names no keyword")
		}
		for _, t := range all {
			if err := g.sink.Tally(t); err != nil {
				return "", err
			}
		}
		return "", nil
	}, nil
}

// campaigns reads campaign-targeting and keeps the boxes for the ads.
func (g *googleReader) campaigns(c rows.Columns) (func() (contrechamp.AdID, error), error) {
	id, ads := c.Find("Campaign_ID"), c.Find("Ads_List")
	age, gender, in, out := c.Find("Age_Targeting"), c.Find("Gender_Targeting"), c.Find("Geo_Targeting_Included"), c.Find("Geo_Targeting_Excluded")
	start, end, advertiser, name := c.Find("Start_Date"), c.Find("End_Date"), c.Find("Advertiser_ID"), c.Find("Advertiser_Name")
	g.Dates(start, end)
	if g.campaign == nil {
		g.campaign = map[string]*audience.Expr{}
	}
	return func() (contrechamp.AdID, error) {
		own := g.Cell(id)
		if len(own) == 0 {
			return "", rows.Bad("no-id", "Campaign_ID is blank")
		}
		t := g.tally("campaign")
		g.who(t, advertiser, name)
		var b *rows.Error
		if t.From, b = g.date("Start_Date", g.Cell(start), "", nil); b != nil {
			return "", b
		}
		if t.To, b = g.date("End_Date", g.Cell(end), "", nil); b != nil {
			return "", b
		}
		if list := g.Cell(ads); len(list) > 0 {
			t.Ads = contrechamp.Exactly(int64(1 + bytes.Count(list, []byte(","))))
		}
		g.campaign[string(own)] = g.box(age, gender, in, out)
		return "", g.sink.Tally(t)
	}, nil
}
