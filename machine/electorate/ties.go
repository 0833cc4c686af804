package electorate

import (
	"slices"

	"github.com/contrechamp/contrechamp/draw"
)

// Ties are who knows whom. There are ten rounds; in a round the people of a pool
// are put in a random order and the first is tied to the second, the third to
// the fourth and so on, so that a tie is known from either end and a person has
// up to ten. Seven rounds are among people of a commune, ten years of age and a
// group of ideology, two among all of a commune, one among all of a district: a
// choice, by which three in ten ties cross those lines.
//
// Only the order of the people inside the communes is stored, 8 bytes each.
type Ties struct {
	e     *Electorate
	order []int32 // people by commune and pool
	place []int32 // of each person in order
}

// Rounds of ties, by what they stay inside.
const (
	alikeRounds    = 7
	communeRounds  = 2
	districtRounds = 1
	tieRounds      = alikeRounds + communeRounds + districtRounds
)

// pools of a commune: decades of age and ideologies.
const decades, ideologies = 10, 5

func (e *Electorate) pool(i int) int { return int(e.Age[i])/10*ideologies + e.Ideology(i) }

// Ties lays out the ties of an electorate.
func (e *Electorate) Ties(threads int) *Ties {
	t := &Ties{e: e, order: make([]int32, e.N), place: make([]int32, e.N)}
	e.EachBlock(threads, func(_, from, to int) {
		// A commune belongs to the block in which it begins.
		c, _ := slices.BinarySearch(e.CommuneFirst, int32(from))
		for ; c < len(e.Communes) && int(e.CommuneFirst[c]) < to; c++ {
			first, end := int(e.CommuneFirst[c]), int(e.CommuneFirst[c+1])
			var next [decades*ideologies + 1]int32
			for i := first; i < end; i++ {
				next[e.pool(i)+1]++
			}
			for p := range decades * ideologies {
				next[p+1] += next[p]
			}
			for i := first; i < end; i++ {
				p := e.pool(i)
				at := int32(first) + next[p]
				next[p]++
				t.order[at], t.place[i] = int32(i), at
			}
		}
	})
	return t
}

// Of appends the people whom a person knows, in ascending order, each once.
func (t *Ties) Of(i int, into []int) []int {
	from := len(into)
	for r := range tieRounds {
		if j, ok := t.tied(i, r); ok {
			into = append(into, j)
		}
	}
	slices.Sort(into[from:])
	return append(into[:from], slices.Compact(into[from:])...)
}

// tied is whom a person is tied to in a round; nobody if their number is odd and
// it is the last.
func (t *Ties) tied(i, round int) (int, bool) {
	e := t.e
	c := e.Commune(i)
	first, end, at := int(e.CommuneFirst[c]), int(e.CommuneFirst[c+1]), int(t.place[i])
	number := uint64(c)
	switch {
	case round < alikeRounds:
		p := e.pool(i)
		number = number*decades*ideologies + uint64(p)
		lo, hi := first, end
		first = lo + searchPool(t.order[lo:hi], e, p)
		end = lo + searchPool(t.order[lo:hi], e, p+1)
	case round >= alikeRounds+communeRounds:
		d := int(e.DistrictOf[c])
		number, first, end = uint64(d), int(e.First[d]), int(e.First[d+1])
	}
	n := uint64(end - first)
	p := draw.NewPermutation(e.keys.ties.Sub(uint64(round)).Sub(number), n)
	other := p.Place(uint64(at-first)) ^ 1
	if other >= n {
		return 0, false
	}
	return int(t.order[first+int(p.At(other))]), true
}

// searchPool finds where a pool begins among the people of a commune.
func searchPool(order []int32, e *Electorate, pool int) int {
	at, _ := slices.BinarySearchFunc(order, pool, func(i int32, p int) int {
		if e.pool(int(i)) < p {
			return -1
		}
		return 1
	})
	return at
}

// Each gives every tie once, the smaller number first, until yield says no.
func (t *Ties) Each(yield func(a, b int) bool) {
	var known []int
	for i := range t.e.N {
		known = t.Of(i, known[:0])
		for _, j := range known {
			if j > i && !yield(i, j) {
				return
			}
		}
	}
}
