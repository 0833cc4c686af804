package population

import (
	"math"
	"slices"
	"strconv"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// Size is how many people an audience holds: certainly Lo, at most Hi. It counts
// residents of the places that the audience names; visitors are in no table.
type Size struct {
	// Known is false where no interval can be given: the audience reaches a
	// country without a table (NoTable), or names no place (a reason of kind
	// ReasonNoCountry). It is then no size, and not a size of zero.
	Known   bool
	NoTable []string // countries, in order

	Lo, Hi int64

	// Mid is an estimate between them that shares age groups equally over their
	// years; HasMid is false where anything but age groups is uncertain.
	Mid    float64
	HasMid bool

	Of        int64    // people of the countries that the audience reaches, all ages
	Countries []string // these countries
	Years     []int    // of the counts, as Countries
	Reasons   []Reason // why Lo and Hi differ, or why there is neither
}

// ReasonKind says what makes a size uncertain. Pages have a sentence for each.
type ReasonKind string

// The kinds of reason, in the order in which they are told.
const (
	ReasonNoTable    ReasonKind = "no-table"    // Fact is a country without a table
	ReasonNoCountry  ReasonKind = "no-country"  // the audience names no place: it may reach people anywhere
	ReasonPoint      ReasonKind = "point"       // a circle around a point whose country is not named
	ReasonNotJoined  ReasonKind = "not-joined"  // a place that the place table does not know
	ReasonSmaller    ReasonKind = "smaller"     // a place smaller than what is counted: postcode, town, hidden pin
	ReasonRadius     ReasonKind = "radius"      // a circle
	ReasonVisitors   ReasonKind = "visitors"    // recent stays, travels: only residents are counted
	ReasonCutAge     ReasonKind = "cut-age"     // an age inside an age group
	ReasonUnknownAge ReasonKind = "unknown-age" // people whose age the source does not know
	ReasonGender     ReasonKind = "gender"      // other than female and male, or a table without sex
	ReasonNoShare    ReasonKind = "no-share"    // a label that no table counts: Fact is the fact
	ReasonMargin     ReasonKind = "margin"      // counted, but not together with age and sex
	ReasonHeld       ReasonKind = "held"        // a list, a lookalike: only the platform or the advertiser knows
	ReasonHidden     ReasonKind = "hidden"      // undisclosed
	ReasonUnread     ReasonKind = "unread"      // a platform's text that could not be read
	ReasonYear       ReasonKind = "year"        // the counts are of another year than the ad; not in Lo and Hi
)

// Reason is one cause of the width.
type Reason struct {
	Kind ReasonKind `json:"kind"`
	Fact string     `json:"fact,omitempty"` // the first fact that it concerns, in the audience language; for ReasonNoTable the country, for ReasonYear the year of the counts
	In   string     `json:"in,omitempty"`   // paths of the counted regions that bound the place, | between
	N    int        `json:"n,omitempty"`    // how many facts it concerns; for ReasonYear how many years lie between
}

// Cause is the reason's kind and what it concerns.
func (r Reason) Cause() (kind, fact string) { return string(r.Kind), r.Fact }

// Within is the counted region that bounds the place it concerns, if any.
func (r Reason) Within() string { return r.In }

// Located gives circles around a point that name no country the one that the
// archive states for the ad ("NO"), so that they can be counted. Several
// countries, or none, leave the audience as it is.
func Located(e *audience.Expr, country string) *audience.Expr {
	code, ok := place.Country(country)
	if !ok {
		return e
	}
	return audience.Map(e, func(f audience.Fact) audience.Fact {
		if f.Kind == audience.Place && f.Area.Shape == audience.Near && f.Label == "" {
			f.Label = code
		}
		return f
	})
}

// Size counts an audience. Contexts (placements, keywords, sites) are no part of
// a box and are taken as unknown if they stand in one.
func (t *Table) Size(e *audience.Expr) Size {
	var s Size
	m := t.countriesOf(e)
	if t.outside(e, func(*audience.Fact) audienceAnswer { return no }) != no {
		why := Reason{Kind: ReasonNoCountry, N: 1}
		for f := range e.Facts() { // if it is for a point, say so
			if f.Kind == audience.Place && f.Area.Shape == audience.Near && t.stand(&f).country == "" {
				why.Kind, why.Fact = ReasonPoint, f.String()
				break
			}
		}
		s.Reasons = append(s.Reasons, why)
	}
	for _, c := range m.untabled {
		if t.outside(e, m.within(t, c)) != no {
			s.NoTable = append(s.NoTable, c)
			s.Reasons = append(s.Reasons, Reason{Kind: ReasonNoTable, Fact: c, N: 1})
		}
	}
	if len(s.Reasons) > 0 {
		return s
	}
	s.Known, s.HasMid = true, true
	why := reasons{}
	for _, b := range m.blocks {
		q := t.ask(b, e)
		parts := q.partition(e)
		classes := alive(parts)
		if len(classes) == 0 {
			continue
		}
		s.Countries = append(s.Countries, b.country)
		s.Years = append(s.Years, t.Sources[b.source].Year)
		s.Of += b.total
		lo, hi, mid, sharp := q.count(classes)
		if len(b.margins) > 0 {
			l, h := q.frechet(e, parts)
			lo, hi = max(lo, l), min(hi, h)
			mid = min(max(mid, float64(lo)), float64(hi))
		}
		s.Lo, s.Hi, s.Mid = s.Lo+lo, s.Hi+hi, s.Mid+mid
		s.HasMid = s.HasMid && sharp
		if lo < hi {
			why.gather(q, e, classes)
		}
	}
	if !s.HasMid {
		s.Mid = 0
	}
	if s.Lo < s.Hi {
		s.Reasons = why.list
	}
	return s
}

// count adds up the people of classes: lo of the age groups that are in the box
// whole, hi of those that are in part. Sharp says that every part of every group
// is decided, so that mid is a fair share.
func (q *question) count(classes []class) (lo, hi int64, mid float64, sharp bool) {
	sharp = true
	for _, c := range classes {
		whole, some, share, sure := q.weigh(c.pair)
		sharp = sharp && sure
		for _, leaf := range c.leaves {
			counts := q.b.counts[int(leaf)*q.b.per():][:q.b.per()]
			for i, n := range counts {
				if whole[i] {
					lo += n
				}
				if some[i] {
					hi += n
					mid += float64(n) * share[i]
				}
			}
		}
	}
	return lo, hi, mid, sharp
}

// topYears is how many years the open top group is taken to span for estimates.
const topYears = 15

// weigh turns a mask over cut cells into one over the source's cells: whether a
// cell is in the box as a whole, whether in part, and which share of its years.
func (q *question) weigh(p pair) (whole, some []bool, share []float64, sharp bool) {
	n := q.b.per()
	whole, some, share = make([]bool, n), make([]bool, n), make([]float64, n)
	sharp = true
	i := 0
	for row := range len(q.b.combos) * len(q.b.sexes) {
		base := row * len(q.segments)
		for _, g := range q.b.groups {
			whole[i] = true
			years, in := 0, 0
			for k, segment := range q.segments {
				if segment.lo < g.lo || segment.hi > g.hi {
					continue
				}
				width := int(segment.hi) - int(segment.lo) + 1
				if g.hi == audience.OpenAge {
					top := max(int(g.lo)+topYears, 100) // years from here on count for nothing
					width = max(0, min(int(segment.hi)+1, top)-int(segment.lo))
				}
				years += width
				y, m := has(p.yes, base+k), has(p.may, base+k)
				whole[i] = whole[i] && y
				some[i] = some[i] || m
				if y {
					in += width
				}
				sharp = sharp && m == y
			}
			share[i] = float64(in) / float64(max(1, years))
			i++
		}
	}
	return whole, some, share, sharp
}

// At adds, for an ad of a year, the reason that the counts are of another
// one: people have come, gone and aged since, which the interval does not hold.
func (s Size) At(year int) Size {
	for i, y := range s.Years {
		if y != 0 && y != year && !slices.Contains(s.Years[:i], y) {
			s.Reasons = append(slices.Clip(s.Reasons), Reason{Kind: ReasonYear, Fact: strconv.Itoa(y), N: max(y-year, year-y)})
		}
	}
	return s
}

// Narrow is the mark of a narrow box: the smallest of 100, 1,000 and 10,000
// people that its upper bound stays below, else 0.
func (s Size) Narrow() int64 {
	if !s.Known {
		return 0
	}
	for _, n := range []int64{100, 1_000, 10_000} {
		if s.Hi < n {
			return n
		}
	}
	return 0
}

// Share is the part of the people of its countries that the box holds, from 0 to
// 1, as an interval.
func (s Size) Share() (lo, hi float64) {
	if s.Of == 0 {
		return 0, 0
	}
	return float64(s.Lo) / float64(s.Of), float64(s.Hi) / float64(s.Of)
}

// Bits is how much being in the box tells of a person: -log2 of the share, from
// the upper bound to the lower; +Inf where nobody may be in it.
func (s Size) Bits() (lo, hi float64) {
	l, h := s.Share()
	return math.Abs(math.Log2(h)), math.Abs(math.Log2(l))
}
