package rows

import (
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
)

// Count reads a whole number that is not negative.
func Count(field, s string) (int64, *Error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		n, err = strconv.ParseInt(Plain(s, false), 10, 64)
	}
	if err != nil {
		return 0, Bad("bad-number", `{field} is "{x}", which is no whole number`, "field", field, "x", s)
	}
	if n < 0 {
		return 0, Bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", s)
	}
	if n > maxAmount {
		return 0, Bad("bad-number", "{field} is {x}: more than there can be", "field", field, "x", s)
	}
	return n, nil
}

// maxAmount is the largest count, and amount in whole units, that is believed:
// sums of thousands of them in hundredths still fit.
const maxAmount = 1 << 42

// Hundredths reads an amount of up to two decimals that is not negative.
func Hundredths(field, s string) (int64, *Error) {
	if strings.ContainsAny(s, "eE") {
		s = Plain(s, false)
	}
	if rest, ok := strings.CutPrefix(s, "."); ok && rest != "" { // R and databases leave out a zero before the point
		s = "0." + rest
	}
	whole, cents, _ := strings.Cut(s, ".")
	cents = strings.TrimRight(cents, "0")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || len(cents) > 2 || n > maxAmount || strings.HasPrefix(s, "+") {
		return 0, Bad("bad-number", `{field} is "{x}", which is no amount`, "field", field, "x", s)
	}
	if strings.HasPrefix(s, "-") {
		return 0, Bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", s)
	}
	n *= 100
	if cents != "" {
		c, err := strconv.ParseUint((cents + "0")[:2], 10, 8)
		if err != nil {
			return 0, Bad("bad-number", `{field} is "{x}", which is no amount`, "field", field, "x", s)
		}
		n += int64(c)
	}
	return n, nil
}

// Dated reads a date by the first layout that fits. The printed clock is kept
// and never shifted; zone is what the archive says of it.
func Dated(field, s, zone string, layouts ...string) (contrechamp.Date, *Error) {
	if s == "" {
		return contrechamp.Date{}, nil
	}
	for _, l := range layouts {
		t, err := time.Parse(l, s)
		if err != nil {
			continue
		}
		d := contrechamp.Date{Time: t, Precision: contrechamp.ToSecond, Zone: zone}
		switch {
		case l == time.DateOnly:
			d.Precision, d.Zone = contrechamp.ToDay, ""
		case strings.HasSuffix(l, "0700") || strings.HasSuffix(l, "07:00"):
			if d.Zone = t.Format("-07:00"); d.Zone == "+00:00" {
				d.Zone = "UTC"
			}
			d.Time = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
		}
		if y := t.Year(); y < 2004 || y > 2100 {
			return contrechamp.Date{}, Bad("bad-date", "{field} is {x}: no archive has ads of that year", "field", field, "x", s)
		}
		return d, nil
	}
	if d, ok := isoDate(s, zone); ok {
		return d, nil
	}
	return contrechamp.Date{}, Bad("bad-date", `{field} is "{x}", which is no date`, "field", field, "x", s)
}

// CheckDates remarks on an end before its start.
func CheckDates(a *contrechamp.Ad) {
	if a.Start.Known() && a.End.Known() && a.End.Time.Before(a.Start.Time) {
		a.Remarks = append(a.Remarks, contrechamp.Remark{Kind: "ends-before-start", Detail: contrechamp.Say("starts {from}, ends {to}", "from", a.Start.String(), "to", a.End.String())})
	}
}
