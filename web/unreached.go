package web

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// unreachedPage is whom no ad of a selection could reach.
type unreachedPage struct{ *find.Unreached }

func getUnreached(ctx context.Context, r *request) (any, error) {
	values := maps.Clone(r.values)
	country := values.Get("population") // whose people are shown; all others are in the CSV
	delete(values, "population")
	f, err := find.Keys.Parse(values)
	if err != nil {
		return nil, err
	}
	u, err := r.site.Finder.Unreached(ctx, f, country)
	return unreachedPage{u}, err
}

func (p unreachedPage) list() adsPage {
	ads := &find.Ads{Filter: p.Filter}
	if len(p.Who) == 1 {
		ads.Facets = []find.Facet{{Name: "advertiser", Values: []find.FacetValue{{Label: p.Who[0].Name, Param: p.Filter.Value("advertiser")}}}}
	}
	return adsPage{Ads: ads}
}

// Query is the filter as a query string, with a leading question mark if there
// is one.
func (p unreachedPage) Query() string { return query(p.Filter.Values()) }

// Of is the address of the same question for the people of another country.
func (p unreachedPage) Of(country string) string {
	v := p.Filter.Values()
	v.Set("population", country)
	return query(v)
}

func query(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// Now is the country that is shown.
func (p unreachedPage) Now() *find.CountryCover {
	for i := range p.Countries {
		if p.Countries[i].Country == p.Country {
			return &p.Countries[i]
		}
	}
	return nil
}

// Table is every cell of every counted country. A cell of fewer than ten people
// has its own row with nothing told.
func (p unreachedPage) Table() ([]string, [][]string) {
	years := map[string]string{}
	for _, c := range p.Countries {
		years[c.Country] = strconv.Itoa(c.Year)
	}
	rows := make([][]string, len(p.Cells))
	for i, c := range p.Cells {
		to, people, sure, may, note := "", strconv.FormatInt(c.People, 10), strconv.Itoa(c.Sure), strconv.Itoa(c.May), ""
		if c.AgeTo >= 0 {
			to = strconv.Itoa(c.AgeTo)
		}
		if c.Small {
			people, sure, may, note = "", "", "", "fewer than 10 people: hidden"
		}
		country, _, _ := strings.Cut(c.Region, "/")
		rows[i] = []string{c.Region, strconv.Itoa(c.AgeFrom), to, c.Sex, c.Facts, people, sure, may, years[country], note}
	}
	return []string{"region", "age_from", "age_to", "sex", "facts", "people", "ads_sure", "ads_may", "population_year", "note"}, rows
}

// thirds is a bar of the people of a country: outline for those whom no ad could
// reach, hatching for perhaps, solid for certain.
type thirds struct{ NoW, MayX, MayW, SureX, SureW, Label string }

func drawThirds(l say.Lang, c find.CountryCover) thirds {
	if c.People == 0 {
		return thirds{}
	}
	part := func(n int64) float64 { return 100 * float64(n) / float64(c.People) }
	no, may := part(c.Unreached), part(c.Possibly)
	return thirds{NoW: per(no), MayX: per(no), MayW: per(may), SureX: per(no + may), SureW: per(100 - no - may),
		Label: l.T("thirds-label", "unreached", l.Int(c.Unreached), "possibly", l.Int(c.Possibly), "surely", l.Int(c.Surely))}
}

// adsEach writes how many ads may reach a person of a group, on average.
func adsEach(l say.Lang, g find.GroupCover) string {
	if g.AdsSure == g.AdsMay {
		return l.Float(g.AdsMay, 1)
	}
	return fmt.Sprintf("%s–%s", l.Float(g.AdsSure, 1), l.Float(g.AdsMay, 1))
}
