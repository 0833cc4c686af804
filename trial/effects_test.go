package trial

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// The effects within blocks are those of the regression with one dummy a
// block, which nobody would run on 10,000 of them.
func TestEffectsAbsorbBlocks(t *testing.T) {
	tab, d, err := inventedTable()
	if err != nil {
		t.Fatal(err)
	}
	d.Keep = map[string][]string{d.Block: {}}
	for b := 1; b <= 60; b++ { // as many dummies take a moment
		d.Keep[d.Block] = append(d.Keep[d.Block], strconv.Itoa(b))
	}
	e, err := prepare(tab, d)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{e: e, o: Options{Level: .95}}
	if !r.blocksAbsorbed() {
		t.Fatal("the blocks of the example are not absorbed")
	}
	_, fast, err := r.armEffects()
	if err != nil {
		t.Fatal(err)
	}
	s := e.all
	m := lab.Lin(s)
	for b := 1; b < lab.Count(s.Block); b++ {
		x := make([]float64, s.N())
		for i, c := range s.Block {
			if int(c) == b {
				x[i] = 1
			}
		}
		m.X, m.Names = append(m.X, x), append(m.Names, fmt.Sprint("block ", b))
	}
	_, names := lab.Dummies(s)
	f, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Robust(lab.CR2, s.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		slow, err := c.Coefficient(name)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(slow.Est-fast[i].Est) > 1e-8 || math.Abs(slow.SE-fast[i].SE) > 1e-8 {
			t.Errorf("%s: %v (%v), with dummies %v (%v)", name, fast[i].Est, fast[i].SE, slow.Est, slow.SE)
		}
	}
}

// Blocks of one household each leave nothing to compare and are not absorbed.
func TestBlocksNotAbsorbed(t *testing.T) {
	tab, d, err := inventedTable()
	if err != nil {
		t.Fatal(err)
	}
	d.Block = d.Cluster
	e, err := prepare(tab, d)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{e: e, o: Options{Level: .95}}
	if r.blocksAbsorbed() {
		t.Error("blocks of one household each are absorbed")
	}
	if _, adj, err := r.armEffects(); err != nil || len(adj) != 3 {
		t.Errorf("%v, %v", adj, err)
	}
}

// One arm of 30 households among 6,000 has the errors of few clusters (CR2): CR1
// covered 91.8 times in 100 at nominal 95, CR2 94.3. Where all arms are large the
// two are the same and CR1 is taken.
func TestErrorsOfASmallArm(t *testing.T) {
	sample := func(small int) *lab.Sample {
		rng := lab.Rand(16)
		s := &lab.Sample{Arms: []string{"none", "a", "b"}, Prob: [][]float64{{.4}, {.3}, {.3}}, X: make([][]float64, 2), Names: []string{"x", "z"}}
		for g := range 6000 {
			w := g % 2
			if g < small {
				w = 2
			}
			u := rng.NormFloat64()
			for range 1 + g%3 {
				s.Y, s.W, s.Cluster = append(s.Y, u+rng.NormFloat64()), append(s.W, w), append(s.Cluster, int32(g))
				for j := range s.X {
					s.X[j] = append(s.X[j], rng.NormFloat64()+u*float64(j))
				}
			}
		}
		return s
	}
	for _, c := range []struct {
		small int
		kind  lab.VCov
	}{{30, lab.CR2}, {299, lab.CR2}, {300, lab.CR1}, {2000, lab.CR1}} {
		s := sample(c.small)
		m := lab.Lin(s)
		got, err := coefficients(m, s, []string{"b"})
		if err != nil {
			t.Fatal(err)
		}
		f, err := m.Fit()
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Robust(c.kind, s.Cluster)
		if err != nil {
			t.Fatal(err)
		}
		want, err := r.Coefficient("b")
		if err != nil {
			t.Fatal(err)
		}
		if got[0] != want {
			t.Errorf("arm of %d clusters: %+v, want %+v", c.small, got[0], want)
		}
	}
}
