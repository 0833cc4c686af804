package ira

import (
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// OtherReading is how else a marked audience can be understood: sections that
// stand free beside one another, joined by or where Read joins them by and.
// Whether the platform of 2015 to 2017 meant "all of these" or "any of these"
// is from memory, not from a document. It returns false for other marks.
func OtherReading(e *audience.Expr, marks []string) (*audience.Expr, bool) {
	if !slices.Contains(marks, StandingFree) || e.Op != audience.All {
		return nil, false
	}
	var sections, rest []*audience.Expr
	at := -1
	for _, x := range e.Args {
		if !iraSection(x) {
			rest = append(rest, x)
			continue
		}
		if at < 0 {
			at = len(rest)
		}
		sections = append(sections, x)
	}
	if len(sections) < 2 {
		return nil, false
	}
	return audience.And(slices.Insert(rest, at, audience.Or(sections...))...), true
}

// iraSection says whether a part holds only what sections of criteria hold.
func iraSection(x *audience.Expr) bool {
	for f, excluded := range x.Facts() {
		kind := f.Kind
		if kind == audience.Undisclosed {
			if f.Of == "expansion" {
				continue
			}
			kind, _ = audience.ParseKind(f.Of)
		}
		switch kind {
		case audience.Interest, audience.Behaviour, audience.Politics, audience.Ethnicity, audience.Education,
			audience.Job, audience.Employer, audience.Life, audience.Device:
		default:
			return false
		}
		if excluded {
			return false
		}
	}
	return true
}
