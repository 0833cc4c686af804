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

	"github.com/contrechamp/contrechamp/internal/published"
)

// Brackets by lower bounds, as the library gives them; the last has no top.
var (
	spendBrackets = []int64{0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000}
	viewBrackets  = []int64{0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 70000, 80000, 90000, 100000, 125000, 150000, 175000, 200000, 250000, 300000, 350000, 400000, 450000, 500000, 600000, 700000, 800000, 900000, 1000000}
)

// answer writes the ad as the library would on a day.
func (x *ad) answer(r *rand.Rand, on time.Time) published.MetaAd {
	id := strconv.FormatInt(x.id, 10)
	m := published.MetaAd{
		ID: id, Created: x.created.Format(time.DateOnly), Start: x.start.Format(time.DateOnly),
		PageID: x.page, PageName: x.name,
		Snapshot:  "https://www.facebook.com/ads/archive/render_ad/?id=" + id + "&access_token=EAAinvented" + id[9:],
		Platforms: []string{"facebook", "instagram"},
		Languages: []string{x.language()}, Bodies: x.bodies,
		Ages: []string{strconv.Itoa(x.box.from), strconv.Itoa(x.box.to)}, Gender: x.box.gender,
		Estimate: published.Bracket(published.MetaSizes, int64(float64(x.size)*(.55+r.Float64()*.7))),
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
		m.Payers = []published.MetaPayer{{Payer: x.payers, Beneficiary: x.name, Current: true}}
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
		m.Spend = published.Bracket(spendBrackets, int64(spend))
	}
	m.Impressions = published.Bracket(viewBrackets, int64(views))
	m.Locations = x.box.places()
	x.delivered(&m, r, reach)
	return m
}

func (b box) places() []published.MetaPlace {
	var out []published.MetaPlace
	add := func(list []spot, excluded bool) {
		for _, s := range list {
			name := s.name
			switch s.kind {
			case "countries", "location_cluster_ids":
			default:
				name += ", Valombre"
			}
			out = append(out, published.MetaPlace{Name: name, Hidden: s.hidden, Type: s.kind, Excluded: excluded})
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
func (x *ad) change(m *published.MetaAd) {
	switch {
	case x.changed == "payer":
		m.Bylines = "Comité Fleuve 2026"
		m.Payers = append([]published.MetaPayer{{Payer: m.Bylines, Beneficiary: x.name, Current: true}}, m.Payers...)
		m.Payers[1].Current = false
	case x.changed != "":
		m.Bodies = []string{x.changed}
		m.Titles, m.Captions, m.Descriptions = m.Titles[:1], m.Captions[:1], m.Descriptions[:min(1, len(m.Descriptions))]
	}
}

// writeDamaged writes two rows that cannot be read, after an ad: one cut off,
// as when a download breaks, and one with bounds the wrong way round.
func writeDamaged(w io.Writer, like published.MetaAd) error {
	line, err := json.Marshal(like)
	if err != nil {
		return err
	}
	cut := bytes.Replace(line, []byte(like.ID), []byte("900417330299001"), 2)[:640]
	if _, err := fmt.Fprintf(w, "%s\n", cut); err != nil {
		return err
	}
	like.ID = "900417330299002"
	like.Spend = &published.Bounds{Lower: "499", Upper: "400"}
	return json.NewEncoder(w).Encode(like)
}
