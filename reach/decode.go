package reach

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/audience"
)

// deepest is how deep an expression of a file may nest.
const deepest = 1000

// A label may have so many bytes, and all of a file so many a fact beyond those
// that it spells out.
const (
	longestLabel = 1 << 16
	meanLabel    = 1 << 8
)

// Decode reads a file that Encode wrote. The file may come from anywhere:
// whatever its bytes, the result is boxes or an error, in memory proportional
// to the file.
func Decode(data []byte) (*Boxes, error) {
	d := &decoder{}
	if err := d.split(data); err != nil {
		return nil, fmt.Errorf("reading the file of predicates: %w", err)
	}
	if err := d.decode(); err != nil {
		return nil, fmt.Errorf("reading the file of predicates: %w; it is damaged, fetch it again", err)
	}
	return d.b, nil
}

type decoder struct {
	b     *Boxes
	in    [streams][]byte
	base  [roles]uint64
	count [roles]uint64
	named []uint32 // facts of the expressions of a box, in their order
	err   error    // the first one
}

// number gives the fact that the next leaf of an expression named.
func (d *decoder) number(audience.Fact) uint32 {
	f := d.named[0]
	d.named = d.named[1:]
	return f
}

var errShort = errors.New("it ends too early")

func (d *decoder) split(data []byte) error {
	rest, ok := strings.CutPrefix(string(data), magic)
	if !ok {
		return fmt.Errorf("it does not begin with %q: it is another kind of file, or of another version of this program", magic)
	}
	data = []byte(rest)
	for i := range d.in {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size) {
			return errShort
		}
		d.in[i], data = data[size:size+int(n)], data[size+int(n):]
	}
	if len(data) > 0 {
		return fmt.Errorf("%d bytes too many", len(data))
	}
	return nil
}

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// get reads a number below limit. After an error it gives 0.
func (d *decoder) get(stream int, limit uint64) uint64 {
	v, n := binary.Uvarint(d.in[stream])
	switch {
	case n <= 0:
		d.fail(errShort)
		return 0
	case v >= limit:
		d.fail(fmt.Errorf("%d where less than %d may stand", v, limit))
		return 0
	}
	d.in[stream] = d.in[stream][n:]
	return v
}

func (d *decoder) bytes(stream int, n uint64) []byte {
	if n > uint64(len(d.in[stream])) {
		d.fail(errShort)
		return nil
	}
	b := d.in[stream][:n]
	d.in[stream] = d.in[stream][n:]
	return b
}

func (d *decoder) float() float64 {
	b := d.bytes(inFacts, 8)
	if b == nil {
		return 0
	}
	x := math.Float64frombits(binary.LittleEndian.Uint64(b))
	if math.IsNaN(x) || math.IsInf(x, 0) {
		d.fail(fmt.Errorf("%v where a number must stand", x))
		return 0
	}
	return x
}

func (d *decoder) text(b []byte) string {
	if !utf8.Valid(b) {
		d.fail(errors.New("text that is not UTF-8"))
	}
	return string(b)
}

func (d *decoder) decode() error {
	d.b = &Boxes{start: []uint64{0}, seed: maphash.MakeSeed()}
	d.facts()
	if d.err == nil {
		d.boxes()
	}
	for i, s := range d.in {
		if d.err == nil && len(s) > 0 {
			d.err = fmt.Errorf("%d bytes too many in stream %d", len(s), i)
		}
	}
	return d.err
}

func (d *decoder) facts() {
	sum := uint64(0)
	for r := range d.count {
		d.base[r] = sum
		d.count[r] = d.get(inFacts, uint64(len(d.in[inLabels]))+1)
		sum += d.count[r]
	}
	last, room := "", meanLabel*int(sum)+len(d.in[inText])
	for i := uint64(0); i < sum && d.err == nil; i++ {
		f := d.fact()
		shared := d.get(inLabels, uint64(len(last))+1)
		more := d.bytes(inText, d.get(inLabels, math.MaxUint32))
		// Labels that repeat long ones could make a small file large.
		if room -= int(shared) + len(more); room < 0 || int(shared)+len(more) > longestLabel {
			d.fail(errors.New("labels longer than makes sense"))
			return
		}
		f.Label = d.text(append([]byte(last[:shared]), more...))
		last = f.Label
		d.b.facts = append(d.b.facts, f)
		if r := roleOf(&f); i < d.base[r] || i >= d.base[r]+d.count[r] {
			d.fail(fmt.Errorf("the fact %s stands in the wrong place", f))
		}
	}
}

