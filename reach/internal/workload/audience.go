package workload

import (
	"fmt"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Leaves makes the facts of the workload, each once, so that a million ads
// share them.
type Leaves struct {
	age       map[[2]uint8]*audience.Expr
	gender    [3]*audience.Expr
	language  [Languages]*audience.Expr
	region    [Regions]*audience.Expr
	district  [Districts]*audience.Expr
	commune   [Communes]*audience.Expr
	interests [Interests]*audience.Expr
	segments  [Segments]*audience.Expr
}

var genders = [3]string{"female", "male", "other"}

// languages are 20 tags of which none begins with another.
var languages = strings.Fields("fr de it rm en es pt nl pl sv fi da cs sk hu ro bg el hr sl")

func path(l Level, code uint16) string {
	switch l {
	case Region:
		return fmt.Sprintf("XV/r%d", code)
	case District:
		return fmt.Sprintf("XV/r%d/d%d", code/perRegionD, code)
	}
	return fmt.Sprintf("XV/r%d/d%d/c%d", code/PerRegion, code/PerDistrict, code)
}

// NewLeaves makes all facts.
func NewLeaves() *Leaves {
	l := &Leaves{age: map[[2]uint8]*audience.Expr{}}
	leaf := func(k audience.Kind, label string) *audience.Expr { return audience.Label(k, label) }
	for i, g := range genders {
		l.gender[i] = leaf(audience.Gender, g)
	}
	for i, tag := range languages {
		l.language[i] = leaf(audience.Language, tag)
	}
	for i := range l.region {
		l.region[i] = leaf(audience.Place, path(Region, uint16(i)))
	}
	for i := range l.district {
		l.district[i] = leaf(audience.Place, path(District, uint16(i)))
	}
	for i := range l.commune {
		l.commune[i] = leaf(audience.Place, path(Commune, uint16(i)))
	}
	for i := range l.interests {
		l.interests[i] = leaf(audience.Interest, fmt.Sprintf("i%d", i))
	}
	for i := range l.segments {
		l.segments[i] = leaf(audience.Behaviour, fmt.Sprintf("s%d", i))
	}
	return l
}

func (l *Leaves) place(level Level, code uint16) *audience.Expr {
	switch level {
	case Region:
		return l.region[code]
	case District:
		return l.district[code]
	}
	return l.commune[code]
}

func either(leaf func(uint16) *audience.Expr, codes []uint16) *audience.Expr {
	xs := make([]*audience.Expr, len(codes))
	for i, c := range codes {
		xs[i] = leaf(c)
	}
	return audience.Or(xs...)
}

// Audience writes an ad as an audience. Its segments are behaviours.
func (l *Leaves) Audience(a *Ad) *audience.Expr {
	var and []*audience.Expr
	if a.AgeLo != 0 || a.AgeHi != Open {
		ages := [2]uint8{a.AgeLo, a.AgeHi}
		if a.AgeHi == Open {
			ages[1] = audience.OpenAge
		}
		if l.age[ages] == nil {
			l.age[ages] = audience.Ages(ages[0], ages[1])
		}
		and = append(and, l.age[ages])
	}
	if a.Gender != 7 {
		and = append(and, either(func(c uint16) *audience.Expr { return l.gender[c] }, set(uint32(a.Gender))))
	}
	at := func(level Level) func(uint16) *audience.Expr {
		return func(c uint16) *audience.Expr { return l.place(level, c) }
	}
	if a.In != Country {
		and = append(and, either(at(a.In), a.Places))
	}
	if a.Language != 1<<Languages-1 {
		and = append(and, either(func(c uint16) *audience.Expr { return l.language[c] }, set(a.Language)))
	}
	interest := func(c uint16) *audience.Expr { return l.interests[c] }
	segment := func(c uint16) *audience.Expr { return l.segments[c] }
	for _, g := range a.Interests {
		and = append(and, either(interest, g))
	}
	if len(a.Segments) > 0 {
		and = append(and, either(segment, a.Segments))
	}
	if len(a.NotPlaces) > 0 {
		and = append(and, audience.Except(either(at(a.Out), a.NotPlaces)))
	}
	if len(a.NotInterests) > 0 {
		and = append(and, audience.Except(either(interest, a.NotInterests)))
	}
	if len(a.NotSegments) > 0 {
		and = append(and, audience.Except(either(segment, a.NotSegments)))
	}
	return audience.And(and...)
}

func set(mask uint32) (codes []uint16) {
	for i := range uint16(32) {
		if mask>>i&1 == 1 {
			codes = append(codes, i)
		}
	}
	return codes
}

// Known writes a person of whom everything is known.
func (l *Leaves) Known(p *Person) audience.Person {
	k := audience.Person{
		Age:       p.Age,
		Gender:    genders[p.Gender],
		Lives:     path(Commune, p.Commune),
		Languages: []string{languages[p.Language]},
		Said:      map[audience.Fact]bool{},
		Complete:  audience.KindsOf(audience.Interest, audience.Behaviour),
	}
	for _, i := range p.Interests {
		k.Said[l.interests[i].Fact] = true
	}
	for _, s := range p.Segments {
		k.Said[l.segments[s].Fact] = true
	}
	return k
}

// Partly writes a person who tells age, gender, district and language, every
// second interest that he has, that he has not got three common ones that he
// has not, and nothing of his segments.
func (l *Leaves) Partly(p *Person) audience.Person {
	k := l.Known(p)
	k.Lives = path(District, p.Commune/PerDistrict)
	k.Complete = 0
	k.Said = map[audience.Fact]bool{}
	for n, i := range p.Interests {
		if n%2 == 0 {
			k.Said[l.interests[i].Fact] = true
		}
	}
	for i, n := uint16(0), 0; n < 3; i++ {
		if !slices.Contains(p.Interests, i) {
			k.Said[l.interests[i].Fact] = false
			n++
		}
	}
	return k
}

// Places relates the places of the invented country: a tree, in which what is
// not inside is apart.
type Places struct{}

// Relate implements audience.Places.
func (Places) Relate(a, b string) audience.Standing {
	switch {
	case strings.HasPrefix(a, b) && (len(a) == len(b) || a[len(b)] == '/'):
		return audience.Inside
	case strings.HasPrefix(b, a) && b[len(a)] == '/':
		return audience.Contains
	}
	return audience.Apart
}

// Point implements audience.Places; there are none.
func (Places) Point(string) (lat, lon float64, ok bool) { return 0, 0, false }

// Around is the world of the country.
var Around = audience.World{Places: Places{}}

// Interest is a label of interests.
func (l *Leaves) Interest(i int) audience.Fact { return l.interests[i].Fact }

// Segment is a label of behaviour.
func (l *Leaves) Segment(i int) audience.Fact { return l.segments[i].Fact }

// Home is the path of a person's commune.
func (l *Leaves) Home(p *Person) string { return path(Commune, p.Commune) }

// Gender is a person's, as audiences write it.
func (l *Leaves) Gender(p *Person) string { return genders[p.Gender] }

// Language is a person's tag.
func (l *Leaves) Language(p *Person) string { return languages[p.Language] }
