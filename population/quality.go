package population

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	contrechamp "github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// Quality compares sizes with a platform's own estimates: how often the two
// intervals meet, and why the other ads cannot be compared. It is a figure about
// both: a platform counts accounts in a box that may be narrower than what it
// publishes.
type Quality struct {
	Ads int `json:"ads"`

	// Compared are the ads whose box is made of counted countries and first-level
	// regions, ages and genders alone, and that have an estimate.
	Compared int `json:"compared"`
	Overlap  int `json:"overlap"`       // the intervals meet
	Below    int `json:"below"`         // the estimate lies below: the published box is not the whole box, or not everybody is on the platform
	FarBelow int `json:"below_a_fifth"` // of these, below a fifth
	Above    int `json:"above"`         // the estimate lies above

	// The others, each by its first reason in this order.
	NoEstimate int `json:"no_estimate"`       // the platform states none
	NoTable    int `json:"no_table"`          // a country without a table, or no place at all
	Smaller    int `json:"smaller_or_hidden"` // reaches something smaller than a region, hidden, or a circle
	Excludes   int `json:"excludes_smaller"`  // shuts out such places
	Uncounted  int `json:"uncounted"`         // other facts that no table counts

	// Bounded are those compared whose estimate has an upper bound, and of these
	// those that overlap: an estimate without one meets nearly every box.
	Bounded        int `json:"compared_bounded"`
	BoundedOverlap int `json:"overlap_bounded"`

	// Passed are the ads, of any class, that reached more accounts than the
	// estimate's upper bound: there the platform's own two figures disagree.
	Passed int `json:"reached_more_than_estimated"`

	// Causes say of the classes what they are made of. Those of an overlap and of
	// what lies below share their ads out; of those not compared an ad counts with
	// everything that it has.
	Causes []Cause `json:"causes"`

	made map[*audience.Expr]made // of boxes: many ads share one
}

// made is what keeps a box from being compared: what it reaches, what it shuts
// out, other facts.
type made struct{ in, out, other []string }

// Cause is how many ads of a class have something that explains it.
type Cause struct {
	Class string `json:"class"` // as in Counts: overlap, below, smaller, excludes, uncounted
	What  string `json:"what"`  // a key of Causes
	Ads   int    `json:"ads"`
}

// What causes can be, in the order in which they are told: of an overlap, whether
// the estimate has an upper bound; of an estimate below, its part of the box's
// lower bound; of the others, what the box names.
var causes = []string{"open", "bounded",
	"from-half", "from-fifth", "from-twentieth", "from-hundredth", "less",
	"zip", "city", "hood", "county", "electoral", "metro", "hidden-place", "hidden-zip", "circle", "visitors", "unnamed", "no-region"}

// bands are the parts of the lower bound that an estimate below it may reach.
var bands = []struct {
	least float64
	what  string
}{{.5, "from-half"}, {.2, "from-fifth"}, {.05, "from-twentieth"}, {.01, "from-hundredth"}, {0, "less"}}

func (q *Quality) because(class string, what ...string) {
	for i, w := range what {
		if slices.Contains(what[:i], w) {
			continue
		}
		at := slices.IndexFunc(q.Causes, func(c Cause) bool { return c.Class == class && c.What == w })
		if at < 0 {
			at = len(q.Causes)
			q.Causes = append(q.Causes, Cause{Class: class, What: w})
		}
		q.Causes[at].Ads++
	}
}

// Add takes in an ad: its box, its size, the platform's estimate, and how many
// accounts the platform says it reached, if it does.
func (q *Quality) Add(t *Table, e *audience.Expr, s Size, estimate, reached contrechamp.Range) {
	q.Ads++
	if estimate.Stated && !estimate.Open && reached.Stated && reached.Lo > estimate.Hi {
		q.Passed++
	}
	of, ok := q.made[e]
	if !ok {
		of = t.uncounted(e)
		if q.made == nil {
			q.made = map[*audience.Expr]made{}
		}
		q.made[e] = of
	}
	switch {
	case !estimate.Stated:
		q.NoEstimate++
	case !s.Known:
		q.NoTable++
	case len(of.in) > 0:
		q.Smaller++
		q.because("smaller", of.in...)
	case len(of.out) > 0:
		q.Excludes++
		q.because("excludes", of.out...)
	case len(of.other) > 0:
		q.Uncounted++
		q.because("uncounted", of.other...)
	default:
		q.Compared++
		if !estimate.Open {
			q.Bounded++
		}
		top := estimate.Hi
		if estimate.Open {
			top = math.MaxInt64
		}
		switch {
		case top < s.Lo:
			q.Below++
			if top < s.Lo/5 {
				q.FarBelow++
			}
			for _, b := range bands {
				if float64(top) >= b.least*float64(s.Lo) {
					q.because("below", b.what)
					break
				}
			}
		case estimate.Lo > s.Hi:
			q.Above++
		case estimate.Open:
			q.Overlap++
			q.because("overlap", "open")
		default:
			q.Overlap++
			q.BoundedOverlap++
			q.because("overlap", "bounded")
		}
	}
}

