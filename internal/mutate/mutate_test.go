package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const sample = `package p

import "fmt"

var table = [3]bool{true}

func F(a, b int) (n int) {
	for i := 0; i < a && !(b == 7); i++ {
		n += a*b - 1
	}
	fmt.Println("<", 'x', 1.5)
	return n
}
`

// TestPlaces finds every operator and constant of a function, and nothing in
// strings, types and imports.
func TestPlaces(t *testing.T) {
	places, err := placesOf("p.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range places {
		if text := string(p.source[p.from:p.to]); text != p.text {
			t.Errorf("line %d: %q stands where %q should", p.line, text, p.text)
		}
		got = append(got, fmt.Sprintf("%d%s", p.line, p.text))
	}
	const want = "5true 8&& 8< 80 8! 8== 87 8++ 9+= 9- 9* 91"
	sorted := map[string]int{}
	for _, g := range got {
		sorted[g]++
	}
	for _, w := range strings.Fields(want) {
		if sorted[w]--; sorted[w] < 0 {
			t.Errorf("%s is not found", w)
		}
	}
	if len(got) != len(strings.Fields(want)) {
		t.Errorf("found %v", got)
	}
}

// TestMutant changes one place and leaves the rest.
func TestMutant(t *testing.T) {
	places, err := placesOf("p.go", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, p := range places {
		m := p.mutant(rnd)
		after := string(m.source)
		if after == sample || !strings.HasPrefix(after, sample[:p.from]) || !strings.HasSuffix(after, sample[p.to:]) {
			t.Errorf("%s: %s", m, after)
		}
		if _, err := placesOf("p.go", m.source); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
}
