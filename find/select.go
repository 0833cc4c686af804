package find

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/reach"
)

// selection gives the set of positions that a filter asks for; nil is all. It
// may be shared and must not be changed.
func (f *Finder) selection(ctx context.Context, c *columns, filter filter.Filter) (set, error) {
	var out set
	q := asked{ctx: ctx, finder: f, columns: c, how: filter.Value("how")}
	for _, t := range filter.Terms {
		key := t.Key.Name + "=" + t.Value
		if t.Key.Name == "aims" {
			key += " how=" + q.how
		}
		s, ok := c.terms.get(key)
		if !ok {
			pick, known := pickers[t.Key.Name]
			if !known {
				return nil, fmt.Errorf("no picker for the filter's key %s", t.Key.Name)
			}
			var err error
			if s, err = pick(q, t); err != nil {
				return nil, fmt.Errorf("%s=%s: %w", t.Key.Name, t.Value, err)
			}
			c.terms.put(key, s, 8*len(s)+len(key))
		}
		switch {
		case s == nil:
		case out == nil:
			out = s
		default:
			out = out.and(s)
		}
	}
	return out, nil
}

// beganFrom gives the ads that began on a day or later, none of those without one.
func (c *columns) beganFrom(day int64) set {
	return span(len(c.num), 0, min(c.begun(int32(day)), c.begun(0)))
}

// beganUntil gives the ads that began on a day or before it, none
// of those without a day.
func (c *columns) beganUntil(day int64) set {
	return span(len(c.num), c.begun(int32(day)+1), c.begun(0))
}

// mostOf is the largest of some numbers, as words.
func mostOf(words []string) (most int64) {
	for _, w := range words {
		n, _ := strconv.ParseInt(w, 10, 64) // of the words in the key's row
		most = max(most, n)
	}
	return most
}

// begun is how many ads began on a day since 1970 or later: they stand in
// front, ads without a day behind all others.
func (c *columns) begun(day int32) int {
	return sort.Search(len(c.start), func(p int) bool { return c.start[p] < day })
}

func (c *columns) where(ok func(p int) bool) set {
	s := newSet(len(c.num))
	for i := range s { // 64 ads at a time, without a branch an ad
		var w uint64
		for p := i << 6; p < min(i<<6+64, len(c.num)); p++ {
			w |= bit(ok(p)) << (p & 63)
		}
		s[i] = w
	}
	return s
}

// whereIn gives the ads whose value in a column is one of those that yes holds.
func whereIn[T uint16 | int32](column []T, yes []bool) set {
	s := newSet(len(column))
	for i := range s {
		var w uint64
		for j, x := range column[i<<6 : min(i<<6+64, len(column))] {
			w |= bit(yes[x]) << j
		}
		s[i] = w
	}
	return s
}

func bit(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}

// whereBox asks every box once, then every ad for its box.
func (c *columns) whereBox(ok func(b *box) bool) set {
	return whereIn(c.box, c.boxes.where(func(_ int32, b *box) bool { return ok(b) }))
}

// wordsAre says of each word, by code, whether it is one of some values.
func (c *columns) wordsAre(values []string) []bool {
	yes := make([]bool, len(c.words.list))
	for code, w := range c.words.list {
		yes[code] = slices.Contains(values, w)
	}
	return yes
}

// wordsList says of each word whether one of some values is in its list: an
// ad that ran in several countries ran in each.
func (c *columns) wordsList(values []string) []bool {
	yes := make([]bool, len(c.words.list))
	for code, w := range c.words.list {
		yes[code] = slices.ContainsFunc(strings.Split(w, ","), func(one string) bool { return slices.Contains(values, one) })
	}
	return yes
}

// advertisersNamed says of each advertiser, by num, whether a value means it:
// an exact id, or a name that holds every given word.
func (c *columns) advertisersNamed(value string) []bool {
	yes := make([]bool, len(c.advertisers))
	wanted := strings.Fields(fold(value))
	for num, a := range c.advertisers {
		yes[num] = a.id != "" && (a.id == value || holds(a.folded, wanted))
	}
	return yes
}

// payersNamed says of each payer, by num, whether its name holds every given
// word; none means the payer that is not disclosed.
func (c *columns) payersNamed(value string) []bool {
	yes := make([]bool, len(c.payers))
	wanted := strings.Fields(fold(value))
	for num, a := range c.payers {
		yes[num] = num > 0 && holds(a.folded, wanted)
	}
	if value == "none" {
		clear(yes)
		yes[0] = true
	}
	return yes
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

// named says of each criterion whether a value means it: any, one of a kind, or
// exactly the one given, compared after folding its label.
func (b *boxes) named(t filter.Term, excluded bool) []bool {
	yes := make([]bool, b.mostCriteria())
	for i := range uint32(b.trees.Facts()) {
		f := b.trees.Fact(i)
		is := t.Value == "any" || t.Expr == nil && f.Kind.String() == t.Value
		if t.Expr != nil {
			for y := range t.Expr.Facts() {
				is = is || y == f || y.Kind == f.Kind && f.Label != "" && y.Label != "" && withLabel(y, f.Label) == f && fold(y.Label) == fold(f.Label)
			}
		}
		yes[reach.CriterionOf(i, excluded)] = is
	}
	return yes
}

func withLabel(f audience.Fact, label string) audience.Fact {
	f.Label = label
	return f
}

// aimedAt says of every box whether an expression meets it as a decision word
// says: it overlaps, or accepts or may accept the person described.
func (b *boxes) aimedAt(e *audience.Expr, how string) []bool {
	if how == "" || how == "overlaps" {
		return b.overlapping(e)
	}
	person, err := audience.PersonOf(key.Fold(e))
	if err != nil { // the filter's parser has refused it
		return make([]bool, len(b.list))
	}
	return b.accepting(&person, how == "may")
}

// Numbers are the store's numbers (ad.num) of the ads that a filter asks for,
// nil for all: what an export of them is narrowed to.
func (f *Finder) Numbers(ctx context.Context, filter filter.Filter) ([]int32, error) {
	c, sel, err := f.selected(ctx, filter)
	if err != nil || sel == nil {
		return nil, err
	}
	nums := make([]int32, 0, c.count(sel))
	sel.each(func(p int32) bool {
		nums = append(nums, c.num[p])
		return true
	})
	return nums, nil
}

func (f *Finder) selected(ctx context.Context, filter filter.Filter) (*columns, set, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, nil, err
	}
	sel, err := f.selection(ctx, c, filter)
	return c, sel, err
}

func (c *columns) count(sel set) int {
	if sel == nil {
		return len(c.num)
	}
	return sel.len()
}
