package audience

// Meeting is Overlap with one side prepared, to be asked of very many
// audiences: all that a fact contributes is worked out once (Fact), and an
// audience is put together from its facts without looking at them again (Joint).
// It is safe for concurrent use.
type Meeting struct {
	w        World
	with     bounds
	out      map[Fact]bool // that with excludes
	places   []Fact        // of these the places without a circle
	required []Fact        // all that with requires, group by group
	starts   []int         // where the groups begin, and the end
}

// mostGroups is how many groups of facts a prepared side may require.
const mostGroups = 64

// NewMeeting prepares an audience. It is not ok where the audience requires
// more than 64 facts, or groups of them, one beside the other.
func NewMeeting(e *Expr, w World) (m *Meeting, ok bool) {
	m = &Meeting{w: w, with: boundsOf(e), out: map[Fact]bool{}}
	for _, f := range m.with.excluded {
		m.out[f] = true
		if f.Kind == Place && f.Area.Shape == NoArea {
			m.places = append(m.places, f)
		}
	}
	m.starts = append(m.starts, 0)
	for _, g := range m.with.required {
		m.required = append(m.required, g...)
		m.starts = append(m.starts, len(m.required))
	}
	return m, len(m.with.required) <= mostGroups
}

// Sketch is what a meeting has to know of an audience, or of a part of one. It is
// comparable.
type Sketch struct {
	whole   constancy
	ages    ageSet
	genders genderSet
	apart   bool   // some group of it lies apart from, or is shut out by, the prepared side
	least   choice // the shortest group of facts that it requires, the first of these
	shuts   string // facts of Meeting.required that it shuts out, a bit each; empty: none
}

// constancy says whether a part is everyone or nobody, which vanish or win.
type constancy uint8

const (
	varies constancy = iota
	isEveryone
	isNobody
)

// choice is a group of facts of which people have one.
type choice struct {
	n     int
	apart uint64 // groups of Meeting.with that all of its facts lie apart from
	shut  bool   // the prepared side excludes all of its facts
}

// alone reports whether the group proves the audiences disjoint.
func (m *Meeting) alone(g *choice) bool {
	if g.n == 0 {
		return false
	}
	if g.shut {
		return true
	}
	for i := range m.with.required {
		if g.apart>>i&1 == 1 && g.n*(m.starts[i+1]-m.starts[i]) <= mostPairs {
			return true
		}
	}
	return false
}

// Fact sketches a fact, or its opposite.
func (m *Meeting) Fact(f *Fact, negated bool) Sketch {
	s := Sketch{ages: allAges, genders: allGenders}
	b := bound(Of(*f), negated)
	s.ages, s.genders = b.ages, b.genders
	for _, g := range b.required {
		s.least = choice{n: len(g), apart: ^uint64(0), shut: true}
		for i := range g {
			s.least.apart &= m.apartFrom(&g[i])
			s.least.shut = s.least.shut && m.shutOut(g[i])
		}
		s.apart = m.alone(&s.least)
	}
	for _, x := range b.excluded {
		s.shuts = m.shutBy(x)
	}
	return s
}

// apartFrom gives the groups of the prepared side that a fact lies apart from.
func (m *Meeting) apartFrom(f *Fact) (groups uint64) {
	if f.Kind != Place {
		return 0
	}
	for i, g := range m.with.required {
		all := true
		for j := range g {
			if all = m.w.apart(f, &g[j]); !all {
				break
			}
		}
		if all {
			groups |= 1 << i
		}
	}
	return groups
}

func (m *Meeting) shutOut(f Fact) bool {
	if m.out[f] {
		return true
	}
	_, ok := m.w.inside(f, m.places)
	return ok
}

// shutBy gives the facts that the prepared side requires and x shuts out.
func (m *Meeting) shutBy(x Fact) string {
	var places []Fact
	if x.Kind == Place && x.Area.Shape == NoArea {
		places = []Fact{x}
	}
	var shuts []byte
	for i, f := range m.required {
		if f != x {
			if _, ok := m.w.inside(f, places); !ok {
				continue
			}
		}
		if shuts == nil {
			shuts = make([]byte, (len(m.required)+7)/8)
		}
		shuts[i/8] |= 1 << (i % 8)
	}
	return string(shuts)
}

// Joint puts the sketch of an and or an or together from those of its parts.
type Joint struct {
	m  *Meeting
	op Op
	s  Sketch
	n  int // parts so far that neither vanished nor won
}

// Joint begins an and (All) or an or (Any); without parts it is everyone or nobody.
func (m *Meeting) Joint(op Op) Joint {
	j := Joint{m: m, op: op}
	j.s = m.constant(j.vanishes())
	return j
}

func (j *Joint) vanishes() constancy {
	if j.op == All {
		return isEveryone
	}
	return isNobody
}

// Add takes in a part.
func (j *Joint) Add(p *Sketch) { j.AddAll(p, 1) }

// AddAll takes in so many parts that have the same sketch.
func (j *Joint) AddAll(p *Sketch, times int) {
	switch {
	case j.s.whole != varies && j.s.whole != j.vanishes(), p.whole == j.vanishes():
	case p.whole != varies:
		j.s = j.m.constant(p.whole)
	case j.op == All && j.n == 0:
		j.s, j.n = *p, times
	case j.op == All:
		j.s.and(p)
	default:
		if j.n == 0 {
			j.s = *p
			times--
			j.n = 1
		}
		if times > 0 {
			j.s.or(p, times)
			j.n += times
		}
	}
}

// Sketch is that of all parts.
func (j *Joint) Sketch() Sketch {
	if j.op == Any && j.n > 1 && j.s.whole == varies {
		j.s.apart = j.m.alone(&j.s.least)
	}
	return j.s
}

func (m *Meeting) constant(c constancy) Sketch {
	s := Sketch{whole: c}
	if c == isEveryone {
		s.ages, s.genders = allAges, allGenders
	}
	return s
}

func (s *Sketch) and(p *Sketch) {
	s.ages, s.genders = s.ages.and(p.ages), s.genders&p.genders
	s.apart = s.apart || p.apart
	if s.least.n == 0 || p.least.n > 0 && p.least.n < s.least.n {
		s.least = p.least
	}
	switch {
	case s.shuts == "":
		s.shuts = p.shuts
	case p.shuts != "":
		both := []byte(p.shuts)
		for i := range both {
			both[i] |= s.shuts[i]
		}
		s.shuts = string(both)
	}
}

// or takes in parts of the same sketch, of which one may hold.
func (s *Sketch) or(p *Sketch, times int) {
	s.ages, s.genders, s.shuts = s.ages.or(p.ages), s.genders|p.genders, ""
	if s.least.n == 0 || p.least.n == 0 {
		s.least = choice{}
		return
	}
	s.least = choice{n: s.least.n + times*p.least.n, apart: s.least.apart & p.least.apart, shut: s.least.shut && p.least.shut}
}

// Verdict is what Overlap says of the audience that a sketch was made of, and
// the prepared one.
func (m *Meeting) Verdict(s *Sketch) Verdict {
	if s.apart || s.ages.and(m.with.ages).empty() || s.genders&m.with.genders == 0 {
		return Disjoint
	}
	if s.shuts == "" {
		return Overlaps
	}
	for i := range m.with.required {
		all := true
		for f := m.starts[i]; f < m.starts[i+1] && all; f++ {
			all = s.shuts[f/8]>>(f%8)&1 == 1
		}
		if all {
			return Disjoint
		}
	}
	return Overlaps
}
