package find

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
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
