package snap

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// snapBox is a box with its country and how damaged cells of it were read.
type snapBox struct {
	expr    *audience.Expr
	country string
	repairs []contrechamp.Repair
}

// box reads whom the ad was aimed at: and between columns, or within one, what
// is excluded last. Equal targeting gives one pointer.
func (s *snapReader) box() snapBox {
	a := s.col
	s.key = s.key[:0]
	for _, i := range [...]int{a.gender, a.age, a.country, a.interests, a.os, a.segments, a.language, a.advanced, a.connection, a.carrier,
		a.in.regions, a.in.districts, a.in.radius, a.in.metros, a.in.postal, a.in.venues,
		a.out.regions, a.out.districts, a.out.radius, a.out.metros, a.out.postal, a.out.venues} {
		s.key = append(append(s.key, s.Cell(i)...), 0)
	}
	if b, ok := s.boxes[string(s.key)]; ok {
		return b
	}
	b := s.read()
	s.boxes[string(s.key)] = b
	return b
}

func (s *snapReader) read() snapBox {
	var b snapBox
	var parts []*audience.Expr
	group := func(xs ...*audience.Expr) {
		if len(xs) > 0 {
			parts = append(parts, audience.Or(xs...))
		}
	}
	if x := snapAge(s.text(s.col.age)); x != nil {
		group(x)
	}
	for _, g := range rows.SplitOutside(s.text(s.col.gender)) {
		switch strings.ToUpper(g) {
		case "FEMALE", "MALE":
			group(audience.Of(audience.Fact{Kind: audience.Gender, Label: strings.ToLower(g)}))
		default:
			group(rows.Other("Gender: " + g))
		}
	}
	name := s.text(s.col.country)
	country, known := place.Country(name)
	if known {
		b.country = country
	}
	in := s.places(&b, s.col.in, country, " (Included)")
	out := s.places(&b, s.col.out, country, " (Excluded)")
	switch {
	case len(in) > 0:
		group(in...)
	case known:
		group(rows.Placed(country))
	case name != "":
		group(rows.Other("CountryCode: " + name))
	}
	if len(out) > 0 {
		group(audience.Except(audience.Or(out...)))
	}
	venues := func(i int) (xs []*audience.Expr) {
		for _, v := range rows.SplitOutside(s.text(i)) {
			xs = append(xs, audience.Label(audience.Venue, v))
		}
		return xs
	}
	group(venues(s.col.in.venues)...)
	if not := venues(s.col.out.venues); len(not) > 0 {
		group(audience.Except(audience.Or(not...)))
	}
	group(s.labels(s.col.interests, snapInterest)...)
	group(s.labels(s.col.advanced, snapAdvanced)...)
	group(s.labels(s.col.language, snapLanguage)...)
	group(s.labels(s.col.os, snapOS)...)
	group(s.labels(s.col.connection, func(v string) *audience.Expr {
		return audience.Label(audience.Device, "connection/"+strings.ToLower(v))
	})...)
	group(s.carriers()...)
	switch v := s.text(s.col.segments); v {
	case "":
	case "Provided by Advertiser":
		group(audience.Hidden("list", ""))
	default:
		group(rows.Other("Segments: " + v))
	}
	b.expr = audience.And(parts...)
	return b
}

func (s *snapReader) labels(column int, read func(string) *audience.Expr) (xs []*audience.Expr) {
	for _, v := range rows.SplitOutside(s.text(column)) {
		xs = append(xs, read(v))
	}
	return xs
}

// snapAge reads 18+, 35++, 18-34 and 17-.
func snapAge(s string) *audience.Expr {
	if s == "" {
		return nil
	}
	lo, hi, ok := strings.Cut(s, "-")
	if !ok {
		lo, hi = strings.TrimRight(s, "+"), ""
		ok = lo != s
	} else if hi == "" {
		lo, hi = "0", lo
	}
	from, err := strconv.ParseUint(lo, 10, 7)
	to := uint64(audience.OpenAge)
	if hi != "" && err == nil {
		to, err = strconv.ParseUint(hi, 10, 7)
	}
	if !ok || err != nil || to < from {
		return rows.Other("AgeBracket: " + s)
	}
	return audience.Ages(uint8(from), uint8(to))
}

// snapID is an interest that the library does not name.
var snapID = regexp.MustCompile(`^[a-z]+_[0-9]+$`)

func snapInterest(v string) *audience.Expr {
	if snapID.MatchString(v) {
		return audience.Hidden("interest", v)
	}
	return audience.Label(audience.Interest, v)
}

