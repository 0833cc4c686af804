package place

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed table/near.tsv
var nearTSV string

// NearReach is how many kilometres the table of neighbours looks.
const NearReach = 100

var neighbours = sync.OnceValue(func() map[string]map[string]int {
	m := map[string]map[string]int{}
	put := func(a, b string, km int) {
		if m[a] == nil {
			m[a] = map[string]int{}
		}
		m[a][b] = km
	}
	for line := range lines(nearTSV) {
		a, rest, _ := strings.Cut(line, "\t")
		b, far, _ := strings.Cut(rest, "\t")
		km, err := strconv.Atoi(far)
		if err != nil {
			continue // a test holds that there is none
		}
		put(a, b, km)
		put(b, a, km)
	}
	return m
})

// Near lists the first-level regions that a circle of km kilometres around some
// point of a place may touch: the region that the place lies in, and those whose
// border is at most that far from it. It is not ok where the table does not know
// (it knows the United States), or beyond NearReach.
func Near(path string, km float64) (regions []string, ok bool) {
	if km < 0 || km > NearReach {
		return nil, false
	}
	path, _ = Canonical(path)
	region := path
	for up := Parent(region); strings.Contains(up, "/"); up = Parent(up) {
		region = up
	}
	others := neighbours()[region]
	if others == nil {
		return nil, false
	}
	regions = append(regions, region)
	for other, far := range others {
		if float64(far) <= km {
			regions = append(regions, other)
		}
	}
	return regions, true
}
