package find

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
)

// set is a set of positions.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(p int32) { s[p>>6] |= 1 << (uint(p) & 63) }

func (s set) and(t set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// list gives the positions in rising order.
func (s set) list() []int32 {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	out := make([]int32, 0, n)
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, int32(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return out
}

// each hands over the positions in rising order until yield says false.
func (s set) each(yield func(p int32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(int32(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// selection gives the set of positions that a filter asks for; nil is all.
func (f *Finder) selection(ctx context.Context, c *columns, filter Filter) (set, error) {
	var out set
	for _, t := range filter.Terms {
		s, err := f.term(ctx, c, filter, t)
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %w", t.Key, t.Value, err)
		}
		switch {
		case s == nil:
		case out == nil:
			out = s
		default:
			out.and(s)
		}
	}
	return out, nil
}

// term gives the positions of one condition; nil is all.
func (f *Finder) term(ctx context.Context, c *columns, filter Filter, t Term) (set, error) {
	switch t.Key {
	case "q":
		return f.matchText(ctx, c, t.Value)
	case "advertiser":
		return c.where(c.advertiserIs(t.Value)), nil
	case "payer":
		return c.where(c.payerIs(t.Value)), nil
	case "archive":
		return c.where(c.oneOf(c.archive, t.alternatives)), nil
	case "country":
		return c.where(c.countryIs(t.alternatives)), nil
	case "currency":
		return c.where(c.oneOf(c.currency, t.alternatives)), nil
	case "from":
		d := day(t.day)
		return c.where(func(p int) bool { return c.start[p] >= d }), nil
	case "to":
		d := day(t.day)
		return c.where(func(p int) bool { return c.start[p] >= 0 && c.start[p] <= d }), nil
	case "includes", "excludes":
		return c.whereBox(c.boxHas(t, t.Key == "excludes")), nil
	case "aims":
		return c.aimed(t.expr, filter.Value("how")), nil
	case "min":
		return c.where(func(p int) bool { return c.moneyLo[p] >= t.number }), nil
	case "max":
		return c.where(func(p int) bool { return c.moneyHi[p] >= 0 && !c.moneyOpen[p] && c.moneyHi[p] <= t.number }), nil
	case "size_max":
		return c.whereBox(func(b *box) bool { return b.sizeHi >= 0 && b.sizeHi <= t.number }), nil
	case "narrow":
		var most int64
		for _, v := range t.alternatives {
			n, _ := strconv.ParseInt(v, 10, 64) // one of three numbers
			most = max(most, n)
		}
		return c.whereBox(func(b *box) bool { return b.sizeHi >= 0 && b.sizeHi < most }), nil
	case "criteria":
		return c.whereBox(func(b *box) bool { return b.criteria >= t.lo && b.criteria <= t.hi }), nil
	case "hidden":
		want := t.alternatives[0] == "yes"
		if len(t.alternatives) > 1 {
			return nil, nil
		}
		return c.whereBox(func(b *box) bool { return b.hidden == want }), nil
	case "box":
		i, ok := c.boxOf[t.Value]
		return c.where(func(p int) bool { return ok && c.box[p] == i }), nil
	case "text":
		want := t.alternatives[0] == "yes"
		if len(t.alternatives) > 1 {
			return nil, nil
		}
		return c.where(func(p int) bool { return (c.text[p] >= 0) == want }), nil
	case "removed":
		return f.removedSet(ctx, c, t.alternatives)
	}
	return nil, nil
}

func day(t time.Time) int32 { return int32(t.Unix() / 86400) }

func (c *columns) where(ok func(p int) bool) set {
	s := newSet(len(c.num))
	for p := range c.num {
		if ok(p) {
			s[p>>6] |= 1 << (p & 63)
		}
	}
	return s
}

// whereBox asks every box once, then every ad for its box.
func (c *columns) whereBox(ok func(b *box) bool) set {
	yes := make([]uint8, len(c.boxes))
	for i := range c.boxes {
		if ok(&c.boxes[i]) {
			yes[i] = 1
		}
	}
	s := newSet(len(c.num))
	for i := range s { // 64 ads at a time, without a branch an ad
		var w uint64
		for j, b := range c.box[i<<6 : min(i<<6+64, len(c.box))] {
			w |= uint64(yes[b]) << j
		}
		s[i] = w
	}
	return s
}

func (c *columns) oneOf(column []uint16, values []string) func(p int) bool {
	var codes []uint16
	for _, v := range values {
		if code, ok := c.words.code[v]; ok {
			codes = append(codes, code)
		}
	}
	return func(p int) bool { return slices.Contains(codes, column[p]) }
}

// countryIs accepts an ad that ran in one of the countries, among others.
func (c *columns) countryIs(values []string) func(p int) bool {
	yes := make([]bool, len(c.words.list))
	for code, w := range c.words.list {
		for _, one := range strings.Split(w, ",") {
			yes[code] = yes[code] || slices.Contains(values, one)
		}
	}
	return func(p int) bool { return yes[c.country[p]] }
}

// advertiserIs accepts an exact id, or a name that holds every given word.
func (c *columns) advertiserIs(value string) func(p int) bool {
	yes := c.advertisersNamed(value)
	return func(p int) bool { return yes[c.advertiser[p]] }
}

// advertisersNamed says of each advertiser, by num, whether a value means it.
func (c *columns) advertisersNamed(value string) []bool {
	yes := make([]bool, len(c.advertisers))
	wanted := strings.Fields(fold(value))
	for num, a := range c.advertisers {
		yes[num] = a.id != "" && (a.id == value || holds(a.folded, wanted))
	}
	return yes
}

func (c *columns) payerIs(value string) func(p int) bool {
	if value == "none" {
		return func(p int) bool { return c.payer[p] == 0 }
	}
	yes := make([]bool, len(c.payers))
	wanted := strings.Fields(fold(value))
	for num, a := range c.payers {
		yes[num] = num > 0 && holds(a.folded, wanted)
	}
	return func(p int) bool { return yes[c.payer[p]] }
}

func holds(folded string, wanted []string) bool {
	have := strings.Fields(folded)
	for _, w := range wanted {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return len(wanted) > 0
}

// boxHas accepts a box that has (or shuts out) a fact: any, one of a kind, or
// exactly the one given, compared after folding its label.
func (c *columns) boxHas(t Term, excluded bool) func(*box) bool {
	yes := make([]bool, len(c.facts))
	for i, x := range c.facts {
		if x.excluded != excluded {
			continue
		}
		switch {
		case t.Value == "any", t.expr == nil && x.kind == t.Value:
			yes[i] = true
		case t.expr != nil:
			for y := range t.expr.Facts() {
				if y.Kind.String() != x.kind {
					continue
				}
				yes[i] = yes[i] || audience.Of(y).String() == x.written ||
					x.label != "" && y.Label != "" && fold(y.Label) == x.folded && audience.Of(withLabel(y, x.label)).String() == x.written
			}
		}
	}
	return func(b *box) bool {
		return slices.ContainsFunc(b.facts, func(i int32) bool { return yes[i] })
	}
}

func withLabel(f audience.Fact, label string) audience.Fact {
	f.Label = label
	return f
}

// aimed gives the ads whose box answers yes to aims; the answers of boxes are
// kept, as they take longest.
func (c *columns) aimed(e *audience.Expr, how string) set {
	key := how + " " + e.String()
	yes, ok := c.verdicts.get(key)
	if !ok {
		ask := aimsAt(e, how)
		yes = make([]bool, len(c.boxes))
		for i := range c.boxes {
			yes[i] = ask(&c.boxes[i])
		}
		c.verdicts.put(key, yes, len(yes))
	}
	return c.where(func(p int) bool { return yes[c.box[p]] })
}

// aimsAt reads an expression against boxes as decision words say: overlaps,
// or as a person whom the box accepts or may accept.
func aimsAt(e *audience.Expr, how string) func(*box) bool {
	e = key.Fold(e)
	if how == "" || how == "overlaps" {
		return func(b *box) bool {
			verdict, _ := audience.Overlap(b.folded, e, world)
			return verdict != audience.Disjoint
		}
	}
	person, err := audience.PersonOf(e)
	if err != nil { // ParseFilter has refused it
		return func(*box) bool { return false }
	}
	return func(b *box) bool {
		a := audience.Eval(b.folded, &person, world)
		return a == audience.Yes || how == "may" && a == audience.Unknown
	}
}

func errNotFound(what, id string) error {
	return fmt.Errorf("%w: no %s %q in this store", contrechamp.ErrNotFound, what, id)
}
