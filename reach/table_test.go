package reach

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/bits"
	"github.com/contrechamp/contrechamp/reach/internal/workload"
)

// TestBenchmarkTable measures what docs/benchmarks.md states and prints its
// tables. Everything that is compared runs in one process, round by round, so
// that the noise of the machine falls on all alike; a ratio is the median over
// rounds of the quotients within a round.
//
//	CONTRECHAMP_FULL=1 go test ./reach -run TestBenchmarkTable -v -timeout 60m
func TestBenchmarkTable(t *testing.T) {
	if !full() {
		t.Skip("set CONTRECHAMP_FULL=1 to measure")
	}
	fmt.Printf("Measured %s on %s, %d processors, %s, AVX-512 kernels.\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), processor(), runtime.NumCPU(), runtime.Version())
	t.Run("ads 10^5 broad", func(t *testing.T) { tableAds(t, 100_000, workload.Broad) })
	t.Run("ads 10^6 broad", func(t *testing.T) { tableAds(t, 1_000_000, workload.Broad) })
	t.Run("ads 10^6 local", func(t *testing.T) { tableAds(t, 1_000_000, workload.Local) })
	t.Run("people 10^6", func(t *testing.T) { tablePeople(t, 1_000_000) })
	t.Run("join 10^5 x 10^6", func(t *testing.T) { tableJoin(t, 100_000, 1_000_000) })
	t.Run("join 10^6 x 10^6", func(t *testing.T) { tableJoin(t, 1_000_000, 1_000_000) })
	t.Run("ads 10^7", func(t *testing.T) { tableMany(t, 10_000_000) })
}

// processor is the name that Linux gives.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, ok := strings.CutPrefix(s.Text(), "model name\t: "); ok {
			return name
		}
	}
	return runtime.GOARCH
}

func tableAds(t *testing.T, n int, mix workload.Mix) {
	w, l, boxes := workload.New(42), workload.NewLeaves(), NewBoxes()
	ads := w.Ads(42, n, mix)
	for i := range ads {
		boxes.Add(l.Audience(&ads[i]))
	}
	start := time.Now()
	x := NewIndex(boxes)
	built := time.Since(start)
	peer := newRoaringAds(ads)
	profiles := w.Profiles(42, 40)
	var known, partly []audience.Person
	var naive []*workload.Profile
	for i := range profiles {
		naive = append(naive, workload.NewProfile(profiles[i]))
		known = append(known, l.Known(&profiles[i]))
		partly = append(partly, l.Partly(&profiles[i]))
	}
	r := Result{Workers: 1}
	ids := make([]uint32, 0, n)
	plain := func() { bits.Plain(true) }
	match := func(ps []audience.Person, list bool) func(int) int {
		return func(i int) int {
			x.Match(&ps[i], workload.Around, &r)
			if list {
				ids = r.Yes.Append(ids[:0])
				return len(ids)
			}
			return r.Yes.Count()
		}
	}
	both := func(i int) int {
		x.Match(&partly[i], workload.Around, &r)
		return r.Yes.Count() + r.Unknown.Count()
	}
	bothIDs := func(i int) int {
		x.Match(&partly[i], workload.Around, &r)
		ids = r.Unknown.Append(r.Yes.Append(ids[:0]))
		return len(ids)
	}
	memory := fmt.Sprintf("%.1f B/ad, with the boxes %.1f", float64(x.Bytes())/float64(n), float64(x.Bytes()+boxes.Bytes())/float64(n))
	engines := []*engine{
		{name: "naive loop, ids", memory: "the ads", run: func(i int) int {
			ids = ids[:0]
			for ad := range ads {
				if ads[ad].Reaches(naive[i]) {
					ids = append(ids, uint32(ad))
				}
			}
			return len(ids)
		}},
		{name: "roaring/v2, ids", run: func(i int) int {
			b := peer.match(&profiles[i])
			ids = ids[:b.GetCardinality()]
			it := b.ManyIterator()
			return it.NextMany(ids)
		}},
		{name: "roaring/v2, count", run: func(i int) int { return int(peer.match(&profiles[i]).GetCardinality()) }},
		{name: "own, known person, ids", memory: memory, run: match(known, true)},
		{name: "own, known person, bitmap and count", run: match(known, false)},
		{name: "own, partly known, both bitmaps and counts", run: both, want: 1},
		{name: "own, partly known, both as ids", run: bothIDs, want: 1},
		{name: "plain Go, known person, ids", setup: plain, run: match(known, true)},
		{name: "plain Go, known person, bitmap and count", setup: plain, run: match(known, false)},
		{name: "plain Go, partly known, both bitmaps and counts", setup: plain, run: both, want: 1},
	}
	measure(t, engines, len(profiles))
	printTable(fmt.Sprintf("%d ads, %s; %d different boxes; built in %.2f s", n, mix.Name, boxes.Distinct(), built.Seconds()), "one match, p50", engines, p50)
	fmt.Printf("\nown ids are %.1f times roaring's; both sets of a partly known person take %.2f times a known person's ids and %.2f times his bitmap; plain Go takes %.2f times (ids), %.2f (bitmap), %.2f (both).\n",
		quotient(engines[1], engines[3], p50), quotient(engines[5], engines[3], p50), quotient(engines[5], engines[4], p50),
		quotient(engines[7], engines[3], p50), quotient(engines[8], engines[4], p50), quotient(engines[9], engines[5], p50))
}

