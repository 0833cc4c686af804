package reach

import (
	"os"
	"strconv"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/internal/workload"
)

// benchAds is the number of ads that benchmarks run on; ADS sets another.
func benchAds(fallback int) int {
	if n, err := strconv.Atoi(os.Getenv("ADS")); err == nil {
		return n
	}
	return fallback
}

// indexed gives the index of the workload's ads.
func indexed(n int, mix workload.Mix) (*workload.World, *workload.Leaves, *Boxes, *Index) {
	w, l, b := workload.New(42), workload.NewLeaves(), NewBoxes()
	w.EachAd(42, n, mix, func(a workload.Ad) { b.Add(l.Audience(&a)) })
	return w, l, b, NewIndex(b)
}

func BenchmarkMatch(b *testing.B) {
	w, l, boxes, x := indexed(benchAds(100_000), workload.Broad)
	b.Logf("%d ads: %.1f B/ad index, %.1f B/ad boxes", x.Len(), float64(x.Bytes())/float64(x.Len()), float64(boxes.Bytes())/float64(x.Len()))
	var known, partly []audience.Person
	for _, p := range w.Profiles(42, 40) {
		known = append(known, l.Known(&p))
		partly = append(partly, l.Partly(&p))
	}
	var ids []uint32
	for _, c := range []struct {
		name    string
		persons []audience.Person
		ids     bool
	}{{"known", known, false}, {"known-ids", known, true}, {"partly", partly, false}} {
		b.Run(c.name, func(b *testing.B) {
			r := Result{Workers: 1}
			n := 0
			for i := 0; b.Loop(); i++ {
				x.Match(&c.persons[i%len(c.persons)], workload.Around, &r)
				if c.ids {
					ids = r.Yes.Append(ids[:0])
				}
				n += r.Yes.Count()
			}
			b.ReportMetric(float64(n)/float64(b.N), "yes/op")
		})
	}
	b.Run("prepare", func(b *testing.B) {
		var q query
		for i := 0; b.Loop(); i++ {
			q.prepare(x.state.Load().parts[0].segment, &known[i%40], workload.Around)
		}
	})
}
