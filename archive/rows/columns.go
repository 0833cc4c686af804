package rows

import (
	"bytes"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Columns finds the cells of a table's rows by the names in its header,
// whatever their case.
type Columns map[string]int

func NewColumns(names []string) Columns {
	c := make(Columns, len(names))
	for i, n := range names {
		if n = strings.ToLower(n); n != "" {
			if _, ok := c[n]; !ok {
				c[n] = i
			}
		}
	}
	return c
}

// Find is the place of a column, -1 if the table has none of that name.
func (c Columns) Find(name string) int {
	if i, ok := c[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// Need says which of the names the header lacks.
func (c Columns) Need(file string, names ...string) error {
	for _, n := range names {
		if c.Find(n) < 0 {
			return &contrechamp.FileError{File: file, What: contrechamp.Say("lacks the column {column}: give the file as it was published", "column", n)}
		}
	}
	return nil
}

// Cell is the trimmed cell at i, empty for -1.
func (t *Table) Cell(i int) []byte {
	if i < 0 {
		return nil
	}
	if i < len(t.read) {
		t.read[i] = true
	}
	return bytes.TrimSpace(t.Fields[i])
}

// SplitOutside splits at commas that stand outside of round brackets.
func SplitOutside(s string) []string {
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

// WithoutCell is the raw row with one cell replaced: a person's address is not
// kept. Of a row whose cells cannot be told apart only what comes before stays.
func WithoutCell(t *Table, column int, by []byte) []byte {
	if t.objects != nil {
		return withoutKey(t.raw, t.keys[column])
	}
	if len(t.Fields) != t.Width || column >= len(t.Fields) {
		return t.raw[:beforeCell(t.raw, t.comma, column)]
	}
	if bytes.Equal(bytes.TrimSpace(t.Fields[column]), by) {
		return t.raw
	}
	whole := t.Fields[column]
	t.Fields[column] = by
	raw := appendCSV(nil, t.Fields)
	t.Fields[column] = whole
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
