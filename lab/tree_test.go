package lab

import (
	"math"
	"math/rand/v2"
	"testing"
)

// slowTree tries every tree of the depth given, cut by cut, on the rows kept.
func slowTree(x, reward [][]float64, arms []int, depth int, in []bool) float64 {
	best := math.Inf(-1)
	for _, k := range arms {
		var v float64
		for c, r := range reward[k] {
			if in[c] {
				v += r
			}
		}
		best = max(best, v)
	}
	if depth == 0 {
		return best
	}
	for j := range x {
		for _, cut := range x[j] {
			l, r := make([]bool, len(in)), make([]bool, len(in))
			for c := range in {
				l[c], r[c] = in[c] && x[j][c] <= cut, in[c] && x[j][c] > cut
			}
			best = max(best, slowTree(x, reward, arms, depth-1, l)+slowTree(x, reward, arms, depth-1, r))
		}
	}
	return best
}

func randomTreeData(rng *rand.Rand, n, p, k, values int) (x, reward [][]float64) {
	for range p {
		col := make([]float64, n)
		for c := range col {
			col[c] = float64(rng.IntN(values)) - 2
		}
		x = append(x, col)
	}
	for range k {
		col := make([]float64, n)
		for c := range col {
			col[c] = rng.NormFloat64()
		}
		reward = append(reward, col)
	}
	return x, reward
}

// The fast search finds the value of the search over all trees, and its tree
// has the value that it says; few values make it scan, many use the segment
// tree.
func TestBestTree(t *testing.T) {
	const seed = 11
	rng := Rand(seed)
	for trial := range 60 {
		n, p, k := 6+rng.IntN(14), 1+rng.IntN(3), 2+rng.IntN(3)
		values := []int{2, 4, 1000}[trial%3]
		x, reward := randomTreeData(rng, n, p, k, values)
		arms := []int{k - 1, 0}
		if k > 2 {
			arms = []int{0, 1, k - 1}
		}
		in := make([]bool, n)
		for c := range in {
			in[c] = true
		}
		for depth := range 3 {
			tree, v, err := BestTree(x, reward, arms, depth)
			if err != nil {
				t.Fatal(err)
			}
			if want := slowTree(x, reward, arms, depth, in); math.Abs(v-want) > 1e-9 {
				t.Fatalf("seed %d trial %d depth %d (n %d, p %d, k %d, %d values): %v, want %v", seed, trial, depth, n, p, k, values, v, want)
			}
			var own float64
			for c := range n {
				own += reward[tree.At(x, c)][c]
			}
			if math.Abs(own-v) > 1e-9 {
				t.Fatalf("seed %d trial %d depth %d: tree is worth %v, said %v", seed, trial, depth, own, v)
			}
		}
	}
}

// Segment tree and scan agree on a growing set.
func TestGrowingSplit(t *testing.T) {
	const seed = 3
	rng := Rand(seed)
	for range 50 {
		n, k := 40, 2+rng.IntN(4)
		x, reward := randomTreeData(rng, n, 1, k, 3+rng.IntN(60))
		arms := make([]int, k)
		for a := range arms {
			arms[a] = a
		}
		f := newForest(x, reward, arms)
		a, b := newGrowingSplit(f, 0, len(f.values[0]), false), newGrowingSplit(f, 0, len(f.values[0]), true)
		for _, c := range rng.Perm(n) {
			a.add(f, int32(c))
			b.add(f, int32(c))
			if _, v := a.scan(); math.Abs(v-b.top()) > 1e-9 {
				t.Fatalf("seed %d: scan %v, segment tree %v", seed, v, b.top())
			}
		}
	}
}

func TestTreeText(t *testing.T) {
	tree := &Tree{Var: 0, Cut: 1947, Left: &Tree{Var: 1, Cut: 0, Left: &Tree{Arm: 0}, Right: &Tree{Arm: 1}}, Right: &Tree{Arm: 1}}
	if got, want := tree.Text([]string{"yob", "p2004"}, []string{"A", "B"}), "yob <= 1947 ? (p2004 <= 0 ? A : B) : B"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, _, err := BestTree(nil, [][]float64{{1}}, []int{0}, 3); err == nil {
		t.Error("depth 3 should be refused")
	}
	if tr, v, err := BestTree(nil, [][]float64{{1, 2}, {0, 4}}, []int{0, 1}, 2); err != nil || !tr.Leaf() || tr.Arm != 1 || v != 4 {
		t.Errorf("no covariates: %+v, %v, %v", tr, v, err)
	}
}

func BenchmarkBestTree(b *testing.B) {
	rng := Rand(1)
	x, reward := randomTreeData(rng, 64000, 8, 3, 30000)
	for j := range 6 {
		for c := range x[j] {
			x[j][c] = float64(int(x[j][c]) % 2)
		}
	}
	for b.Loop() {
		if _, _, err := BestTree(x, reward, []int{0, 1, 2}, 2); err != nil {
			b.Fatal(err)
		}
	}
}
