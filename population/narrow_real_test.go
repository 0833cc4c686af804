package population

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// TestNarrowestMetaBoxes lists the ten boxes of the Meta file with the smallest
// upper bounds. Each figure was added up from the files by hand: the counted
// districts around the places, the age groups that the ages touch.
func TestNarrowestMetaBoxes(t *testing.T) {
	table := realTable(t)
	type box struct {
		size Size
		id   string
		text string
		n    int
	}
	seen := map[string]*box{}
	var all []*box
	for _, ad := range metaAds(t) {
		key := audience.Canonical(ad.Audience).String()
		b := seen[key]
		if b == nil {
			b = &box{size: table.Size(ad.Audience), id: string(ad.ID), text: key}
			seen[key] = b
			all = append(all, b)
		}
		b.n++
		b.id = min(b.id, string(ad.ID))
	}
	slices.SortFunc(all, func(a, b *box) int { return cmp.Or(cmp.Compare(a.size.Hi, b.size.Hi), strings.Compare(a.id, b.id)) })
	var out strings.Builder
	fmt.Fprintf(&out, "%d boxes\n", len(all))
	for _, b := range all[:10] {
		in := ""
		for _, r := range b.size.Reasons {
			if r.In != "" {
				in = r.In
			}
		}
		fmt.Fprintf(&out, "%s %d ads %s in %s\n", b.id, b.n, show(b.size), in)
	}
	golden(t, "meta-narrowest.txt", out.String())
}
