package web

import (
	"html/template"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// pictureFuncs draw: what they give is a value that a template sets as SVG.
func pictureFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"crowd":   func(size contrechamp.Range) squarePicture { return crowd(l, size) },
		"squares": func(part, whole int) squarePicture { return squares(l, part, whole) },
		"stairs": func(m *find.Measure, b find.Box, archive string, estimate ...contrechamp.Range) stairs {
			return drawStairs(l, m, b, archive, estimate...)
		},
		"pyramid":    func(a *find.WholeAd) *pyramid { return drawPyramid(l, a) },
		"weekbars":   func(a find.ArchiveWeeks) weekBars { return drawWeeks(l, a) },
		"moneyweeks": func(w []find.Week) *moneyWeeks { return drawMoney(l, w) },
		"moneyhead":  func(w []find.Week) string { return moneyHeadline(l, w) },
		"bar":        bar,
		"logbar":     logBar,
		"onaxis":     onAxis,
		"ofmost": func(n, most int) string {
			return per(100 * float64(n) / float64(max(most, 1)))
		},
		"shade":           shade,
		"thirds":          func(c find.CountryCover) thirds { return drawThirds(l, c) },
		"boxscale":        scaleOf(func(x find.BoxUse) []find.Sum { return x.Money }),
		"factscale":       scaleOf(func(x find.FactUse) []find.Sum { return x.Money }),
		"advertiserscale": scaleOf(func(x find.AdvertiserUse) []find.Sum { return x.Money }),
		"criteriascale":   scaleOf(func(x find.CriteriaShare) []find.Sum { return x.Money }),
	}
}
