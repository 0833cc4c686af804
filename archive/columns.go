package archive

import (
	"bytes"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// columns finds the cells of a table's rows by the names in its header,
// whatever their case.
type columns map[string]int

func newColumns(names []string) columns {
	c := make(columns, len(names))
	for i, n := range names {
		if n = strings.ToLower(n); n != "" {
			if _, ok := c[n]; !ok {
				c[n] = i
			}
		}
	}
	return c
}

// find is the place of a column, -1 if the table has none of that name.
func (c columns) find(name string) int {
	if i, ok := c[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// need says which of the names the header lacks.
func (c columns) need(file string, names ...string) error {
	for _, n := range names {
		if c.find(n) < 0 {
			return &contrechamp.FileError{File: file, What: contrechamp.Say("lacks the column {column}: give the file as it was published", "column", n)}
		}
	}
	return nil
}

// cell is the trimmed cell at i, empty for -1.
func (t *table) cell(i int) []byte {
	if i < 0 {
		return nil
	}
	return bytes.TrimSpace(t.fields[i])
}

// hasColumns says whether head begins with a header row that has all names.
func hasColumns(head []byte, comma string, names ...string) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	have := map[string]bool{}
	for n := range strings.SplitSeq(string(line), comma) {
		have[strings.ToLower(strings.Trim(n, " \"\r"))] = true
	}
	for _, n := range names {
		if !have[strings.ToLower(n)] {
			return false
		}
	}
	return true
}

// splitOutside splits at commas that stand outside of round brackets.
func splitOutside(s string) []string {
	var out []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case ',':
			if depth == 0 {
				out = append(out, s[start:i])
				start = i + 1
			}
		}
	}
	out = append(out, s[start:])
	if depth > 0 { // a bracket that never closes hides no commas
		out = strings.Split(s, ",")
	}
	kept := out[:0]
	for _, part := range out {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

// withoutCell is the raw row with one cell replaced: a person's address is not
// kept. Of a row whose cells cannot be told apart only what comes before stays.
func withoutCell(t *table, column int, by []byte) []byte {
	if len(t.fields) != t.width || column >= len(t.fields) {
		return t.raw[:beforeCell(t.raw, t.comma, column)]
	}
	if bytes.Equal(bytes.TrimSpace(t.fields[column]), by) {
		return t.raw
	}
	whole := t.fields[column]
	t.fields[column] = by
	raw := appendCSV(nil, t.fields)
	t.fields[column] = whole
	return raw
}

// beforeCell is how many bytes of a damaged row stand before its n-th
// separator, whatever its quotes mean.
func beforeCell(raw []byte, comma byte, n int) int {
	for i, c := range raw {
		if c == comma {
			if n--; n == 0 {
				return i
			}
		}
	}
	return len(raw)
}

// appendCSV writes a row of cells as RFC 4180 has it, without a line end.
func appendCSV(b []byte, cells [][]byte) []byte {
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		if bytes.ContainsAny(c, "\",\r\n") {
			b = append(b, '"')
			b = append(b, bytes.ReplaceAll(c, []byte(`"`), []byte(`""`))...)
			b = append(b, '"')
		} else {
			b = append(b, c...)
		}
	}
	return b
}
