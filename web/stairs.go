package web

import (
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// stairs is the size of a box, one row a condition, on an axis by powers of ten.
type stairs struct {
	Axis     []tick
	Rows     []stair
	Sources  []string
	Estimate string // of the platform, when there is no staircase
}

type tick struct {
	X, Text, Anchor string
	Minor           bool // its label goes where there is little room
}

type stair struct {
	Condition, People, Why string
	Bar                    rangeBar
}

// logTop is the end of the axis: 100 million people.
const logTop = 8

// logAt places people on the axis in per cent: 0 to 1,000 take the first
// fifth, every power of ten above an equal part of the rest.
func logAt(n int64) float64 {
	if n <= 1000 {
		return 20 * float64(n) / 1000
	}
	return min(100, 20+80*(math.Log10(float64(n))-3)/(logTop-3))
}

func logBar(r contrechamp.Range) rangeBar {
	if !r.Stated {
		return rangeBar{}
	}
	lo, hi := logAt(r.Lo), logAt(r.Hi)
	if r.Open {
		return rangeBar{Stated: true, Open: true, X: per(lo), W: per(max(100-lo, .9)), End: per(100)}
	}
	return rangeBar{Stated: true, Exact: r.Lo == r.Hi, X: per(lo), W: per(max(hi-lo, .9)), End: per(max(hi, lo+.9))}
}

func drawStairs(l say.Lang, m *find.Measure, b find.Box, archive string, estimate ...contrechamp.Range) stairs {
	var out stairs
	own := contrechamp.Range{}
	if len(estimate) > 0 {
		own = estimate[0]
	}
	if m == nil || len(m.Steps) == 0 {
		if own.Stated {
			out.Estimate = l.Range(own)
		}
		return out
	}
	for i, n := range []int64{0, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000} {
		t := tick{X: per(logAt(n)), Text: l.Int(n), Anchor: "middle"}
		if n == 10_000_000 { // no room beside the last
			t.Text = ""
		} else if n >= 1_000_000 {
			t.Text = l.Int(n/1_000_000) + "\u00a0M"
		}
		t.Minor = i == 2 || i == 4
		switch i {
		case 0:
			t.Anchor = "start"
		case 6:
			t.Anchor = "end"
		}
		out.Axis = append(out.Axis, t)
	}
	for _, s := range m.Steps {
		out.Rows = append(out.Rows, stair{Condition: inWords(l, s.Audience), People: sized(l, s.Size), Bar: logBar(s.Size), Why: because(l, s)})
	}
	silent := silentWords(l, archive)
	if (b.Hidden || silent != "") && b.Size.Stated && b.Size.Lo > 0 {
		real, why := contrechamp.Between(0, b.Size.Hi), l.T("real-size-why")
		if !b.Hidden {
			why = l.T("real-size-silent", "kinds", silent)
		}
		out.Rows = append(out.Rows, stair{Condition: l.T("real-size"), People: l.Range(real), Bar: logBar(real), Why: why})
	}
	if own.Stated {
		out.Rows = append(out.Rows, stair{Condition: l.T("platform-estimate"), People: l.Range(own), Bar: logBar(own), Why: l.T("platform-own")})
	}
	for i, name := range m.Sources {
		year := yearWords(l, 0)
		if i < len(m.Years) {
			year = yearWords(l, m.Years[i])
		}
		out.Sources = append(out.Sources, l.T("population-source", "name", peopleTable(l, name), "year", year))
	}
	return out
}

func sized(l say.Lang, r contrechamp.Range) string {
	if !r.Stated {
		return l.T("no-size")
	}
	return l.Range(r)
}

// inWords writes an expression in words.
func inWords(l say.Lang, e *audience.Expr) string {
	return strings.TrimSpace(l.Box(e).Text(l))
}

// shade is the class of a cell of a heat grid, darker for more ads.
func shade(c find.CoverCell, most int) string {
	switch {
	case c.Small:
		return "few"
	case c.Unknown:
		return "qu"
	case c.Ads == 0:
		return "q0"
	case most == 0:
		return "q1"
	}
	class := fmt.Sprintf("q%d", 1+4*c.Ads/(most+1))
	if c.Partly >= 10 {
		class += " part"
	}
	return class
}

// because is why a step is as wide as it is.
func because(l say.Lang, s find.Step) string {
	if len(s.Why) == 0 && s.Size.Stated && s.Size.Lo != s.Size.Hi {
		return l.T("why-same")
	}
	reasons := make([]say.Reason, len(s.Why))
	for i, w := range s.Why {
		reasons[i] = w
	}
	return l.Because(reasons...)
}

// sizeWords is a size for a headline: "Entre 0 et 211 300".
func sizeWords(l say.Lang, r contrechamp.Range) string {
	switch {
	case !r.Stated:
		return l.T("size-none")
	case r.Open || r.Lo == r.Hi:
		return upFirst(l.Range(r))
	}
	return l.T("size-between", "lo", r.Lo, "hi", r.Hi)
}
