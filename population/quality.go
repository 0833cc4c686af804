package population

import (
	"fmt"
	"math"
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
}

// Add takes in an ad: its box, its size, the platform's estimate.
func (q *Quality) Add(t *Table, e *audience.Expr, s Size, estimate contrechamp.Range) {
	q.Ads++
	smaller, excludes, uncounted := t.uncounted(e)
	switch {
	case !estimate.Stated:
		q.NoEstimate++
	case !s.Known:
		q.NoTable++
	case smaller:
		q.Smaller++
	case excludes:
		q.Excludes++
	case uncounted:
		q.Uncounted++
	default:
		q.Compared++
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
		case estimate.Lo > s.Hi:
			q.Above++
		default:
			q.Overlap++
		}
	}
}

// uncounted says what in an audience keeps its size from being compared: places
// smaller than regions and circles that it reaches, those that it shuts out,
// other facts. (A district may be counted exactly, but what platforms pin under
// its name is not its border.)
func (t *Table) uncounted(e *audience.Expr) (smaller, excludes, other bool) {
	for f, excluded := range e.Facts() {
		open := false
		switch {
		case f.Kind == audience.Age && !f.AgeUnknown, f.Kind == audience.Gender && (f.Label == "female" || f.Label == "male"):
			continue
		case f.Kind == audience.Place:
			at, _ := place.Lookup(f.Label)
			open = t.stand(&f).why != "" || at.Kind != place.KindCountry && at.Kind != place.KindRegion
		case f.Kind == audience.Undisclosed && (f.Of == "place" || f.Of == "zip"):
			open = true
		default:
			other = true
			continue
		}
		smaller = smaller || open && !excluded
		excludes = excludes || open && excluded
	}
	return smaller, excludes, other
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
	if q.Compared > 0 {
		fmt.Fprintf(&b, "overlap %.1f %% of those compared\n", 100*float64(q.Overlap)/float64(q.Compared))
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
