package electorate

import (
	"slices"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/parallel"
)

// Ties are who knows whom. There are ten rounds; in a round the people of a pool
// are put in a random order and the first is tied to the second, the third to
// the fourth and so on, so that a tie is known from either end and a person has
// up to ten. Seven rounds are among people of a neighbourhood, ten years of age
// and a group of ideology, two among all of a commune, one among all of a
// district: a choice, by which about three in ten ties cross those lines.
//
// A neighbourhood is a stretch of a district of about 2,000 people, so that a
// small electorate, whose communes have few people, has ties too. Only the order
// of its people by pool is stored, 8 bytes each.
type Ties struct {
	e     *Electorate
	order []int32 // people by neighbourhood and pool
	place []int32 // of each person in order
}

// Rounds of ties, by what they stay inside.
const (
	alikeRounds    = 7
	communeRounds  = 2
	districtRounds = 1
	tieRounds      = alikeRounds + communeRounds + districtRounds

	neighbours = 2000 // people of a neighbourhood
)

// pools of a neighbourhood: decades of age and ideologies.
const decades, ideologies = 10, 5

func (e *Electorate) pool(i int) int { return int(e.Age[i])/10*ideologies + e.Ideology(i) }

// neighbourhood is the k-th of a district, and of them the span of its people.
func (e *Electorate) neighbourhood(d, k int) (first, end int) {
	from, n := int(e.First[d]), int(e.First[d+1]-e.First[d])
	of := max(1, n/neighbours)
	return from + n*k/of, from + n*(k+1)/of
}

// Ties lays out the ties of an electorate.
func (e *Electorate) Ties(threads int) *Ties {
	t := &Ties{e: e, order: make([]int32, e.N), place: make([]int32, e.N)}
	parallel.Do(len(e.Margins.Districts), threads, func(d int) {
		n := int(e.First[d+1] - e.First[d])
		for k := range max(1, n/neighbours) {
			t.lay(e.neighbourhood(d, k))
		}
	})
	return t
}

// lay orders the people of a neighbourhood by pool.
func (t *Ties) lay(first, end int) {
	var next [decades*ideologies + 1]int32
	for i := first; i < end; i++ {
		next[t.e.pool(i)+1]++
	}
	for p := range decades * ideologies {
		next[p+1] += next[p]
	}
	for i := first; i < end; i++ {
		p := t.e.pool(i)
		at := int32(first) + next[p]
		next[p]++
		t.order[at], t.place[i] = int32(i), at
	}
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
	d := int(e.DistrictOf[c])
	if round < alikeRounds {
		n := int(e.First[d+1] - e.First[d])
		k := ((i-int(e.First[d])+1)*max(1, n/neighbours) - 1) / n
		lo, hi := e.neighbourhood(d, k)
		p := e.pool(i)
		first, end := lo+searchPool(t.order[lo:hi], e, p), lo+searchPool(t.order[lo:hi], e, p+1)
		at, ok := e.partner(round, uint64(first), int(t.place[i])-first, end-first)
		return int(t.order[first+at]), ok
	}
	first, end, number := int(e.CommuneFirst[c]), int(e.CommuneFirst[c+1]), c
	if round >= alikeRounds+communeRounds {
		first, end, number = int(e.First[d]), int(e.First[d+1]), d
	}
	at, ok := e.partner(round, uint64(number), i-first, end-first)
	return first + at, ok
}

// partner is who stands beside the i-th of n in the random order of a pool.
func (e *Electorate) partner(round int, pool uint64, i, n int) (int, bool) {
	p := draw.NewPermutation(e.keys.ties.Sub(uint64(round)).Sub(pool), uint64(n))
	other := p.Place(uint64(i)) ^ 1
	if other >= uint64(n) {
		return 0, false
	}
	return int(p.At(other)), true
}

// searchPool finds where a pool begins among the people of a neighbourhood.
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
