package published

import "testing"

// TestBracket: the first, one within, an end, and the last, which has no top.
func TestBracket(t *testing.T) {
	lower := []int64{0, 100, 500}
	for n, want := range map[int64]Bounds{-1: {"0", "99"}, 0: {"0", "99"}, 99: {"0", "99"}, 100: {"100", "499"}, 499: {"100", "499"}, 500: {"500", ""}, 9000: {"500", ""}} {
		if got := *Bracket(lower, n); got != want {
			t.Errorf("%d is in %v, want %v", n, got, want)
		}
	}
	if least, next := BracketEnds(lower, 250); least != 100 || next != 500 {
		t.Errorf("250 lies between %d and %d", least, next)
	}
}
