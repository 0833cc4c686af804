package web

import (
	"math"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// square is one cell of a picture of squares: solid, outlined or hatched.
type square struct {
	X, Y  int
	Class string
}

// squarePicture is a share, or a count of people, in squares.
type squarePicture struct {
	Cells  []square
	Height int
	Label  string
	Key    string // what one square stands for
}

// squareColumns and squareSide are the grid of a picture 400 wide.
const squareColumns, squareSide = 20, 20

func (p *squarePicture) add(class string, n int) {
	for range n {
		i := len(p.Cells)
		p.Cells = append(p.Cells, square{X: 1 + i%squareColumns*squareSide, Y: 1 + i/squareColumns*squareSide, Class: class})
	}
	p.Height = (len(p.Cells) + squareColumns - 1) / squareColumns * squareSide
}

// squares shows a share as a hundred squares, the hidden ones hatched; a share
// that is not nothing has one at least.
func squares(l say.Lang, part, whole int) squarePicture {
	p := squarePicture{Label: l.T("fact-hidden", "share", share(l, part, whole))}
	hidden := 0
	if whole > 0 {
		hidden = int(math.Round(100 * float64(part) / float64(whole)))
		if part > 0 && hidden == 0 {
			hidden = 1
		}
	}
	p.add("sol", 100-hidden)
	p.add("hat", hidden)
	return p
}

// crowd shows the size of a box: solid squares for those it holds at least,
// outlines up to what it may hold at most. A square is ten people, or as many
// tens, hundreds, ... as leave no more than a hundred squares.
func crowd(l say.Lang, size contrechamp.Range) squarePicture {
	each := int64(10)
	for size.Hi > 100*each {
		each *= 10
	}
	up := func(n int64) int { return int((n + each - 1) / each) }
	p := squarePicture{Label: l.T("crowd-label", "size", l.Range(size)), Key: l.T("crowd-key", "x", each)}
	p.add("sol", int(size.Lo/each))
	p.add("out", up(size.Hi)-int(size.Lo/each))
	return p
}

// part is a part of a box in words; Mark says that the other box lacks it.
type part struct {
	Text                    string
	Hidden, Excluded, Marks bool
}

// side is one half of a reverse shot: a box, what it was told, ads and money.
type side struct {
	find.BoxUse
	Parts []part
}

// sides puts two boxes side by side, what differs marked.
func sides(l say.Lang, c *find.Contrast) [2]side {
	a, b := partsOf(l, c.Shot.Box.Audience), partsOf(l, c.Reverse.Box.Audience)
	mark := func(x, other []part) {
		for i := range x {
			x[i].Marks = true
			for _, y := range other {
				if x[i].Text == y.Text && x[i].Excluded == y.Excluded {
					x[i].Marks = false
				}
			}
		}
	}
	mark(a, b)
	mark(b, a)
	return [2]side{{c.Shot, a}, {c.Reverse, b}}
}

func partsOf(l say.Lang, e *audience.Expr) []part {
	b := l.Box(e)
	var out []part
	for _, line := range b.In {
		out = append(out, part{Text: line.Text(l), Hidden: line.Hidden})
	}
	for _, it := range b.Out {
		out = append(out, part{Text: it.Text, Hidden: it.Hidden, Excluded: true})
	}
	return out
}
