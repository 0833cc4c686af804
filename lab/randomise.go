package lab

import (
	"math"
	"math/big"
	"math/rand/v2"

	"github.com/contrechamp/contrechamp/sentence"
)

// Assignment is a randomisation as it was carried out: whole units (clusters)
// were given arms at random within blocks, and each block keeps its own
// number of units an arm. Outcomes are kept as totals by unit.
type Assignment struct {
	K     int
	W     []int     // arm of each unit as it happened
	Size  []float64 // rows of each unit
	Sum   []float64 // outcome total of each unit
	units []int32   // grouped by block
	start []int32
}

// NewAssignment reads units, blocks and arms from s. A cluster whose rows have
// different arms or lie in different blocks is an error: then it was not the
// unit that was randomised.
func NewAssignment(s *Sample) (*Assignment, error) {
	ids, g := s.Clusters()
	a := &Assignment{K: s.K(), W: make([]int, g), Size: make([]float64, g), Sum: make([]float64, g)}
	block := make([]int32, g)
	for c := range a.W {
		a.W[c] = -1
	}
	for i, c := range ids {
		b := int32(0)
		if s.Block != nil {
			b = s.Block[i]
		}
		if a.W[c] < 0 {
			a.W[c], block[c] = s.W[i], b
		}
		if a.W[c] != s.W[i] {
			return nil, sentence.Fail("row {row}: cluster {cluster} has rows in arms “{arm}” and “{other}”, so clusters were not the units that were randomised", "row", i, "cluster", c, "arm", s.Arms[a.W[c]], "other", s.Arms[s.W[i]])
		}
		if block[c] != b {
			return nil, sentence.Fail("row {row}: cluster {cluster} lies in two blocks", "row", i, "cluster", c)
		}
		a.Size[c]++
		a.Sum[c] += s.Y[i]
	}
	a.units, a.start = groups(block)
	return a, nil
}

// Draw returns a new assignment of the units, as likely as any other that the
// design allows: arms are shuffled within each block.
func (a *Assignment) Draw(rng *rand.Rand) []int {
	w := append([]int(nil), a.W...)
	for b := range len(a.start) - 1 {
		u := a.units[a.start[b]:a.start[b+1]]
		for i := len(u) - 1; i > 0; i-- {
			j := rng.IntN(i + 1)
			w[u[i]], w[u[j]] = w[u[j]], w[u[i]]
		}
	}
	return w
}

// Count returns how many different assignments the design allows: the product
// over blocks of the multinomial coefficients.
func (a *Assignment) Count() *big.Int {
	total, f := big.NewInt(1), new(big.Int)
	for b := range len(a.start) - 1 {
		left := int64(0)
		n := make([]int64, a.K)
		for _, u := range a.units[a.start[b]:a.start[b+1]] {
			n[a.W[u]]++
		}
		for _, c := range n {
			left += c
			total.Mul(total, f.Binomial(left, c))
		}
	}
	return total
}

// Each calls f with every assignment that the design allows, once. f must not
// keep or change w.
func (a *Assignment) Each(f func(w []int)) {
	w := make([]int, len(a.W))
	blocks := len(a.start) - 1
	left := make([]int, a.K)
	var place func(b, i int)
	enter := func(b int) {
		if b == blocks {
			f(w)
			return
		}
		saved := append([]int(nil), left...)
		clear(left)
		for _, u := range a.units[a.start[b]:a.start[b+1]] {
			left[a.W[u]]++
		}
		place(b, 0)
		copy(left, saved)
	}
	place = func(b, i int) {
		u := a.units[a.start[b]:a.start[b+1]]
		if i == len(u) {
			enter(b + 1)
			return
		}
		for k := range a.K {
			if left[k] == 0 {
				continue
			}
			left[k]--
			w[u[i]] = k
			place(b, i+1)
			left[k]++
		}
	}
	enter(0)
}

// DiffMeans returns the mean outcome of rows in arm k minus that in arm 0
// under the assignment w of units.
func (a *Assignment) DiffMeans(w []int, k int) float64 {
	var sum, n [2]float64
	for c, arm := range w {
		at := -1
		switch arm {
		case 0:
			at = 0
		case k:
			at = 1
		}
		if at >= 0 {
			sum[at] += a.Sum[c]
			n[at] += a.Size[c]
		}
	}
	return sum[1]/n[1] - sum[0]/n[0]
}

// studentized returns, for arms 1 to K-1, the difference in means over its
// CR0 standard error, from unit totals. Where neither arm varies, as with rare
// events that both arms lack, it is 0 if they are alike and infinite if not.
func (a *Assignment) studentized(w []int) []float64 {
	sum, n, v := make([]float64, a.K), make([]float64, a.K), make([]float64, a.K)
	for c, arm := range w {
		sum[arm] += a.Sum[c]
		n[arm] += a.Size[c]
	}
	size := make([]float64, a.K) // sum of squares, against which v may be rounding alone
	for c, arm := range w {
		d := a.Sum[c] - a.Size[c]*sum[arm]/n[arm]
		v[arm] += d * d
		size[arm] += a.Sum[c] * a.Sum[c]
	}
	for k := range v {
		if v[k] <= 1e-24*size[k] {
			v[k] = 0
		}
	}
	t := make([]float64, a.K-1)
	for k := range t {
		x, base := sum[k+1]/n[k+1], sum[0]/n[0]
		d := x - base
		if math.Abs(d) <= 1e-12*(math.Abs(x)+math.Abs(base)) {
			continue
		}
		t[k] = d / math.Sqrt(v[k+1]/n[k+1]/n[k+1]+v[0]/n[0]/n[0])
	}
	return t
}

// Randomisation is the outcome of a randomisation test of the sharp null
// hypothesis that no unit's outcome depends on its arm.
type Randomisation struct {
	Observed float64
	Draws    int  // assignments compared, the observed one included when Exact
	Exact    bool // every assignment that the design allows was used
	Greater  float64
	TwoSided float64
	MCError  float64 // Monte-Carlo standard error of TwoSided; 0 when exact
}

// RandomisationTest compares statistic(W) with its values under assignments
// drawn from the actual design (Fisher 1935; Gerber & Green 2012, ch. 3). When
// the design allows at most most assignments, all are used and the p-values
// are exact counts; else r are drawn and p = (1 + #{|T*| >= |T|}) / (1 + r)
// (Phipson & Smyth 2010, Stat. Appl. Genetics & Molecular Biology 9).
func (a *Assignment) RandomisationTest(statistic func(w []int) float64, most int64, r int, rng *rand.Rand) Randomisation {
	out := Randomisation{Observed: statistic(a.W)}
	slack := 1e-10 * math.Max(1e-300, math.Abs(out.Observed)) // equal up to rounding counts as equal
	var greater, outside int
	tally := func(w []int) {
		v := statistic(w)
		out.Draws++
		if v >= out.Observed-slack {
			greater++
		}
		if math.Abs(v) >= math.Abs(out.Observed)-slack {
			outside++
		}
	}
	if a.Count().Cmp(big.NewInt(most)) <= 0 {
		out.Exact = true
		a.Each(tally)
		out.Greater = float64(greater) / float64(out.Draws)
		out.TwoSided = float64(outside) / float64(out.Draws)
		return out
	}
	for range r {
		tally(a.Draw(rng))
	}
	out.Greater = float64(1+greater) / float64(1+r)
	out.TwoSided = float64(1+outside) / float64(1+r)
	out.MCError = math.Sqrt(out.TwoSided * (1 - out.TwoSided) / float64(r))
	return out
}
