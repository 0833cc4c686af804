package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// metaAd is an answer of the Ad Library interface, in its own order of fields.
type metaAd struct {
	ID           string       `json:"id"`
	Created      string       `json:"ad_creation_time"`
	Start        string       `json:"ad_delivery_start_time"`
	Stop         string       `json:"ad_delivery_stop_time,omitempty"`
	PageID       string       `json:"page_id"`
	PageName     string       `json:"page_name"`
	Snapshot     string       `json:"ad_snapshot_url"`
	Platforms    []string     `json:"publisher_platforms"`
	Bodies       []string     `json:"ad_creative_bodies,omitempty"`
	Titles       []string     `json:"ad_creative_link_titles,omitempty"`
	Descriptions []string     `json:"ad_creative_link_descriptions,omitempty"`
	Captions     []string     `json:"ad_creative_link_captions,omitempty"`
	Languages    []string     `json:"languages,omitempty"`
	Bylines      string       `json:"bylines,omitempty"`
	Payers       []metaPayer  `json:"beneficiary_payers,omitempty"`
	Currency     string       `json:"currency,omitempty"`
	Spend        *bounds      `json:"spend,omitempty"`
	Impressions  *bounds      `json:"impressions,omitempty"`
	Estimate     *bounds      `json:"estimated_audience_size,omitempty"`
	Reach        int          `json:"eu_total_reach"`
	Ages         []string     `json:"target_ages"`
	Gender       string       `json:"target_gender"`
	Locations    []metaPlace  `json:"target_locations"`
	Breakdown    []metaReach  `json:"age_country_gender_reach_breakdown"`
	Demographics []metaDemo   `json:"demographic_distribution,omitempty"`
	Regions      []metaRegion `json:"delivery_by_region,omitempty"`
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
	Age     string `json:"age_range"`
	Male    int    `json:"male,omitempty"`
	Female  int    `json:"female,omitempty"`
	Unknown int    `json:"unknown,omitempty"`
}

type metaDemo struct {
	Percentage string `json:"percentage"`
	Age        string `json:"age"`
	Gender     string `json:"gender"`
}

type metaRegion struct {
	Percentage string `json:"percentage"`
	Region     string `json:"region"`
}

// Brackets by lower bounds, as the library gives them; the last has no top.
var (
	spendBrackets = brackets(0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000)
	viewBrackets  = brackets(0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 70000, 80000, 90000, 100000, 125000, 150000, 175000, 200000, 250000, 300000, 350000, 400000, 450000, 500000, 600000, 700000, 800000, 900000, 1000000)
	sizeBrackets  = brackets(0, 100, 501, 1001, 5001, 10001, 50001, 100001, 500001, 1000001)
)

func brackets(lower ...int) func(int) *bounds {
	return func(n int) *bounds {
		i := len(lower) - 1
		for i > 0 && n < lower[i] {
			i--
		}
		b := &bounds{Lower: strconv.Itoa(lower[i])}
		if i < len(lower)-1 {
			b.Upper = strconv.Itoa(lower[i+1] - 1)
		}
		return b
	}
}

