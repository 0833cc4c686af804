package rows

import (
	"bytes"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// MissingWord is the rule by which a word for a missing value is read as a
// blank cell.
const MissingWord = "missing-word"

// IsMissing says whether a cell holds nothing but a word that programs write
// for a missing value.
func IsMissing(cell []byte) bool {
	if len(cell) < 2 || len(cell) > 4 {
		return false
	}
	switch cell[0] {
	case 'N', 'n', '<', '#':
	default:
		return false
	}
	switch string(cell) {
	case "NA", "NaN", "nan", "NAN", "None", "null", "NULL", "Null", "<NA>", "NaT", "N/A", "n/a", "#N/A":
		return true
	}
	return false
}

// blank empties the cells of the current row that hold a word for a missing value.
func (t *Table) blank() {
	t.missing = t.missing[:0]
	for i, f := range t.Fields {
		if len(f) > mostMissing || len(f) == 0 || f[0] >= '0' && f[0] <= '9' {
			continue
		}
		if f[0] == ' ' || f[len(f)-1] == ' ' {
			f = bytes.TrimSpace(f)
		}
		if IsMissing(f) && !(slices.Contains(t.believed, i) && mayBeName(f)) {
			t.missing = append(t.missing, i)
			if len(t.missing) == 1 {
				t.word = string(f)
			}
			t.Fields[i] = nil
		}
	}
}

// Repaired adds what was repaired in the current row to the repairs of an ad.
func (t *Table) Repaired(repairs []contrechamp.Repair) []contrechamp.Repair {
	if len(t.repairs) > 0 {
		repairs = append(repairs[:len(repairs):len(repairs)], t.repairs...)
	}
	if len(t.missing) == 0 {
		return repairs
	}
	field := t.header[t.missing[0]]
	if len(t.missing) > 1 {
		field += ", …"
	}
	return append(repairs[:len(repairs):len(repairs)], contrechamp.Repair{Field: field, Raw: t.word, Rule: MissingWord})
}

// mostMissing is the length of the longest cell that may be a word for a missing
// value with blanks around it.
const mostMissing = 8

// mayBeName says whether a word for a missing value may be somebody's name as
// well: there are pages called None and parties called NA.
func mayBeName(word []byte) bool {
	switch string(word) {
	case "NULL", "Null", "null", "None", "NA", "N/A", "n/a":
		return true
	}
	return false
}

// Names says which columns hold names of pages and advertisers, which hardly ever
// miss. A word for a missing value is a name there if the rows with which the file
// begins have such words in no other column: the file does not write them.
func (t *Table) Names(columns ...int) {
	head, _, err := openTable(context.Background(), bytes.NewReader(t.head), t.File, t.comma)
	if err != nil {
		return
	}
	head.blanks, head.short = false, t.short
	for {
		err := head.Next()
		if _, bad := err.(*Error); bad {
			continue
		}
		if err != nil {
			break
		}
		for i, f := range head.Fields {
			if len(f) <= mostMissing && IsMissing(bytes.TrimSpace(f)) && !slices.Contains(columns, i) {
				return
			}
		}
	}
	t.believed = columns
}
