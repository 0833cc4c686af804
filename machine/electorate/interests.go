package electorate

import (
	"fmt"
	"math/bits"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/parallel"
)

// MaxInterests is how many interests a Set can hold.
const MaxInterests = 448

// Set is the interests of a person: bit j for interest j.
type Set [MaxInterests / 64]uint64

// Has says whether an interest is held.
func (s *Set) Has(j int) bool { return s[j/64]>>(j%64)&1 == 1 }

// Len is how many are held.
func (s *Set) Len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Classes are groups of adults alike enough to have interests with the same
// chances: by four ages, sex, town or country, quarters of two axes and thirds
// of two more.
const (
	classAges = 4
	Classes   = classAges * 2 * 2 * 4 * 4 * 3 * 3
)

// Quarters and thirds of a standard normal: where they end, in steps of a trait,
// and their means, in standard deviations.
var (
	quarterEnds = [3]int8{-21, 0, 22} // .6745 * 32 = 21.6
	thirdEnds   = [2]int8{-13, 14}    // .4307 * 32 = 13.8
	quarters    = [4]float64{-1.2711, -.3247, .3247, 1.2711}
	thirds      = [3]float64{-1.0906, 0, 1.0906}
)

// interests are the chances of every interest in every class, and the tables to
// draw from them.
//
// A person of a class gets a Poisson number of marks of rate sum of
// -ln(1 - p_j); each mark falls on an interest with a chance proportional to
// -ln(1 - p_j), and marks on the same one merge. So the marks on interest j are
// Poisson of rate -ln(1 - p_j), independent of the others, and somebody has none
// with chance 1 - p_j: interests are held with chance p_j, independently within
// the class.
type interests struct {
	marks [Classes]draw.Poisson
	which [Classes]draw.Alias
	class []uint16 // of each person; minors have none
}

// minor is the class of those who have no interests.
const minor = Classes

// Popularity is the share of adults who hold the j-th interest, from 0:
// .45 (1 + j/14)^-1.05. The sum over 400 is about 20.
func Popularity(j int) float64 { return .45 * draw.Exp(-1.05*draw.Log(1+float64(j)/14)) }

// leakScale is the scale of Model.Leak, such that .08, .12, .16 and .2 let the
// sign of an opinion be guessed from interests alone with an area under the curve
// of .69, .75, .81 and .85. At .2 that is about what Kosinski, Stillwell and
// Graepel (2013) report for parties from likes.
const leakScale = 1.37

// newInterests lays the tables for an electorate. The logit of the chance that a
// class holds an interest is a + b x + c z, with x the demographics and z the
// four axes: b is drawn with standard deviation .3, c with leakScale x Model.Leak,
// and a is such that the share of all adults is Popularity.
func newInterests(e *Electorate, threads int) (*interests, error) {
	n := len(e.Model.Names)
	if n > MaxInterests {
		return nil, fmt.Errorf("%d interests: at most %d can be held", n, MaxInterests)
	}
	t := &interests{class: make([]uint16, e.N)}
	weight := e.classify(t.class, threads)
	logits := make([][]float64, n)
	key := draw.For(e.Seed, "electorate/interest")
	parallel.Do(n, threads, func(j int) {
		logits[j] = e.Model.logits(draw.Stream{Key: key.Sub(uint64(j))}, Popularity(j), weight)
	})
	errs := make([]error, Classes)
	parallel.Do(Classes, threads, func(c int) {
		if weight[c] == 0 || n == 0 {
			return
		}
		rate, rates := 0.0, make([]float64, n)
		for j := range rates {
			// -ln(1 - p) = ln(1 + e^logit)
			rates[j] = draw.Log(1 + draw.Exp(logits[j][c]))
			rate += rates[j]
		}
		t.marks[c] = draw.NewPoisson(min(rate, 500))
		t.which[c], errs[c] = draw.NewAlias(rates)
	})
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("interests: %w", err)
		}
	}
	return t, nil
}

