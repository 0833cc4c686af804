package population

import (
	"maps"
	"math"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Union is how many people at least one of several boxes holds.
type Union struct {
	Size // Known if some box could be counted

	Ads     int      // of all boxes
	Unsized int      // ads whose box has no size: it reaches a country without a table, or names no place
	ShutOut []string // counted countries that the boxes name, and nobody of whom is in any
}

// Union counts the people of several boxes together, each once. Nobody knows how
// boxes overlap below the cells of a table, so it is bounded: at least the people
// of the cells that some box holds whole, and the lower bound of the largest box;
// at most the people of the cells that some box may touch, and the sum of all
// upper bounds. Boxes without a size are counted in Unsized; where they reach
// counted countries too, these are in the interval.
func (t *Table) Union(boxes []Box) Union {
	sizes := make([]Size, len(boxes))
	for i, x := range boxes {
		sizes[i] = t.Size(x.Audience)
	}
	return t.Coverage(boxes).Union(t, boxes, sizes)
}

// Union is as Table.Union, for boxes whose coverage and sizes are at hand.
func (c *Coverage) Union(t *Table, boxes []Box, sizes []Size) Union {
	var u union
	for i, x := range boxes {
		u.box(sizes[i], x.Ads)
	}
	for at := 0; at < len(c.Cells); {
		country := c.Cells[at].Region[:2]
		var lo, hi int64
		touched := false
		for ; at < len(c.Cells) && c.Cells[at].Region[:2] == country; at++ {
			x := &c.Cells[at]
			if x.May > 0 {
				hi += x.People
				touched = true
			}
			if x.Sure > 0 {
				lo += x.People
			}
		}
		u.block(t, t.blocks[country], lo, hi, touched)
	}
	return u.close()
}

// Use says that so many ads of a group have a box.
type Use struct{ Box, Group, Ads int }

// Unions is Union for many groups that share boxes, such as the advertisers of an
// archive: the cells of a box are found once, however many groups have it. Sizes
// are those of the boxes.
func (t *Table) Unions(boxes []*audience.Expr, sizes []Size, uses []Use, groups int) []Union {
	of := make([]union, groups)
	users := make([][]int, len(boxes)) // groups of each box
	for _, x := range uses {
		of[x.Group].box(sizes[x.Box], x.Ads)
		users[x.Box] = append(users[x.Box], x.Group)
	}
	in := make([]asked, len(boxes))
	blocks := map[string]*block{}
	for i, e := range boxes {
		in[i] = t.asks(e)
		for _, b := range in[i].blocks {
			blocks[b.country] = b
		}
	}
	for _, country := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[country]
		cells := make([]*cellSet, groups)
		named := make([]bool, groups) // boxes from anywhere count only where another names the country
		for i := range boxes {
			if slices.Contains(in[i].blocks, b) {
				for _, g := range users[i] {
					named[g] = true
				}
			}
		}
		for i, e := range boxes {
			if !in[i].everywhere && !slices.Contains(in[i].blocks, b) || !slices.ContainsFunc(users[i], func(g int) bool { return named[g] }) {
				continue
			}
			s := t.cellsOf(b, e)
			for _, g := range users[i] {
				if !named[g] {
					continue
				}
				if cells[g] == nil {
					cells[g] = newCellSet(len(b.counts))
				}
				orInto(cells[g].sure, s.sure)
				orInto(cells[g].may, s.may)
			}
		}
		for g, s := range cells {
			if s == nil {
				continue
			}
			var lo, hi int64
			for i, n := range b.counts {
				if has(s.may, i) {
					hi += n
				}
				if has(s.sure, i) {
					lo += n
				}
			}
			of[g].block(t, b, lo, hi, !none(s.may))
		}
	}
	out := make([]Union, groups)
	for g := range of {
		out[g] = of[g].close()
	}
	return out
}

// cellSet are cells of a block.
type cellSet struct{ sure, may []uint64 }

func newCellSet(n int) *cellSet {
	words := (n + 63) / 64
	return &cellSet{make([]uint64, words), make([]uint64, words)}
}

// cellsOf are the cells of a block that a box holds whole, and those that it may
// touch.
func (t *Table) cellsOf(b *block, e *audience.Expr) *cellSet {
	out := newCellSet(len(b.counts))
	q := t.ask(b, e)
	for _, class := range alive(q.partition(e)) {
		whole, some, _, _ := q.weigh(class.pair)
		for _, leaf := range class.leaves {
			at := int(leaf) * b.per()
			for i := range whole {
				if whole[i] {
					set(out.sure, at+i)
				}
				if some[i] {
					set(out.may, at+i)
				}
			}
		}
	}
	return out
}

// union gathers a Union.
type union struct {
	Union
	most, sum int64 // the largest lower bound of a box, the sum of all upper bounds
	named     bool  // some counted country is named
}

// box takes in a box that so many ads have.
func (u *union) box(s Size, ads int) {
	u.Ads += ads
	if !s.Known {
		u.Unsized += ads
		u.sum = math.MaxInt64
	}
	for _, country := range s.NoTable {
		if !slices.Contains(u.NoTable, country) {
			u.NoTable = append(u.NoTable, country)
		}
	}
	u.most = max(u.most, s.Lo)
	if u.sum < math.MaxInt64-s.Hi {
		u.sum += s.Hi
	}
	for i, r := range s.Reasons {
		if !slices.ContainsFunc(s.Reasons[:i], func(before Reason) bool { return before.Kind == r.Kind }) {
			u.gather(r, ads)
		}
	}
}

// gather adds a reason of a box: each kind once, with the fact of the first box
// that has it; N is how many ads have one of the kind.
func (u *union) gather(r Reason, ads int) {
	i := slices.IndexFunc(u.Reasons, func(have Reason) bool { return have.Kind == r.Kind })
	if i < 0 {
		r.N = ads
		u.Reasons = append(u.Reasons, r)
		return
	}
	u.Reasons[i].N += ads
}

// block takes in a country: the people of its cells that some box holds whole,
// and of those that some box may touch.
func (u *union) block(t *Table, b *block, lo, hi int64, touched bool) {
	u.named = true
	if !touched {
		u.ShutOut = append(u.ShutOut, b.country)
		return
	}
	u.Lo, u.Hi = u.Lo+lo, u.Hi+hi
	u.Countries = append(u.Countries, b.country)
	u.Years = append(u.Years, t.Sources[b.source].Year)
	u.Of += b.total
}

func (u *union) close() Union {
	slices.Sort(u.NoTable)
	u.Lo, u.Hi = max(u.Lo, u.most), min(u.Hi, u.sum)
	u.Known = u.named
	if u.Known && u.Lo == u.Hi {
		u.Reasons = slices.DeleteFunc(u.Reasons, func(r Reason) bool {
			return r.Kind != ReasonNoTable && r.Kind != ReasonNoCountry && r.Kind != ReasonPoint
		})
	}
	slices.SortStableFunc(u.Reasons, func(a, b Reason) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return u.Union
}
