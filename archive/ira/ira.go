// Package ira reads the ads of the Internet Research Agency.
package ira

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// The ads of the Internet Research Agency on Facebook and Instagram, 2015 to
// 2017, as the House Intelligence Committee released them: 3,517 PDFs, read by
// machine and published again several times. Two of these extractions are
// formats here, one row an ad, the id the same in both. Neither is right
// alone: the TSV has the better spelling and lost AND-groups, the JSONL has
// the groups and spells worse; see iraMerge.
const (
	iraName  = "ira"
	iraPayer = "Internet Research Agency"
)

// StandingFree marks an audience whose sections stand free beside one
// another and are joined by and.
const StandingFree = "standing-free"

// iraRow is one row of an extraction, named by its own fields.
type iraRow struct {
	ad *contrechamp.Ad
}

func (r *iraRow) repair(field, raw, read, rule string) {
	r.ad.Repairs = append(r.ad.Repairs, contrechamp.Repair{Field: field, Raw: raw, Read: read, Rule: rule})
}

func (r *iraRow) remark(kind string, detail contrechamp.Sentence) {
	r.ad.Remarks = append(r.ad.Remarks, contrechamp.Remark{Kind: kind, Detail: detail})
}

// iraCount reads a whole number that is not negative.
func iraCount(field, s string) (contrechamp.Range, *rows.Error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return contrechamp.Range{}, rows.Bad("bad-number", `{field} is "{x}", not a count`, "field", field, "x", s)
	}
	return contrechamp.Exactly(n), nil
}

// iraAmount reads an amount of a currency with up to two decimals, in hundredths.
func iraAmount(field, s, currency string) (contrechamp.Money, *rows.Error) {
	whole, cents, _ := strings.Cut(s, ".")
	if len(cents) > 2 || !iraCurrency.MatchString(currency) {
		return contrechamp.Money{}, rows.Bad("bad-number", `{field} is "{x}", not an amount`, "field", field, "x", s)
	}
	n, err := strconv.ParseUint(whole+(cents + "00")[:2], 10, 62)
	if err != nil {
		return contrechamp.Money{}, rows.Bad("bad-number", `{field} is "{x}", not an amount`, "field", field, "x", s)
	}
	return contrechamp.Money{Range: contrechamp.Exactly(int64(n)), Currency: currency}, nil
}

var (
	iraCurrency = regexp.MustCompile(`^[A-Z]{3}$`)
	iraNumber   = regexp.MustCompile(`^[0-9]{1,18}$`)
)

// iraDate reads a date of one of the extractions: naive local time in the TSV
// ("2015-10-25 6:28:33"), with an offset in the JSONL
// ("2016-06-15T03:39:52-07:00"). The printed clock is kept, never shifted.
func iraDate(field, s string) (contrechamp.Date, *rows.Error) {
	var zone string
	t, err := time.Parse("2006-1-2 15:4:5", s)
	if err != nil {
		if t, err = time.Parse(time.RFC3339, s); err == nil {
			zone = t.Format("-07:00")
			t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
		}
	}
	if err != nil || t.Year() < 2004 || t.Year() > 2100 {
		return contrechamp.Date{}, rows.Bad("bad-date", `{field} is "{x}", not a date between 2004 and 2100`, "field", field, "x", s)
	}
	return contrechamp.Date{Time: t, Precision: contrechamp.ToSecond, Zone: zone}, nil
}

// dates sets creation, start and end, and remarks on an end before the start.
func (r *iraRow) dates(created, ended contrechamp.Date) {
	r.ad.Created, r.ad.Start, r.ad.End = created, created, ended
	if created.Known() && ended.Known() && ended.Time.Before(created.Time) {
		r.remark("ends-before-start", contrechamp.Say("created {from}, ended {to}", "from", created.String(), "to", ended.String()))
	}
	if created.Known() && created.Time.Year() > 2017 {
		r.remark("year-differs", contrechamp.Say("the extraction says that the ad was made on {day}; the accounts were closed in 2017", "day", created.String()))
	}
}

// iraHand gives an ad with its place in the file to the sink, or says why the
// row is rejected.
func iraHand(sink format.Sink, at rows.Reader, ad *contrechamp.Ad, bad *rows.Error) (id contrechamp.AdID, err error) {
	if ad != nil {
		id = ad.ID
	}
	if bad != nil {
		return id, bad
	}
	ad.Row = at.At()
	return id, sink.Ad(ad)
}