// snapKinds say what the labels of AdvancedDemographics speak of, by how they begin.
var snapKinds = []struct {
	begins string
	kind   audience.Kind
}{
	{"Education ", audience.Education}, {"College Graduates", audience.Education},
	{"HHI", audience.Income}, {"Household Income", audience.Income},
	{"Occupation ", audience.Job}, {"Small Business", audience.Job},
	{"Marital Status", audience.Relation}, {"Married People", audience.Relation},
	{"Parents", audience.Life}, {"Moms", audience.Life}, {"Dads", audience.Life}, {"New ", audience.Life}, {"Presence of Child", audience.Life},
	{"Home Status", audience.Life}, {"Life Event", audience.Life}, {"Spanish Speakers", audience.Life},
}

func snapAdvanced(v string) *audience.Expr {
	for _, k := range snapKinds {
		if strings.HasPrefix(v, k.begins) {
			return audience.Label(k.kind, v)
		}
	}
	return rows.Other("AdvancedDemographics: " + v)
}

var snapTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

func snapLanguage(v string) *audience.Expr {
	if !snapTag.MatchString(v) {
		return rows.Other("Language: " + v)
	}
	return audience.Label(audience.Language, v)
}

func snapOS(v string) *audience.Expr {
	switch v {
	case "IOS":
		v = "iOS"
	case "ANDROID":
		v = "Android"
	}
	return audience.Label(audience.Device, "os/"+v)
}

// carriers reads "Country united states Carrier MetroPCS,Country ...".
func (s *snapReader) carriers() (xs []*audience.Expr) {
	cell := s.text(s.col.carrier)
	if cell == "" {
		return nil
	}
	for i, v := range strings.Split(","+cell, ",Country ") {
		if v = strings.TrimSpace(strings.TrimPrefix(v, ",")); v == "" && i == 0 {
			continue
		}
		if _, carrier, ok := strings.Cut(v, " Carrier "); ok {
			v = carrier
		}
		xs = append(xs, audience.Label(audience.Device, "carrier/"+v))
	}
	return xs
}

// places reads the columns of included or excluded places: one or-group.
func (s *snapReader) places(b *snapBox, at snapPlaces, country, side string) (xs []*audience.Expr) {
	add := func(typ string, column int) {
		for _, v := range rows.SplitOutside(s.text(column)) {
			path := country + "/" + place.Segment(typ, v)
			if typ == "" {
				if region, ok := meta.FirstLevel(country, v); ok {
					path = region
				}
			}
			xs = append(xs, rows.Placed(path))
		}
	}
	add("", at.regions)
	add("electoral", at.districts)
	add("metro", at.metros)
	if cell := s.text(at.postal); cell == snapLost {
		xs = append(xs, audience.And(rows.Placed(country), audience.Hidden("zip", "")))
		b.repaired("Postal Codes"+side, cell, "a list that is lost", LostList)
	} else if codes, rule := snapCodes(cell, country); len(codes) > 0 {
		for _, c := range codes {
			xs = append(xs, rows.Placed(country+"/"+place.Segment("zip", c)))
		}
		if rule != "" {
			b.repaired("Postal Codes"+side, cell, strings.Join(codes, ","), rule)
		}
	}
	for _, v := range rows.SplitOutside(s.text(at.radius)) {
		x, ok := snapCircle(v)
		if !ok {
			x = rows.Other("Radius Targeting" + side + ": " + v)
		}
		xs = append(xs, x)
	}
	return xs
}

func (b *snapBox) repaired(field, raw, read, rule string) {
	b.repairs = append(b.repairs, contrechamp.Repair{Field: field, Raw: raw, Read: read, Rule: rule})
}

// snapCircle reads "latitude 51.95;longitude 4.41667;radius 3.0", the radius
// in kilometres. Degrees are rounded to a metre, five decimals.
func snapCircle(v string) (*audience.Expr, bool) {
	var lat, lon, radius float64
	if n, err := fmt.Sscanf(v, "latitude %f;longitude %f;radius %f", &lat, &lon, &radius); n != 3 || err != nil {
		return nil, false
	}
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && radius > 0 && radius < 20_040) {
		return nil, false
	}
	metre := func(x float64) float64 { return math.Round(x*1e5) / 1e5 }
	return audience.Of(audience.Fact{Kind: audience.Place, Area: audience.Area{
		Shape: audience.Near, Radius: radius, Lat: metre(lat), Lon: metre(lon)}}), true
}
