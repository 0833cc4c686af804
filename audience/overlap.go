package audience

// Verdict says whether two audiences can hold the same person.
type Verdict uint8

const (
	Overlaps Verdict = iota // not provably disjoint, which is all that is claimed
	Disjoint                // some one attribute rules it out
)

// Reason says why two audiences are disjoint: the attribute, and the facts of
// each side that exclude one another. For a label, or a place inside an
// excluded one, A holds what is required on one side and B what the other side
// excludes, whichever side that is. The zero Reason goes with Overlaps.
type Reason struct {
	Kind     Kind
	A, B     []Fact
	Excluded bool // B is what the other side excludes, not what it requires
}

// Overlap asks whether two audiences may share people. They are disjoint if
// one attribute alone proves it: no common age, no common gender, places that
// all lie apart, or a place or label that one side requires and the other
// excludes. It is no proof of satisfiability: audiences that exclude one
// another through several attributes together are said to overlap. Whoever
// lives in one place is taken to be there, so place "DE" and place "FR" are
// disjoint; recently and travels never make it so. A circle is taken not to
// reach into another country unless distances are known. Undisclosed parts
// prove nothing, either way; nor do lists of places with more than a million
// pairs between them.
func Overlap(a, b *Expr, w World) (Verdict, Reason) {
	x, y := boundsOf(a), boundsOf(b)
	if x.ages.and(y.ages).empty() {
		return Disjoint, Reason{Kind: Age, A: x.ages.facts(), B: y.ages.facts()}
	}
	if x.genders&y.genders == 0 {
		return Disjoint, Reason{Kind: Gender, A: x.genders.facts(), B: y.genders.facts()}
	}
	for _, p := range x.required {
		for _, q := range y.required {
			if w.allApart(p, q) {
				return Disjoint, Reason{Kind: Place, A: p, B: q}
			}
		}
	}
	if r, ok := w.shutOut(x, y); ok {
		return Disjoint, r
	}
	if r, ok := w.shutOut(y, x); ok {
		return Disjoint, r
	}
	return Overlaps, Reason{}
}

// bounds are what everybody in an audience satisfies, attribute by attribute.
type bounds struct {
	ages     ageSet
	genders  genderSet
	required [][]Fact // people have one of each: places of one's own, or labels
	excluded []Fact   // people have none
}

// boundsOf finds bounds on the people who may be in e.
func boundsOf(e *Expr) bounds { return bound(fold(e), false) }

// bound bounds e, or its opposite.
func bound(e *Expr, negate bool) bounds {
	b := bounds{ages: allAges, genders: allGenders}
	switch {
	case e.Op == Not:
		return bound(e.Args[0], !negate)
	case e.Op != Is && len(e.Args) == 1:
		return bound(e.Args[0], negate)
	case e.Op == Is && negate:
		b.exclude(e.Fact)
	case e.Op == Is:
		b.require(e.Fact)
	case under(e.Op, negate) == All:
		for _, x := range e.Args {
			c := bound(x, negate)
			b.ages, b.genders = b.ages.and(c.ages), b.genders&c.genders
			b.required = append(b.required, c.required...)
			b.excluded = append(b.excluded, c.excluded...)
		}
	default:
		b = bounds{}
		one, all := []Fact(nil), true // one of the facts that its parts require
		for _, x := range e.Args {
			c := bound(x, negate)
			b.ages, b.genders = b.ages.or(c.ages), b.genders|c.genders
			if all = all && len(c.required) > 0; all {
				one = append(one, shortest(c.required)...)
			}
		}
		if all && len(one) > 0 {
			b.required = [][]Fact{one}
		}
	}
	return b
}

func shortest(groups [][]Fact) []Fact {
	s := groups[0]
	for _, g := range groups[1:] {
		if len(g) < len(s) {
			s = g
		}
	}
	return s
}

func (b *bounds) require(f Fact) {
	switch {
	case f.Kind == Age && !f.AgeUnknown:
		b.ages = agesOf(f)
	case f.Kind == Gender && f.Label != "unknown":
		b.genders = genderOf(f)
	case f.provable():
		b.required = [][]Fact{{f}}
	}
}

func (b *bounds) exclude(f Fact) {
	switch {
	case f.Kind == Age && !f.AgeUnknown:
		b.ages = allAges.without(agesOf(f))
	case f.Kind == Gender && f.Label != "unknown":
		b.genders = allGenders &^ genderOf(f)
	case f.provable():
		b.excluded = []Fact{f}
	}
}

