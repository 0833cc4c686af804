package web

import (
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// TestMoneyHeadline: a headline says no more than the bounds prove.
func TestMoneyHeadline(t *testing.T) {
	weeks := func(bounds ...[2]int64) (out []find.Week) {
		for i, b := range bounds {
			w := find.Week{Monday: []string{"2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"}[i]}
			if b[1] > 0 {
				w.Money = contrechamp.Money{Range: contrechamp.Between(b[0], b[1]), Currency: "EUR"}
			}
			out = append(out, w)
		}
		return out
	}
	for _, c := range []struct {
		weeks []find.Week
		want  string
	}{
		{weeks([2]int64{1, 2}, [2]int64{1, 2}), "All the money in 2 weeks"},
		{weeks([2]int64{10, 20}, [2]int64{10, 20}, [2]int64{20, 30}, [2]int64{20, 30}, [2]int64{20, 30}, [2]int64{60, 70}), "More than half of the money in the last four weeks"},
		{weeks([2]int64{0, 100}, [2]int64{0, 100}, [2]int64{20, 30}, [2]int64{20, 30}, [2]int64{20, 30}, [2]int64{60, 70}), "More than a third of the money in the last four weeks"},
		{weeks([2]int64{900, 1000}, [2]int64{10, 20}, [2]int64{10, 20}, [2]int64{}, [2]int64{10, 20}, [2]int64{10, 20}), "The dearest week begins on 2 March 2026"},
		{weeks([2]int64{900, 1000}, [2]int64{800, 950}, [2]int64{10, 20}, [2]int64{10, 20}, [2]int64{10, 20}, [2]int64{10, 20}), "The money is spread over 6 weeks"},
	} {
		got := []rune(moneyHeadline(say.EN, c.weeks))
		for i, r := range got {
			if r == '\u00a0' {
				got[i] = ' '
			}
		}
		if string(got) != c.want {
			t.Errorf("%q, want %q", string(got), c.want)
		}
	}
}
