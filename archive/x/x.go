// Package x reads the advertising repository of X (DSA, Article 39) as its
// search exports it: a table, one row an ad.
package x

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the export.
type Format struct{}

// Name is the archive's word in ids and addresses.
func (Format) Name() string { return "x" }

// Silent: the export tells segments in X's own words, which are kept as such;
// none of our kinds is published.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.List, audience.Lookalike, audience.Education, audience.Job, audience.Employer, audience.Likes}
}

// must are columns by which a table is known.
var must = []string{"Advertiser Name", "Funding Entity", "Creative", "Targeted Segments", "Excluded Targeting Segments"}

// Detect knows the table by its header.
func (Format) Detect(_ string, head []byte) bool { return rows.Separator(head, must...) != 0 }

var status = regexp.MustCompile(`/status(?:es)?/([0-9]+)`)

// Read hands over the ads of every file.
func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := read(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func read(ctx context.Context, file format.File, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	t, names, err := rows.OpenTable(ctx, r, file.Name, must)
	if err != nil {
		return err
	}
	c := rows.NewColumns(names)
	if err := c.Need(file.Name, must...); err != nil {
		return err
	}
	text := func(column string) string { return string(t.Cell(c.Find(column))) }
	return rows.Each(t, sink, func() (contrechamp.AdID, error) {
		creative := text("Creative")
		ad := &contrechamp.Ad{ID: id(creative, t.At().Raw), AdvertiserName: text("Advertiser Name"), Payer: text("Funding Entity"), Row: t.At()}
		if ad.AdvertiserName != "" {
			ad.Advertiser = contrechamp.AdvertiserID("x:" + ad.AdvertiserName)
		}
		if creative != "" {
			ad.Links = []string{creative}
		}
		var b *rows.Error
		if ad.Start, b = rows.Dated("Start date", text("Start date"), "", layouts...); b != nil {
			return ad.ID, b
		}
		if ad.End, b = rows.Dated("End Date", text("End Date"), "", layouts...); b != nil {
			return ad.ID, b
		}
		rows.CheckDates(ad)
		for _, x := range []struct {
			column string
			to     *contrechamp.Range
		}{{"Impressions", &ad.Impressions}, {"Reach", &ad.Reached}} {
			if s := text(x.column); s != "" {
				n, b := rows.Count(x.column, s)
				if b != nil {
					ad.Remarks = append(ad.Remarks, rows.Unread(x.column, s))
					continue
				}
				*x.to = contrechamp.Exactly(n)
			}
		}
		ad.Audience = box(text("Targeted Segments"), text("Excluded Targeting Segments"))
		ad.Repairs = t.Repaired(nil)
		return ad.ID, sink.Ad(ad)
	})
}

var layouts = []string{time.DateOnly, "2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00"}

// id is the number of the post, or, where the row links to none, the beginning
// of the row's SHA-256: the export has no id.
func id(creative string, raw []byte) contrechamp.AdID {
	if m := status.FindStringSubmatch(creative); m != nil {
		return contrechamp.AdID("x:" + m[1])
	}
	sum := sha256.Sum256(bytes.TrimSpace(raw))
	return contrechamp.AdID("x:" + hex.EncodeToString(sum[:])[:16])
}

// box keeps the segments in X's words. No filled row has been published that
// tells how they are joined.
func box(in, out string) *audience.Expr {
	var parts []*audience.Expr
	if in != "" {
		parts = append(parts, rows.Other("Targeted Segments: "+in))
	}
	if out != "" {
		parts = append(parts, audience.Except(rows.Other("Excluded Targeting Segments: "+out)))
	}
	if len(parts) == 0 {
		return audience.Hidden("other", "")
	}
	return audience.And(parts...)
}
