package find

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/store"
)

// asked is what a term is resolved against.
type asked struct {
	store *store.Store
	small *tables.Tables
	how   string // the filter's how, which belongs to aims

	// topics are those of each text, one bit a code.
	topics func(context.Context) ([]uint32, error)
}

// meaning says what a term asks of an ad; no conditions are met by every ad.
type meaning func(ctx context.Context, q asked, t filter.Term) ([]engine.Condition, error)

// meanings are those of the keys of a filter: one for each row of Keys.
var meanings = map[string]meaning{
	"q":     saying,
	"topic": about,

	"advertiser": by(engine.Advertiser, func(q asked, t filter.Term) []int32 { return advertisersNamed(q.small, t.Value) }),
	"payer":      by(engine.Payer, func(q asked, t filter.Term) []int32 { return payersNamed(q.small, t.Value) }),
	"archive":    by(engine.Archive, func(q asked, t filter.Term) []int32 { return oneOf(q.small, t.Words) }),
	"country":    by(engine.Country, func(q asked, t filter.Term) []int32 { return listing(q.small, t.Words) }),
	"currency":   by(engine.Currency, func(q asked, t filter.Term) []int32 { return oneOf(q.small, t.Words) }),

	"from":  span(engine.Day, func(t filter.Term) (lo, hi int64) { return max(t.From, 0), math.MaxInt64 }),
	"to":    span(engine.Day, func(t filter.Term) (lo, hi int64) { return 0, t.To }),
	"month": span(engine.Day, func(t filter.Term) (lo, hi int64) { return max(t.From, 0), t.To }),
	"min":   span(engine.MoneyLo, func(t filter.Term) (lo, hi int64) { return t.Number, math.MaxInt64 }),
	"max":   span(engine.MoneyHi, func(t filter.Term) (lo, hi int64) { return 0, t.Number }),

	"text":     yesOrNo(func(_ asked, want bool) engine.Condition { return engine.Is(engine.HasText, oneIf(want)) }),
	"removed":  removed,
	"creative": creative,

	"includes": byBoxes(func(q asked, t filter.Term) []bool { return having(&q.small.Boxes, t, false) }),
	"excludes": byBoxes(func(q asked, t filter.Term) []bool { return having(&q.small.Boxes, t, true) }),
	"aims":     byBoxes(func(q asked, t filter.Term) []bool { return aimedAt(&q.small.Boxes, t.Expr, q.how) }),
	"how":      func(context.Context, asked, filter.Term) ([]engine.Condition, error) { return nil, nil }, // says how aims is read
	"size_max": byBox(func(t filter.Term) func(*tables.Box) bool {
		return func(b *tables.Box) bool { return b.SizeHi >= 0 && b.SizeHi <= t.Number }
	}),
	"narrow": byBox(func(t filter.Term) func(*tables.Box) bool {
		most := mostOf(t.Words)
		return func(b *tables.Box) bool { return b.SizeHi >= 0 && b.SizeHi < most }
	}),
	"criteria": byBox(func(t filter.Term) func(*tables.Box) bool {
		return func(b *tables.Box) bool { return int64(b.Criteria) >= t.From && int64(b.Criteria) <= t.To }
	}),
	"hidden": yesOrNo(func(q asked, want bool) engine.Condition {
		return inBoxes(q.small.Boxes.Where(func(_ int32, b *tables.Box) bool { return b.Hidden == want }))
	}),
	"box": by(engine.Box, func(q asked, t filter.Term) []int32 {
		if i, ok := q.small.Boxes.Find(t.Value); ok {
			return []int32{i}
		}
		return nil
	}),
}

// resolve decides what the words of a filter mean.
func (f *Finder) resolve(ctx context.Context, c *version, filter filter.Filter) ([]engine.Condition, error) {
	q := asked{store: f.store, small: c.small, how: filter.Value("how"), topics: func(ctx context.Context) ([]uint32, error) {
		return c.topics.Of(func() ([]uint32, error) { return f.topicsOfTexts(context.WithoutCancel(ctx)) })
	}}
	var out []engine.Condition
	for _, t := range filter.Terms {
		means, known := meanings[t.Key.Name]
		if !known {
			return nil, fmt.Errorf("nothing says what the filter's key %s means", t.Key.Name)
		}
		name := t.Key.Name + "=" + t.Value
		if t.Key.Name == "aims" {
			name += " how=" + q.how
		}
		conditions, err := c.terms.Of(name, func() ([]engine.Condition, int, error) {
			conditions, err := means(context.WithoutCancel(ctx), q, t)
			bytes := len(name)
			for _, x := range conditions {
				bytes += 200 + 4*len(x.Values)
			}
			return conditions, bytes, err
		})
		if err != nil {
			return nil, fmt.Errorf("%s=%s: %w", t.Key.Name, t.Value, err)
		}
		out = append(out, conditions...)
	}
	return out, nil
}

// by is the meaning of terms that name values of a property.
func by(p engine.Property, values func(asked, filter.Term) []int32) meaning {
	return func(_ context.Context, q asked, t filter.Term) ([]engine.Condition, error) {
		return []engine.Condition{engine.In(p, values(q, t))}, nil
	}
}

// span is the meaning of terms that bound a property.
func span(p engine.Property, bounds func(filter.Term) (lo, hi int64)) meaning {
	return func(_ context.Context, _ asked, t filter.Term) ([]engine.Condition, error) {
		lo, hi := bounds(t)
		return []engine.Condition{engine.Between(p, lo, hi)}, nil
	}
}