// classify gives everybody a class, and counts the classes.
func (e *Electorate) classify(class []uint16, threads int) (weight [Classes]float64) {
	counts := make([][Classes]int32, e.Blocks())
	e.EachBlock(threads, func(block, from, to int) {
		c := e.Commune(from)
		for i := from; i < to; i++ {
			for int(e.CommuneFirst[c+1]) <= i {
				c++
			}
			if e.Age[i] < Adult {
				class[i] = minor
				continue
			}
			town := e.Margins.Districts[e.DistrictOf[c]].Town
			class[i] = classOf(AgeGroup(e.Age[i]), e.Cell[i].Sex(), town, e.Traits[Axes*i:])
			counts[block][class[i]]++
		}
	})
	for b := range counts {
		for c, n := range counts[b] {
			weight[c] += float64(n)
		}
	}
	return weight
}

// AgeGroup is one of four: 18-24, 25-34, 35-54, 55 and older.
func AgeGroup(age uint8) int {
	switch {
	case age < 25:
		return 0
	case age < 35:
		return 1
	case age < 55:
		return 2
	}
	return 3
}

func classOf(age, sex int, town bool, z []int8) uint16 {
	c := age*2 + sex
	c *= 2
	if town {
		c++
	}
	c = c*4 + part(z[0], quarterEnds[:])
	c = c*4 + part(z[1], quarterEnds[:])
	c = c*3 + part(z[2], thirdEnds[:])
	return uint16(c*3 + part(z[3], thirdEnds[:]))
}

// part is the stretch that a trait falls into.
func part(z int8, ends []int8) int {
	i := 0
	for i < len(ends) && z >= ends[i] {
		i++
	}
	return i
}

// logits are those of one interest by class.
func (m *Model) logits(s draw.Stream, p float64, weight [Classes]float64) []float64 {
	const sdOfDemographics = .3
	var age [classAges]float64
	for i := range age {
		age[i] = float64(sdOfDemographics * s.Normal())
	}
	woman, town := float64(sdOfDemographics*s.Normal()), float64(sdOfDemographics*s.Normal())
	var c [4]float64
	for i := range c {
		c[i] = float64(float64(leakScale*m.Leak) * s.Normal())
	}
	x := make([]float64, Classes)
	for k := range x {
		rest := k
		v := float64(c[3] * thirds[rest%3])
		rest /= 3
		v += float64(c[2] * thirds[rest%3])
		rest /= 3
		v += float64(c[1] * quarters[rest%4])
		rest /= 4
		v += float64(c[0] * quarters[rest%4])
		rest /= 4
		if rest%2 == 1 {
			v += town
		}
		rest /= 2
		if rest%2 == 0 {
			v += woman
		}
		x[k] = v + age[rest/2]
	}
	// Newton's method for a: the mean chance is a smooth increasing function.
	a, all := draw.Log(p/(1-p)), 0.0
	for _, w := range weight {
		all += w
	}
	for range 4 {
		mean, slope := 0.0, 0.0
		for k, w := range weight {
			if w > 0 {
				q := draw.Logistic(a + x[k])
				mean += float64(w * q)
				slope += float64(w * float64(q*(1-q)))
			}
		}
		if slope == 0 {
			break
		}
		a -= (mean - float64(p*all)) / slope
	}
	for k := range x {
		x[k] += a
	}
	return x
}

// Interests are what a person is interested in, drawn again at each call.
func (e *Electorate) Interests(i int) (s Set) {
	c := e.interests.class[i]
	if c == minor {
		return s
	}
	k := e.keys.interests.Sub(uint64(i))
	which := e.interests.which[c]
	for m := range e.interests.marks[c].Draw(uint32(k.At(0))) {
		j := which.Draw(k.At(uint64(m) + 1))
		s[j/64] |= 1 << (j % 64)
	}
	return s
}
