package web

import (
	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// lastWeeks is how many weeks at the end are weighed against the rest.
const lastWeeks = 4

// moneyHeadline says how an advertiser's money lies in time, as far as the
// bounds prove it: the lower bound of the last weeks against the upper bound of
// the rest.
func moneyHeadline(l say.Lang, weeks []find.Week) string {
	n := len(weeks)
	if n <= lastWeeks {
		return l.T("money-short", "n", n)
	}
	var late, early contrechamp.Range
	peak := -1
	for i, w := range weeks {
		if !w.Money.Stated {
			continue
		}
		if i >= n-lastWeeks {
			late = late.Plus(w.Money.Range)
		} else {
			early = early.Plus(w.Money.Range)
		}
		if peak < 0 || w.Money.Hi > weeks[peak].Money.Hi {
			peak = i
		}
	}
	if peak < 0 {
		return l.T("money-by-week")
	}
	share := 0.0
	if late.Lo+early.Hi > 0 && !early.Open {
		share = float64(late.Lo) / float64(late.Lo+early.Hi)
	}
	switch {
	case share > .75:
		return l.T("money-late-quarters")
	case share > .5:
		return l.T("money-late-half")
	case share > 1./3:
		return l.T("money-late-third")
	}
	for i, w := range weeks {
		if i != peak && w.Money.Stated && w.Money.Hi >= weeks[peak].Money.Lo {
			return l.T("money-spread", "n", n)
		}
	}
	return l.T("money-peak", "day", l.Day(say.ParseDay(weeks[peak].Monday)))
}

// moneyOn is a list of sums on one axis: the sum in its currency, and the rest.
type moneyOn struct {
	Money contrechamp.Money
	Max   int64
	Rest  []find.Sum
}

// onAxis finds, of sums by currency, the one that an axis is drawn for.
func onAxis(sums []find.Sum, a moneyScale) moneyOn {
	out := moneyOn{Max: a.Max}
	for _, s := range sums {
		if s.Money.Currency == a.Currency && !out.Money.Stated {
			out.Money = s.Money
		} else {
			out.Rest = append(out.Rest, s)
		}
	}
	return out
}

// moneyScale is the axis of a column of sums.
type moneyScale struct {
	Max      int64
	Currency string
}

// scaleOf makes the axis that holds the sums of every row of a list, in the
// currency of most ads.
func scaleOf[T any](money func(T) []find.Sum) func(rows []T) moneyScale {
	return func(rows []T) moneyScale {
		ads, most := map[string]int{}, map[string]int64{}
		for _, r := range rows {
			for _, s := range money(r) {
				ads[s.Money.Currency] += s.Ads
				most[s.Money.Currency] = max(most[s.Money.Currency], s.Money.Hi)
			}
		}
		c := mostOften(ads)
		return moneyScale{Max: niceMax(most[c]), Currency: c}
	}
}
