package outcome

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Four people: the first saw message a, the second both, the third b, the last
// nothing. Every outcome of them can be worked out on paper.
var (
	four  = []Set{0b01, 0b11, 0b10, 0}
	said  = []Stand{{1, .8}, {1, -.7}}
	knows = [][2]int{{0, 2}, {0, 1}, {1, 3}}
	first = func(i int) bool { return i < 2 }
)

func eachTie(yield func(a, b int) bool) {
	for _, t := range knows {
		if !yield(t[0], t[1]) {
			return
		}
	}
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestFourPeople(t *testing.T) {
	ground, _ := CommonGround(four, nil)
	near(t, "common ground", ground, 1./3, 1e-12)
	ground, _ = CommonGround(Among(four), nil)
	near(t, "common ground among the reached", ground, 2./3, 1e-12)

	got := Contradict(four, said, 1, eachTie)
	if want := (Contradictions{Plus: 2, Minus: 2, Both: 1, OnlyPlus: 1, OnlyMinus: 1, OppositeTies: 1}); got != want {
		t.Errorf("contradictions %+v, want %+v", got, want)
	}
	if got := Contradict(four, said, 2, eachTie); got != (Contradictions{}) {
		t.Errorf("on an issue that nobody spoke of: %+v", got)
	}

	u := Unreached(four, []uint8{0, 0, 1, 1}, 2)
	if u[0] != (Share{0, 2}) || u[1] != (Share{1, 2}) {
		t.Errorf("unreached %v", u)
	}
	if n := Reached(four); n != 3 {
		t.Errorf("%d reached", n)
	}

	side := func(i int) int { return i / 2 }
	jsd, ok := Divergence(four, side, 2)
	near(t, "divergence", jsd, .459147917027, 1e-12)
	if !ok {
		t.Error("two groups have no divergence")
	}
	if jsd, _ := Divergence([]Set{1, 1, 2, 2}, side, 2); jsd != 1 {
		t.Errorf("nothing in common: %v", jsd)
	}
	if _, ok := Divergence([]Set{1, 1, 0, 0}, side, 2); ok {
		t.Error("a group that saw nothing is compared")
	}

	r := Exclusion(four, first)
	ratio, ok := r.Ratio()
	near(t, "representation", ratio, 2, 1e-12)
	if !ok || !r.Marked() {
		t.Errorf("twice as likely is not marked: %v %v", r, ok)
	}

	// Boxes of two people each among four, as many impressions: 1 bit.
	n := Narrowness([]Box{{2, 5e6, 2}, {2, 1e6, 2}}, 4)
	near(t, "bits", n.Bits, 1, 1e-12)
	if n.Smallest != 2 || n.Spent != 6e6 || n.Below != [3]int64{6e6, 6e6, 6e6} {
		t.Errorf("%+v", n)
	}

	// x is 1,1,0,0 and y 1,0,0,0: H(x) + H(y) - H(x,y) is .311278 bits before
	// the correction, which takes 1 / (8 ln 2).
	near(t, "leak", Leak([]uint16{1, 1, 0, 0}, []uint16{1, 0, 0, 0}), 0.311278124459-1/(8*math.Ln2), 1e-12)
}

// TestBroadcast: everybody saw the one message.
func TestBroadcast(t *testing.T) {
	all := []Set{1, 1, 1, 1}
	ground, ok := CommonGround(all, nil)
	near(t, "common ground", ground, 1, 0)
	if u := Unreached(all, []uint8{0, 0, 0, 0}, 1); !ok || u[0].Part != 0 {
		t.Errorf("unreached %v", u)
	}
	jsd, _ := Divergence(all, func(i int) int { return i / 2 }, 2)
	near(t, "divergence", jsd, 0, 0)
	n := Narrowness([]Box{{4, 1, 4}}, 4)
	near(t, "bits", n.Bits, 0, 0)
}

func TestNothing(t *testing.T) {
	if _, ok := CommonGround([]Set{1}, nil); ok {
		t.Error("one voter has a pair")
	}
	ground, ok := CommonGround([]Set{0, 0}, nil)
	if near(t, "of nothing", ground, 0, 0); !ok {
		t.Error("two voters are a pair")
	}
	if n := Narrowness(nil, 10); n.Ok || n.Smallest != 0 {
		t.Errorf("%+v", n)
	}
	if _, ok := Exclusion([]Set{0, 0}, func(i int) bool { return i == 0 }).Ratio(); ok {
		t.Error("a ratio of nobody")
	}
	near(t, "leak of nobody", Leak(nil, nil), 0, 0)
}

// TestOnlyMembersReached: no ratio can be given, and yet it is marked.
func TestOnlyMembersReached(t *testing.T) {
	if r := Exclusion([]Set{1, 0}, func(i int) bool { return i == 0 }); !r.Marked() {
		t.Error("only members were reached, and that is not marked")
	}
}

type pairs struct{ *rand.Rand }

func (p pairs) Pair(n int) (int, int) {
	a, b := p.IntN(n), p.IntN(n-1)
	if b >= a {
		b++
	}
	return a, b
}

// slowGround asks every pair.
func slowGround(seen []Set) float64 {
	common, all := 0, 0
	for i := range seen {
		for j := range seen {
			if i != j {
				all++
				if seen[i]&seen[j] != 0 {
					common++
				}
			}
		}
	}
	return float64(common) / float64(all)
}

// TestCommonGroundTwin: subset sums against every pair, and the estimate for
// many messages within 5 of its standard errors.
func TestCommonGroundTwin(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		seen := make([]Set, 2+r.IntN(60))
		for i := range seen {
			seen[i] = r.Uint64() & r.Uint64() & (1<<(1+r.IntN(10)) - 1)
		}
		got, _ := CommonGround(seen, nil)
		near(t, "common ground", got, slowGround(seen), 1e-12)
		for i := range seen {
			seen[i] |= seen[i] << 40 & 0xf0000000000
		}
		seen[0] |= 1 << 50
		got, _ = CommonGround(seen, pairs{r})
		near(t, "common ground of many messages", got, slowGround(seen), 5*.00112)
	}
}

