package meta

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// metaTypes are the library's kinds of place and the segments they become: ""
// is a region of its country, and a country has none.
var metaTypes = map[string]string{
	"regions": "", "state": "", "region": "",
	"CITY": "city", "cities": "city", "city": "city", "SUBCITY": "city", "subcities": "city", "LARGE_GEO_AREA": "", "large_geo_areas": "",
	"zips": "zip", "zip": "zip",
	"NEIGHBORHOOD": "hood", "neighborhoods": "hood", "SUBNEIGHBORHOOD": "hood", "subneighborhoods": "hood",
	"KREISFREIE_STADTE": "county", "COUNTY": "county", "METRO_AREA": "county", "SMALL_GEO_AREA": "county", "medium_geo_areas": "county", "small_geo_areas": "county",
	"electoral_districts": "electoral", "electoral_district": "electoral",
	"geo_markets": "metro", "geo_market": "metro",
}

// metaBox is a box, the countries that it includes, in their order, and the
// places that it has under other names than the library's.
type metaBox struct {
	expr      *audience.Expr
	countries string
	repairs   []contrechamp.Repair
}

// PlaceName is the rule for names that are told in the collector's
// language ("Saxony-Anhalt"), with help in brackets ("Zwickau (stad)") or with
// the country twice ("Nauen, Germany, Duitsland").
const PlaceName = "meta-place-name"

// box reads whom the ad was aimed at. Equal targeting gives one pointer. Where
// the library publishes nothing of it, as outside of the European Union, all
// is undisclosed.
func (m *metaReader) box(v *metaAd) metaBox {
	if len(v.Ages) == 0 && v.Gender == "" && v.Locations.list == nil && v.Locations.raw == "" {
		return metaBox{expr: audience.Hidden("other", "")}
	}
	key := metaKey(v)
	if b, ok := m.boxes[key]; ok {
		return b
	}
	var parts []*audience.Expr
	if age := metaAge(v.Ages); age != nil {
		parts = append(parts, age)
	}
	switch strings.ToLower(string(v.Gender)) {
	case "", "all":
	case "women", "female":
		parts = append(parts, audience.Of(audience.Fact{Kind: audience.Gender, Label: "female"}))
	case "men", "male":
		parts = append(parts, audience.Of(audience.Fact{Kind: audience.Gender, Label: "male"}))
	default:
		parts = append(parts, rows.Other("target_gender: "+string(v.Gender)))
	}
	var in, out []*audience.Expr
	var countries []string
	var repairs []contrechamp.Repair
	for _, l := range v.Locations.list {
		x, country, renamed := metaPlaceExpr(l)
		if renamed != "" && !slices.ContainsFunc(repairs, func(r contrechamp.Repair) bool { return r.Raw == l.Name }) {
			repairs = append(repairs, contrechamp.Repair{Field: "target_locations", Raw: l.Name, Read: renamed, Rule: PlaceName})
		}
		if l.Excluded {
			out = append(out, x)
			continue
		}
		in = append(in, x)
		if country != "" && !slices.Contains(countries, country) {
			countries = append(countries, country)
		}
	}
	if len(in) > 0 {
		parts = append(parts, audience.Or(in...))
	}
	if v.Locations.raw != "" {
		parts = append(parts, rows.Other("target_locations: "+v.Locations.raw))
	}
	if len(out) > 0 {
		parts = append(parts, audience.Except(audience.Or(out...)))
	}
	slices.Sort(countries)
	b := metaBox{audience.And(parts...), strings.Join(countries, ","), repairs}
	m.boxes[key] = b
	return b
}

func metaKey(v *metaAd) string {
	var key strings.Builder
	write := func(parts ...string) {
		for _, p := range parts {
			key.WriteString(p)
			key.WriteByte(0)
		}
	}
	write(v.Ages...)
	write("", string(v.Gender), v.Locations.raw)
	for _, l := range v.Locations.list {
		write(l.Name, string(l.Hidden), l.Type, strconv.FormatBool(bool(l.Excluded)))
	}
	return key.String()
}

