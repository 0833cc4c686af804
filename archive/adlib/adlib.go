// Package adlib reads Meta's Ad Library Report: money by page and disclaimer.
package adlib

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the Ad Library Report of Meta: what pages spent in a country
// or region within a window of days, a row for each page and disclaimer. It
// knows no ads; pages have the ids of the Ad Library itself.
type Format struct{}

func (Format) Name() string { return "adlib-report" }

// Silent is empty: the report has no audiences at all.
func (Format) Silent() []audience.Kind { return nil }

// adlibAmount is the column of money, whose name holds the currency. Words of
// the header begin with capitals in the reports of 2020.
var adlibAmount = regexp.MustCompile(`(?i)^amount spent \(([a-z]{3})\)$`)

// kinds are the columns by which a report of pages and one of places are known.
var kinds = [][]string{{"Page ID", "Page name", "Disclaimer"}, {"Location name"}}

func (Format) Detect(_ string, head []byte) bool {
	for _, must := range kinds {
		if sep := rows.Separator(head, must...); sep != 0 && slices.ContainsFunc(rows.HeaderNames(head, sep), adlibAmount.MatchString) {
			return true
		}
	}
	return false
}

func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := readAdlib(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func readAdlib(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	table, names, err := rows.OpenTable(ctx, r, file.Name, kinds...)
	if err != nil {
		return err
	}
	t := &reportRows{table, names}
	c := rows.NewColumns(names)
	id, name, disclaimer := c.Find("Page ID"), c.Find("Page name"), c.Find("Disclaimer")
	ads, location := c.Find("Number of ads in Library"), c.Find("Location name")
	table.Names(name)
	amount, currency := -1, ""
	for i, n := range names {
		if m := adlibAmount.FindStringSubmatch(n); m != nil {
			amount, currency = i, strings.ToUpper(m[1])
		}
	}
	if amount < 0 || id < 0 && location < 0 {
		return &contrechamp.FileError{File: file.Name, What: contrechamp.Say("lacks a column Page ID or Amount spent (currency): give the report as it was published")}
	}
	window := adlibNamed(file.Name)
	return rows.Each(t, sink, func() (contrechamp.AdID, error) {
		x := &contrechamp.Tally{Kind: "page-report", Archive: "adlib-report", Country: window.country, Region: window.region,
			From: window.from, To: window.to, Row: t.At()}
		if id < 0 {
			x.Kind, x.Region = "region-total", string(t.Cell(location))
		}
		page, lost := rows.PlainID(string(t.Cell(id))) // blank, like the name, if the page was deleted: its money is told all the same
		x.AdvertiserName, x.Payer = string(t.Cell(name)), string(t.Cell(disclaimer))
		if page != "" && page != "0" && !lost { // of an id without its last digits nobody knows whose it is
			x.Advertiser = contrechamp.AdvertiserID("meta:" + page)
		}
		var b *rows.Error
		if spent := t.Number(amount); len(spent) > 0 {
			x.Money.Currency = currency
			if x.Money.Range, b = rows.Bucket(names[amount], spent, 100); b != nil {
				return "", b
			}
		}
		if n := t.Number(ads); len(n) > 0 {
			if x.Ads, b = rows.Bucket(names[ads], n, 1); b != nil {
				return "", b
			}
		}
		return "", sink.Tally(x)
	})
}

// adlibWindow is what the name of a report says, all of it empty if it was renamed.
type adlibWindow struct {
	country, region string
	from, to        contrechamp.Date
}

// adlibName is, for instance, FacebookAdLibraryReport_2023-02-28_NL_last_30_days_Noord-Holland.csv.
var adlibName = regexp.MustCompile(`_([0-9]{4}-[0-9]{2}-[0-9]{2})_([A-Z]{2})_(yesterday|last_([0-9]+)_days|lifelong)_(.+)$`)

func adlibNamed(file string) (w adlibWindow) {
	m := adlibName.FindStringSubmatch(strings.TrimSuffix(file, path.Ext(file)))
	if m == nil {
		return w
	}
	day, err := time.Parse(time.DateOnly, m[1])
	if err != nil {
		return w
	}
	w.country = m[2]
	if m[5] != "advertisers" && m[5] != "locations" {
		w.region = strings.ReplaceAll(m[5], "_", " ")
	}
	w.to = contrechamp.Date{Time: day, Precision: contrechamp.ToDay}
	switch {
	case m[3] == "yesterday":
		w.from = w.to
	case m[4] != "":
		if days, err := strconv.Atoi(m[4]); err == nil && days > 0 && days < 4000 {
			w.from = contrechamp.Date{Time: day.AddDate(0, 0, 1-days), Precision: contrechamp.ToDay}
		}
	}
	return w
}
