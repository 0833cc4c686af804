package reach

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
)

// block is up to 65,536 rows of one stratum. A row is a box, or of a box that
// aims at several strata the part that aims at this one. Rows are ordered by
// their number of general groups, so that the groups of rank s stand in a
// column that begins at the first row that has so many.
type block struct {
	rows, words int      // words of a bitmap of rows: a multiple of 8
	valid       []uint64 // rows that are there; the padding is not

	ages    []uint8  // ages from which on the next row of ageRows holds
	ageRows []uint64 // rows that accept these ages
	ageless []uint64 // rows that ask for no age; nil if none asks
	genders []uint64 // rows that accept female, male, other, otherwise, silence; nil if none asks

	language column
	in       column // places at home or now, one of which must hold
	notIn    column // places of which none may hold
	groups   []column
	out      column // facts of which none may hold

	classes uint64 // of the keys of groups and out
	rest    []restRow

	table  bits.Table // the ad of each row
	shared *shared    // where boxes have several ads; else nil
}

// shared are the ads of rows that have several: those of row i are
// ads[start[i]:start[i+1]].
type shared struct{ start, ads []uint32 }

func (s *shared) of(row int) []uint32 { return s.ads[s.start[row]:s.start[row+1]] }

// add gives the next row its ads.
func (s *shared) add(ads []uint32) {
	if s.start == nil {
		s.start = []uint32{0}
	}
	s.ads = append(s.ads, ads...)
	s.start = append(s.start, uint32(len(s.ads)))
}

// mostGroups is how many general groups of a box have columns; any more are
// asked one by one.
const mostGroups = 200

// restRow is a row of which part must be asked one by one.
type restRow struct {
	row  int
	asks []*audience.Expr
}

// draft collects the rows of a block.
type draft struct {
	s *segment
	b *block

	masks   [][4]uint64 // ages that each row accepts
	asksAge []uint16
	borders [257]bool

	language, in, notIn, out columnBuilder
	groups                   []columnBuilder
	starts                   []int

	tally  []uint32
	others []uint32
}

