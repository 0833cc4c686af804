package draw

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"sync"
	"testing"

	"github.com/contrechamp/contrechamp/internal/wasm"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestValues: the first output of SplitMix64 from state 1234567 is published
// (Vigna's splitmix64.c: 6457827717110365317); the others are the model's check
// values.
func TestValues(t *testing.T) {
	for _, c := range []struct{ got, want uint64 }{
		{Mix(1234567 + gamma), 6457827717110365317},
		{Mix(1), 0x5692161d100b05e5},
		{uint64(New(42, 1)), 0x42361fbc3495a5f2},
		{New(42, 1).At(0), 0x2ac30d73d7a423f8},
		{New(42, 1).At(7), 0xec5626e5bb6487f5},
	} {
		if c.got != c.want {
			t.Errorf("%x, want %x", c.got, c.want)
		}
	}
	if Unit(math.MaxUint64) >= 1 || Open(0) <= 0 || Open(math.MaxUint64) >= 1 || Below(math.MaxUint64, 7) != 6 {
		t.Error("ends of the range")
	}
}

// chi2 fails if counts are not even: with a chance of 1e-6 by bad luck, were
// the seeds not fixed.
func chi2(t *testing.T, what string, counts []int, weight func(i int) float64) {
	t.Helper()
	n := 0
	for _, c := range counts {
		n += c
	}
	x, cells := 0.0, 0
	for i, c := range counts {
		want := float64(n) * weight(i)
		if want == 0 {
			if c > 0 {
				t.Errorf("%s: cell %d cannot occur and has %d", what, i, c)
			}
			continue
		}
		cells++
		x += (float64(c) - want) * (float64(c) - want) / want
	}
	if cells < 2 {
		return
	}
	if p := (distuv.ChiSquared{K: float64(cells - 1)}).Survival(x); p < 1e-6 || p > 1-1e-6 {
		t.Errorf("%s: chi-square %.1f of %d cells, p = %g", what, x, cells, p)
	}
}

// TestNeighbours: what stands next to each other by place, seed, purpose, sub
// key or bit is independent: the joint distribution of four bits of either, at
// four places of the word, is even.
func TestNeighbours(t *testing.T) {
	pairs := map[string]func(i uint64) (uint64, uint64){
		"next place": func(i uint64) (uint64, uint64) { k := New(42, 1); return k.At(i), k.At(i + 1) },
		"next seed":  func(i uint64) (uint64, uint64) { return New(i, 1).At(0), New(i+1, 1).At(0) },
		"next purpose": func(i uint64) (uint64, uint64) {
			return New(42, i).At(3), New(42, i+1).At(3)
		},
		"seed and place":    func(i uint64) (uint64, uint64) { return New(i, 1).At(1), New(i+1, 1).At(0) },
		"purpose and place": func(i uint64) (uint64, uint64) { return New(7, i).At(i + 1), New(7, i+1).At(i) },
		"sub keys":          func(i uint64) (uint64, uint64) { k := New(42, 1); return k.Sub(i).At(0), k.Sub(i + 1).At(0) },
		"sub key and place": func(i uint64) (uint64, uint64) { k := New(42, 1); return k.Sub(i).At(1), k.Sub(i + 1).At(0) },
		"sub key and key":   func(i uint64) (uint64, uint64) { k := New(42, 1); return k.Sub(i).At(0), k.At(i) },
		"steps of a block": func(i uint64) (uint64, uint64) {
			k := New(42, 1)
			return k.At(i << 16), k.At((i + 1) << 16)
		},
	}
	for name, of := range pairs {
		for _, shift := range []uint{0, 13, 37, 60} {
			for _, other := range []uint{0, 60} {
				counts := make([]int, 256)
				for i := range uint64(50_000) {
					a, b := of(i)
					counts[a>>shift&15<<4|b>>other&15]++
				}
				chi2(t, fmt.Sprintf("%s, bits %d and %d", name, shift, other), counts, func(int) float64 { return 1. / 256 })
			}
		}
	}
}

func TestNormals(t *testing.T) {
	table := normals()
	var m2, m4 float64
	for i, z := range table {
		want := distuv.UnitNormal.Quantile((float64(i) + .5) / 65536)
		if math.Abs(float64(z)-want) > 1e-6 {
			t.Fatalf("quantile %d is %v, want %v", i, z, want)
		}
		// Far enough from a border of rounding that no machine's last bit
		// changes the table.
		if border := math.Abs(want*0x1p20-math.Floor(want*0x1p20)) - .5; math.Abs(border) < 1e-8 {
			t.Errorf("quantile %d lies on a border of rounding", i)
		}
		m2 += float64(z) * float64(z) / 65536
		m4 += math.Pow(float64(z), 4) / 65536
	}
	if math.Abs(m2-1) > 3e-5 || math.Abs(m4-3) > 2e-3 || float64(table[65535]) > NormalMax+1e-6 {
		t.Errorf("variance %v, fourth moment %v, largest %v", m2, m4, table[65535])
	}
	a, b, c, d := Normals(0x0000_4000_8000_ffff)
	if a != table[0xffff] || b != table[0x8000] || c != table[0x4000] || d != table[0] {
		t.Error(a, b, c, d)
	}
}

