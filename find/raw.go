package find

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
)

// rawRows fetches the rows of an ad as they stand in each file, with the
// files' own field names in the files' order.
func (f *Finder) rawRows(ctx context.Context, a *WholeAd) error {
	for _, c := range a.Copies {
		r, err := f.store.Raw(ctx, c.Source, c.File, c.Line)
		if err != nil {
			return fmt.Errorf("the raw row of copy %d: %w", c.Source, err)
		}
		a.Raw = append(a.Raw, RawRow{Source: c.Source, File: c.File, Line: c.Line, Fields: rawFields(r.Header, r.Raw)})
	}
	return nil
}

// rawFields splits a JSON object or a delimited row into pairs of name and
// value; a row that is neither is one pair without a name.
func rawFields(header string, raw []byte) [][2]string {
	if fields, ok := jsonFields(raw); ok {
		return fields
	}
	for _, comma := range []rune{',', '\t', ';'} {
		names, err := record(header, comma)
		if err != nil || len(names) < 2 {
			continue
		}
		values, err := record(string(raw), comma)
		if err != nil || len(values) != len(names) {
			continue
		}
		out := make([][2]string, len(names))
		for i := range names {
			out[i] = [2]string{strings.TrimPrefix(names[i], "\ufeff"), values[i]}
		}
		return out
	}
	return [][2]string{{"", string(raw)}}
}

func record(line string, comma rune) ([]string, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes = comma, true
	return r.Read()
}

func jsonFields(raw []byte) ([][2]string, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var out [][2]string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, false
		}
		key, _ := name.(string)
		text := string(value)
		var s string
		if json.Unmarshal(value, &s) == nil && s != "" {
			text = s
		}
		out = append(out, [2]string{key, text})
	}
	return out, true
}
