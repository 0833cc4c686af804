package reach

import (
	"fmt"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/audience"
)

// People are invented persons of whom age, gender, home, language and the
// labels of some kinds are known: what a count by person, and not by cell,
// runs on. It is filled by PeopleBuilder and does not change.
//
// Persons stand in the order of their homes, so that any place is a few spans
// of them. What age, gender and language say is kept as bitmaps over all of
// them, one after the other, so that a count is one pass over memory; labels
// are kept by blocks of 65,536 persons.
type People struct {
	n     int
	words int // of a bitmap of all, a multiple of 8

	ages      []uint8 // that occur, ascending
	atLeast   [][]uint64
	gender    [3][]uint64
	languages []string
	language  [][]uint64

	homes  []string // paths, ascending by segments
	first  []uint32 // the first person of each home; one more than homes
	tree   *home
	order  []uint32 // the number that each person was added with
	labels map[audience.Fact]uint32
	kinds  audience.KindSet // of which every label is known
	world  audience.World
	places sync.Map // of a place fact to its residents
	blocks []column
}

// Member is one person of a population.
type Member struct {
	Age      uint8  // in years, from 1 on
	Gender   string // female, male or other
	Home     string // the path of a place
	Language string // BCP 47
	Labels   []uint32
}

// PeopleBuilder collects persons.
type PeopleBuilder struct {
	world    audience.World
	kinds    audience.KindSet
	number   map[audience.Fact]uint32
	homes    map[string]uint32
	paths    []string
	tags     []string
	age      []uint8
	gender   []uint8
	language []uint8
	home     []uint32
	labels   []uint32
	end      []uint32
}

// NewPeople begins a population of a world in which every label of these kinds
// is known of everybody; of other kinds nothing is.
func NewPeople(w audience.World, kinds audience.KindSet) *PeopleBuilder {
	return &PeopleBuilder{world: w, kinds: kinds, number: map[audience.Fact]uint32{}, homes: map[string]uint32{}}
}

// Label numbers a label, for Member.Labels.
func (b *PeopleBuilder) Label(f audience.Fact) (uint32, error) {
	if !f.Kind.Labelled() || !b.kinds.Has(f.Kind) {
		return 0, fmt.Errorf("numbering %s: the population knows no labels of this kind", f)
	}
	id, ok := b.number[f]
	if !ok {
		id = uint32(len(b.number))
		b.number[f] = id
	}
	return id, nil
}

// Add takes one person; persons are numbered from 0.
func (b *PeopleBuilder) Add(m Member) error {
	g := genderOf(m.Gender)
	if m.Age == 0 || g >= otherwise || m.Home == "" || m.Language == "" {
		return fmt.Errorf("adding person %d: age, gender, home and language must be known, of %+v", len(b.age), m)
	}
	tag := slices.Index(b.tags, m.Language)
	if tag < 0 {
		if tag = len(b.tags); tag == 256 {
			return fmt.Errorf("adding person %d: more than 256 languages", len(b.age))
		}
		b.tags = append(b.tags, m.Language)
	}
	home, ok := b.homes[m.Home]
	if !ok {
		home = uint32(len(b.paths))
		b.homes[m.Home] = home
		b.paths = append(b.paths, m.Home)
	}
	for _, l := range m.Labels {
		if int(l) >= len(b.number) {
			return fmt.Errorf("adding person %d: label %d has no name: ask Label for numbers", len(b.age), l)
		}
	}
	b.age, b.gender, b.language = append(b.age, m.Age), append(b.gender, uint8(g)), append(b.language, uint8(tag))
	b.home, b.labels, b.end = append(b.home, home), append(b.labels, m.Labels...), append(b.end, uint32(len(b.labels)+len(m.Labels)))
	return nil
}

// Build orders the persons and lays out their bitmaps.
func (b *PeopleBuilder) Build() *People {
	n := len(b.age)
	p := &People{n: n, words: (n + 511) / 512 * 8, languages: b.tags, labels: b.number, kinds: b.kinds, world: b.world}
	b.settle(p)
	used := [256]bool{}
	for _, a := range b.age {
		used[a] = true
	}
	step := [256]int{} // ages up to this one
	for a := 1; a < 256; a++ {
		step[a] = step[a-1]
		if used[a] {
			p.ages = append(p.ages, uint8(a))
			step[a]++
		}
	}
	p.atLeast = bitmaps(len(p.ages), p.words)
	p.language = bitmaps(len(p.languages), p.words)
	copy(p.gender[:], bitmaps(3, p.words))
	parallel((p.words+blockWords-1)/blockWords, func(block int) {
		for i := block * blockRows; i < min(n, (block+1)*blockRows); i++ {
			w, bit, who := i/64, uint64(1)<<(i%64), p.order[i]
			for _, row := range p.atLeast[:step[b.age[who]]] {
				row[w] |= bit
			}
			p.gender[b.gender[who]][w] |= bit
			p.language[b.language[who]][w] |= bit
		}
	})
	p.blocks = make([]column, (n+blockRows-1)/blockRows)
	parallel(len(p.blocks), func(block int) {
		var cb columnBuilder
		from, to := block*blockRows, min(n, (block+1)*blockRows)
		for i := from; i < to; i++ {
			who := p.order[i]
			start := uint32(0)
			if who > 0 {
				start = b.end[who-1]
			}
			for _, l := range b.labels[start:b.end[who]] {
				cb.add(l, i-from)
			}
		}
		p.blocks[block] = cb.build(min(p.words-from/64, blockWords), to-from, 0, false, make([]uint32, len(b.number)))
	})
	return p
}

func bitmaps(n, words int) [][]uint64 {
	all := make([]uint64, n*words)
	rows := make([][]uint64, n)
	for i := range rows {
		rows[i] = all[i*words : (i+1)*words : (i+1)*words]
	}
	return rows
}

// settle orders the persons by home.
func (b *PeopleBuilder) settle(p *People) {
	byPath := make([]uint32, len(b.paths))
	for i := range byPath {
		byPath[i] = uint32(i)
	}
	slices.SortFunc(byPath, func(x, y uint32) int { return comparePaths(b.paths[x], b.paths[y]) })
	rank := make([]uint32, len(b.paths))
	p.homes = make([]string, len(b.paths))
	for i, h := range byPath {
		rank[h], p.homes[i] = uint32(i), b.paths[h]
	}
	p.first = make([]uint32, len(b.paths)+1)
	for _, h := range b.home {
		p.first[rank[h]+1]++
	}
	for i := range b.paths {
		p.first[i+1] += p.first[i]
	}
	next := slices.Clone(p.first)
	p.order = make([]uint32, p.n)
	for who, h := range b.home {
		p.order[next[rank[h]]] = uint32(who)
		next[rank[h]]++
	}
	p.tree = newHomes(p)
}

// Len is the number of persons.
func (p *People) Len() int { return p.n }

// Bytes is the memory of the bitmaps and lists.
func (p *People) Bytes() int {
	n := 8*p.words*(len(p.ages)+3+len(p.languages)) + 4*len(p.order)
	for i := range p.blocks {
		n += p.blocks[i].bytes()
	}
	return n
}

// from gives the bitmap of persons of at least some age; nil is nobody.
func (p *People) from(age int) []uint64 {
	i, _ := slices.BinarySearchFunc(p.ages, age, func(a uint8, want int) int { return int(a) - want })
	if i == len(p.ages) {
		return nil
	}
	return p.atLeast[i]
}
