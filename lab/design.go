package lab

import (
	"math"
	"math/rand/v2"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/stat/distuv"
)

// Sample is one randomised experiment as columns of equal length n.
// Optional columns are nil when the design has none.
type Sample struct {
	Y    []float64 // outcome
	W    []int     // arm of each row, an index into Arms
	Arms []string  // names; Arms[0] is the reference arm

	X     [][]float64 // covariates, X[j][i]; measured before assignment
	Names []string    // one name for each column of X

	Cluster []int32 // dense ids of the units assigned together; nil: each row alone
	Block   []int32 // dense ids of the strata within which assignment was drawn; nil: one

	// Prob[k] holds P(W = k): one value for all rows, or one for each row.
	// Known by design, not estimated, unless the report says so.
	Prob [][]float64
}

// N returns the number of rows.
func (s *Sample) N() int { return len(s.Y) }

// K returns the number of arms, the reference included.
func (s *Sample) K() int { return len(s.Arms) }

// P returns the probability with which the design gave row i arm k.
func (s *Sample) P(i, k int) float64 {
	p := s.Prob[k]
	if len(p) == 1 {
		return p[0]
	}
	return p[i]
}

// chancy reports whether some arm had another probability in one row than in
// another.
func (s *Sample) chancy() bool {
	for _, p := range s.Prob {
		if len(p) > 1 {
			return true
		}
	}
	return false
}

// weight returns what row i counts for among those of its arm. Where chances
// differ between rows it is 1/e, so that an arm's rows stand for everybody and
// not for those who were likely to get it; otherwise 1.
func (s *Sample) weight(i int) float64 {
	if !s.chancy() {
		return 1
	}
	return 1 / s.P(i, s.W[i])
}

// Clusters returns the cluster ids and their number; without clusters each
// row is its own.
func (s *Sample) Clusters() (ids []int32, g int) {
	if s.Cluster == nil {
		return rowIDs(s.N()), s.N()
	}
	return s.Cluster, Count(s.Cluster)
}

// Subset returns the rows for which keep is true. Cluster and block ids are
// made dense again, in order of first appearance; nothing is shared with s
// but the names.
func (s *Sample) Subset(keep func(i int) bool) *Sample {
	var rows []int
	for i := range s.Y {
		if keep(i) {
			rows = append(rows, i)
		}
	}
	t := &Sample{Arms: s.Arms, Names: s.Names, Y: take(s.Y, rows), W: take(s.W, rows)}
	for _, x := range s.X {
		t.X = append(t.X, take(x, rows))
	}
	if s.Cluster != nil {
		t.Cluster = ClusterIDs(take(s.Cluster, rows))
	}
	if s.Block != nil {
		t.Block = ClusterIDs(take(s.Block, rows))
	}
	for _, p := range s.Prob {
		if len(p) > 1 {
			p = take(p, rows)
		}
		t.Prob = append(t.Prob, p)
	}
	return t
}

// Check reports the first way in which s is not a usable experiment: columns
// of unequal length, arms out of range or empty, values that are not finite,
// ids that are not dense, propensities outside (0, 1) or not adding up to 1.
func (s *Sample) Check() error {
	n, k := s.N(), s.K()
	if n == 0 || k < 2 {
		return sentence.Fail("the sample has {n} rows and {arms} arms; rows and at least two arms are needed", "n", n, "arms", k)
	}
	if len(s.W) != n {
		return sentence.Fail("{n} outcomes but {arms} arm assignments", "n", n, "arms", len(s.W))
	}
	arm := make([]int, k)
	for i, w := range s.W {
		if w < 0 || w >= k {
			return sentence.Fail("row {row}: arm {arm} is not one of the {n} arms", "row", i, "arm", w, "n", k)
		}
		arm[w]++
		if !finite(s.Y[i]) {
			return sentence.Fail("row {row}: the outcome is not a finite number", "row", i)
		}
	}
	for w, c := range arm {
		if c == 0 {
			return sentence.Fail("arm “{arm}” has no rows", "arm", s.Arms[w])
		}
	}
	if len(s.Names) != len(s.X) {
		return sentence.Fail("{n} covariates but {names} names", "n", len(s.X), "names", len(s.Names))
	}
	for j, x := range s.X {
		if len(x) != n {
			return sentence.Fail("covariate “{name}” has {n} rows, not {rows}", "name", s.Names[j], "n", len(x), "rows", n)
		}
		for i, v := range x {
			if !finite(v) {
				return sentence.Fail("row {row}: covariate “{name}” is not a finite number", "row", i, "name", s.Names[j])
			}
		}
	}
	if err := checkIDs("cluster", s.Cluster, n); err != nil {
		return err
	}
	if err := checkIDs("block", s.Block, n); err != nil {
		return err
	}
	return s.checkProb()
}

