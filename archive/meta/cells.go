package meta

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// tableReader makes objects of a table's rows.
type tableReader struct {
	*rows.Table
	cols    []column
	decimal bool // a comma may stand before decimals
	order   rows.DateOrder
}

// sheetRow is what a row holds besides the interface's fields.
type sheetRow struct {
	bands   []contrechamp.Band
	remarks []contrechamp.Remark
	repairs []contrechamp.Repair
}

// object makes a JSON object of the current row.
func (t *tableReader) object() ([]byte, sheetRow) {
	object := make(map[string]json.RawMessage, len(t.cols))
	ranges := map[string]*metaRange{}
	row := sheetRow{repairs: t.Repaired(nil)}
	for i := range t.cols {
		c := &t.cols[i]
		cell := bytes.TrimSpace(t.Fields[i])
		if c.merge >= 0 {
			other := bytes.TrimSpace(t.Fields[c.merge])
			if len(cell) == 0 {
				cell = other
			} else if len(other) > 0 && !bytes.Equal(cell, other) {
				row.remarks = append(row.remarks, contrechamp.Differ(c.field,
					contrechamp.Reading{Of: c.name, Says: rows.Short(string(cell))}, contrechamp.Reading{Of: t.cols[c.merge].name, Says: rows.Short(string(other))}))
			}
		}
		if len(cell) == 0 {
			continue
		}
		switch c.use {
		case plainField:
			t.plain(object, &row, c, string(cell))
		case nestedField:
			object[c.field] = t.nested(&row, c, cell)
		case boundOfRange:
			r := ranges[c.field]
			if r == nil {
				r = &metaRange{}
				ranges[c.field] = r
			}
			if number := str(t.number(&row, c.name, string(cell))); c.bound == "lower_bound" {
				r.Lower = number
			} else {
				r.Upper = number
			}
		case shareOfGroup, shareOfRegion:
			band := c.band
			x, err := strconv.ParseFloat(rows.Plain(string(cell), t.decimal), 64)
			if err != nil || !(x >= 0 && x <= 1.001) {
				row.remarks = append(row.remarks, rows.Unread(c.name, string(cell)))
				continue
			}
			band.Share = x
			row.bands = append(row.bands, band)
		case peopleOfGroup:
			band := c.band
			n, b := rows.Count(c.name, rows.Plain(string(cell), t.decimal))
			if b != nil {
				row.remarks = append(row.remarks, rows.Unread(c.name, string(cell)))
				continue
			}
			if band.People = n; n > 0 {
				row.bands = append(row.bands, band)
			}
		}
	}
	for name, r := range ranges {
		if object[name] == nil {
			object[name], _ = json.Marshal(r) // two strings
		}
	}
	out, _ := json.Marshal(object) // of valid parts
	return out, row
}

// plain sets a field of one value.
func (t *tableReader) plain(object map[string]json.RawMessage, row *sheetRow, c *column, cell string) {
	if t.decimal && strings.HasSuffix(c.field, "id") {
		cell = strings.TrimSuffix(cell, ",0")
	}
	switch c.field {
	case "id", "ad_id", "ad_archive_id", "page_id": // what has lost digits stays as it is, for plainIDs to say so
		if id, lost := rows.PlainID(cell); !lost {
			row.repaired(c.name, cell, id, rows.SheetNumber)
			cell = id
		}
	case "ad_creation_time", "ad_delivery_start_time", "ad_delivery_stop_time":
		d, is := rows.SheetDate(cell, t.order)
		switch {
		case is && !d.Known():
			row.remarks = append(row.remarks, rows.DateUnclear(c.name, cell))
			return
		case is:
			read := d.String()
			row.repaired(c.name, cell, read, rows.SheetDay)
			cell = read
		}
	case "eu_total_reach", "br_total_reach":
		cell = t.number(row, c.name, cell)
	}
	object[c.field] = quoteJSON([]byte(cell))
}

// The rules by which tables of spreadsheets and statistics programs are read.
const (
	UnquotedCell = "unquoted-cell"
	ListOfR      = "list-of-r"
)

func (row *sheetRow) repaired(field, raw, read, rule string) {
	if raw != read {
		row.repairs = append(row.repairs, contrechamp.Repair{Field: field, Raw: raw, Read: read, Rule: rule})
	}
}

// number writes a number as digits.
func (t *tableReader) number(row *sheetRow, field, cell string) string {
	n := rows.Plain(cell, t.decimal)
	if strings.TrimSuffix(cell, ".0") != n { // pandas writes .0 behind every number of a column with blanks
		row.repaired(field, cell, n, rows.SheetNumber)
	}
	return n
}

// nested reads a cell that holds a list or an object: JSON, what Python or R
// print of it, or what Meta's script leaves of it.
func (t *tableReader) nested(row *sheetRow, c *column, cell []byte) json.RawMessage {
	switch {
	case cell[0] == '{' || cell[0] == '[':
		if json.Valid(cell) {
			return bytes.Clone(cell)
		}
		if converted := rows.PythonToJSON(cell); json.Valid(converted) {
			return converted
		}
		if loose, ok := looseJSON(c.field, string(cell)); ok {
			row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: UnquotedCell})
			return loose
		}
	case rStart.Match(cell):
		if list, ok := rList(cell); ok {
			row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: ListOfR})
			return list
		}
	case wordFields[c.field] && bytes.IndexByte(cell, '|') >= 0:
		row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: ListOfR})
		list, _ := json.Marshal(strings.Split(string(cell), "|")) // strings
		return list
	}
	if isCut(c.field, cell) {
		row.remarks = append(row.remarks, rows.Unread(c.name, string(cell)))
		return json.RawMessage("null")
	}
	if rangeFields[c.field] {
		return quoteJSON([]byte(rows.Plain(string(cell), t.decimal)))
	}
	return quoteJSON(cell)
}

// wordFields hold lists of words, never a text that may have a bar in it.
var wordFields = map[string]bool{"publisher_platforms": true, "languages": true, "target_ages": true}

// isCut says whether a cell begins a list and never ends it, as spreadsheets cut
// cells at 32,767 characters: of a list of texts or words only its first ones are
// left. What fields with places and ages hold is kept as it stands instead.
func isCut(field string, cell []byte) bool {
	if field == "target_ages" || field == "target_locations" {
		return false
	}
	if wordFields[field] {
		return cell[0] == '[' || rStart.Match(cell)
	}
	return strings.HasPrefix(field, "ad_creative_") &&
		(bytes.HasPrefix(cell, []byte("['")) || bytes.HasPrefix(cell, []byte(`["`)) || rStart.Match(cell) && bytes.IndexByte(cell, '"') > 0)
}
