package trial

import (
	"math"
	"math/rand/v2"

	"github.com/contrechamp/contrechamp/lab"
	"gonum.org/v1/gonum/mat"
)

// lookBalance asks whether what is known of people beforehand differs between
// the messages more than the draw makes it. The distribution of the draw itself
// is used: arms are drawn anew for whole units within their blocks, so that the
// false alarms are as rare as stated however few the people and however many
// the covariates.
func (e *experiment) lookBalance() {
	b := newBalance(e)
	if b.rank() == 0 {
		e.check("balance", Warn, Text{"balance could not be tested: what is known of people does not vary within what was drawn together",
			"l'équilibre n'a pas pu être testé : ce qu'on sait des gens ne varie pas à l'intérieur de ce qui a été tiré ensemble"})
		return
	}
	pv, draws := b.test(lab.Rand(seedBalance))
	gap, at := b.worst(e)
	e.sayBalance(pv, draws, gap, at)
}

func (e *experiment) sayBalance(pv float64, draws int, gap float64, at Text) {
	l, en, fr := OK, "what is known of people is alike under all messages", "ce qu'on sait des gens se ressemble d'un message à l'autre"
	if pv < 0.001 {
		l, en, fr = Fail, "people differ between messages more than chance allows: was the draw random?", "les gens diffèrent d'un message à l'autre plus que le hasard ne le permet : le tirage était-il au sort ?"
	} else if pv < 0.01 {
		l, en, fr = Warn, "people differ between messages somewhat more than chance usually makes them", "les gens diffèrent d'un message à l'autre un peu plus que le hasard ne le fait d'habitude"
	}
	e.check("balance", l, textf(
		"%s: chance alone would set them as far apart %s (p %s, the messages drawn anew %d times); the largest gap, in “%s”, is %s of the usual spread between people (standard deviation)",
		"%s : le hasard seul les écarterait autant %s (p %s, messages tirés de nouveau %d fois) ; le plus grand écart, sur « %s », vaut %s de la dispersion habituelle entre les gens (écart-type)",
		Text{en, fr}, Text{times(pv, EN), times(pv, FR)}, Text{pText(pv, EN), pText(pv, FR)}, draws, at, Text{number(gap, 3, false, EN), number(gap, 3, false, FR)}))
}

const (
	seedBalance = 15
	// exceedances after which the draws stop: the p-value is then known to a
	// seventh of itself.
	exceedances = 50
	// the draws, if so many exceedances do not come: at least so many that a
	// p-value below 0.001 can be told, more where they cost little.
	minDraws, maxDraws = 1999, 9999
	drawBudget         = 4e8 // additions
)

// balance holds covariates as totals of the units that were drawn: clusters
// within blocks, or rows where clusters were not assigned as a whole.
type balance struct {
	k, q   int
	arm    []int     // of each unit
	people []float64 // of each unit
	start  []int     // first unit of each block, and the number of units
	// total[a] holds what a unit adds to the statistic when it gets arm a, q
	// numbers a unit, and raw[a] the same in the units of the covariates. All
	// arms share one where chances were the same for everybody.
	total, raw [][]float64
	chance     [][]float64 // of each unit, by arm; nil: arms are shuffled within blocks
	kept       int         // dimensions of total that vary
}

// newBalance sums the covariates by unit, each minus its mean in the block. With
// chances that differed from person to person, covariates may well differ
// between the arms; weighted by 1/p they must not.
func newBalance(e *experiment) *balance {
	s := e.all
	b := &balance{k: s.K(), q: len(s.X)}
	unit, block := e.units()
	n := lab.Count(unit)
	b.people, b.arm = make([]float64, n), make([]int, n)
	mean := make([]float64, lab.Count(block)*b.q)
	size := make([]float64, lab.Count(block))
	for i, u := range unit {
		b.people[u]++
		b.arm[u] = s.W[i]
		size[block[i]]++
		for j := range s.X {
			mean[int(block[i])*b.q+j] += s.X[j][i]
		}
	}
	for g, c := range size {
		for j := range b.q {
			mean[g*b.q+j] /= c
		}
	}
	weighted := len(e.d.PropensityColumns) > 0
	arms := 1
	if weighted {
		arms = b.k
		b.chance = make([][]float64, b.k)
	}
	for a := range arms {
		t := make([]float64, n*b.q)
		for i, u := range unit {
			w := 1.
			if weighted {
				w = 1 / s.Prob[a][i]
			}
			for j := range s.X {
				t[int(u)*b.q+j] += w * (s.X[j][i] - mean[int(block[i])*b.q+j])
			}
		}
		b.raw = append(b.raw, t)
		if weighted {
			b.chance[a] = make([]float64, n)
			for i, u := range unit {
				b.chance[a][u] = s.Prob[a][i]
			}
		}
	}
	b.start = blockStarts(unit, block, n)
	for a := range b.raw {
		b.total = append(b.total, b.whiten(a))
	}
	return b
}

