package workbook

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// exactDigits is how many digits of a number a spreadsheet keeps.
const exactDigits = 15

// value appends the text that a cell stands for, by its type (t), its style (s)
// and what it holds (v, or the runs of an inline string).
func (b *Book) value(to []byte, typ string, style int, v, inline []byte) []byte {
	switch typ {
	case "s":
		i, err := strconv.Atoi(string(bytes.TrimSpace(v)))
		if err != nil {
			return append(to, v...)
		}
		if text, ok := b.strings.at(i); ok {
			return append(to, text...)
		}
		return append(to, v...) // no such string: the number alone says so
	case "inlineStr":
		return append(to, inline...)
	case "str":
		from := len(to)
		return unescapeUnit(append(to, v...), from)
	case "b":
		if string(bytes.TrimSpace(v)) == "1" {
			return append(to, "true"...)
		}
		return append(to, "false"...)
	case "d":
		return append(to, bytes.TrimSuffix(v, []byte("T00:00:00"))...)
	case "e":
		return append(to, v...)
	}
	text := string(bytes.TrimSpace(v))
	if style >= 0 && style < len(b.date) && b.date[style] == day {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			if when, ok := b.day(x); ok {
				return append(to, when...)
			}
		}
	}
	return appendNumber(to, text)
}

// day writes the day that a number stands for, with the time if there is one.
// Day 60 is a 29 February 1900 that never was.
func (b *Book) day(x float64) (string, bool) {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case x < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	const lastDay = 2_958_465 // 31 December 9999
	if x < 1 || x >= lastDay+1 {
		return "", false // a time alone, or no day
	}
	whole, part := math.Modf(x)
	t := epoch.AddDate(0, 0, int(whole))
	seconds := time.Duration(math.Round(part*86400)) * time.Second
	if seconds == 0 {
		return t.Format(time.DateOnly), true
	}
	return t.Add(seconds).Format("2006-01-02 15:04:05"), true
}

// appendNumber writes a number by the digits that a spreadsheet keeps of it.
func appendNumber(to []byte, text string) []byte {
	if len(text) <= exactDigits && !strings.ContainsAny(text, "eE") {
		return append(to, text...)
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return append(to, text...)
	}
	if x == math.Trunc(x) && math.Abs(x) >= 1e15 {
		return strconv.AppendFloat(to, x, 'E', exactDigits-1, 64)
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', exactDigits, 64), 64)
	if err != nil {
		return append(to, text...)
	}
	return strconv.AppendFloat(to, short, 'f', -1, 64)
}
