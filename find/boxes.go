package find

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/store"
)

// boxes are the audiences of a store in little memory: what selections and
// facets ask of every box stands in numbers, its expression is put together when
// it is asked for (some microseconds). Boxes are known by position.
type boxes struct {
	list      []box
	byKey     []int32 // in the order of their keys
	trees     *reach.Trees
	kinds     []factKind                  // of the facts of trees
	repeating map[int32][]reach.Criterion // of boxes that name a criterion twice: each once
	ageless   []int32                     // boxes that ask for no age
	sizeSteps []uint8                     // where their sizes stand in the facet
	bases     bases

	indexOnce sync.Once
	index     atomic.Pointer[reach.Index] // for persons; made when it is first asked
}

// box is what lists ask of an audience.
type box struct {
	key                  boxKey
	criteria, exclusions int16
	sizeLo, sizeHi       int64 // -1: no size
	basis                basis
	hidden               bool
}

// boxKey is a key.Key: 24 hexadecimal digits.
type boxKey [12]byte

func (k boxKey) String() string { return hex.EncodeToString(k[:]) }

func (k boxKey) compare(other boxKey) int { return bytes.Compare(k[:], other[:]) }

func boxKeyOf(s string) (k boxKey, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(k) {
		return k, false
	}
	return boxKey(b), true
}

// factKind is the kind of a fact, and whether it only hides which part of a place
// is meant: then it is no criterion of its own.
type factKind uint8

const partly factKind = 0x80

func factKindOf(f *audience.Fact) factKind {
	k := factKind(f.Kind)
	if f.Kind == audience.Undisclosed && (f.Of == "place" || f.Of == "zip") {
		k |= partly
	}
	return k
}

// find gives a box by its key.
func (b *boxes) find(key string) (i int32, ok bool) {
	k, ok := boxKeyOf(key)
	if !ok {
		return 0, false
	}
	at, ok := slices.BinarySearchFunc(b.byKey, k, func(i int32, k boxKey) int { return b.list[i].key.compare(k) })
	if !ok {
		return 0, false
	}
	return b.byKey[at], true
}

// load reads the boxes of a store, and gives the position of each by its id there.
func (b *boxes) load(ctx context.Context, db store.Reader) (byID map[int32]int32, err error) {
	l := loader{boxes: b, byID: map[int32]int32{}}
	err = db.Each(ctx, "Boxes", func(scan func(...any) error) error {
		var r row
		var name string
		if err := scan(&r.id, &name, &r.expr, &r.criteria, &r.exclusions, &r.hidden, &r.sizeLo, &r.sizeHi, &r.why); err != nil {
			return err
		}
		var ok bool
		if r.key, ok = boxKeyOf(name); !ok {
			return fmt.Errorf("box %d has the key %q, which is none", r.id, name)
		}
		if l.rows = append(l.rows, r); len(l.rows) < rowsTogether {
			return nil
		}
		return l.add()
	})
	if err == nil {
		err = l.add()
	}
	if err != nil {
		return nil, err
	}
	l.end()
	return l.byID, nil
}

// spelled is the expression of a box as its archive spells it.
func (b *boxes) spelled(i int32) *audience.Expr { return b.trees.At(int(i), nil) }

// folded is the expression of a box as it meets persons and questions in the world.
func (b *boxes) folded(i int32) *audience.Expr { return b.trees.At(int(i), key.FoldFact) }

// criteria are what a box asks for and shuts out, each once.
func (b *boxes) criteria(i int32) []reach.Criterion {
	if len(b.repeating) > 0 {
		if list, ok := b.repeating[i]; ok {
			return list
		}
	}
	return b.trees.Leaves(int(i))
}

// fact is that of a criterion, as its archive spells it.
func (b *boxes) fact(c reach.Criterion) audience.Fact { return b.trees.Fact(c.Fact()) }

// mostCriteria is more than any criterion: the length of a table by criterion.
func (b *boxes) mostCriteria() int { return 2 * b.trees.Facts() }

// where asks every box.
func (b *boxes) where(ok func(i int32, x *box) bool) []bool {
	yes := make([]bool, len(b.list))
	for i := range b.list {
		yes[i] = ok(int32(i), &b.list[i])
	}
	return yes
}

// with says of every box whether it has one of some criteria.
func (b *boxes) with(wanted []bool) []bool {
	return b.where(func(i int32, _ *box) bool {
		return slices.ContainsFunc(b.trees.Leaves(int(i)), func(c reach.Criterion) bool { return wanted[c] })
	})
}

// overlapping says of every box whether it may share people with an audience.
func (b *boxes) overlapping(e *audience.Expr) []bool {
	disjoint := b.trees.Disjoint(key.Fold(e), key.FoldFact, world)
	return b.where(func(i int32, _ *box) bool { return disjoint[i/64]>>(i%64)&1 == 0 })
}

// accepting says of every box whether a person is in it, or may be.
func (b *boxes) accepting(p *audience.Person, may bool) []bool {
	b.indexOnce.Do(func() {
		if len(b.list) <= indexedAtOnce {
			b.makeIndex()
		} else {
			go b.makeIndex()
		}
	})
	if x := b.index.Load(); x != nil {
		return b.acceptingBy(x, p, may)
	}
	return b.acceptingEach(p, may)
}

// indexedAtOnce is up to how many boxes the first question waits for the index;
// of more, boxes are asked one by one until it is made.
const indexedAtOnce = 50_000

func (b *boxes) makeIndex() {
	all := reach.NewBoxes()
	for i := range b.list {
		all.Add(b.folded(int32(i)))
	}
	b.index.Store(reach.NewIndex(all))
}

func (b *boxes) acceptingBy(x *reach.Index, p *audience.Person, may bool) []bool {
	var r reach.Result
	x.Match(p, world, &r)
	found := r.Yes.Append(nil)
	if may {
		found = r.Unknown.Append(found)
	}
	yes := make([]bool, len(b.list))
	for _, i := range found {
		yes[i] = true
	}
	return yes
}

func (b *boxes) acceptingEach(p *audience.Person, may bool) []bool {
	return b.where(func(i int32, _ *box) bool {
		a := audience.Eval(b.folded(i), p, world)
		return a == audience.Yes || may && a == audience.Unknown
	})
}

// sizeOf is a box's size as the store has it.
func (b *boxes) sizeOf(i int32) population.Size {
	x := &b.list[i]
	return b.basisOf(i).With(max(x.sizeLo, 0), x.sizeHi)
}

// brief is a box without its expression and without what its size rests on.
func (b *boxes) brief(i int32) Box {
	x := &b.list[i]
	out := Box{Key: x.key.String(), Criteria: int(x.criteria), Exclusions: int(x.exclusions), Hidden: x.hidden}
	if x.sizeHi >= 0 {
		out.Size = contrechamp.Between(x.sizeLo, x.sizeHi)
	}
	return out
}

// public is a box as answers tell it.
func (b *boxes) public(i int32) Box {
	out := b.brief(i)
	out.Audience = b.spelled(i)
	out.Expr = out.Audience.String()
	out.Basis.Basis = b.basisOf(i)
	out.Basis.narrow(out.Size)
	return out
}
