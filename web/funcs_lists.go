package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// listFuncs serve lists: where one stands in them, how they are sorted and narrowed.
func listFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"nav":             func() []window { return windows },
		"lastrow":         func(p adsPage) int { return p.From + len(p.Rows) - 1 },
		"first":           func(n int, gaps []find.Gap) []find.Gap { return gaps[:min(n, len(gaps))] },
		"path":            func(parts ...string) string { return address(parts...) },
		"phrases":         func(p listed) []phrase { return phrases(l, p.list()) },
		"sorts":           func(p adsPage) sorts { return listSorts(l, p) },
		"advertisersorts": func(p advertisersPage) sorts { return advertiserSorts(l, p) },
		"boxsorts":        func(p audiencesPage) sorts { return boxSorts(l, p) },
		"addfilter":       func(f filter.Filter) question { return addFilter(l, f) },
		"facet":           func(f filter.Filter, x find.Facet) facetView { return drawFacet(l, f, x) },
		"dict":            dict,
	}
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
