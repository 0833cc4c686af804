package rows

import (
	"bytes"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// The rules by which cells of spreadsheets and statistics programs are read, in
// tables of every format.
const (
	SheetNumber = "sheet-number" // 1e+05, 9001.0
	SheetDay    = "sheet-date"   // 31/05/2024
)

// Unread is the remark that a field could not be read: the rest of its row is
// believed, and the field is not stated.
func Unread(field, raw string) contrechamp.Remark {
	return contrechamp.Remark{Kind: "field-unread", Detail: contrechamp.Say(`{field}: "{raw}" cannot be read`, "field", field, "raw", Short(raw))}
}

// Note keeps a remark on the current row for Remarks.
func (t *Table) Note(r contrechamp.Remark) { t.remarks = append(t.remarks, r) }

// Remarks are those of the current row, behind those given.
func (t *Table) Remarks(before []contrechamp.Remark) []contrechamp.Remark {
	if len(t.remarks) == 0 {
		return before
	}
	return append(before[:len(before):len(before)], t.remarks...)
}

// Number is the trimmed cell at i, with digits for a number in E form and, in a
// table whose cells are parted by semicolons, with a point for a decimal comma.
// A number that was written anew is a repair.
func (t *Table) Number(i int) []byte {
	c := t.Cell(i)
	if !inEForm(c) && (t.comma != ';' || bytes.IndexByte(c, ',') < 0 && bytes.IndexByte(c, '.') < 0) {
		return c
	}
	raw := string(c)
	plain := Plain(raw, t.comma == ';')
	if plain == raw {
		return c
	}
	r := contrechamp.Repair{Field: t.column(i), Raw: raw, Read: plain, Rule: SheetNumber}
	if !slices.Contains(t.repairs, r) {
		t.repairs = append(t.repairs, r)
	}
	return []byte(plain)
}

// column is the name of a column.
func (t *Table) column(i int) string {
	if t.objects != nil {
		return t.keys[i]
	}
	return t.header[i]
}

// inEForm says whether a cell may be a number in E form as R and spreadsheets write
// it, with a sign and two digits behind: 1e+05.
func inEForm(c []byte) bool {
	n := len(c)
	return n > 4 && (c[n-3] == '+' || c[n-3] == '-') && c[n-4]|0x20 == 'e'
}

// Dates says which columns hold dates. Their first cells tell whether days or
// months come first where a spreadsheet has written them.
func (t *Table) Dates(columns ...int) { t.dates = columns }

// Date reads a date as Dated does, or as spreadsheets write it, with a repair.
// One whose day and month cannot be told apart is not known, with a remark.
func (t *Table) Date(field, s, zone string, layouts ...string) (contrechamp.Date, *Error) {
	d, b := Dated(field, s, zone, layouts...)
	if b == nil {
		return d, nil
	}
	sheet, is := SheetDate(s, t.order())
	switch {
	case !is:
		return d, b
	case !sheet.Known():
		t.Note(DateUnclear(field, s))
	default:
		t.repairs = append(t.repairs, contrechamp.Repair{Field: field, Raw: s, Read: sheet.String(), Rule: SheetDay})
	}
	return sheet, nil
}

// DateUnclear is the remark that day and month of a date cannot be told apart.
func DateUnclear(field, raw string) contrechamp.Remark {
	return contrechamp.Remark{Kind: "date-unclear",
		Detail: contrechamp.Say(`{field}: day and month of "{raw}" cannot be told apart`, "field", field, "raw", Short(raw))}
}

// order is whether days or months come first in the columns of dates.
func (t *Table) order() DateOrder {
	if !t.ordered {
		t.ordered = true
		var cells []string
		first := t.FirstCells()
		for _, i := range t.dates {
			if i >= 0 && i < len(first) {
				cells = append(cells, first[i]...)
			}
		}
		t.dateOrder = OrderOf(cells)
	}
	return t.dateOrder
}

// FirstCells are the cells of each column, but blank ones, in the rows with which
// the file begins.
func (t *Table) FirstCells() [][]string {
	first := make([][]string, t.Width)
	head, _, err := openTable(context.Background(), bytes.NewReader(t.head), t.File, t.comma)
	if err != nil {
		return first
	}
	head.short = t.short
	for {
		err := head.Next()
		if _, bad := err.(*Error); bad {
			continue
		}
		if err != nil {
			return first
		}
		for i := range first {
			if c := head.Cell(i); len(c) > 0 {
				first[i] = append(first[i], string(c))
			}
		}
	}
}

// IDLost is the remark that a spreadsheet has cut the digits of an id.
func IDLost(field, raw string) contrechamp.Remark {
	return contrechamp.Remark{Kind: "id-lost", Detail: contrechamp.Say(`{field}: "{raw}" has lost digits in a spreadsheet`, "field", field, "raw", Short(raw))}
}
