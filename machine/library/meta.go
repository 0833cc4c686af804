package library

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// metaAd is an answer of Meta's Ad Library interface, in its own order of fields.
type metaAd struct {
	ID          string      `json:"id"`
	Created     string      `json:"ad_creation_time"`
	Start       string      `json:"ad_delivery_start_time"`
	Stop        string      `json:"ad_delivery_stop_time,omitempty"`
	PageID      string      `json:"page_id"`
	PageName    string      `json:"page_name"`
	Snapshot    string      `json:"ad_snapshot_url"`
	Platforms   []string    `json:"publisher_platforms"`
	Bodies      []string    `json:"ad_creative_bodies,omitempty"`
	Captions    []string    `json:"ad_creative_link_captions,omitempty"`
	Languages   []string    `json:"languages,omitempty"`
	Bylines     string      `json:"bylines,omitempty"`
	Payers      []metaPayer `json:"beneficiary_payers,omitempty"`
	Currency    string      `json:"currency,omitempty"`
	Spend       *bounds     `json:"spend,omitempty"`
	Impressions *bounds     `json:"impressions,omitempty"`
	Estimate    *bounds     `json:"estimated_audience_size,omitempty"`
	Reach       int64       `json:"eu_total_reach"`
	Ages        []string    `json:"target_ages"`
	Gender      string      `json:"target_gender"`
	Locations   []metaPlace `json:"target_locations"`
	Breakdown   []metaReach `json:"age_country_gender_reach_breakdown"`
	Regions     []metaShare `json:"delivery_by_region,omitempty"`
}

type metaPayer struct {
	Payer       string `json:"payer"`
	Beneficiary string `json:"beneficiary"`
	Current     bool   `json:"current"`
}

type bounds struct {
	Lower string `json:"lower_bound"`
	Upper string `json:"upper_bound,omitempty"`
}

type metaPlace struct {
	Name     string `json:"name"`
	Hidden   int    `json:"num_obfuscated"`
	Type     string `json:"type"`
	Excluded bool   `json:"excluded"`
}

type metaReach struct {
	Country string     `json:"country"`
	Bands   []metaBand `json:"age_gender_breakdowns"`
}

type metaBand struct {
	Age    string `json:"age_range"`
	Male   int64  `json:"male,omitempty"`
	Female int64  `json:"female,omitempty"`
}

type metaShare struct {
	Percentage string `json:"percentage"`
	Region     string `json:"region"`
}

// Brackets by lower bounds, as the library has them; the last has no top.
var (
	spendBrackets = []int64{0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10000}
	viewBrackets  = []int64{0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 70000, 80000, 90000, 100000, 1000000}
	sizeBrackets  = []int64{0, 100, 501, 1001, 5001, 10001, 50001, 100001, 500001, 1000001}
)

func bracket(lower []int64, n int64) *bounds {
	i, exact := slices.BinarySearch(lower, n)
	if !exact {
		i--
	}
	b := &bounds{Lower: strconv.FormatInt(lower[i], 10)}
	if i+1 < len(lower) {
		b.Upper = strconv.FormatInt(lower[i+1]-1, 10)
	}
	return b
}

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

func (s *Sold) meta(a *Ad, d *delivered, country string, second bool) metaAd {
	page, start := &s.Pages[a.Page], before(a.From)
	share := 1.0
	if !second && a.To < FirstCopy { // it runs: what came of it so far
		share = float64(a.From-FirstCopy+1) / float64(a.From-a.To+1)
	}
	part := func(n int64) int64 { return int64(float64(float64(n) * share)) }
	m := metaAd{
		ID: a.ID, Created: start.AddDate(0, 0, -1).Format(time.DateOnly), Start: start.Format(time.DateOnly),
		PageID: page.ID, PageName: page.Name,
		Snapshot:  "https://www.facebook.com/ads/archive/render_ad/?id=" + a.ID + "&access_token=EAAinvented",
		Platforms: []string{"facebook", "instagram"},
		Ages:      []string{strconv.Itoa(int(a.Box.From)), "65"}, Gender: "All",
		Estimate:    bracket(sizeBrackets, int64(d.people)),
		Impressions: bracket(viewBrackets, part(d.impressions)),
	}
	if second || a.To >= FirstCopy {
		m.Stop = before(a.To).Format(time.DateOnly)
	}
	if to := a.Box.To; to > 0 && to < 65 {
		m.Ages[1] = strconv.Itoa(int(to))
	}
	switch {
	case a.Box.Women:
		m.Gender = "Women"
	case a.Box.Men:
		m.Gender = "Men"
	}
	if !a.NoText {
		m.Bodies, m.Captions, m.Languages = []string{a.Text}, []string{page.Site}, []string{a.Message.Lang}
	}
	if !a.NoPayer {
		m.Bylines, m.Payers = page.Payer, []metaPayer{{page.Payer, page.Name, true}}
	}
	if !a.NoMoney {
		m.Currency, m.Spend = "EUR", bracket(spendBrackets, part(d.micros)/1_000_000)
	}
	if len(a.Box.In) == 0 {
		m.Locations = append(m.Locations, metaPlace{Name: country, Type: "countries"})
	}
	for _, r := range a.Box.In {
		m.Locations = append(m.Locations, metaPlace{Name: r + ", " + country, Type: "regions"})
	}
	for _, r := range a.Box.Out {
		m.Locations = append(m.Locations, metaPlace{Name: r + ", " + country, Type: "regions", Excluded: true})
	}
	seen := metaReach{Country: s.Country, Bands: []metaBand{}}
	for b := range d.seen {
		f, ml := part(d.seen[b][0]), part(d.seen[b][1])
		if f+ml > 0 {
			seen.Bands = append(seen.Bands, metaBand{Age: bands[b].name, Male: ml, Female: f})
			m.Reach += f + ml
		}
	}
	m.Breakdown = []metaReach{seen}
	for r, n := range d.regions {
		if n > 0 {
			m.Regions = append(m.Regions, metaShare{strconv.FormatFloat(float64(n)/float64(d.reached), 'f', 4, 64), s.Regions[r]})
		}
	}
	return m
}
