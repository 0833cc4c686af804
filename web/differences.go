package web

import (
	"context"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

type differencesPage struct{ *find.Differences }

func (p differencesPage) Table() ([]string, [][]string) {
	rows := make([][]string, len(p.Rows))
	for i, d := range p.Rows {
		rows[i] = []string{d.Archive, d.Ad, d.Field, d.One, d.Says, d.Other, d.Instead}
	}
	return []string{"archive", "ad", "field", "extraction", "says", "other_extraction", "says_instead"}, rows
}

// getDifferences lists where two extractions of the same ads disagree.
func getDifferences(ctx context.Context, r *request) (any, error) {
	if err := r.only(find.DifferenceFields...); err != nil {
		return nil, err
	}
	list, err := find.Keys.Parse(only(r.values, "after", "limit"))
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Differences(ctx, r.values.Get("field"), list)
	if err != nil {
		return nil, err
	}
	p.NextURL = r.on(p.NextURL)
	return differencesPage{p}, nil
}

// only are the values of some keys.
func only(values map[string][]string, keys ...string) map[string][]string {
	out := map[string][]string{}
	for k, v := range values {
		if slices.Contains(keys, k) {
			out[k] = v
		}
	}
	return out
}

// readingWords is what an extraction says, a box in words.
func readingWords(l say.Lang, field, text string) string {
	if field != "audience" && field != "placements" {
		return text
	}
	e, err := audience.Parse(text)
	if err != nil {
		return text
	}
	return l.Box(e).Text(l)
}

// peopleTable is the kind of a table of people, in words.
func peopleTable(l say.Lang, name string) string {
	return l.T("people-table-" + strings.ReplaceAll(name, " ", "-"))
}

// adDifferences are those among an ad's remarks.
func adDifferences(a *find.WholeAd) []find.Difference {
	var out []find.Difference
	for _, r := range a.Remarks {
		if d, ok := find.DifferenceOf(r); ok {
			out = append(out, d)
		}
	}
	return out
}