var allAges = [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

func ageMask(f *audience.Fact) (m [4]uint64) {
	for w := range m {
		// The ages of this word: from Lo on, up to Hi.
		if from := int(f.Lo) - 64*w; from < 64 {
			m[w] = ^uint64(0) << max(from, 0)
		}
		if to := int(f.Hi) - 64*w; to < 0 {
			m[w] = 0
		} else if to < 63 {
			m[w] &= 1<<(to+1) - 1
		}
	}
	return m
}

// row adds the next row: a box in normal form, of whose first place group only
// the facts within the stratum st count.
func (d *draft) row(n *normal, st *stratum) {
	row := d.b.rows
	d.b.rows++
	mask, asks := allAges, false
	genders := uint8(0x0f)
	placed, spoken, slot := false, false, 0
	rest := slices.Clone(n.rest)
	for _, g := range n.in {
		switch r := d.s.roleOfGroup(g); {
		case r == age:
			var union [4]uint64
			for _, f := range g {
				m := d.age(f)
				for i := range union {
					union[i] |= m[i]
				}
			}
			for i := range mask {
				mask[i] &= union[i]
			}
			asks = true
		case r == gender:
			union := uint8(0)
			for _, f := range g {
				union |= 1 << genderOf(d.s.facts[f].Label)
			}
			genders &= union | 0x10
			genders |= 0x10
		case r == place && !placed:
			placed = true
			for _, f := range g {
				if k := st.key[d.s.placeNumber[f]]; k != 0 && d.s.within(f, st) {
					d.in.add(k, row)
				}
			}
		case r == language && !spoken:
			spoken = true
			for _, f := range g {
				d.language.add(d.s.languageNumber[f], row)
			}
		case slot == mostGroups:
			rest = append(rest, audience.Or(leaves(d.s.facts, g)...))
		default:
			if slot == len(d.groups) {
				d.groups = append(d.groups, columnBuilder{})
				d.starts = append(d.starts, row)
			}
			d.group(&d.groups[slot], g, row)
			slot++
		}
	}
	outs := d.outs(n.out, st, row, &mask, &genders, &asks)
	d.out.sizes = append(d.out.sizes, outs)
	d.masks = append(d.masks, mask)
	if asks {
		d.asksAge = append(d.asksAge, uint16(row))
	}
	d.gender(row, genders)
	if len(rest) > 0 {
		d.b.rest = append(d.b.rest, restRow{row, rest})
	}
}

func (d *draft) age(f uint32) [4]uint64 {
	fact := &d.s.facts[f]
	d.borders[fact.Lo], d.borders[int(fact.Hi)+1] = true, true
	return ageMask(fact)
}

// gender notes the genders that a row accepts: bit 4 says that it asks.
func (d *draft) gender(row int, accepts uint8) {
	if accepts&0x10 == 0 && d.b.genders == nil {
		return
	}
	if d.b.genders == nil {
		d.b.genders = make([]uint64, 5*d.b.words)
		for g := range 5 {
			fill(d.b.genders[g*d.b.words:][:d.b.words], row)
		}
	}
	for g := range silent {
		if accepts>>g&1 == 1 {
			d.b.genders[g*d.b.words+row/64] |= 1 << (row % 64)
		}
	}
	if accepts&0x10 == 0 {
		d.b.genders[silent*d.b.words+row/64] |= 1 << (row % 64)
	}
}

// outs files the facts that shut a row's people out.
func (d *draft) outs(facts []uint32, st *stratum, row int, mask *[4]uint64, genders *uint8, asks *bool) uint8 {
	d.others = d.others[:0]
	placed := false
	for _, f := range facts {
		switch fact := &d.s.facts[f]; roleOf(fact) {
		case age:
			m := d.age(f)
			for i := range mask {
				mask[i] &^= m[i]
			}
			*asks = true
		case gender:
			*genders = *genders&^(1<<genderOf(fact.Label)) | 0x10
		case place:
			if !placed {
				d.notIn.add(anyPlace, row)
				placed = true
			}
			d.notIn.add(st.key[d.s.placeNumber[f]], row)
		default:
			d.others = append(d.others, f)
		}
	}
	if len(d.others) == 0 {
		return 0
	}
	return d.keys(&d.out, d.others, row)
}

// group files a general group of a row.
func (d *draft) group(cb *columnBuilder, facts []uint32, row int) {
	cb.sizes = append(cb.sizes, d.keys(cb, facts, row))
}

// keys files facts and their classes, and returns the size of the group if it
// is of one class.
func (d *draft) keys(cb *columnBuilder, facts []uint32, row int) uint8 {
	var count [classes]uint32
	different := 0
	for _, f := range facts {
		c := d.s.class[f]
		if c != ownAnswers {
			if count[c] == 0 {
				different++
				cb.add(uint32(c), row)
				d.b.classes |= 1 << c
			}
			count[c]++
		}
		if c != unknowable {
			cb.add(d.s.key[f], row)
		}
	}
	if c := d.s.class[facts[0]]; different == 1 && c != ownAnswers && count[c] <= largest {
		return uint8(count[c])
	}
	for c, n := range count {
		if n > 0 {
			cb.mixed = append(cb.mixed, mixedSize{uint16(row), class(c), n})
		}
	}
	return 0
}

// finish turns the draft into a block; ads are those of the rows.
func (d *draft) finish(ads []uint32, shared *shared) *block {
	b := d.b
	b.valid = make([]uint64, b.words)
	fill(b.valid, b.rows)
	d.finishAges()
	b.language = d.language.build(b.words, b.rows, 0, true, d.tally)
	b.in = d.in.build(b.words, b.rows, 0, false, d.tally)
	b.notIn = d.notIn.build(b.words, b.rows, 0, false, d.tally)
	b.out = d.out.build(b.words, b.rows, 0, false, d.tally)
	for i := range d.groups {
		b.groups = append(b.groups, d.groups[i].build(b.words, b.rows, d.starts[i], false, d.tally))
	}
	b.table, b.shared = bits.NewTable(ads), shared
	return b
}

// finishAges writes the rows that accept the ages from each border on.
func (d *draft) finishAges() {
	b := d.b
	if len(d.asksAge) == 0 {
		return
	}
	b.ageless = make([]uint64, b.words)
	fill(b.ageless, b.rows)
	for _, row := range d.asksAge {
		b.ageless[row/64] &^= 1 << (row % 64)
	}
	d.borders[0] = true
	for a := range 256 {
		if !d.borders[a] {
			continue
		}
		b.ages = append(b.ages, uint8(a))
		rows := slices.Clone(b.ageless)
		for _, row := range d.asksAge {
			rows[row/64] |= d.masks[row][a/64] >> (a % 64) & 1 << (row % 64)
		}
		b.ageRows = append(b.ageRows, rows...)
	}
}

// ageRow gives the rows that accept an age.
func (b *block) ageRow(age uint8) *uint64 {
	i := len(b.ages) - 1
	for b.ages[i] > age {
		i--
	}
	return &b.ageRows[i*b.words]
}

// bytes is the memory of the block.
func (b *block) bytes() int {
	n := 8*(len(b.valid)+len(b.ageRows)+len(b.ageless)+len(b.genders)) + len(b.ages) + b.table.Bytes()
	for _, c := range append([]column{b.language, b.in, b.notIn, b.out}, b.groups...) {
		n += c.bytes()
	}
	if b.shared != nil {
		n += 4 * (len(b.shared.start) + len(b.shared.ads))
	}
	return n
}