// byBoxes is the meaning of terms about boxes.
func byBoxes(accepted func(asked, filter.Term) []bool) meaning {
	return func(_ context.Context, q asked, t filter.Term) ([]engine.Condition, error) {
		return []engine.Condition{inBoxes(accepted(q, t))}, nil
	}
}

// byBox is that of terms which look at each box by itself.
func byBox(accepts func(filter.Term) func(*tables.Box) bool) meaning {
	return byBoxes(func(q asked, t filter.Term) []bool {
		ok := accepts(t)
		return q.small.Boxes.Where(func(_ int32, b *tables.Box) bool { return ok(b) })
	})
}

// yesOrNo is that of terms which ask whether something is so; asked for both it
// is every ad.
func yesOrNo(condition func(q asked, want bool) engine.Condition) meaning {
	return func(_ context.Context, q asked, t filter.Term) ([]engine.Condition, error) {
		yes, no := slices.Contains(t.Words, "yes"), slices.Contains(t.Words, "no")
		if yes && no {
			return nil, nil
		}
		return []engine.Condition{condition(q, yes)}, nil
	}
}

// inBoxes is the condition that an ad aims at one of some boxes.
func inBoxes(yes []bool) engine.Condition {
	var list []int32
	for i, ok := range yes {
		if ok {
			list = append(list, int32(i))
		}
	}
	return engine.In(engine.Box, list)
}

func removed(_ context.Context, _ asked, t filter.Term) ([]engine.Condition, error) {
	var any [][]engine.Condition
	for word, p := range map[string]engine.Property{"gone": engine.IsGone, "changed": engine.HasChanged} {
		if slices.Contains(t.Words, word) {
			any = append(any, []engine.Condition{engine.Is(p, 1)})
		}
	}
	if len(any) == 1 {
		return any[0], nil
	}
	slices.SortFunc(any, func(a, b []engine.Condition) int { return int(a[0].Property) - int(b[0].Property) })
	return []engine.Condition{{Any: any}}, nil
}

func creative(_ context.Context, _ asked, t filter.Term) ([]engine.Condition, error) {
	return []engine.Condition{{Property: engine.OfCreative, Word: t.Value}}, nil
}

func oneIf(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}

// mostOf is the largest of some numbers, as words.
func mostOf(words []string) (most int64) {
	for _, w := range words {
		n, _ := strconv.ParseInt(w, 10, 64) // of the words in the key's row
		most = max(most, n)
	}
	return most
}

// oneOf are the codes of some words.
func oneOf(small *tables.Tables, values []string) []int32 {
	return small.Words.Where(func(w string) bool { return slices.Contains(values, w) })
}

// listing are the codes of words in whose list one of some values is: an ad that
// ran in several countries ran in each.
func listing(small *tables.Tables, values []string) []int32 {
	return small.Words.Where(func(w string) bool {
		return slices.ContainsFunc(strings.Split(w, ","), func(one string) bool { return slices.Contains(values, one) })
	})
}

// advertisersNamed are the advertisers that a value means: by an exact id, or by
// a name that holds every given word.
func advertisersNamed(small *tables.Tables, value string) []int32 {
	var out []int32
	wanted := strings.Fields(key.Label(value))
	for num, a := range small.Advertisers {
		if a.ID != "" && (a.ID == value || holds(a.Folded, wanted)) {
			out = append(out, int32(num))
		}
	}
	return out
}

// payersNamed are the payers whose name holds every given word; none means the
// payer that is not disclosed.
func payersNamed(small *tables.Tables, value string) []int32 {
	if value == "none" {
		return []int32{0}
	}
	var out []int32
	wanted := strings.Fields(key.Label(value))
	for num, a := range small.Payers {
		if num > 0 && holds(a.Folded, wanted) {
			out = append(out, int32(num))
		}
	}
	return out
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

// having says of every box whether it asks for, or shuts out, what a value
// means: any criterion, one of a kind, or exactly the one given, compared after
// folding its label.
func having(b *tables.Boxes, t filter.Term, excluded bool) []bool {
	yes := make([]bool, b.MostCriteria())
	for i := range uint32(b.Facts()) {
		f := b.Fact(reach.CriterionOf(i, false))
		is := t.Value == "any" || t.Expr == nil && f.Kind.String() == t.Value
		if t.Expr != nil {
			for y := range t.Expr.Facts() {
				is = is || y == f || y.Kind == f.Kind && f.Label != "" && y.Label != "" && withLabel(y, f.Label) == f && key.Label(y.Label) == key.Label(f.Label)
			}
		}
		yes[reach.CriterionOf(i, excluded)] = is
	}
	return b.With(yes)
}

func withLabel(f audience.Fact, label string) audience.Fact {
	f.Label = label
	return f
}

// aimedAt says of every box whether an expression meets it as a decision word
// says: it overlaps, or accepts or may accept the person described.
func aimedAt(b *tables.Boxes, e *audience.Expr, how string) []bool {
	if how == "" || how == "overlaps" {
		return b.Overlapping(e)
	}
	person, err := audience.PersonOf(key.Fold(e))
	if err != nil { // the filter's parser has refused it
		return make([]bool, len(b.List))
	}
	return b.Accepting(&person, how == "may")
}
