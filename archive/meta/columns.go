package meta

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// People's programs write tables of the library's answers in their own ways. A
// column is told by its name once a file; what a row holds is then put together
// as the interface would give it.

// use is what a column is for.
type use int

const (
	unknownColumn use = iota
	plainField        // a field as it stands
	nestedField       // a field whose cells hold a list or an object
	boundOfRange      // one end of a range
	shareOfGroup      // a share of an age and gender, in a column of its own
	peopleOfGroup     // people of a country, age and gender, in a column of its own
	shareOfRegion     // a share of a region, in a column of its own
)

// column is a column of a table.
type column struct {
	use   use
	name  string // as the file has it
	field string // the interface's
	bound string // lower_bound or upper_bound
	band  contrechamp.Band
	merge int // the column of the same field that a merge of tables has made, -1 for none
}

// aliases are other programs' names of the interface's fields.
var aliases = map[string]string{
	"adid": "ad_id", "adarchiveid": "ad_archive_id", "library_id": "ad_archive_id",
	"ad_creative_body": "ad_creative_bodies", "ad_creative_link_title": "ad_creative_link_titles",
	"ad_creative_link_description": "ad_creative_link_descriptions", "ad_creative_link_caption": "ad_creative_link_captions",
	"funding_entity": "bylines", "byline": "bylines", "disclaimer": "bylines", "potential_reach": "estimated_audience_size",
	"region_distribution": "delivery_by_region",
}

// plainFields are the fields whose cells hold one value.
var plainFields = map[string]bool{
	"id": true, "ad_id": true, "ad_archive_id": true, "_id": true, "ad_creation_time": true, "ad_delivery_start_time": true, "ad_delivery_stop_time": true, "page_id": true,
	"page_name": true, "bylines": true, "currency": true, "eu_total_reach": true, "uk_total_reach": true, "br_total_reach": true, "target_gender": true,
}

// rangeFields are those with two bounds.
var rangeFields = map[string]bool{"spend": true, "impressions": true, "estimated_audience_size": true}

// boundNames are how programs end the name of a bound.
var boundNames = []struct{ end, bound string }{
	{".lower_bound", "lower_bound"}, {".upper_bound", "upper_bound"}, {"_lower_bound", "lower_bound"}, {"_upper_bound", "upper_bound"},
	{"_lower", "lower_bound"}, {"_upper", "upper_bound"}, {".lower", "lower_bound"}, {".upper", "upper_bound"},
	{"_min", "lower_bound"}, {"_max", "upper_bound"}, {".min", "lower_bound"}, {".max", "upper_bound"},
}

// mergeEnds are what programs put behind the name of a column that two merged
// tables share.
var mergeEnds = []string{"_x", "_y", ".x", ".y", "_left", "_right", ".left", ".right"}

// numberedEnd is what programs put behind the name of a column that comes twice:
// pandas .1, R's readr ...5.
var numberedEnd = regexp.MustCompile(`\.(?:\.\.)?[0-9]{1,3}$`)

// withoutMerge is a column's name without what a merge of tables has put behind it.
func withoutMerge(lower string) string {
	for _, e := range mergeEnds {
		if base, ok := strings.CutSuffix(lower, e); ok {
			return base
		}
	}
	return numberedEnd.ReplaceAllString(lower, "")
}

const agePattern = `(13-17|18-24|25-34|35-44|45-54|55-64|65\+|[0-9]{2}[-.][0-9]{2}|65\.?|[Uu]nknown)`

var (
	groupColumn   = regexp.MustCompile(`^(female|male|unknown)[_. ]` + agePattern + `$`)
	groupTurned   = regexp.MustCompile(`^` + agePattern + `[_. ](female|male|unknown)$`)
	countryColumn = regexp.MustCompile(`^([A-Z]{2})[_. ]` + agePattern + `[_. ](female|male|unknown)$`)
)

// fieldOf is the interface's field of a column's name, in small letters.
func fieldOf(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if a, ok := aliases[name]; ok {
		return a
	}
	return name
}

