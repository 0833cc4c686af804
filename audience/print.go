package audience

import (
	"strconv"
	"strings"
)

// qualifiers in the order of the constants.
var qualifiers = [...]string{Anywhere: "", Lives: "lives", Recently: "recently", Travels: "travels"}

// String is the word that qualifies a place, empty for Anywhere.
func (q Qualifier) String() string {
	if int(q) < len(qualifiers) {
		return qualifiers[q]
	}
	return ""
}

// String prints the written form, in the order in which the parts stand, so
// that Parse gives the same expression back. Neighbours in an or that differ
// in their label only are printed as one fact with any (...).
func (e *Expr) String() string { return string(e.append(nil, 0)) }

// String prints one fact.
func (f Fact) String() string { return string(f.append(nil)) }

// append writes e; within is how strongly its surroundings bind: Any, the
// weakest, wants no brackets round anything, All wants them round an or, Not
// round both. The zero Op, Is, stands for no surroundings.
func (e *Expr) append(b []byte, within Op) []byte {
	switch e.Op {
	case Is:
		return e.Fact.append(b)
	case Not:
		return e.Args[0].append(append(b, "not "...), Not)
	}
	if len(e.Args) == 0 {
		if e.Op == All {
			return append(b, "everyone"...)
		}
		return append(b, "nobody"...)
	}
	if len(e.Args) == 1 {
		return e.Args[0].append(b, within)
	}
	if e.Op == All {
		return e.appendAll(b, within == Not)
	}
	return e.appendAny(b, within == All || within == Not)
}

func (e *Expr) appendAll(b []byte, brackets bool) []byte {
	if brackets {
		b = append(b, '(')
	}
	for i, x := range e.Args {
		if i > 0 {
			b = append(b, " and "...)
		}
		b = x.append(b, All)
	}
	if brackets {
		b = append(b, ')')
	}
	return b
}

func (e *Expr) appendAny(b []byte, brackets bool) []byte {
	if run(e.Args) == len(e.Args) {
		brackets = false // one fact with any (...)
	}
	if brackets {
		b = append(b, '(')
	}
	for i, n := 0, 0; i < len(e.Args); i += n {
		if i > 0 {
			b = append(b, " or "...)
		}
		if n = run(e.Args[i:]); n > 1 {
			b = appendRun(b, e.Args[i:i+n])
		} else {
			b = e.Args[i].append(b, Any)
		}
	}
	if brackets {
		b = append(b, ')')
	}
	return b
}

// run counts how many of the first expressions can be one any (...): facts
// that have such a form and differ in their label only.
func run(xs []*Expr) int {
	if xs[0].Op != Is || !xs[0].Fact.listable() {
		return 1
	}
	like := xs[0].Fact
	n := 1
	for n < len(xs) && xs[n].Op == Is && xs[n].Fact.listable() {
		like.Label = xs[n].Fact.Label
		if xs[n].Fact != like {
			break
		}
		n++
	}
	return n
}

// listable reports whether the grammar has values for the fact.
func (f Fact) listable() bool {
	switch f.Kind {
	case Age, Gender, Language, Lookalike, Undisclosed, Other:
		return false
	case Place:
		return f.Area.Shape != Near
	}
	return !f.Kind.Held() || f.Label != ""
}

func appendRun(b []byte, xs []*Expr) []byte {
	f := xs[0].Fact
	b = f.appendHead(b)
	b = append(b, " any ("...)
	for i, x := range xs {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendQuoted(b, x.Fact.Label)
	}
	b = append(b, ')')
	return f.Area.append(b)
}

// appendHead writes what comes before the label.
func (f Fact) appendHead(b []byte) []byte {
	b = append(b, f.Kind.String()...)
	if f.Where != Anywhere {
		b = append(b, ' ')
		b = append(b, f.Where.String()...)
	}
	return b
}

func (f Fact) append(b []byte) []byte {
	b = f.appendHead(b)
	switch f.Kind {
	case Age:
		return f.appendAge(append(b, ' '))
	case Gender:
		return append(append(b, ' '), f.Label...)
	case Language:
		b = append(b, ' ')
		if plainTag(f.Label) {
			return append(b, f.Label...)
		}
		return appendQuoted(b, f.Label)
	case Place:
		if f.Area.Shape == Near {
			return f.appendNear(b)
		}
	case Undisclosed:
		b = append(append(b, ' '), f.Of...)
	}
	optional := f.Kind.Held() || f.Kind == Undisclosed
	if f.Label != "" || !optional {
		b = appendQuoted(append(b, ' '), f.Label)
	}
	if f.Percent != 0 {
		b = append(appendNumber(append(b, ' '), f.Percent), '%')
	}
	if f.In != "" {
		b = appendQuoted(append(b, " in "...), f.In)
	}
	return f.Area.append(b)
}

func (f Fact) appendAge(b []byte) []byte {
	if f.AgeUnknown {
		return append(b, "unknown"...)
	}
	if f.Lo > 0 || f.Hi == OpenAge {
		b = strconv.AppendUint(b, uint64(f.Lo), 10)
	}
	b = append(b, ".."...)
	if f.Hi != OpenAge {
		b = strconv.AppendUint(b, uint64(f.Hi), 10)
	}
	return b
}

func (f Fact) appendNear(b []byte) []byte {
	b = appendNumber(append(b, " near "...), f.Area.Lat)
	b = appendNumber(append(b, ','), f.Area.Lon)
	b = f.Area.appendRadius(append(b, ' '))
	if f.Label != "" {
		b = appendQuoted(append(b, ' '), f.Label)
	}
	return b
}

// append writes a circle round a named place.
func (a Area) append(b []byte) []byte {
	switch a.Shape {
	case Around:
		return a.appendRadius(append(b, " +"...))
	case Unstated:
		return append(b, " +?"...)
	}
	return b
}

func (a Area) appendRadius(b []byte) []byte {
	b = appendNumber(b, a.Radius)
	if a.Miles {
		return append(b, "mi"...)
	}
	return append(b, "km"...)
}

func appendNumber(b []byte, x float64) []byte { return strconv.AppendFloat(b, x, 'f', -1, 64) }

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		i := strings.IndexAny(s, `"\`)
		if i < 0 {
			return append(append(b, s...), '"')
		}
		b = append(append(b, s[:i]...), '\\', s[i])
		s = s[i+1:]
	}
}

func plainTag(s string) bool {
	for i := range len(s) {
		if !tagByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// Equal reports whether two expressions are the same tree: the same parts in
// the same order, labels spelled the same. For audiences that say the same in
// another order, compare their Canonical forms, or their keys (package key).
func Equal(a, b *Expr) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.Op != b.Op || len(a.Args) != len(b.Args) {
		return false
	}
	if a.Op == Is {
		return a.Fact == b.Fact
	}
	for i := range a.Args {
		if !Equal(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}
