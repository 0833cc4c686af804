package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// funcs are what templates may call, in one language.
func funcs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"t":        l.T,
		"int":      func(n any) string { return l.Int(toInt(n)) },
		"money":    l.Money,
		"between":  l.Between,
		"people":   l.Range, // "range" is a word of the template language
		"nav":      func() []window { return windows },
		"upfirst":  upFirst,
		"fullstop": fullStop,
		"lastrow":  func(p adsPage) int { return p.From + len(p.Rows) - 1 },
		"boxline":  func(line say.Line) string { return line.Text(l) },
		"clipitems": func(items []say.Item) []say.Item {
			if len(items) > 6 {
				return append(items[:5:5], say.Item{Text: l.T("others", "n", len(items)-5)})
			}
			return items
		},
		"quote": l.Quote,
		"day":   func(iso string) string { return l.Day(say.ParseDay(iso)) },
		"span":  func(start, end string) string { return l.Span(say.ParseDay(start), say.ParseDay(end)) },
		"box":   func(expr string) say.Box { return boxOf(l, expr) },
		"crowd": func(size contrechamp.Range) squarePicture { return crowd(l, size) },
		"sides": func(c *find.Contrast) [2]side { return sides(l, c) },
		"first": func(n int, gaps []find.Gap) []find.Gap { return gaps[:min(n, len(gaps))] },
		"ofmost": func(n, most int) string {
			return per(100 * float64(n) / float64(max(most, 1)))
		},
		"boxwords": func(expr string) string {
			e, err := audience.Parse(expr)
			if err != nil {
				return expr
			}
			return l.Box(e).Text(l)
		},
		"fact": func(written string) string {
			e, err := audience.Parse(written)
			if err != nil {
				return written
			}
			return l.Box(e).Text(l)
		},
		"path":       func(parts ...string) string { return address(parts...) },
		"archive":    func(name string) string { return l.T("archive-" + name) },
		"clip":       say.Clip,
		"phrases":    func(p listed) []phrase { return phrases(l, p.list()) },
		"sorts":      func(p adsPage) sorts { return listSorts(l, p) },
		"addfilter":  func(f find.Filter) question { return addFilter(l, f) },
		"facet":      func(f find.Filter, x find.Facet) facetView { return drawFacet(l, f, x) },
		"bar":        bar,
		"share":      func(part, whole int) string { return share(l, part, whole) },
		"percent":    func(x float64) string { return l.Percent(x, 1) },
		"squares":    func(part, whole int) squarePicture { return squares(l, part, whole) },
		"weekbars":   func(a find.ArchiveWeeks) weekBars { return drawWeeks(l, a) },
		"moneyweeks": func(w []find.Week) *moneyWeeks { return drawMoney(l, w) },
		"pyramid":    func(a *find.Ad) *pyramid { return drawPyramid(l, a) },
		"permille":   perThousand,
		"texts":      distinctTexts,
		"silent":     func(archive string) string { return silentWords(l, archive) },
		"sizewords":  func(r contrechamp.Range) string { return sizeWords(l, r) },
		"nicemax":    niceMax,
		"presumed": func(m contrechamp.Money) string {
			if m.Presumed {
				return l.T("presumed")
			}
			return ""
		},
		"agerange": func(age string) string { return strings.ReplaceAll(age, "-", "–") },
		"genderword": func(g string) string {
			if g == "female" || g == "male" {
				return l.T("gender-" + g)
			}
			return l.T("unknown")
		},
		"days": func(start, end string) int {
			a, b := say.ParseDay(start), say.ParseDay(end)
			if a.IsZero() || b.Before(a) {
				return 0
			}
			return int(b.Sub(a).Hours()/24) + 1
		},
		"narrow": narrowness,
		"stairs": func(m *find.Measure, b find.Box, archive string, estimate ...contrechamp.Range) stairs {
			return drawStairs(l, m, b, archive, estimate...)
		},
		"told": func(s contrechamp.Sentence, english string) string {
			if s.English == "" {
				return english // of a copy that has only that
			}
			return l.Tell(s)
		},
		"rule":            func(word string) string { return archive.Explain(string(l), archive.RepairRules, word) },
		"mark":            func(word string) string { return archive.Explain(string(l), archive.Marks, word) },
		"archiveof":       func(id string) string { return contrechamp.AdvertiserID(id).Archive() },
		"ownid":           func(id string) string { _, own, _ := strings.Cut(id, ":"); return own },
		"differences":     adDifferences,
		"platforms":       platformNames,
		"reading":         func(field, text string) string { return readingWords(l, field, text) },
		"peopletable":     func(p find.PopulationSource) string { return peopleTable(l, p.Name) },
		"listed":          func(x []string) string { return strings.Join(x, ", ") },
		"qualityrows":     func(q find.Quality) []qualityRow { return qualityRows(l, q) },
		"year":            func(y int) string { return yearWords(l, y) },
		"shade":           shade,
		"thirds":          func(c find.CountryCover) thirds { return drawThirds(l, c) },
		"adseach":         func(g find.GroupCover) string { return adsEach(l, g) },
		"basis":           func(b find.Basis) string { return basisWords(l, b) },
		"whywidth":        func(b find.Basis) string { return whyWidth(l, b, 2) },
		"statement":       l.Statement,
		"qualitycause":    l.QualityCause,
		"reachreasons":    func(r *find.Reach) []reachReason { return reachReasons(l, r) },
		"placelist":       func(paths []string) string { return placeList(l, paths) },
		"advertisersorts": func(p advertisersPage) sorts { return advertiserSorts(l, p) },
		"boxsorts":        func(p audiencesPage) sorts { return boxSorts(l, p) },
		"unsized":         func(b find.Box) string { return unsized(l, b) },
		"middle":          func(b find.Basis) string { return middleWords(l, b) },
		"narrowwords":     func(b find.Basis) string { return narrowWords(l, b) },
		"logbar":          logBar,
		"axis":            func(hundredths int64) string { return l.Int(hundredths / 100) },
		"moneyhead":       func(w []find.Week) string { return moneyHeadline(l, w) },
		"onaxis":          onAxis,
		"boxscale":        scaleOf(func(x find.BoxUse) []find.Sum { return x.Money }),
		"factscale":       scaleOf(func(x find.FactUse) []find.Sum { return x.Money }),
		"advertiserscale": scaleOf(func(x find.AdvertiserUse) []find.Sum { return x.Money }),
		"criteriascale":   scaleOf(func(x find.CriteriaShare) []find.Sum { return x.Money }),
		"nothing":         func() contrechamp.Range { return contrechamp.Range{} },
		"diff": func(old, now string) map[string][]run {
			a, b := diffWords(old, now)
			return map[string][]run{"Old": a, "New": b}
		},
		"half": func(n int64) int64 { return n / 2 },
		"axismoney": func(hundredths int64, currency string) string {
			return l.Money(contrechamp.Money{Range: contrechamp.Exactly(hundredths), Currency: currency})
		},
		"placename": func(path string) string { return say.PlaceName(l, path) },
		"dict":      dict,
		"add":       func(a, b int) int { return a + b },
	}
}

// boxOf puts an expression into words, line by line.
func boxOf(l say.Lang, expr string) say.Box {
	e, err := audience.Parse(expr)
	if err != nil {
		e = audience.Of(audience.Fact{Kind: audience.Other, Label: expr})
	}
	return l.Box(e)
}

func toInt(n any) int64 {
	switch x := n.(type) {
	case int:
		return int64(x)
	case int32:
		return int64(x)
	case int64:
		return x
	}
	return 0
}

// address escapes the parts of a path: an id may hold a slash.
func address(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// dict lets a template hand several named values to a part.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d values do not make pairs", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		k, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: name %v is not a string", pairs[i])
		}
		m[k] = pairs[i+1]
	}
	return m, nil
}

// fullStop makes a sentence of an error: a capital, if it does not begin with a
// parameter or a file, and a stop.
func fullStop(s string) string {
	if first, _, _ := strings.Cut(s, " "); !strings.ContainsAny(first, "=:./") {
		s = upFirst(s)
	}
	if !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

func upFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
