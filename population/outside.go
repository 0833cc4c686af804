package population

import (
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// namedCountries are the countries that an expression names.
type namedCountries struct {
	blocks   []*block
	untabled []string // without a table, or counted only in part
}

func (t *Table) countriesOf(e *audience.Expr) *namedCountries {
	m := &namedCountries{}
	seen := map[string]bool{}
	var walk func(*audience.Expr)
	walk = func(x *audience.Expr) {
		if x.Op == audience.Is && placed(&x.Fact) {
			g := t.stand(&x.Fact)
			switch c := g.country; {
			case c == "" || seen[c]:
			case g.block == nil:
				seen[c] = true
				m.untabled = append(m.untabled, c)
			default:
				seen[c] = true
				m.blocks = append(m.blocks, g.block)
				if !g.block.complete {
					m.untabled = append(m.untabled, c)
				}
			}
		}
		for _, y := range x.Args {
			walk(y)
		}
	}
	walk(e)
	slices.Sort(m.untabled)
	slices.SortFunc(m.blocks, func(a, b *block) int { return strings.Compare(a.country, b.country) })
	return m
}

// within answers placed facts for somebody in a country of whom nothing else is
// known: outside the counted regions, if some are counted.
func (m *namedCountries) within(t *Table, country string) func(*audience.Fact) audienceAnswer {
	return func(f *audience.Fact) audienceAnswer {
		g := t.stand(f)
		if g.country != country {
			return no
		}
		if g.block != nil && len(g.may) > 0 && f.Area.Shape == audience.NoArea {
			return no // a counted region
		}
		if path, _ := place.Canonical(f.Label); path == country && f.Kind == audience.Place && f.Area.Shape == audience.NoArea && f.Where < audience.Recently {
			return yes
		}
		return unknown
	}
}

// outside evaluates for people whom no block counts: at answers placed facts,
// everything else about them is unknown.
func (t *Table) outside(e *audience.Expr, at func(*audience.Fact) audienceAnswer) audienceAnswer {
	switch e.Op {
	case audience.Is:
		f := &e.Fact
		switch {
		case !placed(f):
			return unknown
		case t.stand(f).country == "":
			return unknown // a point, or a place that the table does not know
		}
		return at(f)
	case audience.Not:
		return yes - t.outside(e.Args[0], at)
	case audience.All:
		least := yes
		for _, x := range e.Args {
			least = min(least, t.outside(x, at))
		}
		return least
	}
	most := no
	for _, x := range e.Args {
		most = max(most, t.outside(x, at))
	}
	return most
}
