package google

import (
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// maxBoxBytes is how many bytes of targeting cells are remembered before the
// reader starts anew.
const maxBoxBytes = 64 << 20

// box reads the four columns of targeting. Equal cells give one pointer.
func (g *googleReader) box(age, gender, in, out int) *audience.Expr {
	g.key = g.key[:0]
	for _, i := range [...]int{age, gender, in, out} {
		g.key = append(append(g.key, g.Cell(i)...), 0)
	}
	if e, ok := g.boxes[string(g.key)]; ok {
		return e
	}
	if g.boxBytes += len(g.key); g.boxBytes > maxBoxBytes {
		clear(g.boxes)
		g.boxBytes = len(g.key)
	}
	e := g.readBox(string(g.Cell(age)), string(g.Cell(gender)), string(g.Cell(in)), string(g.Cell(out)))
	g.boxes[string(g.key)] = e
	return e
}

func (g *googleReader) readBox(age, gender, in, out string) *audience.Expr {
	var parts []*audience.Expr
	for _, group := range [][]*audience.Expr{googleAges(age), googleGenders(gender), g.placesOf("Geo_Targeting_Included", in)} {
		if len(group) > 0 {
			parts = append(parts, audience.Or(group...))
		}
	}
	if not := g.placesOf("Geo_Targeting_Excluded", out); len(not) > 0 {
		parts = append(parts, audience.Except(audience.Or(not...)))
	}
	return audience.And(parts...)
}

// notTargeted says whether a cell sets no condition.
func notTargeted(cell string) bool { return cell == "" || cell == "Not targeted" }

// googleAges reads brackets, "18-24, 25-34, ≥65, Unknown age", and joins
// neighbours.
func googleAges(cell string) []*audience.Expr {
	if notTargeted(cell) {
		return nil
	}
	type span struct{ lo, hi uint8 }
	var spans []span
	var unknown bool
	for v := range strings.SplitSeq(cell, ",") {
		v = strings.TrimSpace(v)
		if strings.EqualFold(v, "Unknown age") || strings.EqualFold(v, "Unknown") {
			unknown = true
			continue
		}
		lo, hi, ok := strings.Cut(v, "-")
		if !ok {
			lo, hi = strings.TrimSpace(strings.Trim(v, "≥+>= ")), "255"
			ok = lo != v
		}
		from, err := strconv.ParseUint(lo, 10, 7)
		to, err2 := strconv.ParseUint(hi, 10, 8)
		if !ok || err != nil || err2 != nil || to < from {
			return []*audience.Expr{rows.Other("Age_Targeting: " + cell)}
		}
		spans = append(spans, span{uint8(from), uint8(to)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo) - int(b.lo) })
	var joined []span
	for _, s := range spans {
		if n := len(joined); n > 0 && int(s.lo) <= int(joined[n-1].hi)+1 {
			joined[n-1].hi = max(joined[n-1].hi, s.hi)
			continue
		}
		joined = append(joined, s)
	}
	var xs []*audience.Expr
	for _, s := range joined {
		xs = append(xs, audience.Ages(s.lo, s.hi))
	}
	if unknown {
		xs = append(xs, audience.Of(audience.Fact{Kind: audience.Age, AgeUnknown: true}))
	}
	return xs
}

func googleGenders(cell string) (xs []*audience.Expr) {
	if notTargeted(cell) {
		return nil
	}
	for v := range strings.SplitSeq(cell, ",") {
		label := ""
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "male":
			label = "male"
		case "female":
			label = "female"
		case "unknown gender", "unknown":
			label = "unknown"
		default:
			return []*audience.Expr{rows.Other("Gender_Targeting: " + cell)}
		}
		xs = append(xs, audience.Of(audience.Fact{Kind: audience.Gender, Label: label}))
	}
	return xs
}

// placesOf reads places that end at a comma and a blank; inside one, a comma
// climbs from small to large: "Alba Iulia,Alba County,Romania". Boxes share
// the facts of equal places.
func (g *googleReader) placesOf(column, cell string) (xs []*audience.Expr) {
	if notTargeted(cell) {
		return nil
	}
	for v := range strings.SplitSeq(cell, ", ") {
		if x, ok := g.places[v]; ok {
			xs = append(xs, x)
			continue
		}
		name := strings.Trim(v, ", ")
		if name == "" {
			continue
		}
		path, ok := googlePath(name)
		if !ok {
			xs = append(xs, rows.Other(column+": "+name))
			continue
		}
		x := rows.Placed(path)
		if len(g.places) > 1<<20 {
			clear(g.places)
		}
		g.places[strings.Clone(v)] = x
		xs = append(xs, x)
	}
	return xs
}

func googlePath(v string) (string, bool) {
	parts := strings.Split(v, ",")
	last := len(parts) - 1
	country, ok := place.Country(strings.TrimSpace(parts[last]))
	if !ok {
		return "", false
	}
	path := country
	for i := last - 1; i >= 0; i-- {
		part := strings.TrimSpace(parts[i])
		switch {
		case part == "":
			continue
		case strings.Trim(part, "0123456789") == "":
			path += "/" + place.Segment("zip", part)
		case path == country:
			if region, ok := meta.FirstLevel(country, part); ok {
				path = region
				continue
			}
			path += "/" + place.Segment("", part)
		default:
			path += "/" + place.Segment("", part)
		}
	}
	return path, true
}
