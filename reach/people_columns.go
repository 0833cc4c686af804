package reach

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/audience"
	procs "github.com/contrechamp/contrechamp/internal/parallel"
)

// Columns are persons who already stand in the order of their homes, told by
// functions of the number of a person: what PeopleOf asks once of each, block by
// block and side by side, so that no copy of them is needed.
type Columns struct {
	World   audience.World
	Kinds   audience.KindSet // of which every label is known
	Threads int              // 0: as many as there are processors

	Homes []string // ascending, segment by segment
	First []uint32 // the first person of each home, and the number of persons

	Age       func(i int) uint8 // from 1 on
	Gender    func(i int) string
	Languages []string
	Language  func(i int) uint8 // place in Languages
	Labels    []audience.Fact
	Of        func(i int, add func(label uint32)) // places in Labels; nil: nobody has any
}

// PeopleOf lays out persons: the same as a PeopleBuilder that they are added to.
func PeopleOf(c Columns) (*People, error) {
	if len(c.First) != len(c.Homes)+1 || !slices.IsSorted(c.First) || len(c.First) > 0 && c.First[0] != 0 {
		return nil, fmt.Errorf("laying out people: %d homes need as many first persons and one more, ascending from 0", len(c.Homes))
	}
	if len(c.Languages) == 0 || len(c.Languages) > 256 {
		return nil, fmt.Errorf("laying out people: %d languages", len(c.Languages))
	}
	for i := range c.Homes {
		if c.Homes[i] == "" || i > 0 && comparePaths(c.Homes[i-1], c.Homes[i]) >= 0 {
			return nil, fmt.Errorf("laying out people: home %q does not follow the one before", c.Homes[i])
		}
	}
	n := int(c.First[len(c.Homes)])
	p := &People{n: n, words: (n + 511) / 512 * 8, languages: c.Languages, kinds: c.Kinds, world: c.World, homes: c.Homes, first: c.First, labels: map[audience.Fact]uint32{}}
	for i, f := range c.Labels {
		if _, twice := p.labels[f]; twice || !f.Kind.Labelled() || !c.Kinds.Has(f.Kind) {
			return nil, fmt.Errorf("laying out people: label %s comes twice, or is of a kind that is not known", f)
		}
		p.labels[f] = uint32(i)
	}
	p.tree = newHomes(p)
	return p, p.fill(&c)
}

// fill asks every person.
func (p *People) fill(c *Columns) error {
	blocks := (p.n + blockRows - 1) / blockRows
	used := make([][256]bool, blocks)
	procs.Do(blocks, c.Threads, func(block int) {
		for i := block * blockRows; i < min(p.n, (block+1)*blockRows); i++ {
			used[block][c.Age(i)] = true
		}
	})
	var step [256]int // ages up to this one
	for a := range 256 {
		if a > 0 {
			step[a] = step[a-1]
		}
		if slices.ContainsFunc(used, func(u [256]bool) bool { return u[a] }) {
			p.ages = append(p.ages, uint8(a))
			step[a]++
		}
	}
	if len(p.ages) > 0 && p.ages[0] == 0 {
		return fmt.Errorf("laying out people: ages begin at 1")
	}
	p.atLeast, p.language = bitmaps(len(p.ages), p.words), bitmaps(len(p.languages), p.words)
	copy(p.gender[:], bitmaps(3, p.words))
	p.blocks = make([]column, blocks)
	var bad atomic.Int64
	procs.Do(blocks, c.Threads, func(block int) {
		var cb columnBuilder
		from, to := block*blockRows, min(p.n, (block+1)*blockRows)
		// Ages are set from the oldest down: whoever has an age has all below.
		var here [256][]uint64
		for k, a := range p.ages {
			here[a] = p.atLeast[k]
		}
		for i := from; i < to; i++ {
			w, bit := i/64, uint64(1)<<(i%64)
			here[c.Age(i)][w] |= bit
			g, l := genderOf(c.Gender(i)), c.Language(i)
			if g >= otherwise || int(l) >= len(p.languages) {
				bad.Store(int64(i) + 1)
				return
			}
			p.gender[g][w] |= bit
			p.language[l][w] |= bit
			if c.Of != nil {
				c.Of(i, func(label uint32) { cb.add(label, i-from) })
			}
		}
		for k := len(p.ages) - 2; k >= 0; k-- {
			for w := from / 64; w < min(p.words, (from+blockRows)/64); w++ {
				p.atLeast[k][w] |= p.atLeast[k+1][w]
			}
		}
		for _, key := range cb.keys {
			if int(key) >= len(c.Labels) {
				bad.Store(int64(from) + 1)
				return
			}
		}
		p.blocks[block] = cb.build(min(p.words-from/64, blockWords), to-from, 0, false, make([]uint32, len(c.Labels)))
	})
	if i := bad.Load(); i != 0 {
		return fmt.Errorf("laying out people: near person %d a gender, language or label is none of those named", i-1)
	}
	return nil
}