// units numbers what was drawn as a whole so that a block's units follow one
// another, and names the block of each row. Parts are blocks of their own. With
// chances given by row there is one block: each unit was drawn by itself.
func (e *experiment) units() (unit, block []int32) {
	s := e.all
	n := s.N()
	cluster, g := s.Clusters()
	arm := make([]int, g)
	for i := range arm {
		arm[i] = -1
	}
	whole := true
	for i, c := range cluster {
		whole = whole && (arm[c] < 0 || arm[c] == s.W[i])
		arm[c] = s.W[i]
	}
	type id struct{ part, block, unit int }
	blocks, units := map[id]int32{}, map[id]int32{}
	block = make([]int32, n)
	of := make([]id, n)
	for p, part := range e.parts {
		for _, i := range part.rows {
			x := id{part: p}
			if s.Block != nil && len(e.d.PropensityColumns) == 0 {
				x.block = int(s.Block[i])
			}
			if _, ok := blocks[x]; !ok {
				blocks[x] = int32(len(blocks))
			}
			block[i] = blocks[x]
			if x.unit = i; whole {
				x.unit = int(cluster[i])
			}
			of[i] = x
		}
	}
	unit = make([]int32, n)
	rows := make([][]int, len(blocks))
	for i, b := range block {
		rows[b] = append(rows[b], i)
	}
	for _, list := range rows {
		for _, i := range list {
			if _, ok := units[of[i]]; !ok {
				units[of[i]] = int32(len(units))
			}
			unit[i] = units[of[i]]
		}
	}
	return unit, block
}

func blockStarts(unit, block []int32, n int) []int {
	of := make([]int32, n)
	for i, u := range unit {
		of[u] = block[i]
	}
	var start []int
	for u := range of {
		if u == 0 || of[u] != of[u-1] {
			start = append(start, u)
		}
	}
	return append(start, n)
}