func (s *Sample) checkProb() error {
	if s.Prob == nil {
		return nil
	}
	n, k := s.N(), s.K()
	if len(s.Prob) != k {
		return sentence.Fail("propensities for {n} arms, not {arms}", "n", len(s.Prob), "arms", k)
	}
	rows := 1
	for a, p := range s.Prob {
		if len(p) != 1 && len(p) != n {
			return sentence.Fail("arm “{arm}” has {n} propensities; one or {rows} are needed", "arm", s.Arms[a], "n", len(p), "rows", n)
		}
		rows = max(rows, len(p))
	}
	for i := range rows {
		var sum float64
		for a := range k {
			p := s.P(i, a)
			if !(p > 0 && p < 1) {
				return sentence.Fail("row {row}: the propensity of arm “{arm}” is {p}, not between 0 and 1", "row", i, "arm", s.Arms[a], "p", p)
			}
			sum += p
		}
		if math.Abs(sum-1) > 1e-9 {
			return sentence.Fail("row {row}: the propensities add up to {sum}, not 1", "row", i, "sum", sum)
		}
	}
	return nil
}

func checkIDs(what string, ids []int32, n int) error {
	if ids == nil {
		return nil
	}
	if len(ids) != n {
		return sentence.Fail("{n} {what} ids, not {rows}", "n", len(ids), "what", what, "rows", n)
	}
	seen := make([]bool, n)
	g := 0
	for i, id := range ids {
		if id < 0 || int(id) >= n {
			return sentence.Fail("row {row}: {what} id {id} is outside the ids 0, 1, 2, ...", "row", i, "what", what, "id", id)
		}
		if !seen[id] {
			seen[id] = true
			g++
		}
	}
	if g != Count(ids) {
		return sentence.Fail("{what} ids leave gaps in 0, 1, 2, ...", "what", what)
	}
	return nil
}

// ClusterIDs turns labels into dense ids 0, 1, 2 ... in order of first
// appearance.
func ClusterIDs[T comparable](labels []T) []int32 {
	ids := make([]int32, len(labels))
	seen := make(map[T]int32)
	for i, l := range labels {
		id, ok := seen[l]
		if !ok {
			id = int32(len(seen))
			seen[l] = id
		}
		ids[i] = id
	}
	return ids
}

// Count returns how many dense ids there are: the largest plus one.
func Count(ids []int32) int {
	g := int32(-1)
	for _, id := range ids {
		g = max(g, id)
	}
	return int(g) + 1
}

// Folds deals g clusters into f folds of nearly equal number, at random, and
// returns the fold of each row: rows of one cluster share a fold.
func Folds(cluster []int32, f int, rng *rand.Rand) []int {
	fold := make([]int, Count(cluster))
	for c := range fold {
		fold[c] = c % f
	}
	rng.Shuffle(len(fold), func(i, j int) { fold[i], fold[j] = fold[j], fold[i] })
	rows := make([]int, len(cluster))
	for i, c := range cluster {
		rows[i] = fold[c]
	}
	return rows
}

// Estimate is a number with its standard error and the degrees of freedom of
// its reference distribution: Student's t, or the normal when DF is +Inf.
type Estimate struct {
	Est, SE, DF float64
}

// T returns the estimate in standard errors.
func (e Estimate) T() float64 { return e.Est / e.SE }

// P returns the two-sided p-value of the hypothesis that the truth is 0; NaN
// when SE is 0, because then nothing was measured.
func (e Estimate) P() float64 {
	if e.SE == 0 {
		return math.NaN()
	}
	return 2 * e.upperTail(math.Abs(e.T()))
}

// CI returns the two-sided confidence interval of the given level.
func (e Estimate) CI(level float64) (lo, hi float64) {
	q := e.quantile(0.5 + level/2)
	return e.Est - q*e.SE, e.Est + q*e.SE
}

// Sub returns e - f for independent estimates, with normal reference.
func (e Estimate) Sub(f Estimate) Estimate {
	return Estimate{e.Est - f.Est, math.Hypot(e.SE, f.SE), math.Inf(1)}
}

func (e Estimate) normal() bool { return e.DF == 0 || math.IsInf(e.DF, 1) }

func (e Estimate) upperTail(t float64) float64 {
	if e.normal() {
		return distuv.UnitNormal.Survival(t)
	}
	return distuv.StudentsT{Sigma: 1, Nu: e.DF}.Survival(t)
}

func (e Estimate) quantile(p float64) float64 {
	if e.normal() {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Sigma: 1, Nu: e.DF}.Quantile(p)
}

func rowIDs(n int) []int32 {
	ids := make([]int32, n)
	for i := range ids {
		ids[i] = int32(i)
	}
	return ids
}

func take[T any](v []T, rows []int) []T {
	out := make([]T, len(rows))
	for r, i := range rows {
		out[r] = v[i]
	}
	return out
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
