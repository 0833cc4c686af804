package meta

import (
	"regexp"
	"strings"

	"github.com/contrechamp/contrechamp"
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
