package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// advertiser is a page on Meta.
type advertiser struct {
	key, name, page string
	payer           string // who pays unless a campaign says otherwise
	site            string // of the links
	lang            string
}

// spot is a place as the library writes it: its name before ", Valombre", and
// its kind there. Hidden is how many places inside are not named.
type spot struct {
	name, kind string
	hidden     int
}

// box is whom an ad asks for, in the library's own terms.
type box struct {
	from, to int    // 65 as the upper bound is 65 and older
	gender   string // All, Women, Men
	in, out  []spot
}

// campaign is a set of texts for a set of boxes within some weeks.
type campaign struct {
	by       string
	topic    string
	texts    []string // versions; {in}, {of} and {region} are filled by the box
	title    string
	about    string // what stands under the title
	boxes    []box
	from, to string // days of 2026, "03-02"
	ads      int
	euros    int // what an ad costs in the middle of the campaign
	payer    string
	lang     string
	// hidden is the share of the published box that criteria which the library
	// does not publish leave over, as the platform's estimate shows; 0 is all.
	hidden float64
	quirks quirk
}

// quirk is an oddity of the library that ads of a campaign have.
type quirk int

const (
	noPayer    quirk = 1 << iota // nobody is named as the payer
	noMoney                      // spend is missing
	noText                       // the texts were taken down
	allTexts                     // one ad carries all versions as its bodies
	keepsOn                      // goes on through the days without campaigning
	capitals                     // the payer is written in capitals in one field and not in the other
	sumsDiffer                   // the breakdown of the reach does not add up
)

// ad is an ad of the invented campaign before it is written as the library
// would.
type ad struct {
	*campaign
	*advertiser
	id          int64
	box         box
	bodies      []string
	start, end  time.Time
	created     time.Time
	spend       int // euros
	views       int
	reach       int
	size        int // people of the box
	payers      string
	skew        float64 // the share of women among those who saw it, against the box
	leak        float64 // the share that went beyond the ages asked for
	endIsBefore bool
	gone        bool // not in the second copy
	changed     string
}

// electionDay is the day of the vote. From 7 to 9 May parties do not campaign:
// the days of mourning after the ferry accident, in the story of this country.
var (
	electionDay = date("06-07")
	truceFrom   = date("05-07")
	truceTo     = date("05-09")
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, "2026-"+s)
	if err != nil {
		panic(err) // a slip in the tables of this generator
	}
	return t
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// expand makes the ads of campaigns, in the order of their start; their numbers
// rise from one.
func expand(r *rand.Rand, list []campaign, id int64) []*ad {
	var out []*ad
	for i := range list {
		c := &list[i]
		a := advertiserOf(c.by)
		from, to := date(c.from), date(c.to)
		span := int(to.Sub(from)/days(1)) + 1
		for n := range c.ads {
			x := &ad{campaign: c, advertiser: a, box: c.boxes[n%len(c.boxes)], payers: a.payer}
			if c.payer != "" {
				x.payers = c.payer
			}
			// Often the later of two draws: there is more as the vote comes near.
			day := r.IntN(span)
			if r.IntN(2) == 0 {
				day = max(day, r.IntN(span))
			}
			x.start = from.Add(days(day))
			x.end = x.start.Add(days(3 + r.IntN(14)))
			if last := electionDay.Add(-days(1)); x.end.After(last) {
				x.end = last
			}
			if c.quirks&keepsOn == 0 && !x.start.After(truceTo) && !x.end.Before(truceFrom) {
				if x.start.Before(truceFrom) {
					x.end = truceFrom.Add(-days(1))
				} else {
					x.start = truceTo.Add(days(1 + r.IntN(3)))
					x.end = x.start.Add(days(4 + r.IntN(10)))
				}
			}
			x.created = x.start.Add(-days(r.IntN(3)))
			x.fill(r, n)
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b *ad) int { return a.start.Compare(b.start) })
	for _, x := range out {
		id += 37 + r.Int64N(400)
		x.id = id
	}
	return out
}

