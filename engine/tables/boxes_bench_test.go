package tables

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/population"
)

// benchBoxes is the number of boxes of the benchmarks: a million, or
// CONTRECHAMP_ROWS while developing.
func benchBoxes() int {
	if n, err := strconv.Atoi(os.Getenv("CONTRECHAMP_ROWS")); err == nil {
		return n
	}
	return 1_000_000
}

// generated makes boxes like those of platforms: ages, a gender, log-uniformly
// many places, some labels, some of either shut out.
func generated(t testing.TB, n int) *Boxes {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	var places []string
	for _, country := range []string{"US", "DE", "FR", "NL", "GB"} {
		places = append(places, country)
		places = append(places, place.Children(country)...)
		for range 5000 {
			places = append(places, fmt.Sprintf("%s/zip:%05d", country, rnd.IntN(100_000)))
		}
	}
	l := loader{Boxes: &Boxes{}, byID: map[int32]int32{}}
	some := func(most int, make func() *audience.Expr) *audience.Expr {
		var all []*audience.Expr
		for range int(math.Exp(rnd.Float64() * math.Log(float64(most)))) {
			all = append(all, make())
		}
		return audience.Or(all...)
	}
	at := func() *audience.Expr { return audience.Label(audience.Place, places[rnd.IntN(len(places))]) }
	label := func() *audience.Expr {
		return audience.Label(audience.Interest, fmt.Sprint("interest ", rnd.IntN(5000)))
	}
	for i := range n {
		lo := uint8(18 + rnd.IntN(40))
		parts := []*audience.Expr{audience.Ages(lo, lo+uint8(rnd.IntN(30))), some(200, at)}
		if rnd.IntN(3) == 0 {
			parts = append(parts, audience.Label(audience.Gender, []string{"female", "male"}[rnd.IntN(2)]))
		}
		if rnd.IntN(2) == 0 {
			parts = append(parts, some(20, label))
		}
		if rnd.IntN(5) == 0 {
			parts = append(parts, audience.Except(some(20, []func() *audience.Expr{at, label}[rnd.IntN(2)])))
		}
		r := row{id: int32(i), expr: audience.Canonical(audience.And(parts...)).String()}
		r.Key = BoxKey{byte(i), byte(i >> 8), byte(i >> 16)}
		r.SizeLo, r.SizeHi = int64(i), int64(2*i)
		r.why = population.Basis{Of: 80_000_000, Countries: []string{"DE"}, Years: []int{2024}, Reasons: []population.Reason{{Kind: population.ReasonCutAge, Fact: `age 18..24`, N: 1}}}.Encode()
		if l.rows = append(l.rows, r); len(l.rows) == rowsTogether {
			if err := l.add(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.add(); err != nil {
		t.Fatal(err)
	}
	l.end()
	return l.Boxes
}

// BenchmarkAims asks a million generated boxes for overlaps and for persons, as
// aims= does. Some are asked one by one beside, so that the metric times says how
// much quicker that is.
func BenchmarkAims(b *testing.B) {
	before := heap()
	all := generated(b, benchBoxes())
	b.Logf("%d boxes, %d facts, %d B a box", len(all.List), all.trees.Facts(), int(heap()-before)/len(all.List))
	for _, text := range []string{`age 30..40 and place "DE"`, `gender female and age 20..25 and place any ("US/Texas", "DE/Bayern") and interest "interest 7"`, `not interest "interest 3" and not place "FR"`} {
		e, err := audience.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				all.Overlapping(e)
			}
			one := b.Elapsed() / time.Duration(b.N)
			few, folded := min(len(all.List), 20_000), key.Fold(e)
			began := time.Now()
			for i := range few {
				audience.Overlap(all.Folded(int32(i)), folded, World)
			}
			slow := time.Since(began) * time.Duration(len(all.List)) / time.Duration(few)
			b.ReportMetric(float64(slow)/float64(one), "times")
		})
	}
	person, err := audience.PersonOf(audience.And(audience.Ages(34, 34), audience.Label(audience.Place, "DE/Bayern"), audience.Label(audience.Gender, "female")))
	if err != nil {
		b.Fatal(err)
	}
	before = heap()
	began := time.Now()
	all.makeIndex()
	b.Logf("index made in %v, %d B a box", time.Since(began).Round(time.Millisecond), int(heap()-before)/len(all.List))
	b.Run("person", func(b *testing.B) {
		for b.Loop() {
			all.Accepting(&person, true)
		}
	})
}