// whiten turns the totals of arm a by the inverse root of their covariance as
// if no arm differed, leaving out directions that do not vary.
func (b *balance) whiten(a int) []float64 {
	x, n := b.raw[a], len(b.people)
	v := mat.NewSymDense(b.q, nil)
	var people float64
	for u := range n {
		w := 1.
		if b.chance != nil {
			w = b.chance[a][u] * (1 - b.chance[a][u])
		}
		people += b.people[u]
		t := x[u*b.q : u*b.q+b.q]
		for j, tj := range t {
			if tj == 0 {
				continue
			}
			for l := j; l < b.q; l++ {
				v.SetSym(j, l, v.At(j, l)+w*tj*t[l])
			}
		}
	}
	scale := make([]float64, b.q)
	for j := range scale {
		if d := v.At(j, j); d > 0 {
			scale[j] = 1 / math.Sqrt(d)
		}
	}
	for j := range b.q {
		for l := j; l < b.q; l++ {
			v.SetSym(j, l, v.At(j, l)*scale[j]*scale[l])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(v, true) {
		return nil
	}
	var vec mat.Dense
	eig.VectorsTo(&vec)
	var turn [][]float64 // one direction a row
	for c, value := range eig.Values(nil) {
		if value < 1e-8*float64(b.q) {
			continue
		}
		d := make([]float64, b.q)
		for j := range d {
			d[j] = vec.At(j, c) * scale[j] / math.Sqrt(value)
			if b.chance == nil { // totals of n people vary n times as much as one
				d[j] *= math.Sqrt(people)
			}
		}
		turn = append(turn, d)
	}
	b.kept = max(b.kept, len(turn))
	out := make([]float64, n*len(turn))
	for u := range n {
		t := x[u*b.q : u*b.q+b.q]
		for c, d := range turn {
			var s float64
			for j, tj := range t {
				s += d[j] * tj
			}
			out[u*len(turn)+c] = s
		}
	}
	return out
}

func (b *balance) rank() int { return b.kept }

// statistic is the sum over arms of the squared length of their whitened mean,
// times their people: about chi-square of rank x (arms - 1) where people are
// many.
func (b *balance) statistic(arm []int, sum, people []float64) float64 {
	var t float64
	if b.chance == nil {
		q := b.kept
		clear(sum)
		clear(people)
		x := b.total[0]
		for u, a := range arm {
			people[a] += b.people[u]
			s := sum[a*q : a*q+q]
			for c, v := range x[u*q : u*q+q] {
				s[c] += v
			}
		}
		for a := range b.k {
			var ss float64
			for _, v := range sum[a*q : a*q+q] {
				ss += v * v
			}
			t += ss / people[a]
		}
		return t
	}
	for a, x := range b.total {
		q := len(x) / len(arm)
		s := sum[:q]
		clear(s)
		for u, w := range arm {
			if w == a {
				for c, v := range x[u*q : u*q+q] {
					s[c] += v
				}
			}
		}
		for _, v := range s {
			t += v * v
		}
	}
	return t
}

// test compares the statistic with its distribution over draws of the
// assignment. Draws stop once enough reach what was seen (Besag and Clifford
// 1991, Biometrika 78, 301-304); otherwise p counts what was seen as a draw.
func (b *balance) test(rng *rand.Rand) (p float64, draws int) {
	sum, people := make([]float64, b.k*b.q), make([]float64, b.k)
	seen := b.statistic(b.arm, sum, people)
	most := int(min(maxDraws, max(minDraws, drawBudget/float64(len(b.arm)*(b.q+4)))))
	arm := append([]int(nil), b.arm...)
	hits := 0
	for draws < most && hits < exceedances {
		b.draw(arm, rng)
		draws++
		if b.statistic(arm, sum, people) >= seen*(1-1e-9) {
			hits++
		}
	}
	if hits == exceedances {
		return float64(hits) / float64(draws), draws
	}
	return float64(hits+1) / float64(draws+1), draws
}

// draw assigns anew: arms are shuffled within blocks, or drawn with each unit's
// own chances.
func (b *balance) draw(arm []int, rng *rand.Rand) {
	if b.chance != nil {
		for u := range arm {
			x := rng.Float64()
			arm[u] = b.k - 1
			for a := range b.k {
				if x -= b.chance[a][u]; x < 0 {
					arm[u] = a
					break
				}
			}
		}
		return
	}
	for g, from := range b.start[:len(b.start)-1] {
		w := arm[from:b.start[g+1]]
		for i := len(w) - 1; i > 0; i-- {
			j := rng.IntN(i + 1)
			w[i], w[j] = w[j], w[i]
		}
	}
}

// worst returns the largest difference of two arms' means within blocks, in
// standard deviations between people, and the covariate that it is in.
func (b *balance) worst(e *experiment) (gap float64, at Text) {
	mean := make([]float64, b.k*b.q)
	weight := make([]float64, b.k)
	for u, a := range b.arm {
		x, w := b.raw[0], b.people[u]
		if b.chance != nil {
			x, w = b.raw[a], w/b.chance[a][u]
		}
		weight[a] += w
		for j := range b.q {
			mean[a*b.q+j] += x[u*b.q+j]
		}
	}
	for j := range b.q {
		sd := math.Sqrt(variance(e.all.X[j]))
		for a := range b.k {
			for c := range a {
				if d := math.Abs(mean[a*b.q+j]/weight[a]-mean[c*b.q+j]/weight[c]) / sd; d > gap {
					gap, at = d, e.columnLabel(j)
				}
			}
		}
	}
	return gap, at
}

func variance(x []float64) float64 {
	e := lab.ClusterMean(x, nil)
	return e.SE * e.SE * float64(len(x))
}
