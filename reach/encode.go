package reach

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/audience"
)

// The file of predicates. It begins with magic, then come its streams in the
// order below, each as its length and its bytes. All numbers are
// unsigned varints; like stands by like, so that a general compressor does the
// rest.
//
// Facts are numbered by role: general ones from the most used one on, then
// ages, genders and languages likewise, then places by path. A group of one
// role writes its facts by their number within the role, any other by their
// number among all; groups are ascending and written as steps.
const magic = "contrechamp boxes 1\n"

// The streams of the file. The last ones are of lists of facts, three a list:
// the sizes of its groups, the first number of each, the steps to the others.
const (
	inFacts  = iota // counts by role; of each fact its kind, flags and what these announce
	inLabels        // of each fact the bytes shared with the last label, and how many follow
	inText          // those that follow
	inShapes        // each different shape of a box, most used first
	inBoxes         // the shape of each box
	inAds           // of each ad 0 for the next box, else how far back its box is
	inTrees         // expressions
	inLists

	outPlaces = roles     // the list of excluded places, after those of the roles
	outOthers = roles + 1 // the list of other exclusions
	lists     = roles + 2
	streams   = inLists + 3*lists
)

// flags of a fact.
const (
	hasUnknownAge = 1 << iota
	hasAges
	hasWhere
	hasArea
	hasMiles
	hasPercent
	hasIn
	hasOf
)

// shape is how many groups of each role a box has, its exclusions and its expressions.
type shape [lists + 1]uint64

type encoder struct {
	b      *Boxes
	number []uint32 // of a fact in the file
	base   [roles]uint32
	byFact map[audience.Fact]uint32 // the same numbers, once an expression needs them
	out    [streams][]byte
}

// Encode writes boxes as a compact file: about 11 bytes an ad once compressed.
// Decode reads it back with the same meaning.
func Encode(w io.Writer, b *Boxes) error {
	for i := range b.facts {
		f := &b.facts[i]
		if len(f.Label) > longestLabel || !utf8.ValidString(f.Label+f.In+f.Of) || math.IsInf(f.Percent+f.Area.Radius+f.Area.Lat+f.Area.Lon, 0) {
			return fmt.Errorf("writing the file of predicates: the fact %.60s... is too long, not UTF-8 or without bounds: shorten it where it is read", f)
		}
	}
	e := &encoder{b: b, number: make([]uint32, len(b.facts))}
	e.facts()
	e.boxes()
	buf := []byte(magic)
	for _, s := range e.out {
		buf = binary.AppendUvarint(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("writing the file of predicates: %w", err)
	}
	return nil
}

func (e *encoder) put(stream int, v uint64) {
	e.out[stream] = binary.AppendUvarint(e.out[stream], v)
}

// facts numbers and writes the facts.
func (e *encoder) facts() {
	uses := make([]int, len(e.b.facts))
	var n normal
	for id := range e.b.Distinct() {
		e.b.box(uint32(id), &n)
		for _, g := range append(n.in, n.out) {
			for _, f := range g {
				uses[f]++
			}
		}
	}
	order := make([]uint32, len(e.b.facts))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		fx, fy := &e.b.facts[x], &e.b.facts[y]
		rx, ry := roleOf(fx), roleOf(fy)
		if rx == place && ry == place {
			return cmp.Or(cmp.Compare(fx.Label, fy.Label), cmp.Compare(fx.Where, fy.Where))
		}
		return cmp.Or(cmp.Compare(rx, ry), cmp.Compare(uses[y], uses[x]), cmp.Compare(x, y))
	})
	var counts [roles]uint64
	for i, f := range order {
		e.number[f] = uint32(i)
		counts[roleOf(&e.b.facts[f])]++
	}
	sum := uint32(0)
	for r, n := range counts {
		e.put(inFacts, n)
		e.base[r] = sum
		sum += uint32(n)
	}
	last := ""
	for _, f := range order {
		e.fact(&e.b.facts[f])
		label := e.b.facts[f].Label
		shared := 0
		for shared < len(label) && shared < len(last) && label[shared] == last[shared] {
			shared++
		}
		e.put(inLabels, uint64(shared))
		e.put(inLabels, uint64(len(label)-shared))
		e.out[inText] = append(e.out[inText], label[shared:]...)
		last = label
	}
}

