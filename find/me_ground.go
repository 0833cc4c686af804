package find

import (
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

// groundedBoxes gives every box with folded labels and places by their canonical
// paths, and, beside it, its facts as spelled, in the same order.
func (c *version) groundedBoxes() (boxes []*audience.Expr, spelled [][]audience.Fact) {
	for i := range c.small.Boxes.List {
		e := audience.Map(c.small.Boxes.Spelled(int32(i)), func(f audience.Fact) audience.Fact {
			if f.Kind == audience.Place && f.Label != "" {
				f.Label, _ = place.Canonical(f.Label)
			}
			return f
		})
		var facts []audience.Fact
		for f := range e.Facts() {
			facts = append(facts, f)
		}
		boxes, spelled = append(boxes, key.Fold(e)), append(spelled, facts)
	}
	return boxes, spelled
}

// ground is the table of the places that boxes name or a reader can choose, with
// all that these lie in.
func ground(boxes []*audience.Expr, choices []mybox.Choice) *mybox.Ground {
	var rows []mybox.Place
	seen := map[string]bool{}
	var add func(path string)
	add = func(path string) {
		if path == "" || seen[path] {
			return
		}
		seen[path] = true
		r := mybox.Place{Path: path, Up: place.Parent(path)}
		if in, ok := place.Enclosing(path); ok && in != path { // as the zero place.Table
			r.Up = in
		}
		if p, ok := place.Lookup(path); ok && p.Path == path {
			r.Kind, r.From, r.NUTS = string(p.Kind), p.Source, p.NUTS
		}
		typ, name, _ := place.SegmentType(path[strings.LastIndexByte(path, '/')+1:])
		r.Type, r.Name = typ, place.Fold(name)
		rows = append(rows, r)
		add(r.Up)
	}
	for _, e := range boxes {
		for f := range e.Facts() {
			if f.Kind == audience.Place {
				add(f.Label)
			}
		}
	}
	for _, p := range homes(choices) {
		add(p)
	}
	return mybox.NewGround(rows)
}

// homes are the places that the page offers as a home: the countries that boxes
// name or name something in, all regions of those of which something inside is
// named, and every place that a box names.
func homes(choices []mybox.Choice) []string {
	seen := map[string]bool{}
	var out []string
	add := func(path string) {
		if path != "" && !seen[path] {
			seen[path] = true
			out = append(out, path)
		}
	}
	for _, c := range choices {
		if c.Fact.Kind != audience.Place {
			continue
		}
		country, inside, _ := strings.Cut(c.Fact.Label, "/")
		if inside != "" && !seen[country+"/"] {
			seen[country+"/"] = true
			add(country)
			for _, r := range place.Children(country) {
				if p, ok := place.Lookup(r); ok && p.Kind == place.KindRegion {
					add(r)
				}
			}
		}
		add(country)
		add(c.Fact.Label)
	}
	slices.Sort(out)
	return out
}

// Homes are the places that a reader may live in, by path.
func (m *MyBox) Homes() []string { return homes(m.Data.Choices) }
