package find

import (
	"context"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/store"
)

// People gives a Finder the population table of its store, nil if it has none.
type People func(context.Context, *store.Store) (*population.Table, error)

// WithPeople lets answers tell how many people a box holds step by step, and
// whom an advertiser's boxes leave out.
func (f *Finder) WithPeople(load People) *Finder {
	f.people = load
	return f
}

// table of people, loaded once a state of the store.
func (f *Finder) peopleTable(ctx context.Context, c *columns) (*population.Table, error) {
	if f.people == nil {
		return nil, nil
	}
	c.peopleOnce.once.Do(func() {
		c.peopleOnce.value, c.peopleOnce.err = f.people(context.WithoutCancel(ctx), f.store)
	})
	return c.peopleOnce.value, c.peopleOnce.err
}

// Step is a row of the staircase: the size after one more condition.
type Step struct {
	Condition string            `json:"condition"` // in the language of the box
	Size      contrechamp.Range `json:"size"`
	Why       []Why             `json:"why,omitempty"`
}

// Why is a reason for the width of a size, or for having none.
type Why struct {
	Kind string `json:"kind"`
	Fact string `json:"fact,omitempty"`
	In   string `json:"in,omitempty"`
	N    int    `json:"n,omitempty"`
}

// Measure is a box's size with what it rests on.
type Measure struct {
	Steps   []Step   `json:"steps"`
	Of      int64    `json:"of,omitempty"` // people of the countries it reaches
	Years   []int    `json:"years,omitempty"`
	Sources []string `json:"sources,omitempty"`
	NoTable []string `json:"no_table,omitempty"` // countries without a population table
	BitsLo  float64  `json:"bits_lower,omitempty"`
	BitsHi  float64  `json:"bits_upper,omitempty"`
}

// measure sizes a box step by step; nil without a population table.
func (f *Finder) measure(ctx context.Context, c *columns, b *box) (*Measure, error) {
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil {
		return nil, err
	}
	size := t.Size(b.folded)
	m := &Measure{Steps: []Step{}, Of: size.Of, Years: size.Years, NoTable: size.NoTable}
	for _, country := range size.Countries {
		if src, ok := t.SourceOf(country); ok && !slices.Contains(m.Sources, src.Name) {
			m.Sources = append(m.Sources, src.Name)
		}
	}
	if size.Known && size.Hi > 0 && size.Lo > 0 {
		m.BitsLo, m.BitsHi = size.Bits()
	}
	for _, s := range t.Steps(b.folded) {
		step := Step{Condition: s.Condition.String()}
		if s.Size.Known {
			step.Size = contrechamp.Between(s.Size.Lo, s.Size.Hi)
		}
		for _, r := range s.Added {
			step.Why = append(step.Why, Why{Kind: string(r.Kind), Fact: r.Fact, In: r.In, N: r.N})
		}
		m.Steps = append(m.Steps, step)
	}
	return m, nil
}

// Cover is who is in no box: regions by ages, with the number of ads that may
// reach each cell.
type Cover struct {
	Country   string     `json:"country"`
	Year      int        `json:"year,omitempty"`
	Ads       int        `json:"ads"`
	Ages      []string   `json:"ages"`
	Regions   []CoverRow `json:"regions"`
	People    int64      `json:"people"`    // in the cells shown
	Unreached int64      `json:"unreached"` // in no box
	Possibly  int64      `json:"possibly"`  // only in boxes that cannot be known
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
	Unknown   bool  `json:"unknown,omitempty"` // only through undisclosed parts
}

// coverAges are the lower bounds of the age groups shown: adults.
var coverAges = []uint8{0, 20, 25, 35, 45, 55, 65, 75}

// maxCoverRegions is how many regions a grid may have.
const maxCoverRegions = 60

// smallCell is the number of people below which a cell is not told apart.
const smallCell = 10

// cover joins the boxes of a selection with the population of the country that
// most of them name; nil if there is no table for it.
func (f *Finder) cover(ctx context.Context, c *columns, sel set) (*Cover, error) {
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil {
		return nil, err
	}
	counts := map[int32]int{}
	countries := map[string]int{}
	n := 0
	sel.each(func(p int32) bool {
		counts[c.box[p]]++
		n++
		for _, country := range strings.Split(c.words.list[c.country[p]], ",") {
			countries[country]++
		}
		return true
	})
	var boxes []population.Box
	for b, ads := range counts {
		boxes = append(boxes, population.Box{Audience: c.boxes[b].folded, Ads: ads})
	}
	cov := t.Coverage(boxes)
	country := ""
	for _, x := range cov.Cells {
		if got, _, _ := strings.Cut(x.Region, "/"); country == "" || countries[got] > countries[country] {
			country = got
		}
	}
	if country == "" {
		return nil, nil
	}
	level := population.Level(1)
	out := &Cover{Country: country, Ads: n}
	if src, ok := t.SourceOf(country); ok {
		out.Year = src.Year
	}
	rows := map[string]int{}
	for _, g := range cov.By(func(path string) string {
		if got, _, _ := strings.Cut(path, "/"); got != country {
			return ""
		}
		return level(path)
	}, coverAges, false) {
		if g.AgeLo < 20 {
			continue
		}
		i, ok := rows[g.Region]
		if !ok {
			i = len(out.Regions)
			rows[g.Region] = i
			out.Regions = append(out.Regions, CoverRow{Region: g.Region, Cells: make([]CoverCell, len(coverAges)-1)})
		}
		at := slices.Index(coverAges, g.AgeLo) - 1
		cell := CoverCell{People: g.People, Ads: g.Most}
		if g.People >= smallCell {
			cell.Unreached = g.Unreached == g.People
			cell.Unknown = g.Possibly+g.Unreached == g.People && !cell.Unreached
		}
		out.Regions[i].Cells[at] = cell
		out.People += g.People
		out.Unreached += g.Unreached
		out.Possibly += g.Possibly
		out.Most = max(out.Most, g.Most)
		if cell.Unreached {
			out.Groups++
		}
	}
	if len(out.Regions) == 0 || len(out.Regions) > maxCoverRegions {
		return nil, nil
	}
	for i := 1; i < len(coverAges); i++ {
		a := itoa(int64(coverAges[i]))
		if i+1 < len(coverAges) {
			a += "–" + itoa(int64(coverAges[i+1]-1))
		} else {
			a += "+"
		}
		out.Ages = append(out.Ages, a)
	}
	return out, nil
}

// Cause is the reason's kind and what it concerns.
func (w Why) Cause() (kind, fact string) { return w.Kind, w.Fact }