func (e *encoder) fact(f *audience.Fact) {
	var flags uint64
	for i, has := range []bool{f.AgeUnknown, f.Lo != 0 || f.Hi != 0, f.Where != 0, f.Area != (audience.Area{}), f.Area.Miles, f.Percent != 0, f.In != "", f.Of != ""} {
		if has {
			flags |= 1 << i
		}
	}
	e.put(inFacts, uint64(f.Kind))
	e.put(inFacts, flags)
	float := func(x float64) {
		e.out[inFacts] = binary.LittleEndian.AppendUint64(e.out[inFacts], math.Float64bits(x))
	}
	text := func(s string) {
		e.put(inFacts, uint64(len(s)))
		e.out[inFacts] = append(e.out[inFacts], s...)
	}
	if flags&hasAges != 0 {
		e.out[inFacts] = append(e.out[inFacts], f.Lo, f.Hi)
	}
	if flags&hasWhere != 0 {
		e.put(inFacts, uint64(f.Where))
	}
	if flags&hasArea != 0 {
		e.put(inFacts, uint64(f.Area.Shape))
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
}

// boxes writes the boxes and the ads.
func (e *encoder) boxes() {
	shapes := make([]shape, e.b.Distinct())
	uses := map[shape]int{}
	var n normal
	for id := range shapes {
		e.b.box(uint32(id), &n)
		shapes[id] = e.box(&n)
		uses[shapes[id]]++
	}
	order := slices.SortedFunc(maps.Keys(uses), func(x, y shape) int {
		return cmp.Or(cmp.Compare(uses[y], uses[x]), slices.Compare(x[:], y[:]))
	})
	number := make(map[shape]uint64, len(order))
	for i, s := range order {
		number[s] = uint64(i)
		for _, n := range s {
			e.put(inShapes, n)
		}
	}
	for _, s := range shapes {
		e.put(inBoxes, number[s])
	}
	next := uint32(0)
	for _, box := range e.b.of {
		if box == next {
			e.put(inAds, 0)
			next++
		} else {
			e.put(inAds, uint64(next-box))
		}
	}
}

func (e *encoder) box(n *normal) (s shape) {
	renumber := func(g []uint32) {
		for i, f := range g {
			g[i] = e.number[f]
		}
		slices.Sort(g)
	}
	for _, g := range n.in {
		r := groupRole(e.b.facts, g)
		renumber(g)
		e.list(int(r), e.base[r], g)
		s[r]++
	}
	var outs [2][]uint32
	for _, f := range n.out {
		i := 1
		if roleOf(&e.b.facts[f]) == place {
			i = 0
		}
		outs[i] = append(outs[i], f)
	}
	for i, base := range []uint32{e.base[place], 0} {
		if len(outs[i]) > 0 {
			renumber(outs[i])
			e.list(outPlaces+i, base, outs[i])
			s[outPlaces+i] = 1
		}
	}
	s[lists] = uint64(len(n.rest))
	for _, x := range n.rest {
		e.tree(x)
	}
	return s
}

func (e *encoder) list(role int, base uint32, g []uint32) {
	at := inLists + 3*role
	e.put(at, uint64(len(g)))
	for i, f := range g {
		if i == 0 {
			e.put(at+1, uint64(f-base))
		} else {
			e.put(at+2, uint64(f-g[i-1]-1))
		}
	}
}

func (e *encoder) tree(x *audience.Expr) {
	if x.Op == audience.Is {
		if e.byFact == nil {
			e.byFact = make(map[audience.Fact]uint32, len(e.b.facts))
			for i, f := range e.b.facts {
				e.byFact[f] = e.number[i]
			}
		}
		e.put(inTrees, uint64(e.byFact[x.Fact])<<2)
		return
	}
	e.put(inTrees, uint64(len(x.Args))<<2|uint64(x.Op))
	for _, y := range x.Args {
		e.tree(y)
	}
}
