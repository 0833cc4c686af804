package contrechamp

import "time"

// Precision says how exactly an archive gives a date.
type Precision uint8

const (
	NoDate Precision = iota
	ToDay
	ToSecond
)

// Date is a moment as an archive gives it, with its own precision and zone. It
// is never shifted: the calendar day is the one that the archive prints.
type Date struct {
	// Time holds the printed calendar day and clock in UTC, whatever the zone.
	Time      time.Time
	Precision Precision
	Zone      string // "UTC", "-07:00", or "" if the archive does not say
}

// Day is a Date of a calendar day.
func Day(year int, month time.Month, day int) Date {
	return Date{Time: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Precision: ToDay}
}

// Known says whether there is a date at all.
func (d Date) Known() bool { return d.Precision != NoDate }

// String is the ISO form, "" if not known.
func (d Date) String() string {
	switch d.Precision {
	case ToDay:
		return d.Time.Format(time.DateOnly)
	case ToSecond:
		return d.Time.Format("2006-01-02T15:04:05") + zone(d.Zone)
	}
	return ""
}

func zone(z string) string {
	if z == "UTC" {
		return "Z"
	}
	return z
}
