// Package fbpac reads ProPublica's collection of ads that volunteers saw on
// Facebook.
package fbpac

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/ira"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// fbpac is ProPublica's Facebook Political Ad Collector: ads that readers sent
// in from their own news feeds, with Facebook's answer to "Why am I seeing
// this?", as the answers of its interface (JSON) or as its CSV.
//
// What was collected of the readers themselves is left out, of the raw layer
// too: the page around the ad, pictures, and counts of who saw it and how they
// judged it. An explanation is what one viewer was told.
type Format struct{}

func (Format) Name() string { return "fbpac" }

// Silent is empty: that reasons may be missing stands in each explanation.
func (Format) Silent() []audience.Kind { return nil }

// Private are the fields that are left out.
var Private = []string{"html", "images", "thumbnail", "impressions", "political", "not_political", "political_probability", "suppressed"}

// must are columns by which a table is known.
var must = []string{"id", "html", "political_probability", "targeting", "targets", "paid_for_by"}

func (Format) Detect(name string, head []byte) bool {
	if rows.Separator(head, must...) != 0 {
		return true
	}
	start := bytes.TrimLeft(head, " \r\n\t[")
	return bytes.HasPrefix(start, []byte("{")) &&
		bytes.Contains(head, []byte(`"html"`)) && bytes.Contains(head, []byte(`"id"`)) &&
		(bytes.Contains(head, []byte(`"political_probability"`)) || bytes.Contains(head, []byte(`"not_political"`)))
}

func (f Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := f.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func (f Format) file(ctx context.Context, file format.File, sink format.Sink) error {
	head, err := file.Head()
	if err != nil {
		return err
	}
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", file.Name, err)
	}
	defer in.Close()
	if start := bytes.TrimLeft(head, " \r\n\t"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return f.json(rows.NewDocuments(ctx, in, file.Name, "ads"), sink)
	}
	t, names, err := rows.OpenTable(ctx, in, file.Name, must)
	if err != nil {
		return err
	}
	return f.csv(t, names, sink)
}

// fbpacAd is an ad as the interface gives it.
type fbpacAd struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Message    string          `json:"message"`
	Created    string          `json:"created_at"`
	Lang       string          `json:"lang"`
	Targeting  string          `json:"targeting"`
	Targets    json.RawMessage `json:"targets"` // a list, or in the CSV a list as text
	Advertiser string          `json:"advertiser"`
	Page       string          `json:"page"`
	PaidForBy  string          `json:"paid_for_by"`

	repairs []contrechamp.Repair // of a table's row
}

func (f Format) json(d *rows.Documents, sink format.Sink) error {
	r := &fbpacRows{Reader: d}
	r.strip = func() []byte { return fbpacStripObject(d.Raw) }
	keys := rows.KnownKeys(fbpacAd{}).Also(Private...)
	err := rows.Each(r, sink, func() (contrechamp.AdID, error) {
		keys.See(d.Raw)
		var row fbpacAd
		if err := json.Unmarshal(d.Raw, &row); err != nil {
			return "", rows.Bad("bad-json", "the entry is no well-formed JSON object")
		}
		return row.hand(r, sink)
	})
	if err != nil {
		return err
	}
	return rows.TellUnread(sink, keys.Unread(d.At().File))
}

func (f Format) csv(t *rows.Table, names []string, sink format.Sink) error {
	col := rows.NewColumns(names)
	if err := col.Need(t.File, "id", "message", "targeting", "targets", "created_at"); err != nil {
		return err
	}
	cell := func(name string) string { return string(t.Cell(col.Find(name))) }
	r := &fbpacRows{Reader: t}
	r.strip = func() []byte { return fbpacStripRecord(t.Fields, col) }
	err := rows.Each(r, sink, func() (contrechamp.AdID, error) {
		row := fbpacAd{ID: cell("id"), Title: cell("title"), Message: cell("message"), Created: cell("created_at"), Lang: cell("lang"),
			Targeting: cell("targeting"), Targets: json.RawMessage(cell("targets")), Advertiser: cell("advertiser"),
			Page: cell("page"), PaidForBy: cell("paid_for_by"), repairs: t.Repaired(nil)}
		return row.hand(r, sink)
	})
	if err != nil {
		return err
	}
	return rows.TellUnread(sink, slices.DeleteFunc(t.Unread(), func(u contrechamp.Unread) bool { return slices.Contains(Private, u.Field) }))
}

