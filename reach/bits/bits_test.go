package bits

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// seeded gives a generator whose seed the test prints.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func random(r *rand.Rand, n int) []uint64 {
	a := make([]uint64, n)
	for i := range a {
		switch r.IntN(4) {
		case 0: // empty words are skipped somewhere
		case 1:
			a[i] = ^uint64(0)
		default:
			a[i] = r.Uint64() & r.Uint64()
		}
	}
	return a
}

func pointers(sets [][]uint64) []*uint64 {
	var ps []*uint64
	for _, s := range sets {
		ps = append(ps, &s[0])
	}
	return ps
}

func fold(n int, in, out [][]uint64) []uint64 {
	dst := slices.Clone(in[0][:n])
	for i := range dst {
		for _, s := range in {
			dst[i] &= s[i]
		}
		for _, s := range out {
			dst[i] &^= s[i]
		}
	}
	return dst
}

func total(a []uint64) (n int) {
	for _, x := range a {
		n += bits.OnesCount64(x)
	}
	return n
}

func check(t *testing.T, what string, got, want []uint64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s of %d words:\n got %x\nwant %x", what, len(want), got, want)
	}
}

func TestKernels(t *testing.T) {
	t.Logf("assembly: %v", wide)
	r := seeded(t)
	for n := 1; n < 140; n++ {
		var in, out [][]uint64
		for range 1 + r.IntN(7) {
			in = append(in, random(r, n))
		}
		for range r.IntN(4) {
			out = append(out, random(r, n))
		}
		want := fold(n, in, out)
		got := make([]uint64, n)
		if c := Fold(got, n, pointers(in), pointers(out)); c != total(want) {
			t.Fatalf("Fold of %d words counts %d, want %d", n, c, total(want))
		}
		check(t, "Fold", got, want)
		if c := Fold(nil, n, pointers(in), pointers(out)); c != total(want) {
			t.Fatalf("Fold of %d words counts %d, want %d", n, c, total(want))
		}
		And(got, pointers(in))
		check(t, "And", got, fold(n, in, nil))
		union := slices.Clone(in[0])
		for i := range union {
			for _, s := range in {
				union[i] |= s[i]
			}
		}
		Or(got, pointers(in))
		check(t, "Or", got, union)
		Or(got, nil)
		check(t, "Or of none", got, make([]uint64, n))
		if c := Count(union); c != total(union) {
			t.Fatalf("Count of %d words is %d, want %d", n, c, total(union))
		}
		a, b := random(r, n), random(r, n)
		keep, drop, maybe := slices.Clone(a), slices.Clone(a), slices.Clone(b)
		Keep(keep, b)
		check(t, "Keep", keep, fold(n, [][]uint64{a, b}, nil))
		Drop(drop, b)
		check(t, "Drop", drop, fold(n, [][]uint64{a}, [][]uint64{b}))
		differ, sum, carry := slices.Clone(in[0]), slices.Clone(a), slices.Clone(b)
		Differ(differ, a, b)
		if some := HalfAdd(sum, carry); some != (total(carry) > 0) {
			t.Fatalf("HalfAdd of %d words says carry: %v", n, some)
		}
		for i := range a {
			if differ[i] != in[0][i]&^(a[i]^b[i]) || sum[i] != a[i]^b[i] || carry[i] != a[i]&b[i] {
				t.Fatalf("Differ or HalfAdd of %d words: word %d is wrong", n, i)
			}
		}
		third := slices.Clone(b)
		sum = slices.Clone(in[0])
		FullAdd(sum, a, third)
		for i, x := range in[0] {
			if sum[i] != x^a[i]^b[i] || third[i] != x&a[i]|x&b[i]|a[i]&b[i] {
				t.Fatalf("FullAdd of %d words: word %d is wrong", n, i)
			}
		}
		y, m := Split(a, maybe)
		check(t, "Split", maybe, fold(n, [][]uint64{b}, [][]uint64{a}))
		if y != total(a) || m != total(maybe) {
			t.Fatalf("Split of %d words counts %d and %d, want %d and %d", n, y, m, total(a), total(maybe))
		}
	}
}

func TestIDs(t *testing.T) {
	r := seeded(t)
	for n := 1; n < 1500; n += 1 + r.IntN(7) {
		ids := make([]uint32, n)
		step := 1 << r.IntN(14)
		for i := range ids {
			ids[i] = uint32(i*step + r.IntN(step))
			if r.IntN(400) == 0 {
				ids[i] = r.Uint32()
			}
		}
		table := NewTable(ids)
		set := random(r, (n+63)/64)
		if n%64 != 0 {
			set[n/64] &= 1<<(n%64) - 1
		}
		want := []uint32{7}
		for i, id := range ids {
			if table.At(i) != id {
				t.Fatalf("id %d of %d is %d, want %d", i, n, table.At(i), id)
			}
			if set[i/64]>>(i%64)&1 != 0 {
				want = append(want, id)
			}
		}
		got := table.Append([]uint32{7}, set, total(set))
		if !slices.Equal(got, want) {
			t.Fatalf("ids of %d rows:\n got %v\nwant %v", n, got, want)
		}
	}
}
