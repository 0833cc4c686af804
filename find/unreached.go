package find

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/population"
)

// Unreached is whom the boxes of a selection leave out, and whom they reach
// most: all its boxes joined with all cells of the populations that they name.
type Unreached struct {
	Filter    filter.Filter  `json:"-"`
	Who       []NameCount    `json:"who,omitempty"` // the advertisers, if they are few
	Ads       int            `json:"ads"`
	Boxes     int            `json:"boxes"`
	Reach     *Reach         `json:"reach,omitempty"` // people in at least one box; nil without a population table
	Countries []CountryCover `json:"countries"`
	ShutOut   []string       `json:"countries_shut_out,omitempty"` // named by the boxes only to be left out; nobody of them is in any
	Country   string         `json:"country,omitempty"`            // the one that is shown below
	Grids     []*Cover       `json:"grids"`                        // women, men; one for both where the table does not tell
	Groups    int            `json:"groups"`                       // regions x ages x sexes of these grids
	Small     int            `json:"small,omitempty"`              // of these, groups of fewer than ten people: hidden
	Least     []GroupCover   `json:"least"`                        // groups with people whom no ad could reach, most people first
	MoreLeast int            `json:"more_least,omitempty"`
	Unsure    []GroupCover   `json:"unsure"` // groups whom only parts that cannot be known may reach, most people first
	MoreSure  int            `json:"more_unsure,omitempty"`
	Most      []GroupCover   `json:"most"` // groups whom most ads may reach, on average over its people
	Cells     []Cell         `json:"-"`    // of all countries: the CSV
}

// CountryCover is a country of the selection; adults only.
type CountryCover struct {
	Country string `json:"country"`
	Year    int    `json:"year,omitempty"`
	Source  string `json:"source"`
	Licence string `json:"licence,omitempty"`
	From    int    `json:"age_from"` // the youngest counted here
	population.Reached
}

// GroupCover is a group of people. Ads are those that may reach a person of it,
// on average, from those that hold it for certain.
type GroupCover struct {
	Region    string  `json:"region"`
	Ages      string  `json:"ages"`
	Sex       string  `json:"sex,omitempty"`
	People    int64   `json:"people"`
	Unreached int64   `json:"unreached"`
	Possibly  int64   `json:"possibly"`
	AdsSure   float64 `json:"ads_sure"`
	AdsMay    float64 `json:"ads_may"`
}

// Cell is one cell of a population table.
type Cell struct {
	Region         string
	AgeFrom, AgeTo int // AgeTo -1: no top
	Sex            string
	Facts          string // further joint facts, in the language of the box
	People         int64
	Sure, May      int  // ads that hold all of them, that may hold some
	Small          bool // fewer than ten people: not told
}

// groupsShown is how many groups of a kind the answer lists.
const groupsShown = 15

// coverage of a selection: kept, as it takes longest.
type coverage struct {
	boxes []population.Box
	ads   int
	cov   *population.Coverage
	union population.Union
}

func (f *Finder) coverage(ctx context.Context, c *version, sel engine.Selection) (*population.Table, *coverage, error) {
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil {
		return nil, nil, err
	}
	x, err := c.coverages.Of(keyOf(sel), func() (*coverage, int, error) {
		x := &coverage{}
		var sizes []population.Size
		var err error
		if x.boxes, sizes, x.ads, err = c.sizedBoxesOf(context.WithoutCancel(ctx), sel); err != nil {
			return nil, 0, err
		}
		x.cov = t.Coverage(x.boxes)
		x.union = x.cov.Union(t, x.boxes, sizes)
		return x, 100*len(x.cov.Cells) + 100*len(x.boxes) + 1000, nil
	})
	return t, x, err
}

// keyOf names a selection among those of its version; that of all ads is "".
func keyOf(sel engine.Selection) string {
	if sel == nil {
		return ""
	}
	return sel.Key()
}

// Unreached answers a filter with whom no ad of it could reach. The country is
// that to be shown, empty for the one in which most of its ads ran.
func (f *Finder) Unreached(ctx context.Context, filter filter.Filter, country string) (*Unreached, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	out := &Unreached{Filter: filter, Countries: []CountryCover{}, Grids: []*Cover{}, Least: []GroupCover{}, Unsure: []GroupCover{}, Most: []GroupCover{}}
	if out.Who, err = c.namesOf(ctx, sel); err != nil {
		return nil, err
	}
	t, x, err := f.coverage(ctx, c, sel)
	if err != nil {
		return nil, fmt.Errorf("joining boxes with people: %w", err)
	}
	if t == nil {
		boxes, ads, err := c.boxesOf(ctx, sel)
		out.Ads, out.Boxes = ads, len(boxes)
		return out, err
	}
	out.Ads, out.Boxes = x.ads, len(x.boxes)
	out.Reach = reachOf(x.union)
	out.Cells = cells(x.cov)
	out.ShutOut = x.union.ShutOut
	for _, code := range x.union.Countries {
		out.Countries = append(out.Countries, countryCover(t, x.cov, code))
	}
	slices.SortStableFunc(out.Countries, func(a, b CountryCover) int { return cmp.Compare(b.People, a.People) })
	if country == "" {
		if country, err = c.mainCountry(ctx, sel, x.cov); err != nil {
			return nil, err
		}
	} else if !slices.Contains(x.union.Countries, country) {
		return nil, contrechamp.Invalid("population={country}: no box of these ads names a counted country of that code", "country", country)
	}
	if country == "" {
		return out, nil
	}
	out.Country = country
	out.show(t, x, country)
	return out, nil
}

