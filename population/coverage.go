package population

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Coverage joins boxes with cells: for each cell of a population, how many boxes
// hold all of its people for certain, and how many may hold some.
type Coverage struct {
	Boxes int // with their weights
	Cells []Covered
}

// Covered is one cell: people of a region, age group and sex (and joint facts).
type Covered struct {
	Region       string
	AgeLo, AgeHi uint8
	Sex          string
	Facts        []Joint
	People       int64
	Sure, May    int // boxes that hold all of them; boxes that may hold some. Sure is at most May
}

// Box is an audience and how many ads have it.
type Box struct {
	Audience *audience.Expr
	Ads      int
}

// Coverage answers for the countries that the boxes name. A box without a place
// counts in every one of them.
func (t *Table) Coverage(boxes []Box) *Coverage {
	c := &Coverage{}
	var blocks []*block
	in := map[*block][]Box{} // the boxes that may hold somebody of a block
	var anywhere []Box
	for _, x := range boxes {
		c.Boxes += x.Ads
		a := t.asks(x.Audience)
		if a.everywhere {
			anywhere = append(anywhere, x)
		}
		for _, b := range a.blocks {
			if !slices.Contains(blocks, b) {
				blocks = append(blocks, b)
			}
			if !a.everywhere {
				in[b] = append(in[b], x)
			}
		}
	}
	slices.SortFunc(blocks, func(a, b *block) int { return cmp.Compare(a.country, b.country) })
	for _, b := range blocks {
		sure, may := make([]int, len(b.counts)), make([]int, len(b.counts))
		for _, x := range slices.Concat(in[b], anywhere) {
			q := t.ask(b, x.Audience)
			for _, class := range alive(q.partition(x.Audience)) {
				whole, some, _, _ := q.weigh(class.pair)
				for _, leaf := range class.leaves {
					at := int(leaf) * b.per()
					for i := range whole {
						if whole[i] {
							sure[at+i] += x.Ads
						}
						if some[i] {
							may[at+i] += x.Ads
						}
					}
				}
			}
		}
		b.each(func(at int, leaf *unit, combo []Joint, sex string, g group) {
			c.Cells = append(c.Cells, Covered{leaf.path, g.lo, g.hi, sex, combo, b.counts[at], sure[at], may[at]})
		})
	}
	return c
}

// asked are the counted countries that a box names, and whether it may hold
// people of any other too.
type asked struct {
	blocks     []*block
	everywhere bool
}

func (t *Table) asks(e *audience.Expr) asked {
	return asked{t.countriesOf(e).blocks, t.outside(e, func(*audience.Fact) audienceAnswer { return no }) != no}
}

// each walks the cells of a block.
func (b *block) each(f func(at int, leaf *unit, combo []Joint, sex string, g group)) {
	at := 0
	for _, leaf := range b.leaves {
		for _, combo := range b.combos {
			for _, sex := range b.sexes {
				for _, g := range b.groups {
					f(at, leaf, combo, sex, g)
					at++
				}
			}
		}
	}
}

// Reached divides people by whether boxes hold them.
type Reached struct {
	People    int64 `json:"people"`
	Unreached int64 `json:"unreached"` // whom no box could hold
	Possibly  int64 `json:"possibly"`  // whom some box may hold, none for certain
	Surely    int64 `json:"surely"`    // whom some box holds for certain, as published
}

// Add takes in the people of a cell.
func (r *Reached) Add(x *Covered) {
	r.People += x.People
	switch {
	case x.May == 0:
		r.Unreached += x.People
	case x.Sure == 0:
		r.Possibly += x.People
	default:
		r.Surely += x.People
	}
}

// Group is a set of cells added up: a row of the table, a field of the picture.
type Group struct {
	Region       string
	AgeLo, AgeHi uint8
	Sex          string // empty if both are together

	Reached

	// Ads that hold a person for certain, and that may, on average over the
	// people of the group; Most is the largest number that may reach a cell of it.
	Sure, May float64
	Most      int
}

// By adds cells up: region maps a cell's region to that of the group ("" drops
// the cell), ages are the groups' bounds (a cell belongs to the group that its
// lower age is in), and bySex keeps the sexes apart.
func (c *Coverage) By(region func(path string) string, ages []uint8, bySex bool) []Group {
	type key struct {
		region, sex string
		age         int
	}
	groups := map[key]*Group{}
	for _, x := range c.Cells {
		k := key{region: region(x.Region)}
		if k.region == "" || x.People == 0 {
			continue
		}
		if bySex {
			k.sex = x.Sex
		}
		for k.age+1 < len(ages) && ages[k.age+1] <= x.AgeLo {
			k.age++
		}
		g := groups[k]
		if g == nil {
			g = &Group{Region: k.region, Sex: k.sex, AgeHi: audience.OpenAge}
			if len(ages) > 0 {
				g.AgeLo = ages[k.age]
			}
			if k.age+1 < len(ages) {
				g.AgeHi = ages[k.age+1] - 1
			}
			groups[k] = g
		}
		g.Add(&x)
		g.Sure += float64(x.Sure) * float64(x.People)
		g.May += float64(x.May) * float64(x.People)
		g.Most = max(g.Most, x.May)
	}
	out := make([]Group, 0, len(groups))
	for _, g := range groups {
		g.Sure /= float64(g.People)
		g.May /= float64(g.People)
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.AgeLo, b.AgeLo), cmp.Compare(a.Sex, b.Sex))
	})
	return out
}

// Level gives the region of a level that a counted region lies in: 0 the country,
// 1 the first level below it. It is what By takes.
func Level(level int) func(path string) string {
	return func(path string) string {
		above := level
		for i := range len(path) {
			if path[i] != '/' {
				continue
			}
			if above == 0 {
				return path[:i]
			}
			above--
		}
		return path
	}
}
