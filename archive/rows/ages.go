package rows

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// AgeGroup reads a group of ages: "18-34", "35+", "65".
func AgeGroup(s string) (lo, hi uint8, ok bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "–", "-"))
	if open, plus := strings.CutSuffix(s, "+"); plus {
		n, err := strconv.ParseUint(open, 10, 7)
		return uint8(n), audience.OpenAge, err == nil
	}
	from, to, two := strings.Cut(s, "-")
	a, err := strconv.ParseUint(strings.TrimSpace(from), 10, 7)
	if err != nil {
		return 0, 0, false
	}
	if !two {
		return uint8(a), uint8(a), true
	}
	to = strings.TrimSpace(to)
	if to == "" {
		return uint8(a), audience.OpenAge, true
	}
	b, err := strconv.ParseUint(to, 10, 7)
	return uint8(a), uint8(b), err == nil && b >= a
}

// AgeGroups is the box of being in one of some groups: neighbours are one. It
// gives the groups that cannot be read.
func AgeGroups(groups []string) (box *audience.Expr, unread []string) {
	type span struct{ lo, hi uint8 }
	var spans []span
	for _, g := range groups {
		lo, hi, ok := AgeGroup(g)
		if !ok {
			unread = append(unread, g)
			continue
		}
		spans = append(spans, span{lo, hi})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	var merged []span
	for _, s := range spans {
		if n := len(merged); n > 0 && (merged[n-1].hi == audience.OpenAge || s.lo <= merged[n-1].hi+1) {
			merged[n-1].hi = max(merged[n-1].hi, s.hi)
			continue
		}
		merged = append(merged, s)
	}
	var boxes []*audience.Expr
	for _, s := range merged {
		boxes = append(boxes, audience.Ages(s.lo, s.hi))
	}
	if len(boxes) > 0 {
		box = audience.Or(boxes...)
	}
	return box, unread
}
