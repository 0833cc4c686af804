package find

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/population"
)

// Cover is who is in no box: the regions of a country by ages, with the number
// of ads that may reach each cell.
type Cover struct {
	Country   string     `json:"country"`
	Sex       string     `json:"sex,omitempty"` // empty: both together
	Year      int        `json:"year,omitempty"`
	Ads       int        `json:"ads"`
	Ages      []string   `json:"ages"`
	From      int        `json:"age_from"`          // the youngest shown
	Cut       bool       `json:"age_cut,omitempty"` // the first group holds ages below 18: the table has no border there
	Regions   []CoverRow `json:"regions"`
	People    int64      `json:"people"`    // in the cells shown
	Unreached int64      `json:"unreached"` // in no box
	Possibly  int64      `json:"possibly"`  // in some box perhaps, in none for certain
	Groups    int        `json:"unreached_groups"`
	Most      int        `json:"most"`
}

// CoverRow is a region.
type CoverRow struct {
	Region string      `json:"region"` // path
	Cells  []CoverCell `json:"cells"`
}

// CoverCell is a region and an age group. Fewer than ten people are not told apart.
type CoverCell struct {
	People    int64 `json:"people"`
	Ads       int   `json:"ads"` // that may reach somebody in it
	Unreached bool  `json:"unreached,omitempty"`
	Partly    int64 `json:"partly_unreached,omitempty"` // people of it whom no ad could reach, where others could be
	Unknown   bool  `json:"unknown,omitempty"`          // some may be reached, nobody for certain
	Small     bool  `json:"small,omitempty"`            // fewer than ten people: hidden
}

// maxCoverRegions is how many regions a grid may have.
const maxCoverRegions = 60

// smallCell is the number of people below which a cell is not told apart.
const smallCell = 10

// boxesOf are the boxes of a selection with their ads, and the number of ads;
// most ads first.
func (c *version) boxesOf(ctx context.Context, sel engine.Selection) (boxes []population.Box, ads int, err error) {
	boxes, _, ads, err = c.sizedBoxesOf(ctx, sel)
	return boxes, ads, err
}

// sizedBoxesOf are these and their sizes, as the store has them.
func (c *version) sizedBoxesOf(ctx context.Context, sel engine.Selection) (boxes []population.Box, sizes []population.Size, ads int, err error) {
	n, err := c.Count(ctx, sel)
	if err != nil {
		return nil, nil, 0, err
	}
	var used []int32
	for b, count := range n.Boxes {
		if count > 0 {
			used = append(used, int32(b))
		}
	}
	slices.SortFunc(used, func(a, b int32) int { return cmp.Or(cmp.Compare(n.Boxes[b], n.Boxes[a]), cmp.Compare(a, b)) })
	for _, b := range used {
		boxes = append(boxes, population.Box{Audience: c.small.Boxes.Folded(b), Ads: int(n.Boxes[b])})
		sizes = append(sizes, c.small.Boxes.SizeOf(b))
	}
	return boxes, sizes, n.Ads, nil
}

// mainCountry is the counted country in which most ads of a selection ran.
func (c *version) mainCountry(ctx context.Context, sel engine.Selection, cov *population.Coverage) (string, error) {
	n, err := c.Count(ctx, sel)
	if err != nil {
		return "", err
	}
	ads := map[string]int{}
	for i, count := range n.Settings {
		for _, country := range strings.Split(c.small.Words.List[c.small.Settings[i].Country], ",") {
			ads[country] += int(count)
		}
	}
	return mostAds(ads, cov), nil
}

// mostAds is the counted country with most ads, the one with most people where
// the archives do not say; empty if none is counted.
func mostAds(ads map[string]int, cov *population.Coverage) string {
	people := map[string]int64{}
	for _, x := range cov.Cells {
		people[x.Region[:2]] += x.People
	}
	best := ""
	for country, n := range people {
		if best == "" || ads[country] > ads[best] || ads[country] == ads[best] && (n > people[best] || n == people[best] && country < best) {
			best = country
		}
	}
	return best
}

// cover is how many people a selection's boxes hold together, and who is in none
// of them in the country in which most of its ads ran; nil without a table.
func (f *Finder) cover(ctx context.Context, c *version, sel engine.Selection) (*Reach, *Cover, error) {
	t, x, err := f.coverage(ctx, c, sel)
	if err != nil || t == nil {
		return nil, nil, err
	}
	country, err := c.mainCountry(ctx, sel, x.cov)
	if err != nil {
		return nil, nil, err
	}
	ages := t.Adults(country)
	if len(ages) == 0 {
		return reachOf(x.union), nil, nil
	}
	return reachOf(x.union), grid(t, groups(x.cov, country, ages, false), country, "", ages, x.ads), nil
}

// ageNames are the groups of lower bounds in figures: 18–24, 75+.
func ageNames(ages []uint8) []string {
	var out []string
	for i, lo := range ages {
		a := itoa(int64(lo))
		switch {
		case i+1 == len(ages):
			a += "+"
		case ages[i+1]-1 > lo:
			a += "–" + itoa(int64(ages[i+1]-1))
		}
		out = append(out, a)
	}
	return out
}

// groups adds up the cells of a country by region and the ages given; children
// are left out. Where regions are too many for a grid, they are not told apart.
func groups(cov *population.Coverage, country string, ages []uint8, bySex bool) []population.Group {
	borders := ages
	if ages[0] > 0 {
		borders = append([]uint8{0}, ages...)
	}
	for _, level := range []int{1, 0} {
		up := population.Level(level)
		regions := map[string]bool{}
		got := cov.By(func(path string) string {
			if path[:2] != country {
				return ""
			}
			regions[up(path)] = true
			return up(path)
		}, borders, bySex)
		if len(regions) <= maxCoverRegions || level == 0 {
			return slices.DeleteFunc(got, func(g population.Group) bool { return g.AgeLo < ages[0] || g.People == 0 })
		}
	}
	return nil
}

// grid lays groups out; sex chooses those of one, empty is for groups of both.
func grid(t *population.Table, all []population.Group, country, sex string, ages []uint8, ads int) *Cover {
	out := &Cover{Country: country, Sex: sex, Ads: ads, Ages: ageNames(ages), From: int(ages[0]), Cut: ages[0] < 18}
	if src, ok := t.SourceOf(country); ok {
		out.Year = src.Year
	}
	rows := map[string]int{}
	for _, g := range all {
		if sex != "" && g.Sex != sex {
			continue
		}
		i, ok := rows[g.Region]
		if !ok {
			i = len(out.Regions)
			rows[g.Region] = i
			out.Regions = append(out.Regions, CoverRow{Region: g.Region, Cells: make([]CoverCell, len(ages))})
		}
		cell := CoverCell{People: g.People, Ads: g.Most}
		switch {
		case g.People < smallCell:
			cell = CoverCell{Small: true}
		case g.Unreached == g.People:
			cell.Unreached = true
			out.Groups++
		default:
			cell.Partly = g.Unreached
			cell.Unknown = g.Possibly+g.Unreached == g.People
		}
		out.Regions[i].Cells[slices.Index(ages, g.AgeLo)] = cell
		out.People += g.People
		out.Unreached += g.Unreached
		out.Possibly += g.Possibly
		out.Most = max(out.Most, g.Most)
	}
	return out
}

// anyAge says that the source does not know the ages of a cell.
func anyAge(lo, hi uint8) bool { return lo == 0 && hi == audience.OpenAge }
