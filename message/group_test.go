package message

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/words"
)

// brute is the twin: sets of strings, every pair.
func brute(texts []string) []int32 {
	sets := make([]map[string]bool, len(texts))
	for i, t := range texts {
		terms := words.List(t)
		sets[i] = map[string]bool{}
		for at := 0; len(terms) > 0 && (at == 0 || at+3 <= len(terms)); at++ {
			sets[i][strings.Join(terms[at:min(at+3, len(terms))], " ")] = true
		}
	}
	of := make([]int32, len(texts))
	for i := range of {
		of[i] = int32(i)
	}
	for i := range texts {
		for j := range i {
			if of[i] == of[j] || 2*len(sets[i]) < len(sets[j]) || 2*len(sets[j]) < len(sets[i]) {
				continue
			}
			common := 0
			for s := range sets[i] {
				if sets[j][s] {
					common++
				}
			}
			if len(sets[i]) == 0 || 2*common < len(sets[i])+len(sets[j])-common {
				continue
			}
			from, to := max(of[i], of[j]), min(of[i], of[j])
			for k := range of {
				if of[k] == from {
					of[k] = to
				}
			}
		}
	}
	return of
}

func group(t testing.TB, texts []string, threads int) []int32 {
	t.Helper()
	got, err := Group(context.Background(), texts, Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// invented writes texts as campaigns do: some alone, most as versions of a
// template with slots filled in, lengthened, cut or damaged by a letter. Words
// come from chains of an invented language, so that texts share some shingles by
// chance.
func invented(n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 5))
	vocabulary := make([]string, 2000)
	for i := range vocabulary {
		w := make([]byte, 2+r.IntN(8))
		for j := range w {
			w[j] = byte('a' + r.IntN(26))
		}
		vocabulary[i] = string(w)
	}
	word := func() string { return vocabulary[int(float64(len(vocabulary))*r.Float64()*r.Float64())] }
	follow := map[string][2]string{}
	sentence := func(terms int) []string {
		out := []string{word()}
		for len(out) < terms {
			last := out[len(out)-1]
			if _, ok := follow[last]; !ok {
				follow[last] = [2]string{word(), word()}
			}
			next := word()
			if r.IntN(3) > 0 {
				next = follow[last][r.IntN(2)]
			}
			out = append(out, next)
		}
		return out
	}
	var texts []string
	for len(texts) < n {
		template := sentence(1 + int(60*r.Float64()*r.Float64()*2))
		versions := 1
		if r.IntN(10) >= 6 {
			versions = min(1+int(1/(1-r.Float64())), n-len(texts), n/5+1)
		}
		slots := 1 + r.IntN(len(template)/8+1)
		for range versions {
			v := slices.Clone(template)
			if versions > 1 {
				for range slots {
					v[r.IntN(len(v))] = word()
				}
			}
			switch r.IntN(30) {
			case 0:
				v = append(v, sentence(1+r.IntN(8))...)
			case 1:
				v = v[:1+r.IntN(len(v))]
			case 2:
				i := r.IntN(len(v))
				v[i] += "x"
			}
			texts = append(texts, strings.Join(v, " "))
		}
	}
	r.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
	return texts[:n]
}

// counted is the twin for many texts: lists of texts by shingle, and how often
// two texts meet in them.
func counted(texts []string) []int32 {
	of := make([]int32, len(texts))
	root := func(i int32) int32 {
		for of[i] != i {
			i = of[i]
		}
		return i
	}
	size := make([]int, len(texts))
	having := map[string][]int32{}
	for i, t := range texts {
		of[i] = int32(i)
		terms := words.List(t)
		set := map[string]bool{}
		for at := 0; len(terms) > 0 && (at == 0 || at+3 <= len(terms)); at++ {
			set[strings.Join(terms[at:min(at+3, len(terms))], " ")] = true
		}
		size[i] = len(set)
		met := map[int32]int{}
		for s := range set {
			for _, j := range having[s] {
				met[j]++
			}
			having[s] = append(having[s], int32(i))
		}
		for j, common := range met {
			if a, b := root(int32(i)), root(j); a != b && 2*common >= size[i]+size[j]-common {
				of[max(a, b)] = min(a, b)
			}
		}
	}
	for i := range of {
		of[i] = root(int32(i))
	}
	return of
}

