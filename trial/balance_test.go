package trial

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// drawn is an experiment without outcomes: people in clusters of size each,
// arms drawn in turn and shuffled within blocks of clusters, or with chances
// that differ; covariates are rare codes, half 0/1 and skewed numbers in turn.
func drawn(rng *rand.Rand, clusters, size, arms, covariates, block int, chances bool) *experiment {
	s := &lab.Sample{}
	for range arms {
		s.Arms = append(s.Arms, "")
		s.Prob = append(s.Prob, []float64{1 / float64(arms)})
	}
	e := &experiment{d: &Description{}, all: s}
	if chances {
		e.d.PropensityColumns = map[string]string{"a": "p"}
		s.Prob = make([][]float64, arms)
	}
	s.X = make([][]float64, covariates)
	w := make([]int, clusters)
	for g := range w {
		w[g] = g % arms
	}
	for from := 0; from < clusters; from += block {
		part := w[from:min(clusters, from+block)]
		rng.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
	}
	for g := range clusters {
		u := rng.NormFloat64()
		if chances {
			p := make([]float64, arms)
			var sum float64
			for a := range p {
				p[a] = .15 + rng.Float64()
				if u > 0 {
					p[a] += float64(a) / 2 // who is high on u gets the last arms
				}
				sum += p[a]
			}
			at, x := 0, rng.Float64()
			for a := range p {
				p[a] /= sum
				if x -= p[a]; x > 0 {
					at = min(a+1, arms-1)
				}
			}
			w[g] = at
			for range size {
				for a := range p {
					s.Prob[a] = append(s.Prob[a], p[a])
				}
			}
		}
		for range size {
			s.Y, s.W = append(s.Y, 0), append(s.W, w[g])
			s.Cluster, s.Block = append(s.Cluster, int32(g)), append(s.Block, int32(g/block))
			for j := range s.X {
				x := u/2 + rng.NormFloat64()
				switch j % 3 {
				case 0:
					x = float64(b2i(x > 1.5))
				case 1:
					x = float64(b2i(x > 0))
				default:
					x = math.Exp(x)
				}
				s.X[j] = append(s.X[j], x)
			}
		}
	}
	rows := make([]int, len(s.Y))
	for i := range rows {
		rows[i] = i
	}
	e.parts = []part{{"", rows, s}}
	return e
}

// A draw that was random is called so: p-values are as rare as they say, where
// the chi-square test of the arms' own covariances cried wolf in 2 to 69 of 100
// properly drawn experiments at one in a thousand.
func TestBalanceFalseAlarms(t *testing.T) {
	const seed, reps = 8, 160
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, c := range []struct {
		name                                     string
		clusters, size, arms, covariates, blocks int
		chances                                  bool
	}{
		{"160 people", 160, 1, 4, 8, 1000, false},
		{"300 people, 40 covariates", 300, 1, 3, 40, 1000, false},
		{"200 pairs", 200, 2, 5, 20, 1000, false},
		{"blocks of 4 pairs", 160, 2, 4, 12, 4, false},
		{"chances that differ", 200, 2, 3, 12, 1000, true},
	} {
		low, rare := 0, 0
		for range reps {
			b := newBalance(drawn(rng, c.clusters, c.size, c.arms, c.covariates, c.blocks, c.chances))
			p, _ := b.test(rng)
			low += b2i(p <= .05)
			rare += b2i(p < .001)
		}
		// 8 expected, with a standard deviation of 2.8; 0.2 expected.
		if low > 18 || low < 1 || rare > 2 {
			t.Errorf("seed %d, %s: of %d proper draws %d have p <= .05, %d p < .001", seed, c.name, reps, low, rare)
		}
	}
}

// Four people in two blocks of two, one covariate: the arithmetic by hand.
func TestBalanceByHand(t *testing.T) {
	s := &lab.Sample{Y: make([]float64, 4), W: []int{0, 1, 1, 0}, Arms: []string{"a", "b"}, X: [][]float64{{1, 3, 10, 16}},
		Block: []int32{0, 0, 1, 1}, Prob: [][]float64{{.5}, {.5}}, Names: []string{"x"}}
	e := &experiment{d: &Description{}, all: s, parts: []part{{"", []int{0, 1, 2, 3}, s}}, vars: []variable{{name: "x", cols: []int{0}}}}
	b := newBalance(e)
	// Minus the blocks' means: −1, 1, −3, 3. Their variance is 20/4. Arm a has −1 + 3
	// = 2, arm b −2: (4/2 + 4/2) / 5.
	if got := b.statistic(b.arm, make([]float64, 2), make([]float64, 2)); math.Abs(got-.8) > 1e-12 {
		t.Errorf("statistic %v, want 0.8", got)
	}
	gap, _ := b.worst(e)
	if want := 2 / math.Sqrt(variance(s.X[0])); math.Abs(gap-want) > 1e-12 {
		t.Errorf("largest gap %v, want %v", gap, want)
	}
	// Of the four assignments two give arm a ±2 and two ±4: all reach what was seen.
	if p, draws := b.test(lab.Rand(1)); p != 1 || draws != exceedances {
		t.Errorf("p %v after %d draws", p, draws)
	}
}

// One arm in which a rare code never occurs does not stop the test.
func TestBalanceWithARareCode(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	e := drawn(rng, 400, 1, 4, 3, 1000, false)
	rare := make([]float64, 400)
	for i, w := range e.all.W {
		if w == 1 {
			rare[i] = 1
			break
		}
	}
	e.all.X = append(e.all.X, rare, e.all.X[1]) // and one twice
	b := newBalance(e)
	if p, _ := b.test(rng); b.rank() != 4 || p < .001 {
		t.Errorf("rank %d, p %v", b.rank(), p)
	}
}
