package population

import (
	"math"
	"slices"
)

// Union is how many people at least one of several boxes holds.
type Union struct {
	Size // Known if some box could be counted

	Ads     int // of all boxes
	Unsized int // ads whose box has no size: it reaches a country without a table, or names no place
}

// Union counts the people of several boxes together, each once. Nobody knows how
// boxes overlap below the cells of a table, so it is bounded: at least the people
// of the cells that some box holds whole, and the lower bound of the largest box;
// at most the people of the cells that some box may touch, and the sum of all
// upper bounds. Boxes without a size are counted in Unsized; where they reach
// counted countries too, these are in the interval.
func (t *Table) Union(boxes []Box) Union { return t.Coverage(boxes).Union(t, boxes) }

// Union is as Table.Union, for boxes whose coverage is at hand.
func (c *Coverage) Union(t *Table, boxes []Box) Union {
	u := Union{Ads: c.Boxes}
	var most, sum int64
	for _, x := range boxes {
		s := t.Size(x.Audience)
		if !s.Known {
			u.Unsized += x.Ads
			sum = math.MaxInt64
		}
		for _, country := range s.NoTable {
			if !slices.Contains(u.NoTable, country) {
				u.NoTable = append(u.NoTable, country)
			}
		}
		most = max(most, s.Lo)
		if sum < math.MaxInt64-s.Hi {
			sum += s.Hi
		}
		u.gather(s.Reasons, x.Ads)
	}
	slices.Sort(u.NoTable)
	for _, x := range c.Cells {
		if x.May > 0 {
			u.Hi += x.People
		}
		if x.Sure > 0 {
			u.Lo += x.People
		}
	}
	u.Lo, u.Hi = max(u.Lo, most), min(u.Hi, sum)
	u.Known = len(c.Cells) > 0
	for _, country := range c.countries() {
		b := t.blocks[country]
		u.Countries = append(u.Countries, country)
		u.Years = append(u.Years, t.Sources[b.source].Year)
		u.Of += b.total
	}
	if u.Known && u.Lo == u.Hi {
		u.Reasons = slices.DeleteFunc(u.Reasons, func(r Reason) bool {
			return r.Kind != ReasonNoTable && r.Kind != ReasonNoCountry && r.Kind != ReasonPoint
		})
	}
	slices.SortStableFunc(u.Reasons, func(a, b Reason) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return u
}

// gather adds the reasons of a box; N is how many ads have one of the kind.
func (u *Union) gather(list []Reason, ads int) {
	for _, r := range list {
		i := slices.IndexFunc(u.Reasons, func(have Reason) bool {
			return have.Kind == r.Kind && (r.Kind != ReasonNoTable || have.Fact == r.Fact)
		})
		if i < 0 {
			r.N = ads
			u.Reasons = append(u.Reasons, r)
			continue
		}
		u.Reasons[i].N += ads
	}
}

// countries of the cells, in order.
func (c *Coverage) countries() []string {
	var out []string
	for _, x := range c.Cells {
		if country := x.Region[:2]; len(out) == 0 || out[len(out)-1] != country {
			out = append(out, country)
		}
	}
	return slices.Compact(out)
}
