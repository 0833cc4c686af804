package mybox

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Place is a row of the small table of places that goes with the boxes: the
// places that they name, those that a reader can choose, and what these lie in.
type Place struct {
	Path string
	Up   string // path of the enclosing place, "" for countries
	Kind string // in the place table: country, region ...; "" if it is not there
	From string // which source the place table has it from
	NUTS string // codes, blank between, whose sum it is; may be empty
	Type string // of the last segment: zip, city ...; may be empty
	Name string // of the last segment, folded
}

// Ground relates places in the browser as package place does on the server
// (place.Table), from the rows that came with the boxes: a test holds both to
// the same answers. It implements audience.Places; of a place without a row it
// knows what the paths say.
type Ground struct {
	rows []Place
	up   []int32 // row of the enclosing place, -1 if there is none
	at   map[string]int32
}

// NewGround makes a Ground of rows. Of two rows of one path the first counts.
func NewGround(rows []Place) *Ground {
	g := &Ground{rows: rows, up: make([]int32, len(rows)), at: make(map[string]int32, len(rows))}
	for i, r := range rows {
		if _, twice := g.at[r.Path]; !twice {
			g.at[r.Path] = int32(i)
		}
	}
	for i, r := range rows {
		g.up[i] = -1
		if j, ok := g.at[r.Up]; ok && j != int32(i) {
			g.up[i] = j
		}
	}
	return g
}

// Rows are those that the Ground was made of.
func (g *Ground) Rows() []Place { return g.rows }

// Point implements audience.Places: there are no coordinates.
func (*Ground) Point(string) (lat, lon float64, ok bool) { return 0, 0, false }

// deepest bounds how many places a place lies in: rows may lead in a circle.
const deepest = 64

// Relate implements audience.Places by the rules of place.Table.
func (g *Ground) Relate(a, b string) audience.Standing {
	if a == b {
		return audience.Inside
	}
	x, known := g.at[a]
	y, too := g.at[b]
	if !known || !too {
		return audience.Paths{}.Relate(a, b)
	}
	var bufA, bufB [8]int32
	upA, upB := g.chain(bufA[:0], x), g.chain(bufB[:0], y)
	i, j := meet(upA, upB)
	switch {
	case i == len(upA): // nothing in common
		return audience.Apart
	case j == 0:
		return audience.Inside
	case i == 0:
		return audience.Contains
	}
	p, q := &g.rows[upA[i-1]], &g.rows[upB[j-1]] // just below the one that holds both
	switch {
	case p.Kind == "" || q.Kind == "":
		if sisters(p, q) || sisters(&g.rows[x], &g.rows[y]) && strings.Contains(a, "/zip:") {
			return audience.Apart
		}
	case p.NUTS != "" && q.NUTS != "":
		switch {
		case held(p.NUTS, q.NUTS) && j == 1:
			return audience.Inside
		case held(q.NUTS, p.NUTS) && i == 1:
			return audience.Contains
		case p.Kind == q.Kind && !touch(p.NUTS, q.NUTS):
			return audience.Apart
		}
	case p.Kind == q.Kind && p.From == q.From:
		return audience.Apart
	}
	return audience.Unrelated
}

// chain lists a place and what it lies in, upwards.
func (g *Ground) chain(dst []int32, i int32) []int32 {
	for i >= 0 && len(dst) < deepest {
		dst = append(dst, i)
		i = g.up[i]
	}
	return dst
}

func meet(a, b []int32) (i, j int) {
	for i, p := range a {
		for j, q := range b {
			if p == q {
				return i, j
			}
		}
	}
	return len(a), len(b)
}

func sisters(a, b *Place) bool {
	if a.Type != b.Type || a.Name == b.Name {
		return false
	}
	return a.Type != "zip" || !strings.HasPrefix(a.Name, b.Name) && !strings.HasPrefix(b.Name, a.Name)
}

// held reports whether every code of a lies in a code of b.
func held(a, b string) bool {
	for x := range strings.FieldsSeq(a) {
		in := false
		for y := range strings.FieldsSeq(b) {
			in = in || strings.HasPrefix(x, y)
		}
		if !in {
			return false
		}
	}
	return true
}

// touch reports whether a code of a and one of b share ground.
func touch(a, b string) bool {
	for x := range strings.FieldsSeq(a) {
		for y := range strings.FieldsSeq(b) {
			if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
				return true
			}
		}
	}
	return false
}
