package trial

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/contrechamp/contrechamp/lab"
)

// bits returns the entropy of the joint groups of some variables, in bits a
// person (how much of somebody's file the policy reads), and the surprisal of
// the rarest profile of at least ten people.
func (r *runner) bits(vars []int) (mean, most float64) {
	full := r.profile()
	x := make([][]float64, 0, len(vars))
	for _, v := range vars {
		for _, j := range r.e.vars[v].cols {
			x = append(x, full.X[j])
		}
	}
	n := float64(r.e.all.N())
	sub := lab.MakeCells(x, full.Len())
	people := make([]float64, sub.Len())
	for i, c := range sub.Of {
		people[c] += full.N[i]
	}
	for _, c := range people {
		b := -math.Log2(c / n)
		mean += c / n * b
		if c >= minCount {
			most = max(most, b)
		}
	}
	return mean, most
}

// bitsOnce is the mean of bits, kept for the next time.
func (r *runner) bitsOnce(vars []int) float64 {
	sorted := slices.Sorted(slices.Values(vars))
	key := fmt.Sprint(sorted)
	if v, ok := r.entropy.Load(key); ok {
		return v.(float64)
	}
	mean, _ := r.bits(sorted)
	r.entropy.Store(key, mean)
	return mean
}

// profile groups the people alike in all covariates.
func (r *runner) profile() *lab.Cells {
	r.once.Do(func() { r.cells = lab.MakeCells(r.e.all.X, r.e.all.N()) })
	return r.cells
}

// profiles fills the rest of the harms block: how finely people are known and
// how small the audiences become.
func (r *runner) profiles(rep *Report) error {
	all := make([]int, len(r.e.vars))
	for j := range all {
		all[j] = j
	}
	h := &rep.Harms
	mean, most := r.bits(all)
	h.Bits, h.BitsMax = Real(mean), Real(most)
	n := r.e.all.N()
	smallest, rare := n, 0.
	for _, c := range r.profile().N {
		smallest = min(smallest, int(c))
		if c < minCount {
			rare += c
		}
	}
	h.SmallestProfile, h.RareProfiles = hideSmall(smallest), shareOf(rare/float64(n), n)
	return nil
}

// wrongShares are the error rates of the table of covariate errors.
var wrongShares = []float64{0, 0.05, 0.1, 0.2, 0.3, 0.5, 1}

// wrongRoom bounds the numbers of the people as they are known with errors.
const wrongRoom = 75_000_000

// wrongBenches makes one bench a part, with the same people seen with each
// share of wrong facts.
func (r *runner) wrongBenches(rng *rand.Rand, shares []float64) ([]*lab.Bench, error) {
	benches := make([]*lab.Bench, len(r.e.parts))
	for p, part := range r.e.parts {
		var extra [][][]float64
		for _, q := range shares {
			extra = append(extra, mistaken(part.s, r.e.vars, q, rng))
		}
		var err error
		if benches[p], err = lab.NewBench(part.s, r.e.messages, extra...); err != nil {
			return nil, partError(part.name, err)
		}
	}
	return benches, nil
}

// errorsInCovariates asks what the policy is worth when a share of each
// covariate is wrong, that is replaced by another person's value. Policies are
// learned on what is true and used on what is known, on the divisions of the
// main comparison: without errors it is that.
func (r *runner) errorsInCovariates(rep *Report) error {
	rng := lab.Rand(r.rand(seedErrors, 1<<16))
	n := r.o.Splits
	res := make([][]lab.Estimate, n)
	for i := range res {
		res[i] = make([]lab.Estimate, len(wrongShares))
	}
	// All shares at once, as they have one policy, unless the invented people
	// would take too much room.
	batch := min(len(wrongShares)-1, max(1, r.room/(r.e.all.N()*len(r.e.all.X))-1))
	for from := 1; from < len(wrongShares); from += batch {
		to := min(len(wrongShares), from+batch)
		benches, err := r.wrongBenches(rng, wrongShares[from:to])
		if err != nil {
			return err
		}
		err = r.each("errors in covariates", n, func(i int) error {
			v, err := r.view(benches, seedMain, i)
			if err != nil {
				return err
			}
			pis := make([][][]int, 1+to-from) // without errors first
			for p, sp := range v {
				of := append([][]int32{benches[p].Cells.Of}, benches[p].Extra...)
				pi, _, err := sp.PolicyOn(r.l, nil, of...)
				if err != nil {
					return err
				}
				for q := range pis {
					pis[q] = append(pis[q], pi[q])
				}
			}
			res[i][0], _ = r.gain(v, pis[0])
			for q := from; q < to; q++ {
				res[i][q], _ = r.gain(v, pis[1+q-from])
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	h := &rep.Harms
	for q, w := range wrongShares {
		h.Errors = append(h.Errors, ErrorPoint{Real(w), r.number(medianOf(n, func(i int) lab.Estimate { return res[i][q] }))})
	}
	h.BreakEven = breakEven(h.Errors)
	return nil
}

// mistaken returns the covariates with a share q of each variable replaced by
// another person's value; all columns of a variable go together.
func mistaken(s *lab.Sample, vars []variable, q float64, rng *rand.Rand) [][]float64 {
	x := make([][]float64, len(s.X))
	for j := range x {
		x[j] = slices.Clone(s.X[j])
	}
	for _, v := range vars {
		for i := range s.N() {
			if rng.Float64() < q {
				other := rng.IntN(s.N())
				for _, j := range v.cols {
					x[j][i] = s.X[j][other]
				}
			}
		}
	}
	return x
}

// breakEven is the share of wrong covariates at which the gain is gone, between
// two shares on a straight line; NaN where there is no gain, or it stays.
func breakEven(e []ErrorPoint) Real {
	for q := 1; q < len(e); q++ {
		a, b := e[q-1], e[q]
		if e[0].TB.Est > 0 && a.TB.Est > 0 && b.TB.Est <= 0 {
			return a.Wrong + (b.Wrong-a.Wrong)*a.TB.Est/(a.TB.Est-b.TB.Est)
		}
	}
	return Real(math.NaN())
}
