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
