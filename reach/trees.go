package reach

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/audience"
)

// Trees keep many expressions as they stand, to be read again: four bytes a leaf
// and some twenty a fact, once. (Boxes keep expressions in the form that an index
// needs, which says the same in another order.) Trees do not change, so reading
// is safe for concurrent use.
//
// What an expression asks for or shuts out are its criteria: a fact, and whether
// an odd number of nots stands before it.
type Trees struct {
	leaves []Criterion // of all expressions, in their order
	shapes []byte      // of all expressions: their operations, see appendShape
	starts []start     // of expression i; one more than expressions

	facts string   // written by appendFact, one after the other
	at    []uint32 // where each begins, and the end
}

type start struct{ leaf, shape uint32 }

// Criterion is a fact, by its number in Trees, that is asked for or shut out.
type Criterion uint32

// CriterionOf makes a criterion of a fact.
func CriterionOf(fact uint32, excluded bool) Criterion {
	if excluded {
		return Criterion(fact<<1 | 1)
	}
	return Criterion(fact << 1)
}

// Fact is the number of the fact.
func (c Criterion) Fact() uint32 { return uint32(c >> 1) }

// Excluded reports whether the fact is shut out.
func (c Criterion) Excluded() bool { return c&1 == 1 }

// TreesBuilder makes Trees. The zero value has no expressions.
type TreesBuilder struct {
	t      Trees
	facts  []byte
	number map[audience.Fact]uint32
}

// Add takes one more expression; they are numbered from 0. Four thousand million
// leaves, or bytes of facts, are more than there is room for: an error.
func (b *TreesBuilder) Add(e *audience.Expr) error {
	t := &b.t
	if b.number == nil {
		b.number = map[audience.Fact]uint32{}
		t.starts, t.at = []start{{}}, []uint32{0}
	}
	b.shape(e, false)
	if len(t.leaves) > math.MaxUint32 || len(t.shapes) > math.MaxUint32 || len(b.facts) > math.MaxUint32 || len(b.number) > math.MaxUint32/2 {
		return fmt.Errorf("%d boxes with %d conditions are more than can be kept", len(t.starts), len(t.leaves))
	}
	t.starts = append(t.starts, start{uint32(len(t.leaves)), uint32(len(t.shapes))})
	return nil
}

// shape writes an expression: a run of n leaves as 4n, an operation as its
// number of parts, then 4 times the number of these and the operation. Facts are
// written once, elsewhere.
func (b *TreesBuilder) shape(e *audience.Expr, negated bool) {
	t := &b.t
	if e.Op == audience.Is {
		b.leaf(&e.Fact, negated)
		t.shapes = binary.AppendUvarint(t.shapes, 1<<2)
		return
	}
	t.shapes = binary.AppendUvarint(t.shapes, uint64(len(e.Args))<<2|uint64(e.Op))
	negated = negated != (e.Op == audience.Not)
	for i := 0; i < len(e.Args); {
		run := i
		for run < len(e.Args) && e.Args[run].Op == audience.Is {
			b.leaf(&e.Args[run].Fact, negated)
			run++
		}
		if run > i {
			t.shapes = binary.AppendUvarint(t.shapes, uint64(run-i)<<2)
			i = run
			continue
		}
		b.shape(e.Args[i], negated)
		i++
	}
}

func (b *TreesBuilder) leaf(f *audience.Fact, negated bool) {
	id, ok := b.number[*f]
	if !ok {
		id = uint32(len(b.number))
		b.facts = appendFact(b.facts, f)
		b.t.at = append(b.t.at, uint32(len(b.facts)))
		// The label may be part of a long text, which would stay in memory.
		r := factReader{string(b.facts[b.t.at[id]:])}
		b.number[r.fact()] = id
	}
	b.t.leaves = append(b.t.leaves, CriterionOf(id, negated))
}

// Number gives the number of a fact, if it stands in some expression.
func (b *TreesBuilder) Number(f audience.Fact) (fact uint32, ok bool) {
	fact, ok = b.number[f]
	return fact, ok
}

// Leaves are the criteria of an expression added before, leaf by leaf.
func (b *TreesBuilder) Leaves(i int) []Criterion { return b.t.Leaves(i) }

// Trees are the expressions added; the builder is not to be used again.
func (b *TreesBuilder) Trees() *Trees {
	t := b.t
	t.leaves, t.shapes = append([]Criterion(nil), t.leaves...), append([]byte(nil), t.shapes...)
	t.starts, t.at, t.facts = append([]start(nil), t.starts...), append([]uint32(nil), t.at...), string(b.facts)
	*b = TreesBuilder{}
	return &t
}

// Len is the number of expressions.
func (t *Trees) Len() int { return max(0, len(t.starts)-1) }

// Facts is the number of facts.
func (t *Trees) Facts() int { return max(0, len(t.at)-1) }

// Bytes is the memory that the expressions take, and that their facts take.
func (t *Trees) Bytes() (expressions, facts int) {
	return 4*len(t.leaves) + len(t.shapes) + 8*len(t.starts), len(t.facts) + 4*len(t.at)
}