// TestAgainstTwin: equal components with brute force on small sets of texts, and
// on 20,000 in the long run.
func TestAgainstTwin(t *testing.T) {
	for seed := range uint64(60) {
		texts := invented(10+int(seed)*7, seed)
		texts = append(texts, "", "!!", "one", "one two", "one two", "One, two!", "one two three")
		if got, want := group(t, texts, 1+int(seed%3)), brute(texts); !slices.Equal(got, want) {
			t.Fatalf("seed %d: components differ from brute force", seed)
		} else if !slices.Equal(counted(texts), want) {
			t.Fatalf("seed %d: the two twins differ", seed)
		}
	}
	if testing.Short() {
		t.Skip("20,000 texts by their twin")
	}
	texts := invented(20_000, 77)
	got, want := group(t, texts, 2), counted(texts)
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("text %d is of %d, the twin says %d", i, got[i], want[i])
		}
	}
	sizes := map[int32]int{}
	for _, m := range got {
		sizes[m]++
	}
	t.Logf("20,000 texts, %d messages", len(sizes))
}

// TestOrderAndCores: components are the same whatever the order of texts and
// however many threads join them.
func TestOrderAndCores(t *testing.T) {
	texts := invented(3000, 9)
	want := group(t, texts, 1)
	for _, threads := range []int{2, 3, 8} {
		if !slices.Equal(group(t, texts, threads), want) {
			t.Errorf("%d threads give other messages", threads)
		}
	}
	r := rand.New(rand.NewPCG(4, 4))
	order := r.Perm(len(texts))
	mixed := make([]string, len(texts))
	for to, from := range order {
		mixed[to] = texts[from]
	}
	got := group(t, mixed, 2)
	to := map[int32]int32{} // of messages, one to one
	back := map[int32]int32{}
	for at, from := range order {
		a, b := want[from], got[at]
		if x, ok := to[a]; ok && x != b {
			t.Fatalf("message %d was parted", a)
		}
		if x, ok := back[b]; ok && x != a {
			t.Fatalf("messages %d and %d were joined", a, x)
		}
		to[a], back[b] = b, a
	}
}

// TestMoreOnlyJoins: a text more never parts a message.
func TestMoreOnlyJoins(t *testing.T) {
	texts := invented(1500, 21)
	before := group(t, texts[:1000], 2)
	after := group(t, texts, 2)
	to := map[int32]int32{}
	for i, m := range before {
		if x, ok := to[m]; ok && x != after[i] {
			t.Fatalf("message %d was parted by more texts", m)
		}
		to[m] = after[i]
	}
}

func TestSame(t *testing.T) {
	texts := []string{"a reading of the one ad", "a misread 1ng 0f tne 0ne aq", "another"}
	got, err := Group(context.Background(), texts, Options{Same: [][2]int32{{1, 0}}})
	if err != nil || !slices.Equal(got, []int32{0, 0, 2}) {
		t.Errorf("%v %v", got, err)
	}
}

func TestBorder(t *testing.T) {
	// 10 shingles each; 7 in common are 7/13, 6 are 6/14.
	a := "a b c d e f g h i j k l"
	for text, want := range map[string]int32{
		"a b c d e f g h i x y z": 0, // shingles of the first nine: 7
		"a b c d e f g h x y z w": 1, // 6
	} {
		if got := group(t, []string{a, text}, 1); got[1] != want {
			t.Errorf("%q: message %d, want %d", text, got[1], want)
		}
	}
}

func TestGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Group(ctx, invented(100, 1), Options{}); err == nil {
		t.Error("nobody waits, and it went on")
	}
}

func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			texts := invented(n, 42)
			for b.Loop() {
				group(b, texts, 0)
			}
		})
	}
}
