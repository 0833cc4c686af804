package web

import (
	"math"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/say"
)

// whyWidth is why a size is as wide as it is, or why there is none: the first
// reasons, in words; n 0 is all of them.
func whyWidth(l say.Lang, b find.Basis, n int) string {
	if len(b.Reasons) == 0 {
		return ""
	}
	list := b.Reasons
	if n > 0 {
		list = list[:min(n, len(list))]
	}
	reasons := make([]say.Reason, len(list))
	for i, w := range list {
		reasons[i] = w
	}
	return l.Because(reasons...)
}

// unsized says why a box has no size.
func unsized(l say.Lang, b find.Box) string {
	if s := whyWidth(l, b.Basis, 1); s != "" {
		return s
	}
	return l.T("no-size")
}

// narrowWords is how narrow a box is: its part of the people of its countries,
// and the bits that being in it tells about a person.
func narrowWords(l say.Lang, b find.Basis) string {
	if b.Of == 0 || b.BitsLo == nil {
		return ""
	}
	where := placeList(l, b.Countries)
	if len(b.Countries) > 3 {
		where = l.T("n-countries", "n", len(b.Countries))
	}
	bits := l.T("bits-least", "bits", l.Float(*b.BitsLo, 1))
	if b.BitsHi != nil {
		bits = l.T("bits-exact", "bits", l.Float(*b.BitsLo, 1))
		if *b.BitsHi != *b.BitsLo {
			bits = l.T("bits-between", "lo", l.Float(*b.BitsLo, 1), "hi", l.Float(*b.BitsHi, 1))
		}
	}
	return l.T("narrow-words", "share", smallShare(l, b.ShareHi), "of", l.Int(b.Of), "place", where) + " " + bits + " " + l.T("bits-one", "one", l.Float(b.OneBits, 1))
}

// middleWords is an estimate between the bounds, where only ages make the size
// wide; marked as one.
func middleWords(l say.Lang, b find.Basis) string {
	if b.Mid == nil || len(b.Reasons) == 0 {
		return ""
	}
	return l.T("size-mid", "people", l.Int(int64(math.Round(*b.Mid))))
}

// smallShare writes a share with two figures that count.
func smallShare(l say.Lang, x float64) string {
	decimals := 0
	for y := 100 * x; y > 0 && y < 10 && decimals < 6; y *= 10 {
		decimals++
	}
	return l.Percent(x, decimals)
}

// basisWords is what a size rests on: counts of which years, and why it is wide.
func basisWords(l say.Lang, b find.Basis) string {
	var out []string
	if why := whyWidth(l, b, 0); why != "" {
		out = append(out, upFirst(why)+".")
	}
	if n := narrowWords(l, b); n != "" {
		out = append(out, n)
	}
	return strings.Join(out, " ")
}

// reachReason is why a reach is an interval, and of how many ads that is so.
type reachReason struct {
	Words string
	Ads   int
}

func reachReasons(l say.Lang, r *find.Reach) []reachReason {
	var out []reachReason
	for _, w := range r.Basis.Reasons {
		words := l.Because(w)
		if n := len(r.Basis.NoTable); w.Kind == population.ReasonNoTable && n > 1 {
			words = l.T("why-no-table-n", "n", n, "list", placeList(l, r.Basis.NoTable))
		}
		out = append(out, reachReason{upFirst(words), w.N})
	}
	return out
}

// placeList names places, one after the other.
func placeList(l say.Lang, paths []string) string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = say.PlaceName(l, p)
	}
	return strings.Join(names, l.T("comma"))
}

// qualityRow is a line of the figure about sizes.
type qualityRow struct {
	Label string
	Ads   int
}

func qualityRows(l say.Lang, q find.Quality) []qualityRow {
	var out []qualityRow
	for _, r := range q.Counts() {
		out = append(out, qualityRow{l.T("quality-" + r.Name), r.Ads})
	}
	return out
}

// reasonKinds, yearList and narrowMark are cells of CSV forms.

func reasonKinds(b find.Basis) string {
	var out []string
	for _, r := range b.Reasons {
		out = append(out, string(r.Kind))
	}
	return strings.Join(out, " ")
}

func yearList(b find.Basis) string {
	var out []string
	for _, y := range b.Years {
		if y == 0 {
			continue // the table states none
		}
		out = append(out, strconv.Itoa(y))
	}
	return strings.Join(out, " ")
}

func narrowMark(b find.Basis) string {
	if b.Narrow == 0 {
		return ""
	}
	return strconv.FormatInt(b.Narrow, 10)
}

// yearWords is the year of a table's counts.
func yearWords(l say.Lang, y int) string {
	if y == 0 {
		return l.T("year-not-stated")
	}
	return strconv.Itoa(y)
}
