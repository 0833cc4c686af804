package library

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/contrechamp/contrechamp/internal/published"
)

// Brackets by lower bounds, as the library has them; the last has no top.
var (
	spendBrackets = []int64{0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10000}
	viewBrackets  = []int64{0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 70000, 80000, 90000, 100000, 1000000}
)

// election is the day of the vote, in the story.
var election = time.Date(2026, 6, 7, 0, 0, 0, 0, time.UTC)

// before is the day so many days before the vote.
func before(days int) time.Time { return election.AddDate(0, 0, -days) }

// writeMeta writes a copy of Meta's library: of some days before the vote, or, if
// second, of the time after it.
func (s *Sold) writeMeta(w io.Writer, country string, second bool) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for k := range s.Ads {
		a := &s.Ads[k]
		if a.Platform != "meta" || !second && a.From < FirstCopy || second && a.Vanished {
			continue
		}
		if err := enc.Encode(s.meta(a, &s.ads[k], country, second)); err != nil {
			return fmt.Errorf("writing ad %s: %w", a.ID, err)
		}
	}
	return nil
}

func (s *Sold) meta(a *Ad, d *delivered, country string, second bool) published.MetaAd {
	page, start := &s.Pages[a.Page], before(a.From)
	share := 1.0
	if !second && a.To < FirstCopy { // it runs: what came of it so far
		share = float64(a.From-FirstCopy+1) / float64(a.From-a.To+1)
	}
	part := func(n int64) int64 { return int64(float64(float64(n) * share)) }
	m := published.MetaAd{
		ID: a.ID, Created: start.AddDate(0, 0, -1).Format(time.DateOnly), Start: start.Format(time.DateOnly),
		PageID: page.ID, PageName: page.Name,
		Snapshot:  "https://www.facebook.com/ads/archive/render_ad/?id=" + a.ID + "&access_token=EAAinvented",
		Platforms: []string{"facebook", "instagram"},
		Ages:      []string{strconv.Itoa(int(a.Box.From)), "65"}, Gender: a.Box.sex("All", "Women", "Men"),
		Estimate:    published.Bracket(published.MetaSizes, int64(d.people)),
		Impressions: published.Bracket(viewBrackets, part(d.impressions)),
	}
	if second || a.To >= FirstCopy {
		m.Stop = before(a.To).Format(time.DateOnly)
	}
	if to := a.Box.To; to > 0 && to < 65 {
		m.Ages[1] = strconv.Itoa(int(to))
	}
	if !a.NoText {
		m.Bodies, m.Captions, m.Languages = []string{a.Text}, []string{page.Site}, []string{a.Message.Lang}
	}
	if !a.NoPayer {
		m.Bylines, m.Payers = page.Payer, []published.MetaPayer{{Payer: page.Payer, Beneficiary: page.Name, Current: true}}
	}
	if !a.NoMoney {
		m.Currency, m.Spend = "EUR", published.Bracket(spendBrackets, part(d.micros)/1_000_000)
	}
	if len(a.Box.In) == 0 {
		m.Locations = append(m.Locations, published.MetaPlace{Name: country, Type: "countries"})
	}
	for _, r := range a.Box.In {
		m.Locations = append(m.Locations, published.MetaPlace{Name: r + ", " + country, Type: "regions"})
	}
	for _, r := range a.Box.Out {
		m.Locations = append(m.Locations, published.MetaPlace{Name: r + ", " + country, Type: "regions", Excluded: true})
	}
	seen := published.MetaReach{Country: s.Country, Bands: []published.MetaBand{}}
	for b := range d.seen {
		f, ml := part(d.seen[b][0]), part(d.seen[b][1])
		if f+ml > 0 {
			seen.Bands = append(seen.Bands, published.MetaBand{Age: bands[b].name, Male: ml, Female: f})
			m.Reach += f + ml
		}
	}
	m.Breakdown = []published.MetaReach{seen}
	for r, n := range d.regions {
		if n > 0 {
			m.Regions = append(m.Regions, published.MetaRegion{Percentage: strconv.FormatFloat(float64(n)/float64(d.reached), 'f', 4, 64), Region: s.Regions[r]})
		}
	}
	return m
}