// TestFieller: values from the formula, worked out with a calculator.
func TestFieller(t *testing.T) {
	i, ok := Fieller(100, 20, 25, 4, 3, 2)
	near(t, "ratio", i.Estimate, 5, 0)
	near(t, "lo", i.Lo, 4.166666667, 1e-8)
	near(t, "hi", i.Hi, 6.1875, 1e-8)
	if !ok {
		t.Error("refused")
	}
	i, ok = PriceOfVote(400_000, 20_000, 6_000, 2.093)
	near(t, "price", i.Estimate, 20, 0)
	near(t, "price lo", i.Lo, 12.285767, 1e-5)
	near(t, "price hi", i.Hi, 53.748992, 1e-5)
	if !ok || i.Open {
		t.Errorf("%+v %v", i, ok)
	}
	i, ok = PriceOfVote(400_000, 10_000, 6_000, 2.093)
	near(t, "from", i.Lo, 17.732068, 1e-5)
	if !ok || !i.Open {
		t.Errorf("%+v %v", i, ok)
	}
	if _, ok = PriceOfVote(400_000, -20_000, 6_000, 2.093); ok {
		t.Error("votes lost have a price")
	}
	i, ok = Fieller(10, 5, 1, 0, 0, 2) // a known denominator: 10 +- 2 over 5
	near(t, "known denominator", i.Hi-i.Lo, .8, 1e-12)
	if !ok {
		t.Error("refused")
	}
}

// TestEachKnowing: the third and the first were told one half each; a reader who knows
// the first tells him, and nobody tells the third.
func TestEachKnowing(t *testing.T) {
	tied := func(i int) (of []int) {
		eachTie(func(a, b int) bool {
			if a == i {
				of = append(of, b)
			} else if b == i {
				of = append(of, a)
			}
			return true
		})
		return of
	}
	only := func(j int) func(int) bool { return func(i int) bool { return i == j } }
	for reader, want := range []int64{2, 1, 2, 0} { // of 0: 0 and 2; of 1: 0; of 2: 0 and 2; of 3: nobody
		got := int64(0)
		EachKnowing(four, said, 1, only(reader), tied, func(int) { got++ })
		if got != want {
			t.Errorf("reader %d: %d know, want %d", reader, got, want)
		}
	}
}

// TestContradictTwin: counts of random voters and ties against the words of the
// definition. The seed is fixed.
func TestContradictTwin(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	messages := []Stand{{0, .9}, {0, -.6}, {0, .2}, {1, -1}, {0, .5}}
	for range 30 {
		seen := make([]Set, 40)
		for i := range seen {
			seen[i] = r.Uint64() & 31
		}
		told := func(i int, plus bool) bool {
			for m, s := range messages {
				if seen[i]>>m&1 == 1 && s.Issue == 0 && (plus && s.Side >= TellApart || !plus && s.Side <= -TellApart) {
					return true
				}
			}
			return false
		}
		only := func(i int, plus bool) bool { return told(i, plus) && !told(i, !plus) }
		var want Contradictions
		var ties [][2]int
		for i := range seen {
			want.Plus += one(told(i, true))
			want.Minus += one(told(i, false))
			want.Both += one(told(i, true) && told(i, false))
			want.OnlyPlus += one(only(i, true))
			want.OnlyMinus += one(only(i, false))
			if j := r.IntN(len(seen)); j != i {
				ties = append(ties, [2]int{i, j})
				want.OppositeTies += one(only(i, true) && only(j, false) || only(i, false) && only(j, true))
			}
		}
		got := Contradict(seen, messages, 0, func(yield func(a, b int) bool) {
			for _, x := range ties {
				if !yield(x[0], x[1]) {
					return
				}
			}
		})
		if got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
}