// show fills in the grids and lists of a country.
func (u *Unreached) show(t *population.Table, x *coverage, country string) {
	ages := t.Adults(country)
	if len(ages) == 0 {
		return
	}
	all := groups(x.cov, country, ages, true)
	names := ageNames(ages)
	var sexes []string
	for _, g := range all {
		if !slices.Contains(sexes, g.Sex) {
			sexes = append(sexes, g.Sex)
		}
	}
	slices.Sort(sexes) // female, male; or "" alone
	for _, s := range sexes {
		u.Grids = append(u.Grids, grid(t, all, country, s, ages, x.ads))
	}
	for _, g := range all {
		u.Groups++
		if g.People < smallCell {
			u.Small++
			continue
		}
		row := GroupCover{Region: g.Region, Ages: names[slices.Index(ages, g.AgeLo)], Sex: g.Sex, People: g.People, Unreached: g.Unreached, Possibly: g.Possibly,
			AdsSure: tenth(g.Sure), AdsMay: tenth(g.May)}
		if g.Unreached >= smallCell {
			u.Least = append(u.Least, row)
		}
		if g.Possibly >= smallCell && g.Surely == 0 {
			u.Unsure = append(u.Unsure, row)
		}
		if g.May > 0 {
			u.Most = append(u.Most, row)
		}
	}
	slices.SortStableFunc(u.Least, func(a, b GroupCover) int { return cmp.Compare(b.Unreached, a.Unreached) })
	slices.SortStableFunc(u.Unsure, func(a, b GroupCover) int { return cmp.Compare(b.Possibly, a.Possibly) })
	slices.SortStableFunc(u.Most, func(a, b GroupCover) int {
		return cmp.Or(cmp.Compare(b.AdsMay, a.AdsMay), cmp.Compare(b.AdsSure, a.AdsSure), cmp.Compare(b.People, a.People))
	})
	u.Least, u.MoreLeast = first(u.Least)
	u.Unsure, u.MoreSure = first(u.Unsure)
	u.Most, _ = first(u.Most)
}

func first(list []GroupCover) ([]GroupCover, int) {
	n := min(groupsShown, len(list))
	return list[:n], len(list) - n
}

// namesOf are the advertisers of a selection, nil if they are more than three.
func (c *version) namesOf(ctx context.Context, sel engine.Selection) ([]NameCount, error) {
	n, err := c.Count(ctx, sel)
	if err != nil {
		return nil, err
	}
	few := 0
	for _, ads := range n.Advertisers {
		if ads > 0 {
			if few++; few > 3 {
				return nil, nil
			}
		}
	}
	return named(c.small.Advertisers, n.Advertisers), nil
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

func countryCover(t *population.Table, cov *population.Coverage, country string) CountryCover {
	out := CountryCover{Country: country}
	if src, ok := t.SourceOf(country); ok {
		out.Year, out.Source, out.Licence = src.Year, src.Name, src.Licence
	}
	from := uint8(0)
	if ages := t.Adults(country); len(ages) > 0 {
		from = ages[0]
	}
	out.From = int(from)
	for _, x := range cov.Cells {
		if x.Region[:2] == country && (x.AgeLo >= from || anyAge(x.AgeLo, x.AgeHi)) {
			out.Add(&x)
		}
	}
	return out
}

func cells(cov *population.Coverage) []Cell {
	out := make([]Cell, len(cov.Cells))
	for i, x := range cov.Cells {
		c := Cell{Region: x.Region, AgeFrom: int(x.AgeLo), AgeTo: int(x.AgeHi), Sex: x.Sex, People: x.People, Sure: x.Sure, May: x.May}
		if x.AgeHi == 255 {
			c.AgeTo = -1
		}
		pc := population.Cell{Facts: x.Facts}
		c.Facts = pc.Extra()
		if x.People < smallCell {
			c.People, c.Sure, c.May, c.Small = 0, 0, 0, true
		}
		out[i] = c
	}
	return out
}
