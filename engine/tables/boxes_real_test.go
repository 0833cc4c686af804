package tables

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/store"
)

// realBoxes loads the boxes of the real archives, and gives the memory they take.
func realBoxes(t testing.TB) (b *Boxes, bytes int, texts []string) {
	t.Helper()
	dir := realdata.Dir(t)
	ctx := context.Background()
	st, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	for _, name := range []string{"demo_r_pjangrp3.tsv.gz", "nuts_names_2013.csv.gz", "plz_nuts3_de.csv.gz", "sc-est2019-agesex-civ.csv.gz"} {
		in, err := os.Open(filepath.Join(dir, "population", name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.ImportPopulation(ctx, st, in, name, 0); err != nil {
			t.Fatal(err)
		}
		in.Close()
	}
	for _, name := range []string{"meta/ads_archive_de_2024.jsonl.gz", "snap/PoliticalAds_2019.csv.gz", "snap/PoliticalAds_2020.csv.gz", "ira/ira_ads.jsonl.gz", "fbpac/ads_fixture.json"} {
		opened, err := archive.Open([]string{filepath.Join(dir, name)}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range opened.Inputs {
			if _, err := ingest.Import(ctx, st, in.Bundle, in.Format, ingest.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		opened.Close()
	}
	rows, err := st.DatabaseForTest(t).QueryContext(ctx, "select expr from box order by id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, s)
	}
	before := heap()
	b = &Boxes{}
	if _, err := b.load(ctx, st); err != nil {
		t.Fatal(err)
	}
	return b, int(heap() - before), texts
}

func heap() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestRealBoxesAreSmall measures what a real box takes in memory, its part of the
// dictionaries told apart, and holds every box to its text and its meaning.
func TestRealBoxesAreSmall(t *testing.T) {
	b, bytes, texts := realBoxes(t)
	n := len(b.List)
	trees, facts := b.trees.Bytes()
	each := bytes / n
	t.Logf("%d boxes, %d facts: %d B a box, of which expressions %d, facts %d", n, b.trees.Facts(), each, trees/n, facts/n)
	for i, text := range texts {
		if got := b.Spelled(int32(i)).String(); got != text {
			t.Fatalf("box %d: %s\nis read as %s", i, text, got)
		}
		e, err := audience.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := b.Folded(int32(i)).String(), key.Fold(e).String(); got != want {
			t.Fatalf("box %d: %s\nis folded as %s", i, want, got)
		}
	}
	if each >= 600 {
		t.Errorf("a real box takes %d B, wanted are fewer than 600", each)
	}
	if !testing.Short() {
		askOneByOne(t, b, 8)
	}
}

// TestBoxesAgreeWithMeaning asks generated boxes as TestRealBoxesAreSmall asks
// real ones.
func TestBoxesAgreeWithMeaning(t *testing.T) { askOneByOne(t, generated(t, 500), 20) }

// askOneByOne holds what all boxes answer together, for overlaps and for persons,
// against the meaning of each. Questions are made of the boxes' own facts.
func askOneByOne(t *testing.T, b *Boxes, questions int) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	var said [2][2]int
	for range questions {
		var parts []*audience.Expr
		var person audience.Person
		for range 1 + rnd.IntN(4) {
			f := b.trees.Fact(uint32(rnd.IntN(b.trees.Facts())))
			if rnd.IntN(2) == 0 { // the rarer kinds too
				leaves := b.trees.Leaves(rnd.IntN(len(b.List)))
				f = b.Fact(leaves[rnd.IntN(len(leaves))])
			}
			e := audience.Of(f)
			if rnd.IntN(3) == 0 {
				e = audience.Except(e)
			}
			parts = append(parts, e)
			f = key.FoldFact(f)
			if f.Kind == audience.Age && !f.AgeUnknown {
				f.Lo = max(1, f.Lo)
				f.Hi = f.Lo
			}
			person.Say(f, true) // what cannot be said of a person is refused
		}
		e := audience.And(parts...)
		if rnd.IntN(4) == 0 {
			e = audience.Or(parts...)
		}
		overlaps, accept, may := b.Overlapping(e), b.Accepting(&person, false), b.Accepting(&person, true)
		if each := b.acceptingEach(&person, true); !slices.Equal(each, may) {
			t.Fatalf("%+v: the index and each box by itself differ", person)
		}
		folded := key.Fold(e)
		for i := range b.List {
			x := b.Folded(int32(i))
			verdict, _ := audience.Overlap(x, folded, World)
			if overlaps[i] != (verdict != audience.Disjoint) {
				t.Fatalf("%s\nand %s: overlaps %v", x, folded, overlaps[i])
			}
			answer := audience.Eval(x, &person, World)
			if accept[i] != (answer == audience.Yes) || may[i] != (answer != audience.No) {
				t.Fatalf("%s\nof %+v: accepts %v, may %v, want %v", x, person, accept[i], may[i], answer)
			}
			said[0][negation(overlaps[i])]++
			said[1][negation(may[i])]++
		}
	}
	if said[0][0] == 0 || said[0][1] == 0 || said[1][0] == 0 || said[1][1] == 0 {
		t.Errorf("answers %v: one of them never came", said)
	}
}

func negation(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
