package say

import (
	"fmt"
	"time"
)

var months = map[Lang][12]string{
	FR: {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Day writes a calendar day: 1er juin 2026, 1 June 2026.
func (l Lang) Day(t time.Time) string {
	return l.dayMonth(t) + hard + fmt.Sprint(t.Year())
}

// Month writes a month: juin 2026.
func (l Lang) Month(t time.Time) string {
	return months[l][t.Month()-1] + hard + fmt.Sprint(t.Year())
}

func (l Lang) dayMonth(t time.Time) string {
	d := fmt.Sprint(t.Day())
	if l == FR && t.Day() == 1 {
		d = "1er"
	}
	return d + hard + months[l][t.Month()-1]
}

// Span writes the days from start to end without repeating what they share:
// 18 mai – 5 juin 2026. A zero end is a single day, still open if open.
func (l Lang) Span(start, end time.Time) string {
	switch {
	case start.IsZero():
		return l.T("date-not-stated")
	case end.IsZero():
		return l.T("since-day", "day", l.Day(start))
	case end.Before(start):
		return l.Day(start) + " → " + l.Day(end)
	case start.Year() != end.Year():
		return l.Day(start) + " – " + l.Day(end)
	case start.Month() != end.Month():
		return l.dayMonth(start) + " – " + l.Day(end)
	case start.Day() != end.Day():
		return fmt.Sprint(start.Day()) + " – " + l.Day(end)
	}
	return l.Day(start)
}

// ParseDay reads the calendar day of an ISO date or moment; zero if there is none.
func ParseDay(iso string) time.Time {
	if len(iso) < len(time.DateOnly) {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, iso[:len(time.DateOnly)])
	if err != nil {
		return time.Time{}
	}
	return t
}