// tableColumns tells the columns of a header. numbers says of a column whether
// its first cells are numbers from 0 to 1 or blank.
func tableColumns(names []string, shares func(i int) bool) []column {
	cols := make([]column, len(names))
	first := map[string]int{}
	wide := false // behind a column of shares others are regions
	for i, name := range names {
		c := column{name: name, merge: -1}
		lower := strings.ToLower(strings.TrimSpace(name))
		field := fieldOf(lower)
		if !isField(field) {
			if base := fieldOf(withoutMerge(lower)); isField(base) {
				field = base
			}
		}
		switch {
		case plainFields[field]:
			c.use, c.field = plainField, field
		case metaNested[field]:
			c.use, c.field = nestedField, field
		default:
			if c.bounds(lower); c.use == unknownColumn {
				c.bounds(withoutMerge(lower))
			}
			if c.use == unknownColumn {
				c.group(name)
				wide = wide || c.use == shareOfGroup || c.use == peopleOfGroup
			}
			if c.use == unknownColumn && wide && name != "" && shares(i) && !derived(lower) {
				c.use, c.band = shareOfRegion, contrechamp.Band{Region: strings.TrimSpace(name)}
			}
		}
		if c.use == plainField || c.use == nestedField || c.use == boundOfRange {
			key := c.field + c.bound
			if j, twice := first[key]; twice {
				if cols[j].merge < 0 && !strings.EqualFold(cols[j].name, name) {
					cols[j].merge = i
				}
				c.use = unknownColumn
			} else {
				first[key] = i
			}
		}
		cols[i] = c
	}
	return cols
}

func isField(field string) bool { return plainFields[field] || metaNested[field] }

// derived are columns that programs compute from others: they are no regions.
func derived(name string) bool {
	for _, end := range []string{"_avg", "_mean", "_mid", "_total", "_sum", "_count"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return strings.HasPrefix(name, "unnamed:") || strings.HasPrefix(name, "index")
}

// bounds tells a column of one end of a range.
func (c *column) bounds(lower string) {
	for _, b := range boundNames {
		if base, ok := strings.CutSuffix(lower, b.end); ok && rangeFields[fieldOf(base)] {
			c.use, c.field, c.bound = boundOfRange, fieldOf(base), b.bound
			return
		}
	}
}

// group tells a column of one group of people.
func (c *column) group(name string) {
	age := func(s string) string {
		if strings.HasPrefix(s, "65") {
			return "65+"
		}
		if strings.EqualFold(s, "unknown") {
			return "Unknown"
		}
		return strings.Replace(s, ".", "-", 1)
	}
	name = strings.TrimPrefix(strings.TrimSpace(name), "X") // R puts an X before a name that begins with a digit
	if m := countryColumn.FindStringSubmatch(name); m != nil {
		c.use, c.band = peopleOfGroup, contrechamp.Band{Country: m[1], Age: age(m[2]), Gender: m[3]}
	} else if m := groupColumn.FindStringSubmatch(strings.ToLower(name)); m != nil {
		c.use, c.band = shareOfGroup, contrechamp.Band{Age: age(m[2]), Gender: m[1]}
	} else if m := groupTurned.FindStringSubmatch(strings.ToLower(name)); m != nil {
		c.use, c.band = shareOfGroup, contrechamp.Band{Age: age(m[1]), Gender: m[2]}
	}
}

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
	looseCell = "unquoted-cell"
	listOfR   = "list-of-r"
)

// Rules are the repair rules of this package, for the list of all.
var Rules = []string{rows.SheetNumber, rows.SheetDay, looseCell, listOfR}

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
			row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: looseCell})
			return loose
		}
	case rStart.Match(cell):
		if list, ok := rList(cell); ok {
			row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: listOfR})
			return list
		}
	case wordFields[c.field] && bytes.IndexByte(cell, '|') >= 0:
		row.repairs = append(row.repairs, contrechamp.Repair{Field: c.name, Raw: rows.Short(string(cell)), Rule: listOfR})
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