// tableMany measures many ads with two workers, without peers.
func tableMany(t *testing.T, n int) {
	w, l, boxes := workload.New(42), workload.NewLeaves(), NewBoxes()
	w.EachAd(42, n, workload.Broad, func(a workload.Ad) { boxes.Add(l.Audience(&a)) })
	distinct, held := boxes.Distinct(), boxes.Bytes()
	start := time.Now()
	x := NewIndex(boxes)
	built := time.Since(start)
	boxes = nil
	runtime.GC()
	profiles := w.Profiles(42, 40)
	var known, partly []audience.Person
	for i := range profiles {
		known = append(known, l.Known(&profiles[i]))
		partly = append(partly, l.Partly(&profiles[i]))
	}
	ids := make([]uint32, 0, n)
	engineOf := func(name string, ps []audience.Person, workers int, list bool) *engine {
		r := &Result{Workers: workers}
		return &engine{name: name, want: -1, run: func(i int) int {
			x.Match(&ps[i], workload.Around, r)
			if list {
				ids = r.Yes.Append(ids[:0])
			}
			return r.Yes.Count() + r.Unknown.Count()
		}}
	}
	engines := []*engine{
		engineOf("known person, bitmap and count, 1 thread", known, 1, false),
		engineOf("known person, bitmap and count, 2 threads", known, 2, false),
		engineOf("known person, ids, 2 threads", known, 2, true),
		engineOf("partly known, both bitmaps and counts, 1 thread", partly, 1, false),
		engineOf("partly known, both bitmaps and counts, 2 threads", partly, 2, false),
	}
	measure(t, engines, len(profiles))
	fmt.Printf("\n### %d ads, broad; %d different boxes; built in %.1f s; %.1f B/ad, with the boxes %.1f\n\n| own index | one match, p50 | best round | mean of the best round |\n| --- | --- | --- | --- |\n",
		n, distinct, built.Seconds(), float64(x.Bytes())/float64(n), float64(x.Bytes()+held)/float64(n))
	for _, e := range engines {
		fmt.Printf("| %s | %s | %s | %s |\n", e.name, us(median(e.p50)), us(slices.Min(e.p50)), us(slices.Min(e.mean)))
	}
}

// populate lays out the people of the workload.
func populate(t testing.TB, w *workload.World, l *workload.Leaves, n int) (*People, []workload.Person) {
	b := NewPeople(workload.Around, audience.KindsOf(audience.Interest, audience.Behaviour))
	interests, segments := make([]uint32, workload.Interests), make([]uint32, workload.Segments)
	for i := range interests {
		interests[i], _ = b.Label(l.Interest(i))
	}
	for i := range segments {
		segments[i], _ = b.Label(l.Segment(i))
	}
	people := make([]workload.Person, 0, n)
	homes := map[uint16]string{}
	var m Member
	w.EachPerson(42, n, func(p workload.Person) {
		people = append(people, p)
		if homes[p.Commune] == "" {
			homes[p.Commune] = l.Home(&p)
		}
		m = Member{Age: p.Age, Gender: l.Gender(&p), Home: homes[p.Commune], Language: l.Language(&p), Labels: m.Labels[:0]}
		for _, i := range p.Interests {
			m.Labels = append(m.Labels, interests[i])
		}
		for _, s := range p.Segments {
			m.Labels = append(m.Labels, segments[s])
		}
		if err := b.Add(m); err != nil {
			t.Fatal(err)
		}
	})
	return b.Build(), people
}

