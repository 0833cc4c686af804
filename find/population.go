package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/population"
)

// PopulationSource is a published table of people that sizes rest on.
type PopulationSource struct {
	Name      string   `json:"name"`
	Title     string   `json:"title,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Licence   string   `json:"licence,omitempty"`
	Note      string   `json:"note,omitempty"`
	Year      int      `json:"year,omitempty"` // of the counts that were read
	File      string   `json:"file"`
	SHA256    string   `json:"sha256,omitempty"`
	ReadAt    string   `json:"read_at,omitempty"`
	Builtin   bool     `json:"builtin,omitempty"` // comes with the program: country totals
	Cells     int64    `json:"cells"`
	Countries int64    `json:"countries"`
	Regions   int64    `json:"regions"`
	Names     int64    `json:"names,omitempty"`
	Parts     int64    `json:"parts,omitempty"` // places that lie in regions
	Remarks   []string `json:"remarks,omitempty"`
	NotJoined []string `json:"not_joined,omitempty"` // regions that the place table does not know
}

// Populations answers with the tables of people: those of the store, then those
// that the program brings along.
func (f *Finder) Populations(ctx context.Context) ([]PopulationSource, error) {
	out := []PopulationSource{}
	err := f.store.Each(ctx, "PopulationTables", func(scan func(...any) error) error {
		var p PopulationSource
		var id int
		var remarks, missing any
		err := scan(&id, &p.Name, &p.Title, &p.Publisher, &p.Licence, &p.Note, &p.Year, &p.File, &p.SHA256, &p.ReadAt, &remarks, &missing,
			&p.Cells, &p.Countries, &p.Regions, &p.Names, &p.Parts)
		p.Remarks, p.NotJoined = stringList(remarks), stringList(missing)
		out = append(out, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("population files: %w", err)
	}
	for _, b := range population.Builtin() {
		countries := map[string]bool{}
		for _, c := range b.Cells {
			countries[c.Region[:2]] = true
		}
		s := b.Source
		out = append(out, PopulationSource{Name: s.Name, Title: s.Title, Publisher: s.Publisher, Licence: s.Licence, Note: s.Note, Year: s.Year, File: s.File,
			Builtin: true, Cells: int64(len(b.Cells)), Countries: int64(len(countries)), Regions: int64(len(countries))})
	}
	return out, nil
}

// Unjoined are the places in boxes that are not counted exactly.
type Unjoined struct {
	Filter  filter.Filter   `json:"-"`
	Places  int             `json:"places"`                   // different facts about places
	Counted int             `json:"counted"`                  // of these, counted exactly
	Reasons []ReasonCount   `json:"reasons"`                  // of the others
	Loose   int             `json:"bounded_by_country_alone"` // of those smaller than a region, without a counted region around them but the country
	Rows    []UnjoinedPlace `json:"rows"`                     // what the place table does not know first, then by ads
	More    int             `json:"more,omitempty"`
}

// UnjoinedPlace is a place that no counted region joins exactly.
type UnjoinedPlace struct {
	Fact    string `json:"fact"` // in the language of the box
	Country string `json:"country,omitempty"`
	Reason  string `json:"reason"`       // a kind of population.ReasonKind
	In      string `json:"in,omitempty"` // the counted region around it, which bounds it
	Ads     int    `json:"ads"`
	Boxes   int    `json:"boxes"`
}

// loose says that nothing but the country bounds a place that lies in a region.
func (p *UnjoinedPlace) loose() bool {
	return p.Reason == string(population.ReasonSmaller) && p.In == p.Country
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// unjoinedShown is how many places the answer lists, unless asked for more.
const unjoinedShown = 200

// unjoinedOrder puts first what a reviewer of the place table can mend.
var unjoinedOrder = []population.ReasonKind{population.ReasonNotJoined, population.ReasonPoint, population.ReasonNoTable, population.ReasonSmaller, population.ReasonRadius, population.ReasonVisitors, population.ReasonHeld}

// Unjoined answers a filter with the places of its boxes that are not joined with
// counted regions: the table to review.
func (f *Finder) Unjoined(ctx context.Context, filter filter.Filter) (*Unjoined, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	t, err := f.peopleTable(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("reading the population: %w", err)
	}
	out := &Unjoined{Filter: filter, Rows: []UnjoinedPlace{}, Reasons: []ReasonCount{}}
	if t == nil {
		return out, nil
	}
	boxes, _, err := c.boxesOf(ctx, sel)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var all []UnjoinedPlace
	for _, b := range boxes {
		seen := map[string]bool{}
		for x := range b.Audience.Facts() {
			s, ok := t.Standing(x)
			if !ok {
				continue
			}
			fact := x.String()
			i, known := at[fact]
			if !known {
				i = len(all)
				at[fact] = i
				all = append(all, UnjoinedPlace{Fact: fact, Country: s.Country, Reason: string(s.Why), In: s.In})
			}
			if !seen[fact] {
				seen[fact] = true
				all[i].Ads += b.Ads
				all[i].Boxes++
			}
		}
	}
	out.Places = len(all)
	byReason := map[string]int64{}
	for _, p := range all {
		if p.Reason == "" {
			out.Counted++
			continue
		}
		byReason[p.Reason]++
		if p.loose() {
			out.Loose++
		}
		out.Rows = append(out.Rows, p)
	}
	for _, k := range unjoinedOrder {
		if n := byReason[string(k)]; n > 0 {
			out.Reasons = append(out.Reasons, ReasonCount{Reason: string(k), Count: n})
		}
	}
	rank := func(p UnjoinedPlace) int { return slices.Index(unjoinedOrder, population.ReasonKind(p.Reason)) }
	slices.SortFunc(out.Rows, func(a, b UnjoinedPlace) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), compareBool(b.loose(), a.loose()), cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Fact, b.Fact))
	})
	if n := cmp.Or(filter.Limit, unjoinedShown); len(out.Rows) > n {
		out.Rows, out.More = out.Rows[:n], len(out.Rows)-n
	}
	return out, nil
}

// Quality is how the sizes of an archive compare with its own estimates.
type Quality struct {
	Archive string `json:"archive"`
	population.Quality
	Share  float64  `json:"overlap_share"`    // of those compared
	Silent []string `json:"silent,omitempty"` // kinds of fact that the archive never publishes: what may make the real box smaller
}

// Quality answers a filter with one row an archive that states estimates: for
// every ad the interval of its published box beside the platform's own.
func (f *Finder) Quality(ctx context.Context, filter filter.Filter) ([]Quality, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil {
		return nil, err
	}
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil {
		return []Quality{}, err
	}
	byArchive := map[uint16]*population.Quality{}
	exprs := map[int32]*audience.Expr{} // of boxes
	stated := map[uint16]bool{}
	for e, err := range c.Estimates(ctx, sel) {
		if err != nil {
			return nil, fmt.Errorf("platform estimates: %w", err)
		}
		if byArchive[e.Archive] == nil {
			byArchive[e.Archive] = &population.Quality{}
		}
		if exprs[e.Box] == nil {
			exprs[e.Box] = c.small.Boxes.Folded(e.Box)
		}
		stated[e.Archive] = stated[e.Archive] || e.Estimate.Stated
		b := &c.small.Boxes.List[e.Box]
		size := population.Size{Known: b.SizeHi >= 0, Lo: b.SizeLo, Hi: b.SizeHi}
		for range e.Ads {
			byArchive[e.Archive].Add(t, exprs[e.Box], size, e.Estimate, e.Reached)
		}
	}
	out := []Quality{}
	for a, q := range byArchive {
		if !stated[a] {
			continue
		}
		row := Quality{Archive: c.small.Words.List[a], Quality: *q, Silent: silentKinds(c.small.Words.List[a])}
		row.Causes = row.Sorted()
		if q.Compared > 0 {
			row.Share = float64(q.Overlap) / float64(q.Compared)
		}
		out = append(out, row)
	}
	slices.SortFunc(out, func(a, b Quality) int { return cmp.Compare(a.Archive, b.Archive) })
	return out, nil
}