func TestExpLog(t *testing.T) {
	s := Stream{Key: For(1, "exp")}
	for range 100_000 {
		x := Unit(s.Next())*1400 - 700
		if got, want := Exp(x), math.Exp(x); math.Abs(got-want) > 3*ulp(want)+float64(math.Abs(x)*2e-16*want) {
			t.Fatalf("Exp(%v) = %v, want %v", x, got, want)
		}
		y := math.Exp(x / 7)
		if got, want := Log(y), math.Log(y); math.Abs(got-want) > 3*ulp(want)+0x1p-58 {
			t.Fatalf("Log(%v) = %v, want %v", y, got, want)
		}
	}
	for _, c := range [][2]float64{{Exp(0), 1}, {Exp(-1000), 0}, {Exp(1000), math.Inf(1)}, {Log(1), 0}, {Log(0), math.Inf(-1)}, {Logistic(0), .5}} {
		if c[0] != c[1] {
			t.Errorf("%v, want %v", c[0], c[1])
		}
	}
	if !math.IsNaN(Exp(math.NaN())) || !math.IsNaN(Log(-1)) {
		t.Error("not a number")
	}
}

func ulp(x float64) float64 { return math.Nextafter(math.Abs(x), math.Inf(1)) - math.Abs(x) }

func TestPoisson(t *testing.T) {
	for _, rate := range []float64{0, .01, 1, 7.3, 40, 200} {
		p := NewPoisson(rate)
		want := distuv.Poisson{Lambda: rate}
		for k, c := range p.upTo {
			if rate > 0 && math.Abs(float64(c)*0x1p-32-want.CDF(float64(k))) > 1e-9 {
				t.Fatalf("rate %v: at most %d is %v, want %v", rate, k, float64(c)*0x1p-32, want.CDF(float64(k)))
			}
		}
		const top = 300
		table, at := make([]int, top), make([]int, top)
		k := For(42, "poisson")
		for i := range uint64(100_000) {
			table[p.Draw(uint32(k.At(i)))]++
			at[PoissonAt(k.Sub(i), 0, rate)]++
		}
		if rate == 0 {
			if table[0] != 100_000 || at[0] != 100_000 {
				t.Error("a rate of 0 drew something")
			}
			continue
		}
		// Cells with fewer than 5 expected are put together at the ends.
		for name, counts := range map[string][]int{"table": table, "at": at} {
			pooled, weight := pool(counts, 100_000, want.Prob)
			chi2(t, fmt.Sprintf("%s, rate %v", name, rate), pooled, func(i int) float64 { return weight[i] })
		}
	}
}

// pool joins cells until each expects 5.
func pool(counts []int, n float64, prob func(float64) float64) (out []int, weight []float64) {
	c, w := 0, 0.0
	left := 1.0
	for i, k := range counts {
		c += k
		w += prob(float64(i))
		if w*n >= 5 && (left-w)*n >= 5 {
			out, weight = append(out, c), append(weight, w)
			left -= w
			c, w = 0, 0
		}
	}
	return append(out, c), append(weight, left)
}

func TestAlias(t *testing.T) {
	for _, weights := range [][]float64{{1}, {0, 3, 0}, {1, 2, 3, 4}, {1e-9, 1, 1e9}, zipf(400)} {
		a, err := NewAlias(weights)
		if err != nil {
			t.Fatal(err)
		}
		// The table holds these chances exactly, in units of 1/(65536 n).
		units := make([]uint64, len(weights))
		for i, e := range a {
			units[i] += uint64(e >> 16)
			units[e&0xffff] += 1<<16 - uint64(e>>16)
		}
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		total := uint64(0)
		for i, u := range units {
			total += u
			exact := weights[i] / sum * float64(len(weights)) * 65536
			if math.Abs(float64(u)-exact) > 1 || weights[i] == 0 && u != 0 {
				t.Errorf("%d of %d: %d units, want %v", i, len(weights), u, exact)
			}
		}
		if total != uint64(len(weights))<<16 {
			t.Errorf("%d units of %d", total, len(weights)<<16)
		}
		counts := make([]int, len(weights))
		k := For(42, "alias")
		for i := range uint64(200_000) {
			counts[a.Draw(k.At(i))]++
		}
		if len(weights) > 1 {
			chi2(t, fmt.Sprint(len(weights), " things"), counts, func(i int) float64 { return float64(units[i]) / float64(total) })
		}
	}
	for _, bad := range [][]float64{nil, {0}, {-1, 2}, {math.NaN()}, {math.Inf(1)}, make([]float64, 1<<16)} {
		if _, err := NewAlias(bad); err == nil {
			t.Errorf("%d weights were taken", len(bad))
		}
	}
}

