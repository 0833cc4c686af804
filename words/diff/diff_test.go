package diff

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestByHand: a match written out.
func TestByHand(t *testing.T) {
	a, b := strings.Fields("trams to every village by 2028"), strings.Fields("trams to nearly every town by 2030")
	with, exact := Match(a, b)
	if got := fmt.Sprint(with, exact); got != "[0 1 3 -1 5 -1] true" {
		t.Error(got)
	}
	inA, inB := Marks(a, b)
	if got := fmt.Sprint(inA, inB); got != "[false false false true false true] [false false true false true false true]" {
		t.Error(got)
	}
}

// common is the length of a longest common subsequence by dynamic programming
// (Wagner and Fischer 1974): the slow twin.
func common(a, b []string) int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length[0][0]
}

// sound says how many words are matched, and what is wrong with a match.
func sound(a, b []string, with []int) (n int, wrong string) {
	if len(with) != len(a) {
		return 0, "not one entry a word"
	}
	last := -1
	for i, j := range with {
		switch {
		case j < 0:
		case j >= len(b) || j <= last:
			return 0, fmt.Sprintf("word %d is matched with %d after %d", i, j, last)
		case a[i] != b[j]:
			return 0, fmt.Sprintf("%q is matched with %q", a[i], b[j])
		default:
			last = j
			n++
		}
	}
	return n, ""
}

func TestAgainstSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("a b c d e")), 0, 40)
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		with, exact := Match(a, b)
		n, wrong := sound(a, b, with)
		if wrong != "" || !exact || n != common(a, b) {
			t.Fatalf("%v and %v: %v, %d matched of %d, exact %v; %s", a, b, with, n, common(a, b), exact, wrong)
		}
	})
}

// TestLongTexts: a thousand words, a few of them changed, are compared to the end.
func TestLongTexts(t *testing.T) {
	var a []string
	for i := range 5000 {
		a = append(a, fmt.Sprint(i%977))
	}
	b := append([]string{}, a...)
	b[10], b[2500], b[4990] = "one", "two", "three"
	inA, inB := Marks(a, b)
	for i := range a {
		if want := i == 10 || i == 2500 || i == 4990; inA[i] != want || inB[i] != want {
			t.Fatalf("word %d: %v, %v", i, inA[i], inB[i])
		}
	}
}

// TestHostileTexts: texts made to be dear are given up, and say so; what is
// matched of them is common all the same.
func TestHostileTexts(t *testing.T) {
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, 1))
	draw := func(n, of int) (out []string) {
		for range n {
			out = append(out, fmt.Sprint(rng.IntN(of)))
		}
		return out
	}
	for _, c := range []struct{ n, of int }{{50_000, 2}, {50_000, 1000}, {200_000, 1 << 30}} {
		a, b := append([]string{"same"}, draw(c.n, c.of)...), append([]string{"same"}, draw(c.n, c.of)...)
		began := time.Now()
		with, exact := Match(a, b)
		n, wrong := sound(a, b, with)
		if wrong != "" || exact || n == 0 {
			t.Errorf("%d words of %d (seed %d): %d matched, exact %v; %s", c.n, c.of, seed, n, exact, wrong)
		}
		t.Logf("%d words of %d: %v", c.n, c.of, time.Since(began).Round(time.Millisecond))
	}
}