// answer writes the ad as the library would on a day.
func (x *ad) answer(r *rand.Rand, on time.Time) metaAd {
	id := strconv.FormatInt(x.id, 10)
	m := metaAd{
		ID: id, Created: x.created.Format(time.DateOnly), Start: x.start.Format(time.DateOnly),
		PageID: x.page, PageName: x.name,
		Snapshot:  "https://www.facebook.com/ads/archive/render_ad/?id=" + id + "&access_token=EAAinvented" + id[9:],
		Platforms: []string{"facebook", "instagram"},
		Languages: []string{x.language()}, Bodies: x.bodies,
		Ages: []string{strconv.Itoa(x.box.from), strconv.Itoa(x.box.to)}, Gender: x.box.gender,
		Estimate: sizeBrackets(int(float64(x.size) * (.55 + r.Float64()*.7))),
	}
	if x.title != "" {
		for range m.Bodies {
			m.Titles = append(m.Titles, x.fillText(x.title))
			m.Captions = append(m.Captions, x.site)
			if x.about != "" {
				m.Descriptions = append(m.Descriptions, x.fillText(x.about))
			}
		}
	}
	switch r.IntN(12) {
	case 0:
		m.Platforms = m.Platforms[:1]
	case 1, 2:
		m.Platforms = append(m.Platforms, "audience_network", "messenger")
	}
	if x.quirks&noText != 0 {
		m.Bodies, m.Titles, m.Descriptions, m.Captions, m.Languages = nil, nil, nil, nil, nil
	}
	if x.quirks&noPayer == 0 {
		m.Bylines = x.payers
		m.Payers = []metaPayer{{Payer: x.payers, Beneficiary: x.name, Current: true}}
		if x.quirks&capitals != 0 && r.IntN(3) == 0 {
			m.Bylines = strings.ToUpper(m.Bylines)
		}
	}
	stop := x.end
	if x.endIsBefore {
		stop = x.start.Add(-days(1))
	}
	spend, views, reach := x.spend, x.views, x.reach
	if stop.After(on) { // it runs: what it has cost so far
		so := float64(on.Sub(x.start)/days(1)+1) / float64(stop.Sub(x.start)/days(1)+1)
		spend, views, reach = int(float64(spend)*so), int(float64(views)*so), int(float64(reach)*so)
	} else {
		m.Stop = stop.Format(time.DateOnly)
	}
	if x.quirks&noMoney == 0 {
		m.Spend = spendBrackets(spend)
	}
	m.Impressions = viewBrackets(views)
	m.Locations = x.box.places()
	x.delivered(&m, r, reach)
	return m
}

func (b box) places() []metaPlace {
	var out []metaPlace
	add := func(list []spot, excluded bool) {
		for _, s := range list {
			name := s.name
			switch s.kind {
			case "countries", "location_cluster_ids":
			default:
				name += ", Valombre"
			}
			out = append(out, metaPlace{name, s.hidden, s.kind, excluded})
		}
	}
	add(b.in, false)
	add(b.out, true)
	return out
}

// writeMeta writes the copy of a day: ads that had begun by then, without
// those that were gone.
func writeMeta(w io.Writer, ads []*ad, on time.Time, second bool) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	n := 0
	for _, x := range ads {
		if x.start.After(on) || second && x.gone {
			continue
		}
		// Numbers of an ad that has ended stay as they were: its own seed.
		m := x.answer(rand.New(rand.NewPCG(seed, uint64(x.id))), on)
		if second {
			x.change(&m)
		}
		if err := enc.Encode(m); err != nil {
			return err
		}
		n++
		if second && n == 211 {
			if err := writeDamaged(w, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// change alters what the advertiser changed after the first copy.
func (x *ad) change(m *metaAd) {
	switch {
	case x.changed == "payer":
		m.Bylines = "Comité Fleuve 2026"
		m.Payers = append([]metaPayer{{m.Bylines, x.name, true}}, m.Payers...)
		m.Payers[1].Current = false
	case x.changed != "":
		m.Bodies = []string{x.changed}
		m.Titles, m.Captions, m.Descriptions = m.Titles[:1], m.Captions[:1], m.Descriptions[:min(1, len(m.Descriptions))]
	}
}

// writeDamaged writes two rows that cannot be read, after an ad: one cut off,
// as when a download breaks, and one with bounds the wrong way round.
func writeDamaged(w io.Writer, like metaAd) error {
	line, err := json.Marshal(like)
	if err != nil {
		return err
	}
	cut := bytes.Replace(line, []byte(like.ID), []byte("900417330299001"), 2)[:640]
	if _, err := fmt.Fprintf(w, "%s\n", cut); err != nil {
		return err
	}
	like.ID = "900417330299002"
	like.Spend = &bounds{Lower: "499", Upper: "400"}
	return json.NewEncoder(w).Encode(like)
}
