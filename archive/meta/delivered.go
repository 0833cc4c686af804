package meta

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/place"
)

// reached sets how many accounts saw the ad. The Union's figure, Brazil's and
// those by place are each of their own: where several are stated, a person may
// count in more than one, so the whole lies between the largest and their sum.
// Each place but the Union is a group of who saw the ad.
func (v *metaAd) reached(ad *contrechamp.Ad, side func(field, raw string)) {
	const union = "EU"
	figures := map[string]int64{}
	var order []string
	add := func(field, where string, s str) {
		if s == "" {
			return
		}
		n, b := rows.Count(field, string(s))
		if b != nil {
			side(field, string(s))
			return
		}
		if _, twice := figures[where]; !twice {
			order = append(order, where)
		}
		figures[where] = n
	}
	add("eu_total_reach", union, v.Reach)
	add("br_total_reach", "BR", v.BrazilReach)
	add("uk_total_reach", "GB", v.BritainReach)
	for _, p := range v.ReachByPlace {
		add("total_reach_by_location", countryOf(p.Key), p.Value)
	}
	if len(order) == 0 {
		return
	}
	var most, sum int64
	for _, where := range order {
		n := figures[where]
		most, sum = max(most, n), sum+n
		if where != union && !v.breaksDown(where) {
			ad.Delivered = append(ad.Delivered, contrechamp.Band{Country: where, People: n})
		}
	}
	ad.Reached = contrechamp.Between(most, sum)
}

// breaksDown says whether the breakdown by age and gender has a country, which
// then needs no figure of its own.
func (v *metaAd) breaksDown(country string) bool {
	for _, c := range v.Breakdown {
		if c.Country == country {
			return true
		}
	}
	return false
}

// countryOf is the code of a country that is told by code or name.
func countryOf(s string) string {
	s = strings.TrimSpace(s)
	switch strings.ToUpper(s) {
	case "EU", "EUROPEAN UNION":
		return "EU"
	case "UK":
		return "GB"
	}
	if len(s) == 2 {
		return strings.ToUpper(s)
	}
	if code, ok := place.Country(s); ok {
		return code
	}
	return s
}

// delivered sets who saw the ad: accounts by country, age and gender, and
// shares by age and gender and by region. A field of which a value cannot be
// read is left out whole.
func (v *metaAd) delivered(ad *contrechamp.Ad, side func(field, raw string)) {
	people, sum, wrong := v.people()
	if wrong != "" {
		side("age_country_gender_reach_breakdown", wrong)
	} else {
		ad.Delivered = append(ad.Delivered, people...)
		if len(v.Breakdown) > 0 && v.Reach != "" && ad.Reached.Exact() && sum != ad.Reached.Lo {
			ad.Remarks = append(ad.Remarks, contrechamp.Remark{Kind: "sums-differ",
				Detail: contrechamp.Say("eu_total_reach is {n}, its breakdown adds up to {sum}", "n", ad.Reached.Lo, "sum", sum)})
		}
	}
	for _, list := range []struct {
		field  string
		shares []metaShare
	}{{"demographic_distribution", v.Demographics}, {"delivery_by_region", v.Regions}} {
		var bands []contrechamp.Band
		wrong := ""
		for _, d := range list.shares {
			share, b := d.share(list.field)
			if b != nil {
				wrong = string(d.Percentage)
				break
			}
			bands = append(bands, contrechamp.Band{Age: d.Age, Gender: gender(d.Gender), Region: d.Region, Share: share})
		}
		if wrong != "" {
			side(list.field, wrong)
			continue
		}
		ad.Delivered = append(ad.Delivered, bands...)
	}
}

// deliverMore adds who saw the ad by columns or a table beside the ad's own
// lists. A program that spreads a list over columns often keeps the list: a group
// that the ad has already is not counted twice, and what differs is said.
func deliverMore(ad *contrechamp.Ad, bands []contrechamp.Band) {
	own := ad.Delivered
	for _, b := range bands {
		same := func(x contrechamp.Band) bool {
			return x.Country == b.Country && x.Region == b.Region && x.Age == b.Age && x.Gender == b.Gender && (x.People > 0) == (b.People > 0)
		}
		i := slices.IndexFunc(own, same)
		if i < 0 {
			ad.Delivered = append(ad.Delivered, b)
			continue
		}
		if math.Abs(own[i].Share-b.Share) > .0005 || own[i].People != b.People {
			ad.Remarks = append(ad.Remarks, rows.Unread(strings.TrimSpace(strings.Join([]string{b.Country, b.Region, b.Gender, b.Age}, " ")), strconv.FormatFloat(b.Share+float64(b.People), 'g', -1, 64)))
		}
	}
}

// people are the accounts of the breakdown and their sum, or the first value
// that cannot be read.
func (v *metaAd) people() (bands []contrechamp.Band, sum int64, wrong string) {
	for _, c := range v.Breakdown {
		for _, a := range c.Bands {
			for _, g := range []struct {
				gender string
				n      *str
			}{{"male", a.Male}, {"female", a.Female}, {"unknown", a.Unknown}} {
				if g.n == nil || *g.n == "" {
					continue
				}
				n, b := rows.Count("age_country_gender_reach_breakdown", string(*g.n))
				if b != nil {
					return nil, 0, string(*g.n)
				}
				sum += n
				bands = append(bands, contrechamp.Band{Country: c.Country, Age: a.Age, Gender: g.gender, People: n})
			}
		}
	}
	return bands, sum, ""
}

// gender is a gender in small letters; another word stays as it is.
func gender(s string) string {
	switch g := strings.ToLower(s); g {
	case "female", "male", "unknown":
		return g
	case "women":
		return "female"
	case "men":
		return "male"
	}
	return s
}
