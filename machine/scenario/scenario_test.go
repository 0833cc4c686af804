package scenario_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/internal/wasm"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

func people(t testing.TB, voters, threads int) *electorate.Electorate {
	t.Helper()
	s, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	e, err := electorate.New(s.Margins, s.Model, electorate.Options{Voters: voters, Seed: 42, Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d people, %d voters, %.1f bytes each, %v", e.N, e.Voters, float64(e.Bytes())/float64(e.N), time.Since(start))
	return e
}

// TestCensus: the margins of the regions are the invented census of the demo.
func TestCensus(t *testing.T) {
	s, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Margins.Districts) != 96 || len(s.Model.Names) != 400 || len(s.Model.Parties) != 6 || len(s.Model.Issues) != 20 {
		t.Fatalf("%d districts, %d interests, %d parties, %d issues", len(s.Margins.Districts), len(s.Model.Names), len(s.Model.Parties), len(s.Model.Issues))
	}
	have := map[string]float64{}
	for i := range s.Margins.Districts {
		d := &s.Margins.Districts[i]
		for b, band := range d.Bands {
			for sex, n := range d.Sex[b] {
				have[fmt.Sprint(d.Region(), " ", band.From, " ", electorate.Sexes[sex])] += n
			}
		}
	}
	f, err := os.Open("../../demo/data/valombre-population-2025.csv.gz")
	if err != nil {
		t.Skip(err) // not there as WebAssembly
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if strings.Contains(r[0], "county:") {
			continue
		}
		if k := r[0] + " " + r[1] + " " + r[3]; fmt.Sprint(have[k]) != r[4] {
			t.Errorf("%s: %v, the census has %s", k, have[k], r[4])
		}
	}
}

// TestMargins: the whole people differ from the margins by no more than the
// model says, whatever their number; in people, over all districts.
func TestMargins(t *testing.T) {
	for _, voters := range []int{5_000, 200_000} {
		e := people(t, voters, 0)
		var worst [4]float64
		for d := range e.Margins.Districts {
			dist := &e.Margins.Districts[d]
			scale := float64(e.First[d+1]-e.First[d]) / dist.People()
			var sex [100][2]float64
			var edu, work [100][5]float64
			var inc [4][3]float64
			for i := e.First[d]; i < e.First[d+1]; i++ {
				b := slices.IndexFunc(dist.Bands, func(b electorate.Band) bool { return int(e.Age[i]) <= b.To })
				c := e.Cell[i]
				sex[b][c.Sex()]++
				edu[b][c.Education()]++
				work[b][c.Work()]++
				inc[c.Education()][c.Income()]++
			}
			miss := func(table int, got, want float64) { worst[table] = max(worst[table], math.Abs(got-want*scale)) }
			for b := range dist.Bands {
				for k, x := range dist.Sex[b] {
					miss(0, sex[b][k], x)
				}
				for k, x := range dist.Education[b] {
					miss(1, edu[b][k], x)
				}
				for k, x := range dist.Work[b] {
					miss(2, work[b][k], x)
				}
			}
			for k, row := range dist.Income {
				for j, x := range row {
					miss(3, inc[k][j], x)
				}
			}
		}
		t.Logf("%d people, worst errors: age x sex %.1f, education x age %.1f, work x age %.1f, income x education %.1f", e.N, worst[0], worst[1], worst[2], worst[3])
		for k, limit := range []float64{1.5, 3, 6, 12} {
			if worst[k] > limit {
				t.Errorf("table %d is missed by %.1f people", k, worst[k])
			}
		}
	}
}

// fingerprint is a hash of all columns and of what is drawn again.
func fingerprint(t testing.TB, e *electorate.Electorate, threads int) string {
	h := fnv.New64a()
	h.Write(e.Age)
	h.Write(e.Slots)
	ballot, ties := e.Ballot(), e.Ties(threads)
	copied, err := e.Buy(electorate.Offer[5])
	if err != nil {
		t.Fatal(err)
	}
	for i := range e.N {
		z, u := e.Traits[electorate.Axes*i:electorate.Axes*(i+1)], e.Utility[6*i:6*(i+1)]
		fmt.Fprint(h, e.Cell[i], z, u)
		if i%16 == 0 {
			value, known := copied.Of(i)
			fmt.Fprint(h, e.Interests(i), e.Position(i, 3), e.Votes(i), ballot.Choice(i, nil), ties.Of(i, nil), value, known)
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// TestSameEverywhere holds the hash of a small electorate; it also runs as
// WebAssembly.
func TestSameEverywhere(t *testing.T) {
	const want = "ddbf80a8047c6ab1"
	for _, threads := range []int{1, 2} {
		if got := fingerprint(t, people(t, 20_000, threads), threads); got != want {
			t.Errorf("%d threads: %s, want %s", threads, got, want)
		}
	}
}

func TestWebAssembly(t *testing.T) { wasm.Test(t, "^TestSameEverywhere$") }

func BenchmarkElectorate(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				people(b, n, 0)
			}
		})
	}
}
