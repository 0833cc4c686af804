package workload

import (
	"math"
	"math/rand/v2"
	"slices"
)

const blockBits = 16

// person draws everything but the commune; the labels are appended to buf,
// which is returned.
func (w *World) person(r *rand.Rand, p *Person, buf []uint16) []uint16 {
	p.Age = uint8(w.age.draw(r))
	switch x := r.Float64(); {
	case x < 0.49:
		p.Gender = 0
	case x < 0.99:
		p.Gender = 1
	default:
		p.Gender = 2
	}
	p.Language = uint8(w.lang.draw(r))
	start := len(buf)
	for range geometric(r, 25, 100) {
		buf = append(buf, uint16(w.interest.draw(r)))
	}
	slices.Sort(buf[start:])
	buf = buf[:start+len(slices.Compact(buf[start:]))]
	p.Interests = buf[start:len(buf):len(buf)]
	start = len(buf)
	for range geometric(r, 3, 10) - 1 {
		if v := uint16(w.segment.draw(r)); !slices.Contains(buf[start:], v) {
			buf = append(buf, v)
		}
	}
	slices.Sort(buf[start:])
	p.Segments = buf[start:len(buf):len(buf)]
	return buf
}

// starts gives the first person of each commune in a population of n.
func (w *World) starts(n int) []uint32 {
	first := make([]uint32, Communes+1)
	sum := 0.0
	for _, x := range w.weight {
		sum += x
	}
	c := 0.0
	for i, x := range w.weight {
		c += x
		first[i+1] = uint32(math.Round(c / sum * float64(n)))
	}
	first[Communes] = uint32(n)
	return first
}

// People draws a population of n people, ordered by commune.
func (w *World) People(seed uint64, n int) []Person {
	out := make([]Person, 0, n)
	w.EachPerson(seed, n, func(p Person) { out = append(out, p) })
	return out
}

// EachPerson draws the same people as People and hands them out one by one;
// their labels may be kept.
func (w *World) EachPerson(seed uint64, n int, yield func(Person)) {
	starts := w.starts(n)
	var buf []uint16
	var r *rand.Rand
	c := 0
	for i := range n {
		if i&(1<<blockBits-1) == 0 {
			r = rand.New(rand.NewPCG(seed, 1000+uint64(i>>blockBits)))
		}
		for starts[c+1] <= uint32(i) {
			c++
		}
		if cap(buf)-len(buf) < 256 {
			buf = make([]uint16, 0, 1<<20)
		}
		p := Person{Commune: uint16(c)}
		buf = w.person(r, &p, buf)
		yield(p)
	}
}

// Profiles draws n persons whose places follow the same weights as the ads'.
func (w *World) Profiles(seed uint64, n int) []Person {
	r := rand.New(rand.NewPCG(seed, 3))
	ps := make([]Person, n)
	for i := range ps {
		ps[i].Commune = uint16(w.commune.draw(r))
		w.person(r, &ps[i], nil)
	}
	return ps
}
