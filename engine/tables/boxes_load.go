package tables

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/reach"
)

// loader fills boxes, and has what only that needs.
type loader struct {
	*Boxes
	byID  map[int32]int32
	rows  []row // read and not yet added
	trees reach.TreesBuilder
	last  []int32 // by criterion: the last box that had it, plus one
}

// rowsTogether is how many boxes are read before they are parsed, on all processors.
const rowsTogether = 1 << 13

// row is a box as the store has it.
type row struct {
	Box
	id        int32
	expr, why string

	parsed *audience.Expr
	rests  population.Basis
	causes []audience.Fact // the facts of its reasons, where they are facts
	err    error
}

func (r *row) parse() {
	if r.parsed, r.err = audience.Parse(r.expr); r.err != nil {
		return
	}
	if r.rests, r.err = population.ParseBasis(r.why); r.err != nil {
		return
	}
	r.causes = make([]audience.Fact, len(r.rests.Reasons))
	for i, x := range r.rests.Reasons {
		if e, err := audience.Parse(x.Fact); err == nil && e.Op == audience.Is {
			r.causes[i] = e.Fact
		}
	}
}

// add parses the rows that were read and adds them.
func (l *loader) add() error {
	var wg sync.WaitGroup
	for part := range slices.Chunk(l.rows, len(l.rows)/runtime.GOMAXPROCS(0)+1) {
		wg.Go(func() {
			for i := range part {
				part[i].parse()
			}
		})
	}
	wg.Wait()
	for i := range l.rows {
		r := &l.rows[i]
		if r.err != nil {
			return fmt.Errorf("box %s: %w", r.Key, r.err)
		}
		if err := l.trees.Add(r.parsed); err != nil {
			return err
		}
		n := int32(len(l.List))
		l.byID[r.id] = n
		r.basis = l.bases.add(r.rests, r.causes, &l.trees)
		l.List = append(l.List, r.Box)
		l.SizeSteps = append(l.SizeSteps, SizeStep(r.SizeHi))
		l.look(n, r.parsed)
	}
	l.rows = l.rows[:0]
	return nil
}

// look notes whether a box asks for an age, and whether it repeats itself.
func (l *loader) look(n int32, e *audience.Expr) {
	aged := false
	for f, excluded := range e.Facts() {
		aged = aged || !excluded && f.Kind == audience.Age
	}
	if !aged {
		l.Ageless = append(l.Ageless, n)
	}
	leaves := l.trees.Leaves(int(n))
	var once []reach.Criterion
	for i, c := range leaves {
		for len(l.last) <= int(c) {
			l.last = append(l.last, 0)
		}
		switch repeated := l.last[c] == n+1; {
		case repeated && once == nil:
			once = slices.Clone(leaves[:i])
		case !repeated && once != nil:
			once = append(once, c)
		}
		l.last[c] = n + 1
	}
	if once != nil {
		if l.repeating == nil {
			l.repeating = map[int32][]reach.Criterion{}
		}
		l.repeating[n] = once
	}
}

// end gives back what only loading needs.
func (l *loader) end() {
	b := l.Boxes
	b.trees = l.trees.Trees()
	b.List, b.Ageless, b.SizeSteps = slices.Clone(b.List), slices.Clone(b.Ageless), slices.Clone(b.SizeSteps)
	b.bases.end()
	b.Kinds = make([]FactKind, b.trees.Facts())
	for i := range b.Kinds {
		f := b.trees.Fact(uint32(i))
		b.Kinds[i] = kindOf(&f)
	}
	b.byKey = make([]int32, len(b.List))
	for i := range b.byKey {
		b.byKey[i] = int32(i)
	}
	slices.SortFunc(b.byKey, func(x, y int32) int { return b.List[x].Key.Compare(b.List[y].Key) })
}
