package rows

import "github.com/contrechamp/contrechamp"

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
		if len(f) <= 4 && IsMissing(f) {
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