func zipf(n int) []float64 {
	w := make([]float64, n)
	for j := range w {
		w[j] = 1 / float64(j+1)
	}
	return w
}

func TestPermutation(t *testing.T) {
	for _, n := range []uint64{1, 2, 3, 4, 5, 16, 17, 100, 1000, 65_537} {
		for seed := range uint64(3) {
			p := NewPermutation(For(seed, "permute"), n)
			seen := make([]bool, n)
			for i := range n {
				x := p.At(i)
				if x >= n || seen[x] || p.Place(x) != i {
					t.Fatalf("n %d, seed %d: place %d has %d, which stands at %d", n, seed, i, x, p.Place(x))
				}
				seen[x] = true
			}
		}
	}
	// Over keys, where the first stands, and next to whom, are even.
	for _, n := range []uint64{4, 5, 10, 64, 1000} {
		first, next := make([]int, n), make([]int, n)
		for seed := range uint64(100_000) {
			p := NewPermutation(For(seed, "permute"), n)
			first[p.At(0)]++
			if n%2 == 0 {
				next[p.At(p.Place(0)^1)]++
			}
		}
		even := func(int) float64 { return 1 / float64(n) }
		chi2(t, fmt.Sprint("first of ", n), first, even)
		if n%2 == 0 { // who is paired with 0: anybody but 0
			chi2(t, fmt.Sprint("pair of 0 among ", n), next[1:], func(int) float64 { return 1 / float64(n-1) })
			if next[0] != 0 {
				t.Error("paired with itself")
			}
		}
	}
}

func TestStream(t *testing.T) {
	s := Stream{Key: For(3, "stream")}
	counts := make([]int, 25)
	for range 50_000 {
		a, b := s.Pair(5)
		counts[5*a+b]++
	}
	chi2(t, "pairs of 5", counts, func(i int) float64 {
		if i/5 == i%5 {
			return 0
		}
		return 1. / 20
	})
}

// everything is a hash of draws of every sort, drawn on so many threads.
func everything(threads int) string {
	const n, block = 1 << 16, 1 << 12
	parts := make([]uint64, n/block)
	alias, _ := NewAlias(zipf(400))
	table := NewPoisson(7.3)
	var wg sync.WaitGroup
	for thread := range threads {
		wg.Go(func() {
			for b := thread; b < len(parts); b += threads {
				h := fnv.New64a()
				p := NewPermutation(For(1, "p"), n)
				for i := uint64(b) * block; i < uint64(b+1)*block; i++ {
					k := For(1, "all").Sub(i)
					x, _, _, z := Normals(k.At(0))
					rate := Exp(float64(2*x)) + Log(Open(k.At(1)))*-.1
					fmt.Fprintln(h, x, z, alias.Draw(k.At(2)), table.Draw(uint32(k.At(3))), PoissonAt(k, 4, rate), p.At(i), strconv.FormatFloat(rate, 'x', -1, 64))
				}
				parts[b] = h.Sum64()
			}
		})
	}
	wg.Wait()
	all, _ := json.Marshal(parts)
	h := fnv.New64a()
	h.Write(all)
	return fmt.Sprintf("%016x", h.Sum64())
}

// TestSameEverywhere holds a hash of all sorts of draws, which every machine and
// number of threads must give: this test also runs as WebAssembly.
func TestSameEverywhere(t *testing.T) {
	const want = "ecf5eac9a17e0fe1"
	for _, threads := range []int{1, 2} {
		if got := everything(threads); got != want {
			t.Errorf("on %d threads: %s, want %s", threads, got, want)
		}
	}
}

func TestWebAssembly(t *testing.T) { wasm.Test(t, "^(TestSameEverywhere|TestValues)$") }

func BenchmarkAt(b *testing.B) {
	k, x := New(42, 1), uint64(0)
	for i := range uint64(b.N) {
		x ^= k.At(i)
	}
	sink = x
}

func BenchmarkNormals(b *testing.B) {
	k := New(42, 1)
	var s float32
	for i := range uint64(b.N) {
		p, q, r, t := Normals(k.At(i))
		s += p + q + r + t
	}
	sink = uint64(s)
}

var sink uint64
