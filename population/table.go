package population

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/place"
)

// Table is a population in memory, ready to be asked. It does not change and may
// be used by many at once.
type Table struct {
	Sources []Source
	blocks  map[string]*block   // by country
	parts   map[string][]string // place, folded -> what it lies in
	names   map[string]string   // NUTS code -> name
	kept    atomic.Int64        // entries of found
	found   sync.Map            // label of a place fact -> *extent
}

// New makes a table. Where several files count one country, the one with ages is
// used before one without, then the one with more joint facts, with more regions,
// with the newer year, the later one; of the others the joint facts are kept as
// margins, which bound.
func New(files ...*File) (*Table, error) {
	t := &Table{blocks: map[string]*block{}, parts: map[string][]string{}, names: map[string]string{}}
	type share struct {
		source int
		cells  []Cell
	}
	byCountry := map[string][]share{}
	for _, f := range files {
		if len(f.Cells) > 0 || len(f.Parts) > 0 {
			t.Sources = append(t.Sources, f.Source)
		}
		for _, p := range f.Parts {
			k := partKey(p.Path)
			t.parts[k] = append(t.parts[k], p.In)
		}
		for _, n := range f.Names {
			t.names[n.Code] = n.Name
		}
		cells := map[string][]Cell{}
		for _, c := range f.Cells {
			if len(c.Region) < 2 {
				return nil, fmt.Errorf("population: a cell has no region: %+v", c)
			}
			cells[c.Region[:2]] = append(cells[c.Region[:2]], c)
		}
		for country, cs := range cells {
			byCountry[country] = append(byCountry[country], share{len(t.Sources) - 1, cs})
		}
	}
	for country, shares := range byCountry {
		slices.SortStableFunc(shares, func(a, b share) int {
			return cmp.Or(
				-cmp.Compare(ageGroups(a.cells), ageGroups(b.cells)),
				-cmp.Compare(len(a.cells[0].Facts), len(b.cells[0].Facts)),
				-cmp.Compare(units(a.cells), units(b.cells)),
				-cmp.Compare(a.cells[0].Year, b.cells[0].Year),
				-cmp.Compare(a.source, b.source))
		})
		b, err := newBlock(country, shares[0].source, shares[0].cells)
		if err != nil {
			return nil, err
		}
		for _, s := range shares[1:] {
			b.addMargins(s.cells)
		}
		t.blocks[country] = b
	}
	return t, nil
}

// ageGroups is 1 where cells divide people by age, else 0.
func ageGroups(cells []Cell) int {
	for _, c := range cells {
		if c.AgeLo != cells[0].AgeLo {
			return 1
		}
	}
	return 0
}

// units counts the regions of cells.
func units(cells []Cell) int {
	seen := map[string]bool{}
	for _, c := range cells {
		seen[c.Region] = true
	}
	return len(seen)
}

// Countries lists the countries that the table counts, in order.
func (t *Table) Countries() []string {
	var out []string
	for c := range t.blocks {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// SourceOf is where the counts of a country come from.
func (t *Table) SourceOf(country string) (Source, bool) {
	b := t.blocks[country]
	if b == nil {
		return Source{}, false
	}
	return t.Sources[b.source], true
}

// People is the number of people of a place that the table counts exactly.
func (t *Table) People(path string) (int64, bool) {
	g := t.extentOf(path)
	if g.block == nil || len(g.yes) == 0 {
		return 0, false
	}
	var n int64
	for _, r := range g.yes {
		n += g.block.people(int(r.from), int(r.to))
	}
	return n, true
}

// NameOf is what a region is called in a language: by the place table, or by
// the list of statistical regions.
func (t *Table) NameOf(path, lang string) string {
	if i := strings.LastIndex(path, "/nuts:"); i >= 0 {
		if n := t.names[path[i+len("/nuts:"):]]; n != "" {
			return n
		}
	}
	return place.Name(path, lang)
}
