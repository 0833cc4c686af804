package workload

import "slices"

// Profile is a person prepared for the naive loop.
type Profile struct {
	Person
	interests [(Interests + 63) / 64]uint64
	segments  [(Segments + 63) / 64]uint64
}

// NewProfile prepares a person.
func NewProfile(p Person) *Profile {
	q := &Profile{Person: p}
	for _, v := range p.Interests {
		q.interests[v>>6] |= 1 << (v & 63)
	}
	for _, v := range p.Segments {
		q.segments[v>>6] |= 1 << (v & 63)
	}
	return q
}

func (q *Profile) at(l Level) uint16 {
	switch l {
	case Region:
		return q.Commune / PerRegion
	case District:
		return q.Commune / PerDistrict
	}
	return q.Commune
}

func anyOf(set []uint64, vs []uint16) bool {
	for _, v := range vs {
		if set[v>>6]>>(v&63)&1 != 0 {
			return true
		}
	}
	return false
}

// Reaches says whether an ad would reach a person: the loop that every faster
// engine is measured against and must agree with.
func (a *Ad) Reaches(q *Profile) bool {
	if q.Age < a.AgeLo || q.Age > a.AgeHi || a.Gender>>q.Gender&1 == 0 || a.Language>>q.Language&1 == 0 {
		return false
	}
	if a.In != Country && !slices.Contains(a.Places, q.at(a.In)) {
		return false
	}
	if len(a.NotPlaces) > 0 && slices.Contains(a.NotPlaces, q.at(a.Out)) {
		return false
	}
	for _, g := range a.Interests {
		if !anyOf(q.interests[:], g) {
			return false
		}
	}
	return !anyOf(q.interests[:], a.NotInterests) &&
		(len(a.Segments) == 0 || anyOf(q.segments[:], a.Segments)) &&
		!anyOf(q.segments[:], a.NotSegments)
}

// meets reports whether two ascending lists share a value.
func meets(a, b []uint16) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			return true
		}
	}
	return false
}

// Holds says whether an ad would reach a person, from the person's lists as
// they are: the loop over people that counts are measured against.
func (a *Ad) Holds(p *Person) bool {
	if p.Age < a.AgeLo || p.Age > a.AgeHi || a.Gender>>p.Gender&1 == 0 || a.Language>>p.Language&1 == 0 {
		return false
	}
	at := [4]uint16{0, p.Commune / PerRegion, p.Commune / PerDistrict, p.Commune}
	if a.In != Country && !slices.Contains(a.Places, at[a.In]) {
		return false
	}
	if len(a.NotPlaces) > 0 && slices.Contains(a.NotPlaces, at[a.Out]) {
		return false
	}
	for _, g := range a.Interests {
		if !meets(p.Interests, g) {
			return false
		}
	}
	return !meets(p.Interests, a.NotInterests) &&
		(len(a.Segments) == 0 || meets(p.Segments, a.Segments)) &&
		!meets(p.Segments, a.NotSegments)
}
