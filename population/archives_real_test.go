package population

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

// TestArchiveSizes counts, for the other archives with targeting, how many ads
// have a size, which countries have no table, and what makes sizes wide.
func TestArchiveSizes(t *testing.T) {
	table := realTable(t)
	var out strings.Builder
	for _, file := range [][]string{{"snap", "PoliticalAds_2019.csv.gz"}, {"snap", "PoliticalAds_2020.csv.gz"}, {"ira", "ira_ads.tsv.gz"}} {
		n := map[string]int{}
		got := readAds(t, realdata.Dir(t, file...))
		for _, ad := range got {
			s := table.Size(Located(ad.Audience, ad.Country))
			switch {
			case !s.Known:
				n["no size"]++
			case s.Lo == s.Hi:
				n["exact"]++
			default:
				n["interval"]++
			}
			for _, c := range s.NoTable {
				n["no table for "+c]++
			}
			for _, r := range s.Reasons {
				n["reason "+string(r.Kind)]++
			}
		}
		fmt.Fprintf(&out, "%s: %d ads\n", file[1], len(got))
		var keys []string
		for k := range n {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			fmt.Fprintf(&out, "  %-24s %6d\n", k, n[k])
		}
	}
	golden(t, "archive-sizes.txt", out.String())
}
