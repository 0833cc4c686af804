package audience

// maxSearch is up to how many open facts HangsOn tries all combinations.
const maxSearch = 12

// HangsOn names the facts on which an unknown answer hangs: those that remain
// open once every decided branch is cut off. If exact, no smaller set would
// do: whatever their values, they settle the answer, and each of them can turn
// it. Facts count as independent of one another, and every undisclosed one as
// a box of its own.
//
// It is exact where every open fact occurs once, and up to 12 open facts,
// where all combinations are tried. Beyond, a fact may be listed that cannot
// turn the answer. For an answer that is not Unknown the list is empty.
func HangsOn(e *Expr, p *Person, w World) (facts []Fact, exact bool) {
	open := prune(e, p, w)
	if open.constant() {
		return nil, true
	}
	// Leaves of one fact are one variable, but each undisclosed is its own.
	var vars variables
	if open = vars.number(open); vars.repeated && len(vars.facts) <= maxSearch {
		facts = vars.essential(open)
	} else {
		facts = vars.facts
	}
	return unique(facts), !vars.repeated || len(vars.facts) <= maxSearch
}

// prune replaces what is decided about a person by everyone or nobody and
// folds it away, so that only facts with unknown answers are left.
func prune(e *Expr, p *Person, w World) *Expr {
	return reduce(e, func(f *Fact) Answer { return p.answer(f, w) })
}

// reduce folds the facts that decide says yes or no to, and constants; what
// does not change is shared.
func reduce(e *Expr, decide func(*Fact) Answer) *Expr {
	switch e.Op {
	case Is:
		switch decide(&e.Fact) {
		case No:
			return Nobody()
		case Yes:
			return Everyone()
		}
		return e
	case Not:
		x := reduce(e.Args[0], decide)
		switch {
		case x.constant():
			return &Expr{Op: dual(x.Op)}
		case x == e.Args[0]:
			return e
		}
		return Except(x)
	}
	var args []*Expr
	changed := false
	for i, x := range e.Args {
		y := reduce(x, decide)
		if y != x && !changed {
			changed = true
			args = append(make([]*Expr, 0, len(e.Args)), e.Args[:i]...)
		}
		switch {
		case !y.constant():
			if changed {
				args = append(args, y)
			}
		case y.Op != e.Op:
			return y // nobody in an and, everyone in an or
		case !changed:
			changed = true
			args = append(make([]*Expr, 0, len(e.Args)), e.Args[:i]...)
		}
	}
	if !changed {
		return e
	}
	return node(e.Op, args)
}

// variables numbers the facts of an expression.
type variables struct {
	facts    []Fact
	index    map[Fact]int
	of       map[*Expr]int // the variable of each leaf of the numbered copy
	repeated bool          // some fact occurs twice
}

// number returns a copy in which every leaf is a node of its own.
func (v *variables) number(e *Expr) *Expr {
	if v.index == nil {
		v.index, v.of = map[Fact]int{}, map[*Expr]int{}
	}
	c := &Expr{Op: e.Op, Fact: e.Fact}
	if e.Op == Is {
		i, seen := v.index[e.Fact]
		if seen && e.Fact.Kind != Undisclosed {
			v.repeated = true
		} else {
			i = len(v.facts)
			v.index[e.Fact] = i
			v.facts = append(v.facts, e.Fact)
		}
		v.of[c] = i
		return c
	}
	c.Args = make([]*Expr, len(e.Args))
	for i, x := range e.Args {
		c.Args[i] = v.number(x)
	}
	return c
}

// essential returns the facts that can turn the value of e: the variables on
// which its truth table depends.
func (v *variables) essential(e *Expr) (facts []Fact) {
	truth := v.truth(e)
	for i, f := range v.facts {
		for row := range truth {
			if truth[row] != truth[row^1<<i] {
				facts = append(facts, f)
				break
			}
		}
	}
	return facts
}

// truth is the truth table of e: row r gives variable i the value of bit i of r.
func (v *variables) truth(e *Expr) []bool {
	t := make([]bool, 1<<len(v.facts))
	switch e.Op {
	case Is:
		for r := range t {
			t[r] = r>>v.of[e]&1 == 1
		}
	case Not:
		for r, x := range v.truth(e.Args[0]) {
			t[r] = !x
		}
	default:
		for r := range t {
			t[r] = e.Op == All
		}
		for _, x := range e.Args {
			for r, y := range v.truth(x) {
				if y != (e.Op == All) {
					t[r] = y
				}
			}
		}
	}
	return t
}

func unique(fs []Fact) []Fact {
	seen := make(map[Fact]bool, len(fs))
	kept := fs[:0:0]
	for _, f := range fs {
		if !seen[f] {
			seen[f] = true
			kept = append(kept, f)
		}
	}
	return kept
}
