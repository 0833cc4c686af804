package reach

import (
	"encoding/binary"
	"hash/maphash"
	"math"

	"github.com/contrechamp/contrechamp/audience"
)

// Boxes are the audiences of many ads in a compact form: about 30 bytes an ad,
// whatever their trees took. Ads are numbered from 0 in the order in which
// they are added; those of the same box share it.
//
// Adding is not safe beside any other use; reading is safe beside reading.
type Boxes struct {
	facts  []audience.Fact
	number map[audience.Fact]uint32

	bytes []byte   // the boxes in normal form, one after the other
	start []uint64 // of box i in bytes; one more than boxes
	of    []uint32 // the box of each ad

	same map[uint64]uint32 // a hash of a box's bytes to the box
	seed maphash.Seed
	buf  []byte
}

// NewBoxes has no ads yet.
func NewBoxes() *Boxes {
	return &Boxes{
		number: map[audience.Fact]uint32{},
		start:  []uint64{0},
		same:   map[uint64]uint32{},
		seed:   maphash.MakeSeed(),
	}
}

// Len is the number of ads.
func (b *Boxes) Len() int { return len(b.of) }

// Distinct is the number of different boxes.
func (b *Boxes) Distinct() int { return len(b.start) - 1 }

// Bytes is the memory that the boxes take, without their facts and without
// what only adding needs.
func (b *Boxes) Bytes() int { return len(b.bytes) + 8*len(b.start) + 4*len(b.of) }

// Add takes the audience of the next ad and returns the ad's number.
func (b *Boxes) Add(e *audience.Expr) uint32 {
	b.prepare()
	b.of = append(b.of, b.intern(b.written(flatten(e, b.fact), b.fact)))
	return uint32(len(b.of) - 1)
}

// written writes a box into the buffer of b.
func (b *Boxes) written(n normal, number func(audience.Fact) uint32) []byte {
	b.buf = b.buf[:0]
	b.buf = binary.AppendUvarint(b.buf, uint64(len(n.in)))
	for _, g := range n.in {
		b.buf = appendAscending(b.buf, g)
	}
	b.buf = appendAscending(b.buf, n.out)
	b.buf = binary.AppendUvarint(b.buf, uint64(len(n.rest)))
	for _, x := range n.rest {
		b.buf = appendTree(b.buf, x, number)
	}
	return b.buf
}

// prepare makes what only adding needs, after boxes were read from a file.
func (b *Boxes) prepare() {
	if b.number != nil {
		return
	}
	b.number, b.same = make(map[audience.Fact]uint32, len(b.facts)), make(map[uint64]uint32, b.Distinct())
	for i, f := range b.facts {
		b.number[f] = uint32(i)
	}
	for id := range uint32(b.Distinct()) {
		h := maphash.Bytes(b.seed, b.bytes[b.start[id]:b.start[id+1]])
		for {
			if _, taken := b.same[h]; !taken {
				break
			}
			h++
		}
		b.same[h] = id
	}
}

// fact numbers a fact. Figures that are not a number, equal to nothing, would
// make a new fact each time; no source states them.
func (b *Boxes) fact(f audience.Fact) uint32 {
	if math.IsNaN(f.Percent + f.Area.Radius + f.Area.Lat + f.Area.Lon) {
		f.Percent, f.Area = 0, audience.Area{Shape: f.Area.Shape}
	}
	id, ok := b.number[f]
	if !ok {
		id = uint32(len(b.facts))
		b.number[f] = id
		b.facts = append(b.facts, f)
	}
	return id
}

// intern gives the box of these bytes.
func (b *Boxes) intern(box []byte) uint32 {
	for h := maphash.Bytes(b.seed, box); ; h++ {
		id, ok := b.same[h]
		if !ok {
			id = b.append(box)
			b.same[h] = id
			return id
		}
		if string(b.bytes[b.start[id]:b.start[id+1]]) == string(box) {
			return id
		}
	}
}

// append stores a new box.
func (b *Boxes) append(box []byte) uint32 {
	b.bytes = append(b.bytes, box...)
	b.start = append(b.start, uint64(len(b.bytes)))
	return uint32(len(b.start) - 2)
}

// appendAscending writes the length and the steps of ascending numbers.
func appendAscending(buf []byte, vs []uint32) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(vs)))
	last := uint32(0)
	for _, v := range vs {
		buf = binary.AppendUvarint(buf, uint64(v-last))
		last = v
	}
	return buf
}

// appendTree writes an expression: for a fact its number times 4, else the
// operation and the number of arguments, then these.
func appendTree(buf []byte, e *audience.Expr, number func(audience.Fact) uint32) []byte {
	if e.Op == audience.Is {
		return binary.AppendUvarint(buf, uint64(number(e.Fact))<<2)
	}
	buf = binary.AppendUvarint(buf, uint64(len(e.Args))<<2|uint64(e.Op))
	for _, x := range e.Args {
		buf = appendTree(buf, x, number)
	}
	return buf
}

// reader reads what Boxes wrote itself, so it trusts its bytes.
type reader struct {
	buf   []byte
	facts []audience.Fact
}

func (r *reader) next() uint32 {
	if b := r.buf[0]; b < 0x80 { // most are
		r.buf = r.buf[1:]
		return uint32(b)
	}
	v, n := binary.Uvarint(r.buf)
	r.buf = r.buf[n:]
	return uint32(v)
}

// ascending appends the numbers of a list to dst.
func (r *reader) ascending(dst []uint32) []uint32 {
	last := uint32(0)
	for range r.next() {
		last += r.next()
		dst = append(dst, last)
	}
	return dst
}

func (r *reader) tree() *audience.Expr {
	v := r.next()
	if op := audience.Op(v & 3); op != audience.Is {
		e := &audience.Expr{Op: op, Args: make([]*audience.Expr, v>>2)}
		for i := range e.Args {
			e.Args[i] = r.tree()
		}
		return e
	}
	return audience.Of(r.facts[v>>2])
}

// box reads a box into n, whose memory it uses again.
func (b *Boxes) box(id uint32, n *normal) {
	r := reader{b.bytes[b.start[id]:b.start[id+1]], b.facts}
	groups := int(r.next())
	n.in = n.in[:cap(n.in)]
	for len(n.in) < groups {
		n.in = append(n.in, nil)
	}
	n.in = n.in[:groups]
	for i := range n.in {
		n.in[i] = r.ascending(n.in[i][:0])
	}
	n.out = r.ascending(n.out[:0])
	n.rest = n.rest[:0]
	for range r.next() {
		n.rest = append(n.rest, r.tree())
	}
}

// Audience rebuilds the audience of an ad from its normal form: the same
// meaning for every person, its parts in another order.
func (b *Boxes) Audience(ad uint32) *audience.Expr {
	var n normal
	b.box(b.of[ad], &n)
	var parts []*audience.Expr
	for _, g := range n.in {
		parts = append(parts, audience.Or(leaves(b.facts, g)...))
	}
	if len(n.out) > 0 {
		parts = append(parts, audience.Except(audience.Or(leaves(b.facts, n.out)...)))
	}
	return audience.And(append(parts, n.rest...)...)
}

func leaves(facts []audience.Fact, numbers []uint32) []*audience.Expr {
	es := make([]*audience.Expr, len(numbers))
	for i, f := range numbers {
		es[i] = audience.Of(facts[f])
	}
	return es
}
