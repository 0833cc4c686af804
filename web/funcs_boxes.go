package web

import (
	"html/template"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// boxFuncs put a box, its places and its size into words.
func boxFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"box":      l.Box,
		"boxline":  func(line say.Line) string { return line.Text(l) },
		"boxwords": func(e *audience.Expr) string { return l.Box(e).Text(l) },
		"fact": func(written string) string {
			e, err := audience.Parse(written)
			if err != nil {
				return written
			}
			return l.Box(e).Text(l)
		},
		"clipitems": func(items []say.Item) []say.Item {
			if len(items) > 6 {
				return append(items[:5:5], say.Item{Text: l.T("others", "n", len(items)-5)})
			}
			return items
		},
		"placename":    func(path string) string { return say.PlaceName(l, path) },
		"placelist":    func(paths []string) string { return placeList(l, paths) },
		"sides":        func(c *find.Contrast) [2]side { return sides(l, c) },
		"narrow":       narrowness,
		"narrowwords":  func(b find.Basis) string { return narrowWords(l, b) },
		"basis":        func(b find.Basis) string { return basisWords(l, b) },
		"whywidth":     func(b find.Basis) string { return whyWidth(l, b, 2) },
		"middle":       func(b find.Basis) string { return middleWords(l, b) },
		"unsized":      func(b find.Box) string { return unsized(l, b) },
		"peopletable":  func(p find.PopulationSource) string { return peopleTable(l, p.Name) },
		"qualityrows":  func(q find.Quality) []qualityRow { return qualityRows(l, q) },
		"qualitycause": l.QualityCause,
		"reachreasons": func(r *find.Reach) []reachReason { return reachReasons(l, r) },
		"adseach":      func(g find.GroupCover) string { return adsEach(l, g) },
	}
}