// Fact reads a fact.
func (t *Trees) Fact(fact uint32) audience.Fact {
	r := factReader{t.facts[t.at[fact]:t.at[fact+1]]}
	return r.fact()
}

// Leaves are the criteria of an expression, leaf by leaf; not to be changed.
func (t *Trees) Leaves(i int) []Criterion { return t.leaves[t.starts[i].leaf:t.starts[i+1].leaf] }

// At reads an expression, its facts brought to another form (nil: as they are).
func (t *Trees) At(i int, form func(audience.Fact) audience.Fact) *audience.Expr {
	leaves := t.Leaves(i)
	exprs := make([]audience.Expr, len(leaves))
	for j, x := range leaves {
		f := t.Fact(x.Fact())
		if form != nil {
			f = form(f)
		}
		exprs[j].Fact = f
	}
	r := shapeReader{t.shapes[t.starts[i].shape:t.starts[i+1].shape]}
	return r.tree(&exprs)
}

type shapeReader struct{ buf []byte }

func (r *shapeReader) next() uint64 {
	if b := r.buf[0]; b < 0x80 { // most are
		r.buf = r.buf[1:]
		return uint64(b)
	}
	v, n := binary.Uvarint(r.buf)
	r.buf = r.buf[n:]
	return v
}

func (r *shapeReader) tree(leaves *[]audience.Expr) *audience.Expr {
	v := r.next()
	if audience.Op(v&3) == audience.Is {
		e := &(*leaves)[0]
		*leaves = (*leaves)[1:]
		return e
	}
	e := &audience.Expr{Op: audience.Op(v & 3)}
	if v>>2 > 0 {
		e.Args = make([]*audience.Expr, 0, v>>2)
	}
	for len(e.Args) < cap(e.Args) {
		if v := r.peek(); audience.Op(v&3) == audience.Is {
			r.next()
			for i := range (*leaves)[:v>>2] {
				e.Args = append(e.Args, &(*leaves)[i])
			}
			*leaves = (*leaves)[v>>2:]
			continue
		}
		e.Args = append(e.Args, r.tree(leaves))
	}
	return e
}

func (r *shapeReader) peek() uint64 {
	v, _ := binary.Uvarint(r.buf)
	return v
}

// appendFact writes a fact: its kind, flags, what these announce, its label.
func appendFact(buf []byte, f *audience.Fact) []byte {
	var flags byte
	for i, has := range []bool{f.AgeUnknown, f.Lo != 0 || f.Hi != 0, f.Where != 0, f.Area != (audience.Area{}), f.Area.Miles, f.Percent != 0, f.In != "", f.Of != ""} {
		if has {
			flags |= 1 << i
		}
	}
	buf = append(buf, byte(f.Kind), flags)
	float := func(x float64) { buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x)) }
	text := func(s string) { buf = append(binary.AppendUvarint(buf, uint64(len(s))), s...) }
	if flags&hasAges != 0 {
		buf = append(buf, f.Lo, f.Hi)
	}
	if flags&hasWhere != 0 {
		buf = append(buf, byte(f.Where))
	}
	if flags&hasArea != 0 {
		buf = append(buf, byte(f.Area.Shape))
		float(f.Area.Radius)
		float(f.Area.Lat)
		float(f.Area.Lon)
	}
	if flags&hasPercent != 0 {
		float(f.Percent)
	}
	if flags&hasIn != 0 {
		text(f.In)
	}
	if flags&hasOf != 0 {
		text(f.Of)
	}
	return append(buf, f.Label...)
}

// factReader reads what appendFact wrote; it trusts the bytes.
type factReader struct{ buf string }

func (r *factReader) byte() byte {
	b := r.buf[0]
	r.buf = r.buf[1:]
	return b
}

func (r *factReader) float() float64 {
	x := math.Float64frombits(binary.LittleEndian.Uint64([]byte(r.buf[:8])))
	r.buf = r.buf[8:]
	return x
}

func (r *factReader) text() string {
	n, shift := uint64(0), 0
	for {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
		shift += 7
	}
	s := r.buf[:n]
	r.buf = r.buf[n:]
	return s
}

func (r *factReader) fact() (f audience.Fact) {
	f.Kind = audience.Kind(r.byte())
	flags := r.byte()
	f.AgeUnknown, f.Area.Miles = flags&hasUnknownAge != 0, flags&hasMiles != 0
	if flags&hasAges != 0 {
		f.Lo, f.Hi = r.byte(), r.byte()
	}
	if flags&hasWhere != 0 {
		f.Where = audience.Qualifier(r.byte())
	}
	if flags&hasArea != 0 {
		f.Area.Shape = audience.Shape(r.byte())
		f.Area.Radius, f.Area.Lat, f.Area.Lon = r.float(), r.float(), r.float()
	}
	if flags&hasPercent != 0 {
		f.Percent = r.float()
	}
	if flags&hasIn != 0 {
		f.In = r.text()
	}
	if flags&hasOf != 0 {
		f.Of = r.text()
	}
	f.Label = r.buf
	return f
}
