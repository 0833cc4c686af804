package tables

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/store"
)

// Boxes are the audiences of a store in little memory: what selections and
// facets ask of every box stands in numbers, its expression is put together when
// it is asked for (some microseconds). Boxes are known by position.
type Boxes struct {
	List      []Box
	byKey     []int32 // in the order of their keys
	trees     *reach.Trees
	Kinds     []FactKind                  // of the facts of trees
	repeating map[int32][]reach.Criterion // of boxes that name a criterion twice: each once
	Ageless   []int32                     // boxes that ask for no age
	SizeSteps []uint8                     // where their sizes stand in the facet
	bases     bases

	indexOnce sync.Once
	index     atomic.Pointer[reach.Index] // for persons; made when it is first asked
}

// Box is what lists ask of an audience.
type Box struct {
	Key                  BoxKey
	Criteria, Exclusions int16
	SizeLo, SizeHi       int64 // -1: no size
	basis                basis
	Hidden               bool
}

// BoxKey is a key.Key: 24 hexadecimal digits.
type BoxKey [12]byte

func (k BoxKey) String() string { return hex.EncodeToString(k[:]) }

func (k BoxKey) Compare(other BoxKey) int { return bytes.Compare(k[:], other[:]) }

func keyOf(s string) (k BoxKey, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(k) {
		return k, false
	}
	return BoxKey(b), true
}

// FactKind is the kind of a fact, and whether it only hides which part of a place
// is meant: then it is no criterion of its own.
type FactKind uint8

const Partly FactKind = 0x80

func kindOf(f *audience.Fact) FactKind {
	k := FactKind(f.Kind)
	if f.Kind == audience.Undisclosed && (f.Of == "place" || f.Of == "zip") {
		k |= Partly
	}
	return k
}

// Find gives a box by its key.
func (b *Boxes) Find(key string) (i int32, ok bool) {
	k, ok := keyOf(key)
	if !ok {
		return 0, false
	}
	at, ok := slices.BinarySearchFunc(b.byKey, k, func(i int32, k BoxKey) int { return b.List[i].Key.Compare(k) })
	if !ok {
		return 0, false
	}
	return b.byKey[at], true
}

// load reads the boxes of a store, and gives the position of each by its id there.
func (b *Boxes) load(ctx context.Context, db store.Reader) (byID map[int32]int32, err error) {
	l := loader{Boxes: b, byID: map[int32]int32{}}
	err = db.Each(ctx, "Boxes", func(scan func(...any) error) error {
		var r row
		var name string
		if err := scan(&r.id, &name, &r.expr, &r.Criteria, &r.Exclusions, &r.Hidden, &r.SizeLo, &r.SizeHi, &r.why); err != nil {
			return err
		}
		var ok bool
		if r.Key, ok = keyOf(name); !ok {
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

// Spelled is the expression of a box as its archive spells it.
func (b *Boxes) Spelled(i int32) *audience.Expr { return b.trees.At(int(i), nil) }

// Folded is the expression of a box as it meets persons and questions in the world.
func (b *Boxes) Folded(i int32) *audience.Expr { return b.trees.At(int(i), key.FoldFact) }

// Criteria are what a box asks for and shuts out, each once.
func (b *Boxes) Criteria(i int32) []reach.Criterion {
	if len(b.repeating) > 0 {
		if list, ok := b.repeating[i]; ok {
			return list
		}
	}
	return b.trees.Leaves(int(i))
}

// Fact is that of a criterion, as its archive spells it.
func (b *Boxes) Fact(c reach.Criterion) audience.Fact { return b.trees.Fact(c.Fact()) }

// MostCriteria is more than any criterion: the length of a table by criterion.
func (b *Boxes) MostCriteria() int { return 2 * b.trees.Facts() }

// Where asks every box.
func (b *Boxes) Where(ok func(i int32, x *Box) bool) []bool {
	yes := make([]bool, len(b.List))
	for i := range b.List {
		yes[i] = ok(int32(i), &b.List[i])
	}
	return yes
}

// With says of every box whether it has one of some criteria.
func (b *Boxes) With(wanted []bool) []bool {
	return b.Where(func(i int32, _ *Box) bool {
		return slices.ContainsFunc(b.trees.Leaves(int(i)), func(c reach.Criterion) bool { return wanted[c] })
	})
}

// Overlapping says of every box whether it may share people with an audience.
func (b *Boxes) Overlapping(e *audience.Expr) []bool {
	disjoint := b.trees.Disjoint(key.Fold(e), key.FoldFact, World)
	return b.Where(func(i int32, _ *Box) bool { return disjoint[i/64]>>(i%64)&1 == 0 })
}

// Accepting says of every box whether a person is in it, or may be.
func (b *Boxes) Accepting(p *audience.Person, may bool) []bool {
	b.indexOnce.Do(func() {
		if len(b.List) <= indexedAtOnce {
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

func (b *Boxes) makeIndex() {
	all := reach.NewBoxes()
	for i := range b.List {
		all.Add(b.Folded(int32(i)))
	}
	b.index.Store(reach.NewIndex(all))
}

func (b *Boxes) acceptingBy(x *reach.Index, p *audience.Person, may bool) []bool {
	var r reach.Result
	x.Match(p, World, &r)
	found := r.Yes.Append(nil)
	if may {
		found = r.Unknown.Append(found)
	}
	yes := make([]bool, len(b.List))
	for _, i := range found {
		yes[i] = true
	}
	return yes
}

func (b *Boxes) acceptingEach(p *audience.Person, may bool) []bool {
	return b.Where(func(i int32, _ *Box) bool {
		a := audience.Eval(b.Folded(i), p, World)
		return a == audience.Yes || may && a == audience.Unknown
	})
}

// SizeOf is a box's size as the store has it.
func (b *Boxes) SizeOf(i int32) population.Size {
	x := &b.List[i]
	return b.BasisOf(i).With(max(x.SizeLo, 0), x.SizeHi)
}

// sizeSteps are the upper bounds of the facet of sizes.
var sizeSteps = []int64{1000, 10_000, 100_000}

// SizeSteps are the upper bounds by which boxes are counted.
func SizeSteps() []int64 { return sizeSteps }

// SizeStep is where a size stands among them; behind the steps are larger
// sizes, and last the boxes without a size.
func SizeStep(hi int64) uint8 {
	if hi < 0 {
		return uint8(len(sizeSteps) + 1)
	}
	step, _ := slices.BinarySearch(sizeSteps, hi)
	return uint8(step)
}

// Shut are the boxes that shut somebody out.
func (b *Boxes) Shut() []bool {
	return b.Where(func(_ int32, x *Box) bool { return x.Exclusions > 0 })
}

// Narrower orders boxes that have a size by its upper bound, then by key.
func (b *Boxes) Narrower(i, j int32) bool {
	x, y := &b.List[i], &b.List[j]
	return cmp.Or(cmp.Compare(x.SizeHi, y.SizeHi), cmp.Compare(x.SizeLo, y.SizeLo), x.Key.Compare(y.Key)) < 0
}

// Facts is how many facts the boxes have.
func (b *Boxes) Facts() int { return b.trees.Facts() }
