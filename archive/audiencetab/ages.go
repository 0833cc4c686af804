package audiencetab

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// age is a year of age, or years that follow one another, with one count and share.
type age struct {
	lo, hi uint8
	ads    contrechamp.Range
	share  float64
	row    contrechamp.Row
}

// age reads the current row as one of a year of age ("18", "65+"), nil if it is none.
func (r *reader) age(ads contrechamp.Range, share float64) *age {
	if !strings.EqualFold(r.cell("type"), "age") {
		return nil
	}
	s, open := strings.CutSuffix(r.cell("value"), "+")
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 7)
	if err != nil {
		return nil
	}
	a := &age{uint8(n), uint8(n), ads, share, r.place()}
	if open {
		a.hi = audience.OpenAge
	}
	return a
}

// ranges joins the years that follow one another with the same count and share.
// Years that are told twice otherwise stay both.
func ranges(ages []*age) (joined []*age) {
	ages = slices.Clone(ages)
	slices.SortStableFunc(ages, func(x, y *age) int { return cmp.Compare(x.lo, y.lo) })
	for _, a := range ages {
		i := slices.IndexFunc(joined, func(b *age) bool {
			return b.hi != audience.OpenAge && b.hi+1 == a.lo && b.ads == a.ads && b.share == a.share
		})
		if i < 0 {
			one := *a
			joined = append(joined, &one)
			continue
		}
		joined[i].hi = a.hi
	}
	return joined
}
