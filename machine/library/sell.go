package library

import (
	"fmt"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/market"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/reach"
)

// bands are the age groups of those who see ads, as Meta's library has them.
var bands = []struct {
	name     string
	from, to int
}{{"18-24", 18, 24}, {"25-34", 25, 34}, {"35-44", 35, 44}, {"45-54", 45, 54}, {"55-64", 55, 64}, {"65+", 65, 99}}

func bandOf(age uint8) int {
	for b := len(bands) - 1; b > 0; b-- {
		if int(age) >= bands[b].from {
			return b
		}
	}
	return 0
}

// Sold is a story that the market delivered.
type Sold struct {
	*Story
	Electorate *electorate.Electorate
	Regions    []string
	ads        []delivered
	sightings  []sighting
}

// delivered is what came of one ad.
type delivered struct {
	people              int // adults in the box
	impressions, micros int64
	reached             int64
	seen                [][2]int64 // people by band and sex: women, men
	regions             []int64    // people by region
}

// sighting is an ad that a volunteer of the collector saw.
type sighting struct {
	ad, person, phase int
}

// volunteers is one adult of how many lends the collector his screen.
const volunteers = 400

// Sell sells the ads of a story to an electorate, each library's on its own
// market.
func (s *Story) Sell(e *electorate.Electorate, regions []string, threads int) (*Sold, error) {
	people, err := e.People(audience.World{}, threads)
	if err != nil {
		return nil, fmt.Errorf("laying out the electorate: %w", err)
	}
	out := &Sold{Story: s, Electorate: e, Regions: regions, ads: make([]delivered, len(s.Ads))}
	for i, platform := range []string{"meta", "snap", "google"} {
		if err := out.sell(platform, people, s.Seed*3+uint64(i), threads); err != nil {
			return nil, err
		}
	}
	for k := range s.Ads {
		a, d := &s.Ads[k], &out.ads[k]
		box := a.Box.Expr(s.Country)
		d.people, _ = people.Count(audience.And(box, audience.Ages(electorate.Adult, 254)))
		text := a.Text
		if a.NoText || a.Platform != "meta" {
			text = ""
		}
		s.Truth.Ads = append(s.Truth.Ads, AdTruth{
			ID: a.Platform + ":" + a.ID, Page: s.Pages[a.Page].ID, Issue: a.Message.Issue, Side: a.Message.Side, Box: box.String(),
			People: d.people, Shown: d.impressions, Reached: d.reached, Micros: d.micros, Hidden: a.Platform == "meta" && a.Box.Interest != "", Vanished: a.Vanished, Text: text,
		})
	}
	out.shutOut(people)
	return out, nil
}

// shutOut notes which groups of adults are in no box of a page.
func (s *Sold) shutOut(people *reach.People) {
	for page := range s.Pages {
		var boxes []*audience.Expr
		for k := range s.Ads {
			if a := &s.Ads[k]; a.Page == page && a.Platform == "meta" {
				boxes = append(boxes, a.Box.Expr(s.Country))
			}
		}
		if len(boxes) == 0 {
			continue
		}
		all := audience.Or(boxes...)
		for _, r := range s.Regions {
			for _, b := range censusBands {
				to := b.to
				if to == 0 {
					to = 254
				}
				cell := audience.And(audience.Of(audience.Fact{Kind: audience.Place, Label: s.Country + "/" + r}), audience.Ages(uint8(max(b.from, 1)), uint8(to)))
				if b.from < electorate.Adult {
					continue
				}
				if n, _ := people.Count(audience.And(cell, all)); n > 0 {
					continue
				}
				if n, _ := people.Count(cell); n > 0 {
					s.Truth.Unreached = append(s.Truth.Unreached, Unreached{s.Pages[page].ID, r, b.from})
				}
			}
		}
	}
}

func (s *Sold) sell(platform string, people *reach.People, seed uint64, threads int) error {
	var ads []market.Ad
	var number []int
	for k := range s.Ads {
		a := &s.Ads[k]
		if a.Platform != platform {
			continue
		}
		number = append(number, k)
		var phases uint
		for p, x := range message.Phases {
			if x.First <= a.From && a.To <= x.Last {
				phases |= 1 << p
			}
		}
		ads = append(ads, market.Ad{
			ID: a.Platform + ":" + a.ID, Advertiser: s.Pages[a.Page].ID, Party: s.Pages[a.Page].Party, Box: a.Box.Expr(s.Country),
			Bid: a.Bid, Quality: 1, Budget: a.Budget, Phases: phases,
		})
	}
	sale, err := market.NewSale(market.Standard(), s.Electorate, people, ads, seed)
	if err != nil {
		return fmt.Errorf("selling the ads of %s: %w", platform, err)
	}
	sale.Threads = threads
	e := s.Electorate
	region := make([]int, len(e.Margins.Districts))
	for d := range region {
		name := e.Margins.Districts[d].Region()[len(s.Country)+1:]
		for r := range s.Regions {
			if s.Regions[r] == name {
				region[d] = r
			}
		}
	}
	type tally struct {
		seen     [][2]int64
		regions  []int64
		reached  int64
		sighting []sighting
	}
	blocks := make([][]tally, e.Blocks())
	result := sale.Deliver(sale.Pace(), func(block, i int, shown []market.Shown) {
		if len(shown) == 0 {
			return
		}
		if blocks[block] == nil {
			blocks[block] = make([]tally, len(ads))
		}
		last := -1
		for _, x := range shown {
			t := &blocks[block][x.Ad]
			if platform == "meta" && i%volunteers == 0 {
				t.sighting = append(t.sighting, sighting{number[x.Ad], i, x.Phase})
			}
			if seenBefore(shown, x, &last) {
				continue
			}
			if t.seen == nil {
				t.seen, t.regions = make([][2]int64, len(bands)), make([]int64, len(s.Regions))
			}
			t.reached++
			t.seen[bandOf(e.Age[i])][e.Cell[i].Sex()]++
			t.regions[region[e.District(i)]]++
		}
	})
	for k, at := range number {
		d := &s.ads[at]
		d.impressions, d.micros = result.Impressions[k], result.Micros[k]
		d.seen, d.regions = make([][2]int64, len(bands)), make([]int64, len(s.Regions))
		for _, b := range blocks {
			if b == nil || b[k].seen == nil {
				continue
			}
			d.reached += b[k].reached
			for x := range d.seen {
				d.seen[x][0] += b[k].seen[x][0]
				d.seen[x][1] += b[k].seen[x][1]
			}
			for r := range d.regions {
				d.regions[r] += b[k].regions[r]
			}
			s.sightings = append(s.sightings, b[k].sighting...)
		}
	}
	return nil
}

// seenBefore says whether an ad was already shown to a person in a phase that
// stands before this one.
func seenBefore(shown []market.Shown, x market.Shown, at *int) bool {
	*at++
	for _, y := range shown[:*at] {
		if y.Ad == x.Ad {
			return true
		}
	}
	return false
}
