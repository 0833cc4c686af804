package say

import (
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Box is an audience in words: inside, one line for each condition joined by
// and; outside, what is shut out.
type Box struct {
	In  []Line `json:"in"`
	Out []Item `json:"out"`
}

// Line is one condition: a lead ("et vit à") and the alternatives joined by or.
type Line struct {
	Lead   string `json:"lead"`
	Items  []Item `json:"items"`
	Hidden bool   `json:"hidden,omitempty"` // some part is undisclosed
}

// Item is one fact in words.
type Item struct {
	Text   string `json:"text"`
	Hidden bool   `json:"hidden,omitempty"`
	Fact   string `json:"fact"` // in the language of the box
}

// Box puts an audience into words.
func (l Lang) Box(e *audience.Expr) Box {
	var b Box
	parts := conditions(e)
	if len(parts) == 0 {
		b.In = append(b.In, Line{Items: []Item{{Text: l.T("everyone"), Fact: "everyone"}}})
	}
	slices.SortStableFunc(parts, func(x, y *audience.Expr) int { return int(firstKind(x)) - int(firstKind(y)) })
	for _, p := range parts {
		if p.Op == audience.Not {
			b.Out = append(b.Out, l.items(p.Args[0])...)
			continue
		}
		items := l.items(p)
		line := Line{Lead: l.lead(p), Items: items}
		for _, it := range items {
			line.Hidden = line.Hidden || it.Hidden
		}
		b.In = append(b.In, line)
	}
	return b
}

// conditions are what an audience joins by and; a place and what is hidden in
// it stay together.
func conditions(e *audience.Expr) []*audience.Expr {
	if e.Op != audience.All {
		return []*audience.Expr{e}
	}
	var out []*audience.Expr
	for _, x := range e.Args {
		if n := len(out); n > 0 {
			both := &audience.Expr{Op: audience.All, Args: []*audience.Expr{out[n-1], x}}
			if _, ok := partOf(both); ok {
				out[n-1] = both
				continue
			}
		}
		out = append(out, x)
	}
	return out
}

// Text is the box in one line, parts separated by semicolons, exclusions last.
func (b Box) Text(l Lang) string {
	sep := l.pick(thin+"; ", "; ")
	var parts []string
	for _, line := range b.In {
		parts = append(parts, line.Text(l))
	}
	for _, it := range b.Out {
		parts = append(parts, "−"+hard+l.T("except")+" "+it.Text)
	}
	return strings.Join(parts, sep)
}

// Text is the condition without its lead.
func (line Line) Text(l Lang) string {
	var out []string
	for _, it := range line.Items {
		out = append(out, it.Text)
	}
	if n := len(out); n > longList {
		out = append(out[:longList:longList], l.T("others", "n", n-longList))
	}
	return strings.Join(out, " "+l.T("or")+" ")
}

// longList is how many alternatives are written out in running text.
const longList = 4

// items are the alternatives of a condition; what is not a plain or of facts is
// one item in words with brackets.
func (l Lang) items(e *audience.Expr) []Item {
	switch e.Op {
	case audience.Is:
		return []Item{l.item(e)}
	case audience.Any:
		if len(e.Args) == 0 {
			return []Item{{Text: l.T("nobody"), Fact: "nobody"}}
		}
		var out []Item
		for _, a := range e.Args {
			out = append(out, l.items(a)...)
		}
		return out
	}
	if part, ok := partOf(e); ok {
		return []Item{{Text: l.T("part-of", "place", l.Fact(part)), Fact: e.String(), Hidden: true}}
	}
	return []Item{{Text: l.phrase(e), Fact: e.String(), Hidden: hides(e)}}
}

// partOf recognises a place that holds a hidden pin, or hidden postcodes: part
// of the place is meant, and nobody knows which.
func partOf(e *audience.Expr) (audience.Fact, bool) {
	if e.Op != audience.All || len(e.Args) != 2 || e.Args[0].Op != audience.Is || e.Args[1].Op != audience.Is {
		return audience.Fact{}, false
	}
	a, b := e.Args[0].Fact, e.Args[1].Fact
	return a, a.Kind == audience.Place && b.Kind == audience.Undisclosed && (b.Of == "place" || b.Of == "zip")
}

func (l Lang) item(e *audience.Expr) Item {
	return Item{Text: l.Fact(e.Fact), Hidden: e.Fact.Kind.Veiled(), Fact: e.String()}
}

// phrase writes any expression in words.
func (l Lang) phrase(e *audience.Expr) string {
	join := func(word string) string {
		var out []string
		for _, a := range e.Args {
			s := l.phrase(a)
			if len(a.Args) > 1 {
				s = "(" + s + ")"
			}
			out = append(out, s)
		}
		return strings.Join(out, " "+word+" ")
	}
	switch e.Op {
	case audience.All:
		return join(l.T("and"))
	case audience.Any:
		return join(l.T("or"))
	case audience.Not:
		return l.T("except") + " " + l.phrase(e.Args[0])
	}
	return l.Fact(e.Fact)
}

func hides(e *audience.Expr) bool {
	if e.Op == audience.Is {
		return e.Fact.Kind.Veiled()
	}
	for _, a := range e.Args {
		if hides(a) {
			return true
		}
	}
	return false
}

// lead is the word before a condition, by the kind of its first fact.
func (l Lang) lead(e *audience.Expr) string {
	k := firstKind(e)
	if k == audience.Other && e.Op != audience.Is && len(e.Args) == 0 {
		return ""
	}
	return l.T("lead-" + k.String())
}

// firstKind is what a condition begins with; conditions are told in the order
// of kinds: age, gender, place, ..., what is undisclosed last.
func firstKind(e *audience.Expr) audience.Kind {
	for e.Op != audience.Is {
		if len(e.Args) == 0 {
			return audience.Other
		}
		e = e.Args[0]
	}
	return e.Fact.Kind
}
