package adlib

import (
	"bytes"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// reportRows are the rows of a report as Meta writes them, which is not always
// as a table should be: quotes inside a disclaimer are not doubled, and where
// reports were put behind one another, a byte order mark and a header stand
// between them.
type reportRows struct {
	*rows.Table
	names []string
}

// byteOrderMark may stand at the beginning of a line.
const byteOrderMark = "\ufeff"

// Next moves to the next row that is no header.
func (r *reportRows) Next() error {
	for {
		err := r.Table.Next()
		if b, ok := err.(*rows.Error); ok && b.Has("wrong-columns") && r.tolerant(r.Table.At().Raw) {
			err = nil
		}
		if err == nil && len(r.Fields) > 0 {
			if marked, ok := bytes.CutPrefix(r.Fields[0], []byte(byteOrderMark)); ok {
				r.Fields[0] = bytes.Trim(marked, `"`) // the mark before a quote hid it
			}
		}
		if err == nil && r.isHeader() {
			continue
		}
		return err
	}
}

// isHeader says whether the current row repeats the header.
func (r *reportRows) isHeader() bool {
	if len(r.Fields) != len(r.names) {
		return false
	}
	for i, f := range r.Fields {
		if !strings.EqualFold(string(bytes.TrimSpace(f)), r.names[i]) {
			return false
		}
	}
	return true
}

// tolerant reads a row of pages whose quotes are not doubled: the page's id is
// the first cell, the numbers are the last ones, its name goes to the next
// comma, and all between is the disclaimer, as it stands. It says whether the
// row is of this form.
func (r *reportRows) tolerant(raw []byte) bool {
	if strings.EqualFold(r.names[0], "Location name") {
		return r.place(raw)
	}
	if len(r.names) < 4 || !strings.EqualFold(r.names[0], "Page ID") || !strings.EqualFold(r.names[2], "Disclaimer") {
		return false
	}
	raw = bytes.TrimPrefix(raw, []byte(byteOrderMark))
	numbers := len(r.names) - 3
	sep := r.Sep()
	cells := bytes.Split(raw, []byte{sep})
	if len(cells) < len(r.names) {
		return false
	}
	fields := make([][]byte, 0, len(r.names))
	fields = append(fields, bytes.Trim(cells[0], `"`), bytes.Trim(cells[1], `"`))
	middle := bytes.Join(cells[2:len(cells)-numbers], []byte{sep})
	fields = append(fields, middle)
	for _, c := range cells[len(cells)-numbers:] {
		fields = append(fields, bytes.Trim(c, `"`))
	}
	for _, c := range fields[len(fields)-numbers:] {
		if strings.ContainsFunc(string(bytes.TrimSpace(c)), isLetter) {
			return false // no number ends the row: it is of another form
		}
	}
	r.Fields = append(r.Fields[:0], fields...)
	return true
}

// place reads a row of places whose quotes are not doubled: the last cells are
// numbers, and all before is the name.
func (r *reportRows) place(raw []byte) bool {
	cells := bytes.Split(bytes.TrimPrefix(raw, []byte(byteOrderMark)), []byte{r.Sep()})
	numbers := len(r.names) - 1
	if numbers < 1 || len(cells) < len(r.names) {
		return false
	}
	name := bytes.Join(cells[:len(cells)-numbers], []byte{r.Sep()})
	if len(name) > 1 && name[0] == '"' && name[len(name)-1] == '"' {
		name = name[1 : len(name)-1]
	}
	fields := [][]byte{name}
	for _, c := range cells[len(cells)-numbers:] {
		if c = bytes.Trim(c, `"`); strings.ContainsFunc(string(c), isLetter) {
			return false
		}
		fields = append(fields, c)
	}
	r.Fields = append(r.Fields[:0], fields...)
	return true
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