func tablePeople(t *testing.T, n int) {
	w, l := workload.New(42), workload.NewLeaves()
	start := time.Now()
	p, people := populate(t, w, l, n)
	built := time.Since(start)
	peer := newRoaringPeople(people)
	for _, mix := range []workload.Mix{workload.Broad, workload.Local} {
		ads := w.Ads(42, 100, mix)
		var boxes []*audience.Expr
		for i := range ads {
			boxes = append(boxes, l.Audience(&ads[i]))
		}
		own := func(i int) int {
			count, _ := p.Count(boxes[i])
			return count
		}
		engines := []*engine{
			{name: "naive loop", memory: "the people", run: func(i int) (count int) {
				for j := range people {
					if ads[i].Holds(&people[j]) {
						count++
					}
				}
				return count
			}},
			{name: "roaring/v2", run: func(i int) int { return peer.count(&ads[i]) }},
			{name: "own", memory: fmt.Sprintf("%.1f B/person", float64(p.Bytes())/float64(n)), run: own},
			{name: "plain Go", setup: func() { bits.Plain(true) }, run: own},
		}
		measure(t, engines, len(ads))
		printTable(fmt.Sprintf("%d people, 100 ads %s; built with the people in %.1f s", n, mix.Name, built.Seconds()), "one count, mean", engines, mean)
		fmt.Printf("\nown is %.1f times roaring; plain Go takes %.2f times as long.\n", quotient(engines[1], engines[2], mean), quotient(engines[3], engines[2], mean))
	}
}

func tableJoin(t *testing.T, ads, n int) {
	w, l := workload.New(42), workload.NewLeaves()
	p, people := populate(t, w, l, n)
	list, boxes := w.Ads(42, ads, workload.Broad), NewBoxes()
	for i := range list {
		boxes.Add(l.Audience(&list[i]))
	}
	var wall []time.Duration
	var reached, perPerson []uint32
	for range 3 {
		start := time.Now()
		reached, perPerson = Join(boxes, p)
		wall = append(wall, time.Since(start))
	}
	var a, b uint64
	for _, n := range reached {
		a += uint64(n)
	}
	for _, n := range perPerson {
		b += uint64(n)
	}
	if a != b {
		t.Fatalf("ads reach %d persons, persons are reached by %d ads", a, b)
	}
	var naive time.Duration
	for k := range 40 {
		ad, start, count := k*(ads/40), time.Now(), uint32(0)
		for i := range people {
			if list[ad].Holds(&people[i]) {
				count++
			}
		}
		naive += time.Since(start)
		if count != reached[ad] {
			t.Fatalf("ad %d reaches %d persons, want %d", ad, reached[ad], count)
		}
		who := k * (n / 40)
		profile := workload.NewProfile(people[who])
		count = 0
		for i := range list {
			if list[i].Reaches(profile) {
				count++
			}
		}
		if count != perPerson[who] {
			t.Fatalf("%d ads reach person %d, want %d", perPerson[who], who, count)
		}
	}
	pairs := float64(ads) * float64(n)
	fmt.Printf("\n### Join of %d ads and %d people, %d threads\n\nwall %.2f s (runs: %v), %.4f ns a pair, %d matches; the naive loop would take %.0f s (40 ads measured), %.0f times as long. 40 ads and 40 persons checked against the naive loop, totals equal.\n",
		ads, n, runtime.GOMAXPROCS(0), median(wall).Seconds(), wall, float64(median(wall).Nanoseconds())/pairs, a, naive.Seconds()/40*float64(ads), naive.Seconds()/40*float64(ads)/median(wall).Seconds())
}
