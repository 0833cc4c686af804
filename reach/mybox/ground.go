package mybox

import "github.com/contrechamp/contrechamp/audience"

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
	return audience.RelateUp(upA, upB, g.territory, g.lastSegment)
}

func (g *Ground) territory(i int32) audience.Territory {
	r := &g.rows[i]
	return audience.Territory{Kind: r.Kind, Source: r.From, Codes: r.NUTS}
}

func (g *Ground) lastSegment(i int32) (typ, name string) { return g.rows[i].Type, g.rows[i].Name }

// chain lists a place and what it lies in, upwards.
func (g *Ground) chain(dst []int32, i int32) []int32 {
	for i >= 0 && len(dst) < deepest {
		dst = append(dst, i)
		i = g.up[i]
	}
	return dst
}
