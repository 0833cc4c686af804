package tables

import (
	"math"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/reach"
)

// bases keep what the sizes of boxes rest on in numbers: boxes of the same
// countries share all but their reasons.
type bases struct {
	lands   []population.Basis // without estimate and reasons
	words   []string           // kinds, enclosing regions, and what is no fact of a box
	reasons []reason

	landOf, wordOf map[string]uint32 // while loading
}

// basis is a population.Basis in numbers.
type basis struct {
	mid     float64 // NaN: none
	land    uint32  // in bases
	reasons uint32  // the first of them in bases
	many    uint16  // how many
}

// reason is a population.Reason in numbers.
type reason struct {
	n        uint32
	kind, in uint32 // in words
	fact     uint32 // twice its number in boxes, or twice that in words plus one
}

// add keeps what a size rests on; causes are the facts of its reasons.
func (b *bases) add(x population.Basis, causes []audience.Fact, trees *reach.TreesBuilder) basis {
	out := basis{reasons: uint32(len(b.reasons)), many: uint16(len(x.Reasons)), mid: math.NaN()}
	if x.Mid != nil {
		out.mid = *x.Mid
	}
	for i, r := range x.Reasons {
		n, ok := trees.Number(causes[i])
		fact := 2 * n
		if !ok || causes[i].String() != r.Fact {
			fact = 2*b.word(r.Fact) + 1
		}
		b.reasons = append(b.reasons, reason{uint32(r.N), b.word(string(r.Kind)), b.word(r.In), fact})
	}
	x.Mid, x.Reasons = nil, nil
	out.land = number(&b.landOf, &b.lands, x.Encode(), x)
	return out
}

func (b *bases) word(s string) uint32 { return number(&b.wordOf, &b.words, s, s) }

// number is the place of a value in a list, to which it is added if it is new.
func number[T any](of *map[string]uint32, list *[]T, name string, value T) uint32 {
	if *of == nil {
		*of = map[string]uint32{}
	}
	n, ok := (*of)[name]
	if !ok {
		n = uint32(len(*list))
		(*of)[name], *list = n, append(*list, value)
	}
	return n
}

func (b *bases) end() {
	b.landOf, b.wordOf = nil, nil
	b.lands, b.words, b.reasons = slices.Clone(b.lands), slices.Clone(b.words), slices.Clone(b.reasons)
}

// BasisOf is what a box's size rests on, as the store has it.
func (b *Boxes) BasisOf(i int32) population.Basis {
	x := &b.List[i].basis
	out := b.bases.lands[x.land]
	if !math.IsNaN(x.mid) {
		mid := x.mid
		out.Mid = &mid
	}
	for _, r := range b.bases.reasons[x.reasons : x.reasons+uint32(x.many)] {
		fact := ""
		if r.fact&1 == 1 {
			fact = b.bases.words[r.fact>>1]
		} else {
			f := b.trees.Fact(r.fact >> 1)
			fact = f.String()
		}
		out.Reasons = append(out.Reasons, population.Reason{Kind: population.ReasonKind(b.bases.words[r.kind]), Fact: fact, In: b.bases.words[r.in], N: int(r.n)})
	}
	return out
}