// hand makes an ad of the row and gives it to the sink.
func (row *fbpacAd) hand(r *fbpacRows, sink format.Sink) (contrechamp.AdID, error) {
	if row.ID == "" || strings.ContainsAny(row.ID, " \n\t") {
		return "", rows.Bad("no-id", `id is "{id}", not an ad's number`, "id", rows.Short(row.ID))
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID("fbpac:" + row.ID), Payer: row.PaidForBy, Row: r.At(), Repairs: row.repairs}
	seen, b := fbpacDate(row.Created)
	if b != nil {
		sheet, is := rows.SheetDate(row.Created, rows.OrderUnknown)
		switch {
		case !is:
			return ad.ID, b
		case !sheet.Known():
			ad.Remarks = append(ad.Remarks, rows.DateUnclear("created_at", row.Created))
		default:
			ad.Repairs = append(ad.Repairs, contrechamp.Repair{Field: "created_at", Raw: row.Created, Read: sheet.String(), Rule: rows.SheetDay})
		}
		seen = sheet
	}
	// The day on which a reader first sent the ad in: when it began and ended
	// is not known.
	ad.Created, ad.Start = seen, seen
	targets, err := row.targets()
	if err != nil { // the explanation may still be read
		ad.Remarks = append(ad.Remarks, rows.Unread("targets", string(row.Targets)))
	}
	text, links, _ := rows.HTMLRead(row.Message)
	if text != "" {
		ad.Texts = []contrechamp.Text{{Body: text, Lang: row.Lang}}
	}
	ad.AdvertiserName = row.Advertiser
	if ad.AdvertiserName == "" {
		ad.AdvertiserName = row.Title // what stands above the ad: the page's name
	}
	if row.Page != "" {
		ad.Advertiser = contrechamp.AdvertiserID("fbpac:" + fbpacPage(row.Page))
		ad.Links = append(ad.Links, row.Page)
	}
	for _, l := range links {
		if len(ad.Links) < 20 && !slices.Contains(ad.Links, l) {
			ad.Links = append(ad.Links, l)
		}
	}
	country := ""
	if _, after, ok := strings.Cut(row.Lang, "-"); ok && len(after) == 2 {
		country = strings.ToUpper(after)
	}
	var mark string
	ad.Audience, mark = fbpacAudience(row.Targeting, targets, ad.AdvertiserName, country)
	ad.Marks = []string{mark}
	ad.Country = fbpacCountries(ad.Audience)
	return ad.ID, sink.Ad(ad)
}

// targets reads the list of targets, which in the CSV is JSON in a cell.
func (row *fbpacAd) targets() ([]fbpacTarget, error) {
	raw := bytes.TrimSpace(row.Targets)
	if len(raw) == 0 || string(raw) == "null" || string(raw) == "{}" {
		return nil, nil
	}
	var targets []fbpacTarget
	if err := json.Unmarshal(raw, &targets); err != nil {
		return nil, err
	}
	return targets, nil
}

// fbpacDate reads "2018-03-22T17:11:57.354805Z", and the CSV's
// "2018-03-22 17:11:57.354805+00".
func fbpacDate(s string) (contrechamp.Date, *rows.Error) {
	if s == "" {
		return contrechamp.Date{}, nil
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999"} {
		t, err := time.Parse(form, s)
		if err != nil || t.Year() < 2004 || t.Year() > 2100 {
			continue
		}
		zone := t.Format("-07:00")
		if _, offset := t.Zone(); offset == 0 {
			zone = "UTC"
		}
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
		return contrechamp.Date{Time: t, Precision: contrechamp.ToSecond, Zone: zone}, nil
	}
	return contrechamp.Date{}, rows.Bad("bad-date", `created_at is "{x}", not a date between 2004 and 2100`, "x", rows.Short(s))
}

// fbpacPage is the account in a page's address, lower-case: its number if the
// address ends in one, else its name; of other addresses, all but the scheme.
func fbpacPage(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return strings.ToLower(address)
	}
	parts := strings.FieldsFunc(u.Path, func(c rune) bool { return c == '/' })
	if host := strings.TrimPrefix(u.Host, "www."); host != "facebook.com" || len(parts) == 0 {
		return strings.TrimSuffix(host+u.Path, "/")
	}
	account := parts[0]
	if account == "pages" && len(parts) > 2 {
		account = parts[len(parts)-1]
	}
	if m := ira.PageID.FindStringSubmatch(account); m != nil {
		account = m[1]
	}
	return account
}

// fbpacCountries are the countries of the places that the audience includes.
func fbpacCountries(e *audience.Expr) string {
	var codes []string
	for f, excluded := range e.Facts() {
		code, _, _ := strings.Cut(f.Label, "/")
		if f.Kind == audience.Place && !excluded && len(code) == 2 && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, ",")
}

// fbpacRows are rows whose private fields are left out of what is kept.
type fbpacRows struct {
	rows.Reader
	strip func() []byte // the current row without them, nil if it cannot be told apart
}

func (r *fbpacRows) At() contrechamp.Row {
	at := r.Reader.At()
	if at.Raw = r.strip(); at.Raw == nil {
		at.Raw = []byte("(not kept: the row cannot be read, and may hold the page of the reader who sent it)")
	}
	return at
}

// fbpacStripObject is a JSON object without the private fields, the others in
// their order.
func fbpacStripObject(raw []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	out := []byte{'{'}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil
		}
		key, ok := name.(string)
		if !ok || slices.Contains(Private, key) {
			continue
		}
		quoted, err := json.Marshal(key)
		if err != nil {
			return nil
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, quoted...), ':'), value...)
	}
	if _, err := d.Token(); err != nil {
		return nil
	}
	return append(out, '}')
}

// fbpacStripRecord is a record with its private cells empty.
func fbpacStripRecord(fields [][]byte, col rows.Columns) []byte {
	cells := make([]string, len(fields))
	for i, f := range fields {
		cells[i] = string(f)
	}
	if len(cells) != len(col) {
		return nil
	}
	for _, name := range Private {
		if i := col.Find(name); i >= 0 {
			cells[i] = ""
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(cells); err != nil {
		return nil
	}
	w.Flush()
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
