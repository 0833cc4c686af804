package machine

import (
	"context"
	"math"
	"testing"
)

// TestBelieve holds the table against the prototype's (20 seeds, 10,000 voters):
// with other draws each share and gain should agree within three half widths and
// .3; wins may differ where a share is near 50.
func TestBelieve(t *testing.T) {
	if testing.Short() {
		t.Skip("1,000 contests of 10,000 voters")
	}
	got, err := Believe(context.Background(), 10_000, 42)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct{ share, gain float64 }{
		"base": {60.7, 10.7}, "disliked": {54.5, 11.8}, "very-disliked": {48.2, 12.1}, "liked-other": {52.2, 10.1},
		"liked-other-2": {46.1, 8.6}, "liked-other-4": {39.8, 6.1}, "swing": {64.4, 14.2}, "camps": {52.2, 2.2}, "abstain": {60.8, 10.8},
		"no-backfire": {54.9, 5.0}, "no-backfire-disliked": {49.7, 5.0}, "trusted": {50.0, 0}, "knows-less": {56.8, 6.9}, "guesses": {52.9, 2.9},
		"guesses-disliked": {46.2, 3.5}, "wearing": {59.1, 9.1}, "same-money": {55.4, 5.5}, "same-money-disliked": {50.1, 5.9},
		"overheard-disliked": {49.3, 6.5}, "as-published": {52.1, 2.2}, "as-published-disliked": {50.9, 2.4},
		"as-published-no-backfire-disliked": {50.0, 1.1}, "both": {49.9, 10.7}, "low-reach": {51.7, 1.7}, "high-reach": {66.1, 16.3},
	}
	if len(got.Rows) != len(want) {
		t.Errorf("%d rows, %d expected", len(got.Rows), len(want))
	}
	for _, r := range got.Rows {
		w, ok := want[r.Name]
		if !ok {
			t.Errorf("%s: no value to hold it against", r.Name)
			continue
		}
		if math.Abs(r.Share-w.share) > 3*.2+.3 {
			t.Errorf("%s: share %.1f +- %.1f, want %.1f", r.Name, r.Share, r.ShareHalf, w.share)
		}
		if math.Abs(r.Gain-w.gain) > 3*.15+.3 {
			t.Errorf("%s: gain %.1f +- %.1f, want %.1f", r.Name, r.Gain, r.GainHalf, w.gain)
		}
	}
}
