package find

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
)

// said scans a sentence as the store keeps it.
type said contrechamp.Sentence

// Scan reads a column of Sentence.Encode; one that is blank leaves no sentence.
func (s *said) Scan(v any) error {
	text, _ := v.(string)
	if text == "" {
		return nil
	}
	read, err := contrechamp.ParseSentence(text)
	*s = said(read)
	return err
}

// Differences are where two extractions of the same ads disagree.
type Differences struct {
	Total  int          `json:"total"`
	Ads    int          `json:"ads"`    // with at least one
	Field  string       `json:"field"`  // the only one listed, "" for all
	Fields []FieldCount `json:"fields"` // most first
	Rows   []Difference `json:"rows"`
	Page
}

// FieldCount counts the differences in a field.
type FieldCount struct {
	Field string `json:"field"`
	Count int    `json:"count"`
}

// Difference is one field of one ad as two extractions have it.
type Difference struct {
	Ad      string `json:"ad"`
	Archive string `json:"archive"`
	Field   string `json:"field"`
	One     string `json:"one"`     // the extraction whose reading is shown elsewhere, except of the audience
	Says    string `json:"says"`    // "" if it says nothing
	Other   string `json:"other"`   // the other extraction
	Instead string `json:"instead"` // what that one says
}

// differencesShown is how many differences a page of the list has.
const differencesShown = 50

// DifferenceFields are the parameters of Differences, beside those of a list.
var DifferenceFields = []string{"field", "after", "limit"}

// Differences answers with every disagreement, or with those in one field, in
// the order of ads. Of the filter only After and Limit are read.
func (f *Finder) Differences(ctx context.Context, field string, list filter.Filter) (*Differences, error) {
	out := &Differences{Field: field, Fields: []FieldCount{}, Rows: []Difference{}}
	counts, ads := map[string]int{}, map[string]bool{}
	var all []Difference
	err := f.store.Each(ctx, "Differences", func(scan func(...any) error) error {
		var d Difference
		var s said
		var width int // ids are numbers: the shorter come first
		if err := scan(&d.Ad, &d.Archive, &s, &width); err != nil {
			return err
		}
		d.read(contrechamp.Sentence(s))
		counts[d.Field]++
		if field == "" || d.Field == field {
			ads[d.Ad] = true
			all = append(all, d)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("differences: %w", err)
	}
	for name, n := range counts {
		out.Fields = append(out.Fields, FieldCount{name, n})
	}
	slices.SortFunc(out.Fields, func(a, b FieldCount) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Field, b.Field)
	})
	if field != "" && counts[field] == 0 {
		return nil, contrechamp.Invalid("field={field}: no difference is in that field; these are known: {names}", "field", field, "names", strings.Join(out.names(), ", "))
	}
	out.Total, out.Ads = len(all), len(ads)
	rows, page, err := paged(all, list, nil, differencesShown, Difference.id)
	if err != nil {
		return nil, err
	}
	if page.NextURL != "" && field != "" {
		page.NextURL += "&field=" + field
	}
	out.Rows, out.Page = append(out.Rows, rows...), page
	return out, nil
}

func (d *Differences) names() []string {
	out := make([]string, len(d.Fields))
	for i, f := range d.Fields {
		out[i] = f.Field
	}
	return out
}

// id names a row in the parameter after.
func (d Difference) id() string { return d.Ad + ":" + d.Field }

// DifferenceOf reads a remark that two extractions differ; false if it is another.
func DifferenceOf(r contrechamp.Remark) (Difference, bool) {
	var d Difference
	if r.Kind != "extractions-differ" {
		return d, false
	}
	d.read(r.Detail)
	return d, d.Field != ""
}

// read takes the parts of contrechamp.Differ's sentence.
func (d *Difference) read(s contrechamp.Sentence) {
	for name, to := range map[string]*string{"field": &d.Field, "one": &d.One, "says": &d.Says, "other": &d.Other, "instead": &d.Instead} {
		*to, _ = s.Blank(name).(string) // nothing is a sentence
	}
}
