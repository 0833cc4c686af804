package reach

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// role says which part of a block answers for a fact.
type role uint8

const (
	general role = iota
	age
	gender
	language // a tag
	place    // a place on its own, at home or now
	roles    = 5
)

// groupRole is the role that all facts of a group have, or general.
func groupRole(facts []audience.Fact, g []uint32) role {
	if len(g) == 0 {
		return general
	}
	r := roleOf(&facts[g[0]])
	for _, f := range g[1:] {
		if roleOf(&facts[f]) != r {
			return general
		}
	}
	return r
}

func roleOf(f *audience.Fact) role {
	switch {
	case f.Kind == audience.Age && !f.AgeUnknown:
		return age
	case f.Kind == audience.Gender && genderOf(f.Label) < otherwise:
		return gender
	case f.Kind == audience.Place && f.Area.Shape == audience.NoArea && (f.Where == audience.Anywhere || f.Where == audience.Lives):
		return place
	case f.Kind == audience.Language:
		return language
	}
	return general
}

// Genders as a block keeps them; otherwise is a stated one that no fact names.
const (
	otherwise = 3
	silent    = 4
)

func genderOf(label string) int {
	switch label {
	case "female":
		return 0
	case "male":
		return 1
	case "other":
		return 2
	case "":
		return silent
	}
	return otherwise
}

// class groups the facts of which silence is judged alike: those of a kind,
// and the few that stand apart. It is also a key: that of the rows whose group
// holds a fact of the class.
type class uint8

const (
	ageUnknown    class = 40 + iota // the platform does not know it
	genderUnknown                   //
	unknowable                      // nobody can tell
	ownAnswers                      // answered fact by fact, never by the class
	classes       = 64              // the first key of a fact
)

func classOf(f *audience.Fact) class {
	switch {
	case f.Kind.Veiled():
		return unknowable
	case f.Kind == audience.Age && f.AgeUnknown:
		return ageUnknown
	case f.Kind == audience.Gender && f.Label == "unknown":
		return genderUnknown
	case f.Kind == audience.Age, f.Kind == audience.Gender, f.Kind == audience.Place, f.Kind == audience.Language:
		return ownAnswers
	}
	return class(f.Kind)
}

// unsaid gives the classes of which an unmentioned fact is unknown, not a no.
func unsaid(p *audience.Person) uint64 {
	open := uint64(1)<<ageUnknown | 1<<genderUnknown | 1<<unknowable
	for _, k := range audience.AllKinds() {
		if !(k.Labelled() && p.Complete.Has(k)) && classOf(&audience.Fact{Kind: k}) == class(k) {
			open |= 1 << k
		}
	}
	return open
}

// stratumOf gives the stratum of a place, its country and region, and that of
// the country alone, which is the same where the path names no region.
func stratumOf(path string) (own, country string) {
	country, rest, deeper := strings.Cut(path, "/")
	region, _, _ := strings.Cut(rest, "/")
	if !deeper || strings.Contains(region, ":") {
		return country, country
	}
	return path[:len(country)+1+len(region)], country
}
