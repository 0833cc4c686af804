package find

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/reach"
)

// TestDamagedBoxesAreErrors: what the store has of a box and cannot be read is
// never left out in silence.
func TestDamagedBoxesAreErrors(t *testing.T) {
	for _, damage := range []struct{ set, says string }{
		{"size_why = '{'", "what a size rests on"},
		{"size_why = '{\"people\": 7}'", "what a size rests on"},
		{"expr = 'interest'", "expected a string"},
		{"key = 'b12'", "b12"},
	} {
		f := sample(t)
		if _, err := f.store.DatabaseForTest(t).Exec("update box set " + damage.set + " where id = 1"); err != nil {
			t.Fatal(err)
		}
		_, err := f.Ads(context.Background(), filter.Filter{})
		if err == nil || !strings.Contains(err.Error(), damage.says) {
			t.Errorf("%s: %v", damage.set, err)
		}
	}
}

// TestCriteriaOnce: a box that names a criterion twice has it once, and one that
// asks for a fact here and shuts it out there has both.
func TestCriteriaOnce(t *testing.T) {
	l := loader{boxes: &boxes{}, byID: map[int32]int32{}}
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
		for _, c := range l.criteria(int32(i)) {
			f := l.fact(c)
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
	if !slices.Equal(l.ageless, []int32{1}) {
		t.Errorf("boxes without an age: %v", l.ageless)
	}
	c := columns{}
	c.boxes.trees, c.boxes.repeating = l.boxes.trees, l.repeating
	counts := c.factCounts([]int32{10, 100, 1000})
	for i, want := range map[string]int32{`interest "a"`: 1010, `interest "b"`: 100, `gender female`: 1010} {
		e := audience.MustParse(i)
		for n := range uint32(l.boxes.trees.Facts()) {
			if l.boxes.trees.Fact(n) == e.Fact && counts[reach.CriterionOf(n, false)] != want {
				t.Errorf("%s is on %d ads, want %d", i, counts[reach.CriterionOf(n, false)], want)
			}
		}
	}
}

// TestBasesAreKept: what sizes rest on comes back from the numbers that it is kept
// in, whether a reason is about a fact of some box, or a country, or a year.
func TestBasesAreKept(t *testing.T) {
	l := loader{boxes: &boxes{}, byID: map[int32]int32{}}
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
		r.sizeLo, r.sizeHi = int64(i), int64(i+10)
		if i%5 == 0 {
			r.sizeLo, r.sizeHi = -1, -1
		}
		l.rows = append(l.rows, r)
	}
	if err := l.add(); err != nil {
		t.Fatal(err)
	}
	l.end()
	for i, b := range want {
		if got := l.basisOf(int32(i)); !reflect.DeepEqual(got, b) {
			t.Fatalf("box %d: %s, want %s", i, got.Encode(), b.Encode())
		}
		if s := l.sizeOf(int32(i)); s.Known != (i%5 != 0) || s.Known && (s.Lo != int64(i) || s.Hi != int64(i+10)) || !s.Known && (s.Lo != 0 || s.Hi != 0) {
			t.Fatalf("box %d: %+v", i, s)
		}
	}
}

// TestUnknownKeys: a key that no box has finds none.
func TestUnknownKeys(t *testing.T) {
	f := sample(t)
	ctx := context.Background()
	all, err := f.Audiences(ctx, filter.Filter{})
	if err != nil || len(all.Rows) != 4 {
		t.Fatal(all, err)
	}
	for _, row := range all.Rows {
		if a, err := f.Audience(ctx, row.Box.Key); err != nil || a.Box.Key != row.Box.Key || a.Box.Expr != row.Box.Expr {
			t.Errorf("%s: %v", row.Box.Key, err)
		}
	}
	for _, key := range []string{"", "b", "b00000000000000000000000", "bfffffffffffffffffffffff", strings.Repeat("z", 24), all.Rows[0].Box.Key + "00", all.Rows[0].Box.Key[:22]} {
		if a, err := f.Audience(ctx, key); !errors.Is(err, contrechamp.ErrNotFound) {
			t.Errorf("%q: %+v, %v", key, a, err)
		}
		g, err := Keys.Parse(url.Values{"box": {key}})
		if err != nil {
			continue // refused before it is asked
		}
		if a, err := f.Ads(ctx, g); key != "" && (err != nil || a.Total != 0) {
			t.Errorf("box=%s: %d ads, %v", key, a.Total, err)
		}
	}
}
