package snap

import (
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// Rules for what a spreadsheet did to cells of postcodes, which it took for
// one number.
const (
	LostList   = "snap-lost-list"   // too large a number: the list is gone
	RunOn      = "snap-run-on"      // "27707,27703" became 2770727703
	LeadingNil = "snap-leading-nil" // "03101" became 3101
)

// snapLost is the smallest 64-bit integer, which the spreadsheet wrote for a
// number that it could not hold.
const snapLost = "-9223372036854775808"

// snapDigits is how many digits a country's postcodes have, where they are
// nothing but digits.
var snapDigits = map[string]int{
	"US": 5, "PR": 5, "DE": 5, "FR": 5, "SE": 5, "FI": 5, "ES": 5, "IT": 5, "MX": 5, "TR": 5, "SA": 5, "KW": 5, "LT": 5,
	"NO": 4, "DK": 4, "AU": 4, "NZ": 4, "AT": 4, "BE": 4, "CH": 4, "NL": 4, "ZA": 4, "IN": 6, "XV": 4,
}

// snapCodes reads a cell of postcodes. One number where a list should be was
// damaged by a spreadsheet: it is cut into codes of the country's length,
// after the zero that may be lost at its beginning was put back.
func snapCodes(cell, country string) (codes []string, rule string) {
	n := snapDigits[country]
	if n == 0 || strings.Trim(cell, "0123456789") != "" || cell == "" || len(cell) == n {
		return rows.SplitOutside(cell), ""
	}
	digits := cell
	if len(digits)%n == n-1 {
		digits, rule = "0"+digits, LeadingNil
	}
	if len(digits)%n != 0 {
		return []string{cell}, ""
	}
	if len(digits) > n {
		rule = RunOn
	}
	for i := 0; i < len(digits); i += n {
		codes = append(codes, digits[i:i+n])
	}
	return codes, rule
}
