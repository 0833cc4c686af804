package population

import (
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// extent is where a place lies among the counted units: certainly all people of
// yes, and at most those of may, which holds yes.
type extent struct {
	country  string
	block    *block // nil: no table of this country
	yes, may []run
	why      ReasonKind // why may is larger than yes
	in       string     // the counted region that encloses the place, or up to three that do, | between
}

// run is leaves from to to-1.
type run struct{ from, to int32 }

// recoded are NUTS regions of later years in codes of 2013, where one is the
// sum of the others (Germany: districts merged or moved since).
var recoded = map[string][]string{"DE91C": {"DE915", "DE919"}, "DEB1C": {"DEB16"}, "DEB1D": {"DEB19"}}

// maxKept bounds the memory that labels from strangers can take.
const maxKept = 1 << 18

// extentOf finds a path. Answers are kept: an archive names few places often.
func (t *Table) extentOf(label string) *extent {
	if g, ok := t.found.Load(label); ok {
		return g.(*extent)
	}
	g := t.find(label)
	if t.kept.Add(1) <= maxKept {
		t.found.Store(strings.Clone(label), g)
	}
	return g
}

func (t *Table) find(label string) *extent {
	path, joined := place.Canonical(label)
	country, _, _ := strings.Cut(path, "/")
	if c, ok := place.Country(country); ok {
		country = c
	} else {
		return &extent{why: ReasonNotJoined}
	}
	g := &extent{country: country, block: t.blocks[country]}
	if g.block == nil {
		return g
	}
	if runs, exact := g.block.locate(path); runs != nil {
		g.may = runs
		p, _ := place.Lookup(path)
		if exact && p.Kind != place.KindCity {
			g.yes = runs
			return g
		}
		g.why, g.in = ReasonSmaller, g.block.around(runs)
		if !exact {
			g.may = g.block.without(runs, path)
		}
		return g
	}
	up := place.Parent(path)
	if runs, in := t.among(path, g.block, 0); runs != nil {
		g.may, g.why, g.in = runs, ReasonSmaller, in
		if above := t.extentOf(up); above.block != nil { // a town of a region that was named
			if both := meet(runs, above.may); len(both) > 0 {
				g.may, g.in = both, g.block.regions(both)
			}
		}
		return g
	}
	if up == "" { // an incomplete country
		return g
	}
	above := t.extentOf(up)
	g.may, g.why, g.in = above.may, ReasonSmaller, above.in
	if len(above.yes) > 0 {
		g.in = up
	}
	if joined {
		g.may = g.block.without(g.may, path)
	}
	_, typed := segmentTyped(path)
	if !joined && !typed && strings.Count(path, "/") == 1 {
		g.why = ReasonNotJoined
	}
	return g
}

// partKey is how places are found among parts: by country, type and folded name.
// A town below a region has the key of the town.
func partKey(path string) string {
	typ, name, ok := place.SegmentType(path[strings.LastIndexByte(path, '/')+1:])
	if !ok && strings.Count(path, "/") == 2 {
		typ = "city"
	}
	country, _, _ := strings.Cut(path, "/")
	return country + "/" + typ + ":" + place.Fold(name)
}

// among finds the leaves of what a place lies in, if all of it is known; in is
// the counted regions around them.
func (t *Table) among(path string, b *block, depth int) (runs []run, in string) {
	parts := t.parts[partKey(path)]
	if len(parts) == 0 {
		if region, ok := place.Enclosing(path); ok {
			parts = []string{region}
		}
	}
	for _, p := range parts {
		more, _ := b.locate(p)
		if more == nil && depth < 4 {
			more, _ = t.among(p, b, depth+1)
		}
		if more == nil {
			return nil, ""
		}
		for _, r := range more {
			if !slices.Contains(runs, r) {
				runs = append(runs, r)
			}
		}
	}
	if len(runs) == 0 {
		return nil, ""
	}
	return runs, b.regions(runs)
}

// regions are the paths of the smallest units around each of some runs, with |
// between up to three; of more, the smallest unit around them all.
func (b *block) regions(runs []run) string {
	var paths []string
	for _, r := range runs {
		if p := b.around([]run{r}); !slices.Contains(paths, p) {
			paths = append(paths, p)
		}
	}
	if len(paths) > 3 {
		return b.around(runs)
	}
	slices.Sort(paths)
	return strings.Join(paths, "|")
}

// meet is the extent that two lists of runs share.
func meet(a, b []run) (out []run) {
	for _, x := range a {
		for _, y := range b {
			if from, to := max(x.from, y.from), min(x.to, y.to); from < to {
				out = append(out, run{from, to})
			}
		}
	}
	return out
}

// without takes away the leaves of counted places that are apart from a place of
// the table: a region that is not counted has nobody in its counted sisters.
func (b *block) without(runs []run, path string) []run {
	out := slices.Clone(runs)
	for _, u := range b.units {
		if !u.exact || u == b.root || (place.Table{}).Relate(path, u.path) != audience.Apart {
			continue
		}
		var kept []run
		for _, r := range out {
			if from, to := r.from, min(r.to, int32(u.from)); from < to {
				kept = append(kept, run{from, to})
			}
			if from, to := max(r.from, int32(u.to)), r.to; from < to {
				kept = append(kept, run{from, to})
			}
		}
		out = kept
	}
	return out
}

func segmentTyped(path string) (string, bool) {
	typ, _, ok := place.SegmentType(path[strings.LastIndexByte(path, '/')+1:])
	return typ, ok
}

// locate finds the leaves of a place: by its path, or by the statistical regions
// that make it up. Nil if the block has no such unit; not exact if it lies inside
// a leaf.
func (b *block) locate(path string) (runs []run, exact bool) {
	if path == b.country && !b.complete {
		return nil, false
	}
	if u := b.units[path]; u != nil {
		return []run{{int32(u.from), int32(u.to)}}, u.exact
	}
	if _, code, ok := strings.Cut(path, "/nuts:"); ok {
		if codes := recoded[code]; codes != nil {
			return b.coded(codes)
		}
		return b.coded([]string{code})
	}
	if p, ok := place.Lookup(path); ok && p.NUTS != "" {
		return b.coded(strings.Fields(p.NUTS))
	}
	return nil, false
}

// coded finds the leaves of statistical regions; a code that is not counted
// lies inside the region of its first letters.
func (b *block) coded(codes []string) (runs []run, exact bool) {
	exact = true
	for _, c := range codes {
		u := b.codes[c]
		for len(c) > 2 && u == nil {
			c, exact = c[:len(c)-1], false
			u = b.codes[c]
		}
		if u == nil {
			return nil, false
		}
		runs = append(runs, run{int32(u.from), int32(u.to)})
		exact = exact && u.exact
	}
	return runs, exact
}

// around is the path of the smallest unit that holds some leaves.
func (b *block) around(runs []run) string {
	from, to := runs[0].from, runs[0].to
	for _, r := range runs {
		from, to = min(from, r.from), max(to, r.to)
	}
	u := b.leaves[from]
	for u.parent != nil && (int(to) > u.to || u.to == 0) { // a leaf without a name has no run of its own
		u = u.parent
	}
	for u.parent != nil && u.parent.from == u.from && u.parent.to == u.to && len(u.parent.path) <= len(u.path) {
		u = u.parent // the same people under a shorter path
	}
	return u.path
}

// placed reports whether a fact says where people are, so that its answer is the
// same for all people of a leaf: places, and lookalikes made in a country.
func placed(f *audience.Fact) bool {
	return f.Kind == audience.Place || f.Kind == audience.Lookalike && f.In != ""
}

// circle narrows the extent of a circle to the regions that it may touch, where
// the place table knows how far regions reach: around a point by its coordinates,
// around a place by how far regions lie apart.
func (t *Table) circle(g *extent, f *audience.Fact) {
	if g.block == nil || f.Area.Shape == audience.Unstated {
		return
	}
	var regions []string
	ok := false
	if f.Area.Shape == audience.Near {
		regions, ok = place.NearPoint(g.country, f.Area.Lat, f.Area.Lon, f.Area.Kilometres())
	}
	if !ok {
		regions, ok = place.Near(f.Label, f.Area.Kilometres())
	}
	if !ok {
		return
	}
	var runs []run
	for _, r := range regions {
		at := t.extentOf(r)
		if len(at.may) == 0 {
			return
		}
		runs = append(runs, at.may...)
	}
	g.may, g.in = runs, ""
	if len(regions) == 1 {
		g.in = regions[0]
	}
}

// stand is the extent of a placed fact, with what circles and manners of being
// somewhere do to it: under a radius people of the whole country may be near,
// and of recent stays and travels nobody has counted any.
func (t *Table) stand(f *audience.Fact) *extent {
	label := f.Label
	if f.Kind == audience.Lookalike {
		label = f.In
	}
	g := t.extentOf(label)
	whole := *g
	if g.block != nil {
		whole.may, whole.in = []run{{0, int32(len(g.block.leaves))}}, g.country
	}
	switch {
	case f.Kind == audience.Lookalike:
		whole.yes, whole.why = nil, ReasonHeld
	case f.Where == audience.Recently || f.Where == audience.Travels:
		whole.yes, whole.why = nil, ReasonVisitors
	case f.Area.Shape == audience.Near:
		whole.yes, whole.why = nil, ReasonRadius
		t.circle(&whole, f)
	case f.Area.Shape != audience.NoArea:
		whole.why = ReasonRadius
		t.circle(&whole, f)
	default:
		return g
	}
	return &whole
}