// fill decides what the ad says, costs and reaches.
func (x *ad) fill(r *rand.Rand, n int) {
	version := n / len(x.boxes) % len(x.texts)
	if len(x.texts) > 1 && len(x.boxes) > 1 {
		version = (n + n/len(x.boxes)) % len(x.texts)
	}
	for i := range x.texts {
		if i == version || x.quirks&allTexts != 0 {
			x.bodies = append(x.bodies, x.fillText(x.texts[i]))
		}
	}
	x.size = x.box.people()
	if x.hidden > 0 {
		x.size = max(1, int(float64(x.size)*x.hidden))
	}
	week := x.start.Sub(date("03-02")).Hours() / 24 / 7
	x.spend = int(float64(x.euros) * (.45 + week/13*1.2) * math.Exp(r.NormFloat64()*.45))
	perThousand := 6 + r.Float64()*16
	x.views = int(float64(x.spend) / perThousand * 1000)
	x.reach = min(int(float64(x.views)/(1.3+r.Float64()*1.6)), int(float64(x.size)*(.5+r.Float64()*.3)))
	x.views = max(x.views, x.reach)
	x.skew = 1 + r.NormFloat64()*.25
	x.leak = .01 + r.Float64()*.05
}

// fillText puts the region of the box into a text.
func (x *ad) fillText(s string) string {
	in, of, name := "en Valombre", "de Valombre", "Valombre"
	if x.language() == "de" {
		in, of = "in Valombre", "von Valombre"
	}
	if x.language() == "en" {
		in, of = "in Valombre", "of Valombre"
	}
	if r := regionOf(x.box.in[0].name); r != nil {
		switch x.language() {
		case "de":
			in, of, name = "in "+r.de, "von "+r.de, r.de
		case "en":
			in, of, name = "in "+r.en, "of "+r.en, r.en
		default:
			in, of, name = r.in, r.of, r.name
		}
	}
	return strings.NewReplacer("{in}", in, "{of}", of, "{region}", name).Replace(s)
}

func (x *ad) language() string {
	if x.campaign.lang != "" {
		return x.campaign.lang
	}
	return x.advertiser.lang
}

// weights are the people of a box by region and age group and gender: what is
// smaller than a region counts as a part of it.
func (b box) weights() (out []weight) {
	for i := range regions {
		part := 0.0
		for _, s := range b.in {
			part = max(part, s.part(&regions[i]))
		}
		for _, s := range b.out {
			part *= 1 - s.part(&regions[i])
		}
		if part == 0 {
			continue
		}
		for k, g := range bands {
			if g.from < 18 || g.to != 0 && g.to < b.from || b.to < 65 && g.from > b.to {
				continue
			}
			share := part
			if lo, hi := max(g.from, b.from), min(g.to, b.to); g.to != 0 && b.to < 65 {
				share *= float64(hi-lo+1) / float64(g.to-g.from+1)
			}
			for _, sex := range []string{"female", "male"} {
				if b.gender == "Women" && sex != "female" || b.gender == "Men" && sex != "male" {
					continue
				}
				out = append(out, weight{&regions[i], k, sex, share * float64(regions[i].count(k, sex))})
			}
		}
	}
	return out
}

type weight struct {
	region *region
	band   int
	gender string
	people float64
}

// part is the share of a region that a place covers.
func (s spot) part(r *region) float64 {
	switch {
	case s.kind == "countries":
		return 1
	case s.kind == "location_cluster_ids":
		return .4
	case s.name == r.name:
		if s.hidden > 0 {
			return min(1, float64(s.hidden)/60)
		}
		return 1
	case strings.HasPrefix(s.name, campus.name) && r.name == "Clairval":
		return .0018
	case strings.HasSuffix(s.name, ", "+r.name):
		return .15
	case s.kind == "zips" && zipRegion(s.name) == r.name:
		return .04
	}
	return 0
}

// zipRegion is the region of a postcode: its first digit, in the order of the
// regions; the last three share the 9.
func zipRegion(code string) string {
	if len(code) != 4 {
		return ""
	}
	n := int(code[0] - '0')
	if n == 9 && code[1] > '3' {
		n = 10 + int(code[1]-'4')/3
	}
	return regions[min(n, len(regions)-1)].name
}

func (b box) people() int {
	var n float64
	for _, w := range b.weights() {
		n += w.people
	}
	return max(1, int(n))
}

func advertiserOf(key string) *advertiser {
	for i := range advertisers {
		if advertisers[i].key == key {
			return &advertisers[i]
		}
	}
	panic("no advertiser " + key) // a slip in the tables of this generator
}
