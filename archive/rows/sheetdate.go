package rows

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
)

// DateOrder is whether days or months come first in a file's dates.
type DateOrder int

// The orders. Of a file whose dates do not tell, it is unknown.
const (
	OrderUnknown DateOrder = iota
	DayFirst
	MonthFirst
)

// sheetDate is a date as spreadsheets write it, with a time or without.
var sheetDate = regexp.MustCompile(`^([0-9]{1,2})([/.-])([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?:[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?$`)

// namedLayouts are dates whose month is a word.
var namedLayouts = []string{"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "2-Jan-2006", "2-Jan-06", "Jan 2 2006"}

// OrderOf tells the order of some dates by a part above 12. Dates that
// contradict each other, or none that tells, leave it unknown; with dots
// between, the day comes first.
func OrderOf(cells []string) DateOrder {
	day, month, dots := false, false, false
	for _, c := range cells {
		m := sheetDate.FindStringSubmatch(strings.TrimSpace(c))
		if m == nil {
			continue
		}
		first, second := atoi(m[1]), atoi(m[3])
		day = day || first > 12
		month = month || second > 12
		dots = dots || m[2] == "."
	}
	switch {
	case day && month:
		return OrderUnknown
	case day, dots && !month:
		return DayFirst
	case month:
		return MonthFirst
	}
	return OrderUnknown
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // digits by the pattern, or blank
	return n
}

// SheetDate reads a date as spreadsheets write it. is says whether the cell has
// that form; the date is not known where day and month cannot be told apart.
func SheetDate(cell string, order DateOrder) (d contrechamp.Date, is bool) {
	cell = strings.TrimSpace(cell)
	for _, l := range namedLayouts {
		if t, err := time.Parse(l, cell); err == nil {
			return contrechamp.Date{Time: t, Precision: contrechamp.ToDay}, true
		}
	}
	m := sheetDate.FindStringSubmatch(cell)
	if m == nil {
		return d, false
	}
	first, second, year := atoi(m[1]), atoi(m[3]), atoi(m[4])
	if year < 100 {
		year += 2000
	}
	day, month := first, second
	switch {
	case first > 12 && second > 12, first == 0, second == 0:
		return d, true
	case first > 12:
		if order == MonthFirst {
			return d, true
		}
	case second > 12:
		if order == DayFirst {
			return d, true
		}
		day, month = second, first
	case order == MonthFirst:
		day, month = second, first
	case order == OrderUnknown && first != second:
		return d, true
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || year < 2004 || year > 2100 {
		return d, true
	}
	d = contrechamp.Date{Time: t, Precision: contrechamp.ToDay}
	if m[5] != "" {
		hour := atoi(m[5])
		switch {
		case strings.EqualFold(m[8], "p") && hour < 12:
			hour += 12
		case strings.EqualFold(m[8], "a") && hour == 12:
			hour = 0
		}
		if hour > 23 || atoi(m[6]) > 59 || atoi(m[7]) > 59 {
			return contrechamp.Date{}, true
		}
		if hour+atoi(m[6])+atoi(m[7]) > 0 { // midnight is what a spreadsheet adds to a day
			d.Time = t.Add(time.Duration(hour)*time.Hour + time.Duration(atoi(m[6]))*time.Minute + time.Duration(atoi(m[7]))*time.Second)
			d.Precision = contrechamp.ToSecond
		}
	}
	return d, true
}
