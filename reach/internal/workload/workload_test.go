package workload

import (
	"fmt"
	"hash/fnv"
	"testing"
)

// The sums and lines come from the reference generator with the same seed.
func TestSameStream(t *testing.T) {
	w := New(42)
	ads := fnv.New64a()
	for i, a := range w.Ads(42, 1000, Broad) {
		s := fmt.Sprintln(a.AgeLo, a.AgeHi, a.Gender, uint8(a.In), uint8(a.Out), a.Language, a.Places, a.NotPlaces, a.Interests, a.NotInterests, a.Segments, a.NotSegments)
		if want := "55 64 7 2 0 1048575 [393] [] [] [] [507 1326] []\n"; i == 1 && s != want {
			t.Errorf("ad 1 is %q, want %q", s, want)
		}
		ads.Write([]byte(s))
	}
	sum(t, "broad ads", ads.Sum64(), 0x2bb07ef3afc20a97)
	ads.Reset()
	for _, a := range w.Ads(42, 1000, Local) {
		fmt.Fprintln(ads, a.AgeLo, a.AgeHi, a.Gender, uint8(a.In), uint8(a.Out), a.Language, a.Places, a.NotPlaces, a.Interests, a.NotInterests, a.Segments, a.NotSegments)
	}
	sum(t, "local ads", ads.Sum64(), 0xd0b5aa96a95c572d)
	people := fnv.New64a()
	for i, p := range w.People(42, 100000) {
		s := fmt.Sprintln(p.Age, p.Gender, p.Language, p.Commune, p.Interests, p.Segments)
		if want := "17 1 0 2 [1 20 52 55 107 108 134 247 713 1297 1390 1575 1616 1805 2796] []\n"; i == 1 && s != want {
			t.Errorf("person 1 is %q, want %q", s, want)
		}
		people.Write([]byte(s))
	}
	sum(t, "people", people.Sum64(), 0xbc3a1a520ce165f0)
	people.Reset()
	for _, p := range w.Profiles(42, 40) {
		fmt.Fprintln(people, p.Age, p.Gender, p.Language, p.Commune, p.Interests, p.Segments)
	}
	sum(t, "profiles", people.Sum64(), 0xb74cdb32d54b4f7e)
}

func sum(t *testing.T, what string, got, want uint64) {
	t.Helper()
	if got != want {
		t.Errorf("%s: sum %#x, want %#x", what, got, want)
	}
}