// provable reports whether a fact can tell people apart: a label, or the place
// where one lives or is.
func (f *Fact) provable() bool {
	return f.Kind.Labelled() || f.Kind == Place && f.Where <= Lives
}

// mostPairs is how many pairs of places two groups may have between them.
const mostPairs = 1_000_000

// allApart reports whether both groups are places only, each apart from each.
func (w World) allApart(p, q []Fact) bool {
	if len(p)*len(q) > mostPairs {
		return false
	}
	for i := range p {
		for j := range q {
			if !w.apart(&p[i], &q[j]) {
				return false
			}
		}
	}
	return true
}

func (w World) apart(a, b *Fact) bool {
	switch {
	case a.Kind != Place || b.Kind != Place:
		return false
	case a.Area.Shape == NoArea && b.Area.Shape == NoArea:
		return w.relate(a.Label, b.Label) == Apart
	}
	lat, lon, reach, ok := w.circle(a)
	toLat, toLon, toReach, ok2 := w.circle(b)
	if !ok || !ok2 {
		return otherCountry(a.Label, b.Label)
	}
	return Distance(lat, lon, toLat, toLon) > reach+toReach
}

// circle is a circle that holds the ground of a fact, with its reach in
// kilometres, if one is known.
func (w World) circle(f *Fact) (lat, lon, reach float64, ok bool) {
	switch f.Area.Shape {
	case Near:
		return f.Area.Lat, f.Area.Lon, f.Area.Kilometres(), true
	case Unstated:
		return 0, 0, 0, false
	}
	lat, lon, ok = w.point(f.Label)
	return lat, lon, PointReach + f.Area.Kilometres(), ok
}

// shutOut looks for a group that x requires and y excludes altogether.
func (w World) shutOut(x, y bounds) (Reason, bool) {
	if len(y.excluded) == 0 {
		return Reason{}, false
	}
	out := make(map[Fact]bool, len(y.excluded))
	var places []Fact
	for _, f := range y.excluded {
		out[f] = true
		if f.Kind == Place && f.Area.Shape == NoArea {
			places = append(places, f)
		}
	}
	for _, group := range x.required {
		var by []Fact
		for _, f := range group {
			if out[f] {
				by = append(by, f)
			} else if g, ok := w.inside(f, places); ok {
				by = append(by, g)
			} else {
				break
			}
		}
		if len(by) == len(group) {
			return Reason{Kind: group[0].Kind, A: group, B: unique(by), Excluded: true}, true
		}
	}
	return Reason{}, false
}

// inside finds an excluded place that a required one lies in.
func (w World) inside(f Fact, places []Fact) (Fact, bool) {
	if f.Kind != Place || f.Area.Shape != NoArea {
		return Fact{}, false
	}
	for _, g := range places {
		if w.relate(f.Label, g.Label) == Inside {
			return g, true
		}
	}
	return Fact{}, false
}

// ageSet has one bit for every age of 0 to 255, 255 standing for all beyond.
type ageSet [4]uint64

var allAges = ageSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

func agesOf(f Fact) (s ageSet) {
	for age := int(f.Lo); age <= int(f.Hi); age++ {
		s[age/64] |= 1 << (age % 64)
	}
	return s
}

func (s ageSet) and(t ageSet) ageSet {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func (s ageSet) or(t ageSet) ageSet {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

func (s ageSet) without(t ageSet) ageSet {
	for i := range s {
		s[i] &^= t[i]
	}
	return s
}

func (s ageSet) empty() bool { return s == ageSet{} }

// facts writes the set as ranges.
func (s ageSet) facts() (fs []Fact) {
	has := func(age int) bool { return s[age/64]>>(age%64)&1 == 1 }
	for age := 0; age <= OpenAge; age++ {
		if !has(age) {
			continue
		}
		lo := age
		for age < OpenAge && has(age+1) {
			age++
		}
		fs = append(fs, Fact{Kind: Age, Lo: uint8(lo), Hi: uint8(age)})
	}
	return fs
}

// genderSet has one bit for each gender a person can have.
type genderSet uint8

const allGenders genderSet = 7

var genders = [...]string{"female", "male", "other"}

func genderOf(f Fact) genderSet {
	for i, g := range genders {
		if g == f.Label {
			return 1 << i
		}
	}
	return allGenders
}

func (s genderSet) facts() (fs []Fact) {
	for i, g := range genders {
		if s>>i&1 == 1 {
			fs = append(fs, Fact{Kind: Gender, Label: g})
		}
	}
	return fs
}