// uncounted says what in an audience keeps its size from being compared: places
// smaller than regions and circles that it reaches, those that it shuts out,
// other facts. (A district may be counted exactly, but what platforms pin under
// its name is not its border.)
func (t *Table) uncounted(e *audience.Expr) (m made) {
	for f, excluded := range e.Facts() {
		what := ""
		switch {
		case f.Kind == audience.Age && !f.AgeUnknown, f.Kind == audience.Gender && (f.Label == "female" || f.Label == "male"):
			continue
		case f.Kind == audience.Place:
			what = t.smallness(&f)
		case f.Kind == audience.Undisclosed && (f.Of == "place" || f.Of == "zip"):
			what = "hidden-" + f.Of
		case f.Kind == audience.Undisclosed:
			m.other = append(m.other, f.Of)
			continue
		default:
			m.other = append(m.other, f.Kind.String())
			continue
		}
		switch {
		case what == "":
		case excluded:
			m.out = append(m.out, what)
		default:
			m.in = append(m.in, what)
		}
	}
	return m
}

// smallness says what a place is that is no counted country or region, "" of
// those that are.
func (t *Table) smallness(f *audience.Fact) string {
	at, _ := place.Lookup(f.Label)
	typ, _ := segmentTyped(f.Label)
	switch {
	case f.Area.Shape != audience.NoArea:
		return "circle"
	case f.Where == audience.Recently || f.Where == audience.Travels:
		return "visitors"
	case typ != "" && slices.Contains(causes, typ):
		return typ
	case at.Kind == place.KindCity || strings.Count(f.Label, "/") > 1:
		return "city"
	case t.stand(f).why == ReasonNotJoined:
		return "unnamed"
	case t.stand(f).why != "" || at.Kind != place.KindCountry && at.Kind != place.KindRegion:
		return "no-region"
	}
	return ""
}

// String is the figure as a small table, for golden files and the command line.
func (q Quality) String() string {
	var b strings.Builder
	line := func(name string, n int) { fmt.Fprintf(&b, "%-34s %6d\n", name, n) }
	line("ads", q.Ads)
	line("compared", q.Compared)
	line("  intervals overlap", q.Overlap)
	line("  estimate below", q.Below)
	line("    below a fifth", q.FarBelow)
	line("  estimate above", q.Above)
	line("not compared: no estimate", q.NoEstimate)
	line("not compared: no table", q.NoTable)
	line("not compared: smaller or hidden", q.Smaller)
	line("not compared: excludes smaller", q.Excludes)
	line("not compared: other facts", q.Uncounted)
	line("reached more than estimated", q.Passed)
	for _, c := range q.Sorted() {
		line(c.Class+": "+c.What, c.Ads)
	}
	if q.Compared > 0 {
		fmt.Fprintf(&b, "overlap %.1f %% of those compared, %d of %d whose estimate has an upper bound\n", 100*float64(q.Overlap)/float64(q.Compared), q.BoundedOverlap, q.Bounded)
	}
	return b.String()
}

// Count is a line of the figure.
type Count struct {
	Name string // compared, overlap, below, far, above, no-estimate, no-table, smaller, excludes, uncounted
	Ads  int
}

// Counts are the lines of the figure, those compared first, then why the others
// are not.
func (q Quality) Counts() []Count {
	return []Count{{"compared", q.Compared}, {"overlap", q.Overlap}, {"below", q.Below}, {"far", q.FarBelow}, {"above", q.Above},
		{"no-estimate", q.NoEstimate}, {"no-table", q.NoTable}, {"smaller", q.Smaller}, {"excludes", q.Excludes}, {"uncounted", q.Uncounted}}
}

// Sorted are the causes by class as in Counts, then in the order in which they
// are told, most ads first of those that are only names of kinds.
func (q Quality) Sorted() []Cause {
	classes := []string{"overlap", "below", "smaller", "excludes", "uncounted"}
	out := slices.Clone(q.Causes)
	rank := func(list []string, x string) int {
		if i := slices.Index(list, x); i >= 0 {
			return i
		}
		return len(list)
	}
	slices.SortStableFunc(out, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(rank(classes, a.Class), rank(classes, b.Class)), cmp.Compare(rank(causes, a.What), rank(causes, b.What)),
			cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.What, b.What))
	})
	return out
}
