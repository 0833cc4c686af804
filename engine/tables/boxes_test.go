package tables

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
)

// TestCriteriaOnce: a box that names a criterion twice has it once, and one that
// asks for a fact here and shuts it out there has both.
func TestCriteriaOnce(t *testing.T) {
	l := loader{Boxes: &Boxes{}, byID: map[int32]int32{}}
	texts := []string{
		`interest "a" and age 18..24 or interest "a" and gender female`,
		`interest "b"`,
		`interest "a" and gender male or gender female and not interest "a" or age 18.. and interest "a"`,
	}
	for i, text := range texts {
		if _, err := audience.Parse(text); err != nil {
			t.Fatal(err)
		}
		l.rows = append(l.rows, row{id: int32(i), expr: text})
	}
	if err := l.add(); err != nil {
		t.Fatal(err)
	}
	l.end()
	for i, want := range []string{`interest "a", age 18..24, gender female`, `interest "b"`, `interest "a", gender male, gender female, not interest "a", age 18..`} {
		var got []string
		for _, c := range l.Criteria(int32(i)) {
			f := l.Fact(c)
			written := f.String()
			if c.Excluded() {
				written = "not " + written
			}
			got = append(got, written)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", texts[i], got, want)
		}
	}
	if !slices.Equal(l.Ageless, []int32{1}) {
		t.Errorf("boxes without an age: %v", l.Ageless)
	}
}

// TestBasesAreKept: what sizes rest on comes back from the numbers that it is kept
// in, whether a reason is about a fact of some box, or a country, or a year.
func TestBasesAreKept(t *testing.T) {
	l := loader{Boxes: &Boxes{}, byID: map[int32]int32{}}
	rnd := rand.New(rand.NewPCG(1, 1))
	mid := 12.5
	about := []string{"", "CA", "2024", `interest "in no box"`, `interest "4"`, `interest "17"`, `interest "42"`, `age 18..24`, `interest  "4"`}
	var want []population.Basis
	for i := range 50 {
		b := population.Basis{Of: int64(rnd.IntN(3)), Countries: [][]string{nil, {"DE"}, {"DE", "FR"}}[rnd.IntN(3)], NoTable: [][]string{nil, {"CA"}}[rnd.IntN(2)]}
		if rnd.IntN(2) == 0 {
			b.Mid = &mid
		}
		for range rnd.IntN(4) {
			b.Reasons = append(b.Reasons, population.Reason{Kind: []population.ReasonKind{population.ReasonNoShare, population.ReasonHeld}[rnd.IntN(2)],
				Fact: about[rnd.IntN(len(about))], In: []string{"", "DE/Bayern", "DE/Hessen|DE/Berlin"}[rnd.IntN(3)], N: rnd.IntN(1 << 20)})
		}
		want = append(want, b)
		r := row{id: int32(i), expr: fmt.Sprintf(`age 18..24 and interest any ("%d", "%d")`, i, i+1), why: b.Encode()}
		r.SizeLo, r.SizeHi = int64(i), int64(i+10)
		if i%5 == 0 {
			r.SizeLo, r.SizeHi = -1, -1
		}
		l.rows = append(l.rows, r)
	}
	if err := l.add(); err != nil {
		t.Fatal(err)
	}
	l.end()
	for i, b := range want {
		if got := l.BasisOf(int32(i)); !reflect.DeepEqual(got, b) {
			t.Fatalf("box %d: %s, want %s", i, got.Encode(), b.Encode())
		}
		if s := l.SizeOf(int32(i)); s.Known != (i%5 != 0) || s.Known && (s.Lo != int64(i) || s.Hi != int64(i+10)) || !s.Known && (s.Lo != 0 || s.Hi != 0) {
			t.Fatalf("box %d: %+v", i, s)
		}
	}
}