// metaAge reads ["18", "65"]: 65 as an upper bound means 65 and older.
func metaAge(ages []string) *audience.Expr {
	if len(ages) == 0 {
		return nil
	}
	raw := strings.Join(ages, ", ")
	if len(ages) == 1 {
		ages = strings.Split(ages[0], "-")
	}
	if len(ages) != 2 {
		return rows.Other("target_ages: " + raw)
	}
	lo, err := strconv.ParseUint(strings.TrimSpace(ages[0]), 10, 7)
	hi, err2 := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(ages[1]), "+"), 10, 7)
	if err != nil || err2 != nil || hi < lo {
		return rows.Other("target_ages: " + raw)
	}
	if hi >= 65 {
		return audience.Ages(uint8(lo), audience.OpenAge)
	}
	return audience.Ages(uint8(lo), uint8(hi))
}

// metaCluster is how postcodes are told when they are too many: "Duitsland: 3.962 postcodes", "Germany: 3,962 ZIP codes".
var metaCluster = regexp.MustCompile(`^(.+): ([0-9][0-9., \x{a0}\x{202f}]*) \S+( \S+)?$`)

// metaPlaceExpr reads one place and the country that it is in. Renamed is its
// path if that has another name than the library's.
func metaPlaceExpr(l metaPlace) (x *audience.Expr, country, renamed string) {
	if l.Type == "location_cluster_ids" {
		if m := metaCluster.FindStringSubmatch(l.Name); m != nil {
			if code, ok := place.Country(m[1]); ok {
				n := strings.Map(func(c rune) rune {
					if c < '0' || c > '9' {
						return -1
					}
					return c
				}, m[2])
				return audience.And(rows.Placed(code), audience.Hidden("zip", n)), code, ""
			}
		}
		return audience.Hidden("place", l.Name), "", ""
	}
	path, country, ok := metaPath(l.Type, l.Name)
	if !ok {
		return rows.Other("target_locations: " + l.Type + ": " + l.Name), "", ""
	}
	x = rows.Placed(path)
	if l.Hidden != "" && l.Hidden != "0" {
		x = audience.And(x, audience.Hidden("place", string(l.Hidden)))
	}
	if i := strings.LastIndex(l.Name, ", "); i >= 0 && l.Name[:i] != place.Name(path, "") {
		renamed = path
	}
	return x, country, renamed
}

// metaHelp are words that the library puts in brackets behind a name to tell
// what it is. Other brackets are part of the name ("Werder (Havel)").
var metaHelp = map[string]bool{
	"stad": true, "gemeente": true, "city": true, "town": true, "municipality": true, "Stadt": true, "Gemeinde": true,
	"ville": true, "commune": true, "ciudad": true, "municipio": true, "città": true, "comune": true,
}

// metaPath makes a path of a name such as "Hof (Beieren), Duitsland" or
// "Gotha, Thuringen, Germany, Duitsland": the country stands last and may
// stand there twice, a region before it or in brackets.
func metaPath(kind, name string) (path, country string, ok bool) {
	if kind == "countries" || kind == "country" {
		code, ok := place.Country(name)
		return code, code, ok
	}
	typ, known := metaTypes[kind]
	parts := strings.Split(name, ", ")
	country, ok = place.Country(parts[len(parts)-1])
	if !known || !ok || len(parts) < 2 {
		return "", "", false
	}
	parts = parts[:len(parts)-1]
	for len(parts) > 1 {
		if code, ok := place.Country(parts[len(parts)-1]); !ok || code != country {
			break
		}
		parts = parts[:len(parts)-1]
	}
	above := country
	if len(parts) > 1 {
		if region, ok := FirstLevel(country, parts[len(parts)-1]); ok {
			above, parts = region, parts[:len(parts)-1]
		}
	}
	own := strings.Join(parts, ", ") // "Hülshoff, Datteln" stays one name
	if base, help, ok := strings.Cut(own, " ("); ok && strings.HasSuffix(help, ")") {
		help = strings.TrimSuffix(help, ")")
		if code, ok := place.Country(help); metaHelp[help] || ok && code == country {
			own = base
		} else if region, ok := FirstLevel(country, help); ok {
			own = base
			if typ != "" {
				above = region
			}
		}
	}
	if typ == "city" && strings.Contains(above, "/") && !strings.Contains(above, ":") {
		typ = "" // a bare segment below a region is a city
	}
	path, _ = place.Canonical(above + "/" + place.Segment(typ, own))
	return path, country, true
}

// FirstLevel finds a first-level region by its name in any language.
func FirstLevel(country, name string) (string, bool) {
	path, ok := place.Region(country, name)
	if !ok || strings.Contains(path, ":") || strings.Count(path, "/") != 1 {
		return "", false
	}
	return path, true
}
