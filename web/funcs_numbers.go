package web

import (
	"html/template"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/say"
)

// numberFuncs write counts, money, dates and shares.
func numberFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"int":     func(n any) string { return l.Int(toInt(n)) },
		"money":   l.Money,
		"between": l.Between,
		"people":  l.Range, // "range" is a word of the template language
		"day":     func(iso string) string { return l.Day(say.ParseDay(iso)) },
		"span":    func(start, end string) string { return l.Span(say.ParseDay(start), say.ParseDay(end)) },
		"days": func(start, end string) int {
			a, b := say.ParseDay(start), say.ParseDay(end)
			if a.IsZero() || b.Before(a) {
				return 0
			}
			return int(b.Sub(a).Hours()/24) + 1
		},
		"year":      func(y int) string { return yearWords(l, y) },
		"percent":   func(x float64) string { return l.Percent(x, 1) },
		"share":     func(part, whole int) string { return share(l, part, whole) },
		"sizewords": func(r contrechamp.Range) string { return sizeWords(l, r) },
		"axis":      func(hundredths int64) string { return l.Int(hundredths / 100) },
		"axismoney": func(hundredths int64, currency string) string {
			return l.Money(contrechamp.Money{Range: contrechamp.Exactly(hundredths), Currency: currency})
		},
		"nothing":  func() contrechamp.Range { return contrechamp.Range{} },
		"half":     func(n int64) int64 { return n / 2 },
		"add":      func(a, b int) int { return a + b },
		"permille": perThousand,
		"nicemax":  niceMax,
	}
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
