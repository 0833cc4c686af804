package rows

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	eForm     = regexp.MustCompile(`^([+-]?)([0-9]+)(?:\.([0-9]*))?[eE]([+-]?[0-9]{1,3})$`)
	wholeZero = regexp.MustCompile(`^([+-]?[0-9]+)\.0*$`)
	commaZero = regexp.MustCompile(`^([0-9]+),0{1,2}$`)
	pointed   = regexp.MustCompile(`^[1-9][0-9]{0,2}(?:\.[0-9]{3})+$`)
	grouped   = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$`)
)

// Plain writes a number of a spreadsheet or of R as digits: "1.0E+3" is 1000,
// "1.2345E+3" is 1234.5, "12.0" is 12, and where a comma stands before decimals
// "1.234,50" is 1234.50 and "1.234" is 1234. What is of no such form stays as it is.
func Plain(s string, decimalComma bool) string {
	s = strings.TrimSpace(s)
	if decimalComma {
		switch {
		case pointed.MatchString(s):
			s = strings.ReplaceAll(s, ".", "")
		case strings.Count(s, ",") == 1:
			whole, cents, _ := strings.Cut(s, ",")
			if strings.Contains(whole, ".") {
				if !pointed.MatchString(whole) {
					return s
				}
				whole = strings.ReplaceAll(whole, ".", "")
			}
			s = whole + "." + cents
		}
	}
	if m := wholeZero.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if digits, ok := written(s); ok {
		return digits
	}
	return s
}

// written writes out a number in E form, with a point where it is not whole.
func written(s string) (string, bool) {
	m := eForm.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	e, err := strconv.Atoi(m[4])
	if err != nil || e < -18 || e > 18 {
		return "", false
	}
	digits := m[2] + m[3]
	point := len(m[2]) + e // where it stands among the digits
	if point < 1 {
		digits, point = strings.Repeat("0", 1-point)+digits, 1
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole := strings.TrimLeft(digits[:point], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction := strings.TrimRight(digits[point:], "0"); fraction != "" {
		whole += "." + fraction
	}
	return strings.TrimPrefix(m[1], "+") + whole, true
}

// PlainID reads an id as a spreadsheet writes it: "350436536253023.0", "9,001",
// "1.5E+02". lost is true for one in E form of which digits are missing: which
// id it was cannot be known.
func PlainID(s string) (id string, lost bool) {
	s = strings.Trim(strings.TrimSpace(s), `'"=`) // '123 and ="123" keep a spreadsheet from making a number of it
	if s != "" && strings.Trim(s, "#") == "" {
		return s, true // a column too narrow to show it
	}
	if m := wholeZero.FindStringSubmatch(s); m != nil {
		return m[1], false
	}
	if m := commaZero.FindStringSubmatch(s); m != nil {
		return m[1], false
	}
	if grouped.MatchString(s) {
		return strings.ReplaceAll(s, ",", ""), false
	}
	m := eForm.FindStringSubmatch(strings.Replace(s, ",", ".", 1))
	if m == nil {
		return s, false
	}
	// Digits that stand: 1.5E+02 has two and 150 three, the last of them 0; an id
	// of many digits seldom ends in zeros, so only short ones are believed.
	e, err := strconv.Atoi(m[4])
	if err != nil || e < 0 {
		return s, true
	}
	if digits, ok := written(m[1] + m[2] + "." + m[3] + "E" + m[4]); ok && !strings.Contains(digits, ".") && (len(m[3]) >= e || e <= mostShort) {
		return digits, false
	}
	return s, true
}

// mostShort is up to which power of ten an id in E form is believed although
// its last digits do not stand there: spreadsheets write E form from twelve
// digits on, R from five.
const mostShort = 5
