package find

import (
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/store"
)

// People gives a Finder the population table of its store, nil if it has none.
type People func(context.Context, *store.Store) (*population.Table, error)

// WithPeople lets answers tell how many people a box holds step by step, and
// whom an advertiser's boxes leave out.
func (f *Finder) WithPeople(load People) *Finder {
	f.people = load
	return f
}

// table of people, loaded once a state of the store.
func (f *Finder) peopleTable(ctx context.Context, c *version) (*population.Table, error) {
	if f.people == nil {
		return nil, nil
	}
	return c.people.Of(func() (*population.Table, error) { return f.people(context.WithoutCancel(ctx), f.store) })
}

// Step is a row of the staircase: the size after one more condition.
type Step struct {
	Condition string              `json:"condition"` // in the language of the box
	Size      contrechamp.Range   `json:"size"`
	Why       []population.Reason `json:"why,omitempty"`

	Audience *audience.Expr `json:"-"` // the condition
}

// Measure is a box's size with what it rests on.
type Measure struct {
	Steps   []Step   `json:"steps"`
	Of      int64    `json:"of,omitempty"` // people of the countries it reaches
	Years   []int    `json:"years,omitempty"`
	Sources []string `json:"sources,omitempty"`
	NoTable []string `json:"no_table,omitempty"` // countries without a population table
}

// measure sizes a box, as spelled, step by step; nil without a population table.
func (f *Finder) measure(ctx context.Context, c *version, e *audience.Expr) (*Measure, error) {
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil {
		return nil, err
	}
	size := t.Size(e)
	m := &Measure{Steps: []Step{}, Of: size.Of, Years: size.Years, NoTable: size.NoTable}
	for _, country := range size.Countries {
		if src, ok := t.SourceOf(country); ok && !slices.Contains(m.Sources, src.Name) {
			m.Sources = append(m.Sources, src.Name)
		}
	}
	for _, s := range t.Steps(e) {
		step := Step{Condition: s.Condition.String(), Audience: s.Condition, Why: s.Added}
		if s.Size.Known {
			step.Size = contrechamp.Between(s.Size.Lo, s.Size.Hi)
		}
		m.Steps = append(m.Steps, step)
	}
	return m, nil
}
