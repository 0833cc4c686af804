package population

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/place"
)

// block is one country, counted by one source.
type block struct {
	country  string
	source   int
	complete bool // the counts are of the whole country
	units    map[string]*unit
	codes    map[string]*unit
	root     *unit

	// The smallest counted units that add up to the country, in the order of a
	// walk through the tree, so that every unit is a run of them.
	leaves []*unit
	groups []group
	sexes  []string
	combos [][]Joint
	kinds  [256]bool // of the combos
	counts []int64   // [leaf][combo][sex][group]
	total  int64

	margins     []margin
	marginKinds [256]bool
}

// group is an age group, both ends inside.
type group struct{ lo, hi uint8 }

// unit is a counted region. Its people are those of leaves from to to-1; for a
// unit that is not exact, they are only some of the people of one leaf, because
// it and its sisters do not add up to their parent.
type unit struct {
	path, code string
	parent     *unit
	children   []*unit
	cells      map[cellKey]int64
	from, to   int
	exact      bool
}

type cellKey struct {
	group group
	sex   string
	combo string
}

func newBlock(country string, source int, cells []Cell) (*block, error) {
	b := &block{country: country, source: source, units: map[string]*unit{}, codes: map[string]*unit{}}
	for _, c := range cells {
		u := b.units[c.Region]
		if u == nil {
			u = &unit{path: c.Region, code: c.Code, cells: map[cellKey]int64{}}
			if u.code == "" {
				u.code = codeOf(c.Region)
			}
			b.units[c.Region] = u
			if u.code != "" {
				b.codes[u.code] = u
			}
		}
		u.cells[cellKey{group{c.AgeLo, c.AgeHi}, c.Sex, comboKey(c.Facts)}] += c.Count
		for _, f := range c.Facts {
			b.kinds[f.Kind] = true
		}
	}
	b.complete = b.tree()
	b.root.lay(b)
	b.fill(cells)
	return b, nil
}

// codeOf is the statistical code of a region, if it is exactly one.
func codeOf(path string) string {
	if _, code, ok := strings.Cut(path, "/nuts:"); ok {
		return code
	}
	if p, ok := place.Lookup(path); ok && p.Kind != place.KindCity && !strings.Contains(p.NUTS, " ") {
		return p.NUTS
	}
	return ""
}

// tree finds each unit's parent, by the source's codes or by the place table,
// and reports whether the root is the whole country.
func (b *block) tree() bool {
	paths := make([]string, 0, len(b.units))
	for p := range b.units {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	b.root = b.units[b.country]
	whole := b.root != nil
	if !whole {
		b.root = &unit{path: b.country}
		whole = covers(b.units, b.country)
	}
	for _, p := range paths {
		u := b.units[p]
		if u == b.root {
			continue
		}
		if u.code != "" {
			for c := u.code[:len(u.code)-1]; len(c) >= 2; c = c[:len(c)-1] {
				if up := b.codes[c]; up != nil {
					u.parent = up
					break
				}
			}
		}
		for up := place.Parent(u.path); up != "" && u.parent == nil; up = place.Parent(up) {
			u.parent = b.units[up]
		}
		if u.parent == nil {
			u.parent = b.root
		}
		u.parent.children = append(u.parent.children, u)
	}
	b.units[b.country] = b.root
	return whole
}

// covers reports whether units hold every first-level region of a country.
func covers(units map[string]*unit, country string) bool {
	some := false
	for _, c := range place.Children(country) {
		if p, _ := place.Lookup(c); p.Kind != place.KindRegion {
			continue
		}
		some = true
		if units[c] == nil {
			return false
		}
	}
	return some
}

// lay numbers the leaves below u. Children stand for their parent where they
// add up to it in every cell; where they fall short, a leaf without a name takes
// the rest; where they exceed it, the parent is the leaf.
func (u *unit) lay(b *block) {
	u.from, u.exact = len(b.leaves), true
	rest, ok := u.rest()
	if !ok {
		b.leaves = append(b.leaves, u)
		u.inexact()
	} else {
		for _, c := range u.children {
			c.lay(b)
		}
		if len(rest) > 0 {
			b.leaves = append(b.leaves, &unit{path: u.path, parent: u, cells: rest})
		}
	}
	u.to = len(b.leaves)
	u.spread()
}

// rest is what the children leave of their parent; not ok if they cannot stand
// for it.
func (u *unit) rest() (map[cellKey]int64, bool) {
	if len(u.children) == 0 {
		return nil, false
	}
	if u.cells == nil {
		return nil, true
	}
	sum := map[cellKey]int64{}
	for _, c := range u.children {
		for k, n := range c.cells {
			sum[k] += n
		}
	}
	rest := map[cellKey]int64{}
	for k, n := range u.cells {
		if d := n - sum[k]; d < 0 {
			return nil, false
		} else if d > 0 {
			rest[k] = d
		}
		delete(sum, k)
	}
	return rest, len(sum) == 0
}

// inexact marks everything below a leaf.
func (u *unit) inexact() {
	for _, c := range u.children {
		c.exact = false
		c.inexact()
	}
}

// spread gives units below a leaf the leaf's place.
func (u *unit) spread() {
	for _, c := range u.children {
		if !c.exact {
			c.from, c.to = u.from, u.to
			c.spread()
		}
	}
}

// fill counts the cells of the leaves.
func (b *block) fill(cells []Cell) {
	groups, sexes := map[group]bool{}, map[string]bool{}
	combos := map[string][]Joint{}
	for _, c := range cells {
		groups[group{c.AgeLo, c.AgeHi}] = true
		sexes[c.Sex] = true
		combos[comboKey(c.Facts)] = c.Facts
	}
	for g := range groups {
		b.groups = append(b.groups, g)
	}
	slices.SortFunc(b.groups, func(x, y group) int { return cmp.Or(cmp.Compare(x.lo, y.lo), cmp.Compare(x.hi, y.hi)) })
	for s := range sexes {
		b.sexes = append(b.sexes, s)
	}
	slices.Sort(b.sexes)
	var keys []string
	for k := range combos {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		b.combos = append(b.combos, combos[k])
	}
	b.counts = make([]int64, 0, len(b.leaves)*len(b.groups)*len(sexes)*len(keys))
	for _, leaf := range b.leaves {
		for _, k := range keys {
			for _, s := range b.sexes {
				for _, g := range b.groups {
					n := leaf.cells[cellKey{g, s, k}]
					b.counts = append(b.counts, n)
					b.total += n
				}
			}
		}
	}
	for _, u := range b.units {
		u.cells = nil
	}
}

// per is the number of cells of a leaf.
func (b *block) per() int { return len(b.groups) * len(b.sexes) * len(b.combos) }

// people adds up leaves from to to-1.
func (b *block) people(from, to int) (n int64) {
	for _, c := range b.counts[from*b.per() : to*b.per()] {
		n += c
	}
	return n
}

func comboKey(facts []Joint) string {
	if len(facts) == 0 {
		return ""
	}
	var k strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&k, "%s\x00%s\x00", f.Kind, f.Value)
	}
	return k.String()
}