func (d *decoder) fact() (f audience.Fact) {
	f.Kind = audience.Kind(d.get(inFacts, uint64(len(audience.AllKinds()))))
	flags := d.get(inFacts, 1<<8)
	f.AgeUnknown = flags&hasUnknownAge != 0
	if flags&hasAges != 0 {
		if ages := d.bytes(inFacts, 2); ages != nil {
			f.Lo, f.Hi = ages[0], ages[1]
		}
	}
	if flags&hasWhere != 0 {
		f.Where = audience.Qualifier(d.get(inFacts, uint64(audience.Travels)+1))
	}
	if flags&hasArea != 0 {
		f.Area.Shape = audience.Shape(d.get(inFacts, uint64(audience.Near)+1))
		f.Area.Radius, f.Area.Lat, f.Area.Lon = d.float(), d.float(), d.float()
	}
	f.Area.Miles = flags&hasMiles != 0
	if flags&hasPercent != 0 {
		f.Percent = d.float()
	}
	if flags&hasIn != 0 {
		f.In = d.text(d.bytes(inFacts, d.get(inFacts, math.MaxUint32)))
	}
	if flags&hasOf != 0 {
		f.Of = d.text(d.bytes(inFacts, d.get(inFacts, math.MaxUint32)))
	}
	return f
}

func (d *decoder) boxes() {
	var shapes []shape
	for len(d.in[inShapes]) > 0 && d.err == nil {
		var s shape
		for i := range s {
			s[i] = d.get(inShapes, uint64(len(d.in[inShapes]))+1<<16)
		}
		shapes = append(shapes, s)
	}
	for len(d.in[inBoxes]) > 0 && d.err == nil {
		i := d.get(inBoxes, uint64(len(shapes)))
		if d.err != nil {
			return
		}
		n := d.box(&shapes[i])
		if d.err == nil {
			n.tidy()
			d.b.append(d.b.written(n, d.number))
		}
	}
	next := uint32(0)
	for len(d.in[inAds]) > 0 && d.err == nil {
		back := uint32(d.get(inAds, uint64(next)+1))
		if back == 0 {
			d.b.of = append(d.b.of, next)
			next++
		} else {
			d.b.of = append(d.b.of, next-back)
		}
	}
	if int(next) != d.b.Distinct() {
		d.fail(fmt.Errorf("%d boxes, and ads for %d", d.b.Distinct(), next))
	}
}

func (d *decoder) box(s *shape) (n normal) {
	for list, groups := range s[:lists] {
		for range groups {
			if d.err != nil {
				return n
			}
			g := d.list(list)
			if list < outPlaces {
				n.in = append(n.in, g)
			} else {
				n.out = append(n.out, g...)
			}
		}
	}
	for range s[lists] {
		if d.err != nil {
			return n
		}
		n.rest = append(n.rest, d.tree(0))
	}
	return n
}

// list reads a group.
func (d *decoder) list(list int) []uint32 {
	from, n := uint64(0), uint64(len(d.b.facts))
	switch {
	case list == outPlaces:
		from, n = d.base[place], d.count[place]
	case list != int(general) && list < outPlaces:
		from, n = d.base[list], d.count[list]
	}
	at := inLists + 3*list
	size := d.get(at, n+1)
	var g []uint32
	next := uint64(0)
	for i := range size {
		if d.err != nil {
			return nil
		}
		if i == 0 {
			next = d.get(at+1, n)
		} else if next+1 >= n {
			d.fail(errors.New("a group of more facts than there are"))
		} else {
			next += 1 + d.get(at+2, n-next-1)
		}
		g = append(g, uint32(from+next))
	}
	return g
}

func (d *decoder) tree(depth int) *audience.Expr {
	v := d.get(inTrees, math.MaxUint64)
	if op := audience.Op(v & 3); op != audience.Is {
		e := &audience.Expr{Op: op}
		if op == audience.Not && v>>2 != 1 || depth > deepest {
			d.fail(errors.New("an expression that cannot be"))
		}
		for range v >> 2 {
			if d.err != nil {
				break
			}
			e.Args = append(e.Args, d.tree(depth+1))
		}
		return e
	}
	if v>>2 >= uint64(len(d.b.facts)) {
		d.fail(errors.New("an expression of a fact that is not there"))
		return audience.Nobody()
	}
	d.named = append(d.named, uint32(v>>2))
	return audience.Of(d.b.facts[v>>2])
}
