package web

import (
	"fmt"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// share writes a part of a whole in per cent.
func share(l say.Lang, part, whole int) string {
	if whole == 0 {
		return l.Percent(0, 0)
	}
	x := float64(part) / float64(whole)
	if x > 0 && x < .01 {
		return l.Percent(x, 1)
	}
	return l.Percent(x, 0)
}

// weekBars are ads a week; a week without any, between weeks with some, is a gap.
type weekBars struct {
	Bars        []weekBar
	Rows        []find.Week
	First, Last string
	Label       string
}

type weekBar struct {
	X, W, Y, H string
	Gap        bool
}

func drawWeeks(l say.Lang, a find.ArchiveWeeks) weekBars {
	out := weekBars{Rows: a.Weeks}
	n := len(a.Weeks)
	if n == 0 {
		return out
	}
	most := 1
	for _, w := range a.Weeks {
		most = max(most, w.Ads)
	}
	step := 100 / float64(n)
	for i, w := range a.Weeks {
		h := 46 * float64(w.Ads) / float64(most)
		out.Bars = append(out.Bars, weekBar{X: per(float64(i) * step), W: per(step * .9), Y: px(50 - h), H: px(h), Gap: w.Ads == 0})
	}
	out.First, out.Last = l.Day(say.ParseDay(a.Weeks[0].Monday)), l.Day(say.ParseDay(a.Weeks[n-1].Monday))
	out.Label = l.T("archive-"+a.Archive) + l.T("colon") + l.T("weeks-label", "n", a.Ads, "first", out.First, "last", out.Last, "most", most)
	return out
}

func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// moneyWeeks is declared money by week, from lower to upper bound, with a
// hatched tile for each ad without an amount.
type moneyWeeks struct {
	Grid        []gridLine
	Bars        []moneyBar
	Rows        []find.Week
	First, Last string
	Label       string
}

type gridLine struct{ Y, TextY, Text string }

type moneyBar struct {
	Stated               bool
	X, W, Mid, Y, H, Low string
	Tiles                []tile
}

type tile struct{ X, W, Y string }

// tilesShown is how many ads without an amount a week draws.
const tilesShown = 4

func drawMoney(l say.Lang, weeks []find.Week) *moneyWeeks {
	var most int64
	currency := ""
	for _, w := range weeks {
		most = max(most, w.Money.Hi)
		if w.Money.Currency != "" {
			currency = w.Money.Currency
		}
	}
	if most == 0 || len(weeks) < 2 {
		return nil
	}
	top := niceMax(most)
	const base, height = 198.0, 173.0
	y := func(n int64) float64 { return base - height*float64(n)/float64(top) }
	out := &moneyWeeks{Rows: weeks}
	for i := int64(1); i <= 4; i++ {
		n := top * i / 4
		m := contrechamp.Money{Range: contrechamp.Exactly(n), Currency: currency}
		text := l.Money(m)
		if i == 4 {
			text += " " + l.T("per-week")
		}
		out.Grid = append(out.Grid, gridLine{Y: px(y(n)), TextY: px(y(n) - 5), Text: text})
	}
	step := 100 / float64(len(weeks))
	for i, w := range weeks {
		x := float64(i) * step
		b := moneyBar{Stated: w.Money.Stated, X: per(x + step*.25), W: per(step * .5), Mid: per(x + step*.5)}
		if b.Stated {
			lo, hi := y(w.Money.Lo), y(w.Money.Hi)
			b.Y, b.Low, b.H = px(hi), px(lo), px(max(lo-hi, 2))
		}
		for k := range min(w.NoMoney, tilesShown) {
			b.Tiles = append(b.Tiles, tile{X: b.X, W: b.W, Y: px(222 + float64(k)*8)})
		}
		out.Bars = append(out.Bars, b)
	}
	out.First, out.Last = l.Day(say.ParseDay(weeks[0].Monday)), l.Day(say.ParseDay(weeks[len(weeks)-1].Monday))
	out.Label = l.T("money-weeks-label", "first", out.First, "last", out.Last)
	return out
}

// perThousand is what a thousand views cost: the lower bound of the money on
// the upper bound of the views, and the reverse. Not stated if a bound is missing.
func perThousand(a find.AdRow) contrechamp.Money {
	if !a.Money.Stated || !a.Views.Stated || a.Money.Open || a.Views.Open || a.Views.Lo <= 0 || a.Views.Hi <= 0 {
		return contrechamp.Money{}
	}
	return contrechamp.Money{Range: contrechamp.Between(a.Money.Lo*1000/a.Views.Hi, a.Money.Hi*1000/a.Views.Lo), Currency: a.Money.Currency}
}

// narrowness is the mark of a small box, "" if there is none.
func narrowness(size contrechamp.Range) string {
	for _, step := range []int64{100, 1000, 10_000} {
		if size.Stated && !size.Open && size.Hi < step {
			return fmt.Sprintf("narrow-%d", step)
		}
	}
	return ""
}
