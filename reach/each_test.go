package reach

import (
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// TestEach: the sets of every block are those of audience.Eval, and PeopleOf is
// what a builder makes of the same persons.
func TestEach(t *testing.T) {
	d := roll(t)
	for _, size := range [][2]int{{40, 3000}, {12, 66_000}} {
		w := d.world()
		built, persons := d.population(t, size[1], w)
		people := columnsOf(t, built, persons, w)
		b := NewBoxes()
		boxes := make([]*audience.Expr, size[0])
		for i := range boxes {
			boxes[i] = d.box()
			if i > 0 && i%7 == 0 {
				boxes[i] = boxes[i-1]
			}
			b.Add(boxes[i])
			surely, possibly := built.Count(boxes[i])
			if s, p := people.Count(boxes[i]); s != surely || p != possibly {
				t.Fatalf("%s holds %d to %d of the columns, %d to %d of the builder", boxes[i], s, p, surely, possibly)
			}
		}
		for _, threads := range []int{1, 2} {
			got := make([][]bool, len(boxes))
			for ad := range got {
				got[ad] = make([]bool, len(persons))
			}
			Each(b, people, threads, func(block int, sets [][]uint64) {
				for ad, set := range sets {
					if set != nil && empty(set) {
						t.Errorf("ad %d has an empty set in block %d", ad, block)
					}
					for i := range set {
						for bit := range 64 {
							if set[i]>>bit&1 == 1 {
								got[ad][block*BlockPersons+i*64+bit] = true
							}
						}
					}
				}
			})
			for ad, e := range boxes {
				for at, who := range built.order {
					if want := audience.Eval(e, &persons[who], w) == audience.Yes; got[ad][at] != want {
						t.Fatalf("%d threads: %s reaches person %d: %v, want %v", threads, e, who, got[ad][at], want)
					}
				}
			}
		}
	}
}

// columnsOf lays persons out again, in the order that a builder gave them.
func columnsOf(t *testing.T, built *People, persons []audience.Person, w audience.World) *People {
	t.Helper()
	c := Columns{World: w, Kinds: built.kinds, Homes: built.homes, First: built.first, Languages: built.languages}
	at := func(i int) *audience.Person { return &persons[built.order[i]] }
	c.Age = func(i int) uint8 { return at(i).Age }
	c.Gender = func(i int) string { return at(i).Gender }
	c.Language = func(i int) uint8 {
		for k, tag := range built.languages {
			if tag == at(i).Languages[0] {
				return uint8(k)
			}
		}
		return 255
	}
	c.Labels = make([]audience.Fact, len(built.labels))
	for f, i := range built.labels {
		c.Labels[i] = f
	}
	c.Of = func(i int, add func(uint32)) {
		for k, f := range c.Labels {
			if at(i).Said[f] {
				add(uint32(k))
			}
		}
	}
	p, err := PeopleOf(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPeopleOfRefuses(t *testing.T) {
	good := Columns{
		Kinds: audience.KindsOf(audience.Interest), Homes: []string{"DE", "FR"}, First: []uint32{0, 1, 2}, Languages: []string{"de"},
		Age: func(int) uint8 { return 30 }, Gender: func(int) string { return "female" }, Language: func(int) uint8 { return 0 },
		Labels: []audience.Fact{{Kind: audience.Interest, Label: "a"}}, Of: func(i int, add func(uint32)) { add(0) },
	}
	if _, err := PeopleOf(good); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*Columns){
		"homes out of order": func(c *Columns) { c.Homes = []string{"FR", "DE"} },
		"a home twice":       func(c *Columns) { c.Homes = []string{"DE", "DE"} },
		"too few firsts":     func(c *Columns) { c.First = []uint32{0, 2} },
		"an age of 0":        func(c *Columns) { c.Age = func(int) uint8 { return 0 } },
		"an unknown gender":  func(c *Columns) { c.Gender = func(int) string { return "" } },
		"an unnamed tongue":  func(c *Columns) { c.Language = func(int) uint8 { return 1 } },
		"an unnamed label":   func(c *Columns) { c.Of = func(i int, add func(uint32)) { add(1) } },
		"a label twice":      func(c *Columns) { c.Labels = append(c.Labels, c.Labels[0]) },
		"a label of a kind that is not known": func(c *Columns) {
			c.Labels = []audience.Fact{{Kind: audience.Likes, Label: "a"}}
		},
	} {
		c := good
		change(&c)
		if _, err := PeopleOf(c); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
}

func TestTranspose(t *testing.T) {
	d := roll(t)
	var m, turned [64]uint64
	for i := range m {
		m[i] = d.Uint64()
	}
	turned = m
	Transpose(&turned)
	for i := range 64 {
		for j := range 64 {
			if m[i]>>j&1 != turned[j]>>i&1 {
				t.Fatalf("bit %d of word %d", j, i)
			}
		}
	}
}

func empty(set []uint64) bool {
	for _, w := range set {
		if w != 0 {
			return false
		}
	}
	return true
}
