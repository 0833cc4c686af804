package rows

import (
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
)

// isoLayouts are the forms in which programs write a date whose year comes
// first, so that its order is beyond doubt. A fraction of a second may follow.
var isoLayouts = []struct {
	layout string
	of     contrechamp.Precision
	zoned  bool
}{
	{"2006-01-02", contrechamp.ToDay, false}, {"2006/01/02", contrechamp.ToDay, false}, {"2006.01.02", contrechamp.ToDay, false},
	{"2006-1-2", contrechamp.ToDay, false}, {"2006/1/2", contrechamp.ToDay, false}, {"20060102", contrechamp.ToDay, false},
	{"2006-01-02 15:04:05Z07:00", contrechamp.ToSecond, true}, {"2006-01-02 15:04:05Z0700", contrechamp.ToSecond, true},
	{"2006-01-02 15:04:05 MST", contrechamp.ToSecond, true}, {"2006-01-02 15:04:05Z07", contrechamp.ToSecond, true},
	{"2006-01-02 15:04:05", contrechamp.ToSecond, false}, {"2006-01-02 15:04", contrechamp.ToSecond, false},
}

// isoDate reads a date whose year comes first, in any of the forms that
// programs write; zone is that of a clock that names none.
func isoDate(s, zone string) (contrechamp.Date, bool) {
	s = strings.TrimSpace(s)
	clock := s
	if len(s) > 10 {
		clock = strings.Replace(s[:10], "/", "-", 2) + " " + strings.TrimLeft(s[10:], "T ")
	}
	for _, l := range isoLayouts {
		text := s
		if l.of == contrechamp.ToSecond {
			text = clock
		}
		t, err := time.Parse(l.layout, text)
		if err != nil || t.Year() < 2004 || t.Year() > 2100 {
			continue
		}
		if strings.HasSuffix(l.layout, "MST") && !strings.HasSuffix(s, " UTC") && !strings.HasSuffix(s, " GMT") {
			continue // how far another abbreviation is from UTC is not known
		}
		d := contrechamp.Date{Time: t, Precision: l.of}
		if l.of == contrechamp.ToSecond {
			d.Time = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
			d.Zone = zone
			if l.zoned {
				if d.Zone = t.Format("-07:00"); d.Zone == "+00:00" {
					d.Zone = "UTC"
				}
			}
		}
		return d, true
	}
	return contrechamp.Date{}, false
}
