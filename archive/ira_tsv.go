package archive

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// iraTSV is the extraction with one column a targeting facet.
type iraTSV struct{}

func (iraTSV) Name() string       { return iraName }
func (iraTSV) Extraction() string { return "tsv" }

// Silent is empty: the release shows the criteria of every kind, lists and
// lookalikes included.
func (iraTSV) Silent() []audience.Kind { return nil }

var iraTSVMust = []string{"AD_ID", "AD_CREATION_DATE", "AD_END_DATE", "AD_SPEND", "AD_TARGETING_AGE", "AD_TEXT"}

func (iraTSV) Detect(name string, head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	cols := strings.Split(strings.TrimRight(string(line), "\r"), "\t")
	for _, c := range iraTSVMust {
		if !slices.Contains(cols, c) {
			return false
		}
	}
	return true
}

func (f iraTSV) Read(ctx context.Context, b *Bundle, sink Sink) error {
	for _, file := range b.Files {
		if err := f.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func (f iraTSV) file(ctx context.Context, file File, sink Sink) error {
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", file.Name, err)
	}
	defer in.Close()
	tee := &rowTee{r: in}
	r := csv.NewReader(tee)
	r.Comma = '\t'
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return &contrechamp.FileError{File: file.Name, What: "has no header of tab-separated columns; give the file as published", Err: err}
	}
	col := make(map[string]int, len(header))
	for i, c := range header {
		col[c] = i
	}
	for _, c := range iraTSVMust {
		if _, ok := col[c]; !ok {
			return &contrechamp.FileError{File: file.Name, What: "lacks the column " + c + "; give the file as published"}
		}
	}
	tee.cut(r.InputOffset())
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		var broken *csv.ParseError
		if err != nil && !errors.As(err, &broken) {
			return err
		}
		at := contrechamp.Row{File: file.Name, Raw: bytes.TrimRight(tee.cut(r.InputOffset()), "\r\n")}
		if broken != nil {
			at.Line = broken.StartLine
			if err := sink.Reject(contrechamp.Reject{Row: at, Reason: "wrong-columns", Detail: broken.Err.Error()}); err != nil {
				return err
			}
			continue
		}
		at.Line, _ = r.FieldPos(0)
		ad, bad := iraTSVRow(rec, col)
		if len(rec) != len(header) {
			bad = &rowError{"wrong-columns", fmt.Sprintf("%d columns, the header has %d", len(rec), len(header))}
		} else if !utf8.Valid(at.Raw) {
			bad = &rowError{"bad-utf8", "not valid UTF-8"}
		}
		if bad != nil {
			rej := contrechamp.Reject{Row: at, Reason: bad.reason, Detail: bad.detail}
			if ad != nil {
				rej.ID = ad.ID
			}
			if err := sink.Reject(rej); err != nil {
				return err
			}
			continue
		}
		ad.Row = at
		if err := sink.Ad(ad); err != nil {
			return err
		}
	}
}

// iraTSVRow reads one record. The ad is there with its id even if the row is bad.
func iraTSVRow(rec []string, col map[string]int) (*contrechamp.Ad, *rowError) {
	cell := func(name string) string {
		if i, ok := col[name]; ok && i < len(rec) {
			return strings.TrimSpace(rec[i])
		}
		return ""
	}
	id := cell("AD_ID")
	if id == "" {
		return nil, &rowError{"no-id", "AD_ID is blank"}
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID(iraName + ":" + id), Payer: iraPayer, Audience: audience.Everyone()}
	r := &iraRow{ad}
	var bad *rowError
	date := func(name string) (d contrechamp.Date) {
		if s := cell(name); s != "" && bad == nil {
			d, bad = iraDate(name, s)
		}
		return d
	}
	created := date("AD_CREATION_DATE")
	r.dates(created, date("AD_END_DATE"))
	count := func(name string) (n contrechamp.Range) {
		if s := cell(name); s != "" && bad == nil {
			n, bad = iraCount(name, s)
		}
		return n
	}
	ad.Impressions = count("AD_IMPRESSIONS")
	ad.Clicks = count("AD_CLICKS")
	if s := cell("AD_SPEND"); s != "" && bad == nil {
		ad.Money, bad = iraTSVSpend(s)
	}
	if bad != nil {
		return ad, bad
	}
	if s := cell("AD_TEXT"); s != "" {
		ad.Texts = []contrechamp.Text{{Body: s}}
	}
	if s := cell("AD_LANDING_PAGE"); s != "" {
		ad.Links = []string{s}
		ad.Advertiser, ad.AdvertiserName = iraAccount(s)
	}
	return ad, nil
}

// iraTSVSpend reads "161.23 RUB" and the bare "0" of 176 rows, an amount of
// nothing in the currency of the file.
func iraTSVSpend(s string) (contrechamp.Money, *rowError) {
	amount, currency, ok := strings.Cut(s, " ")
	if !ok {
		m, bad := iraAmount("AD_SPEND", s, "RUB")
		m.Presumed = true
		return m, bad
	}
	return iraAmount("AD_SPEND", amount, strings.TrimSpace(currency))
}

// rowTee keeps the bytes that went through it until they are cut off.
type rowTee struct {
	r     io.Reader
	buf   []byte
	start int64 // the offset of buf[0]
}

func (t *rowTee) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.buf = append(t.buf, p[:n]...)
	return n, err
}

// cut returns the bytes up to an offset in the stream and forgets them. They
// are valid until the next call.
func (t *rowTee) cut(to int64) []byte {
	n := int(to - t.start)
	row := t.buf[:n]
	t.buf = append([]byte(nil), t.buf[n:]...)
	t.start = to
	return row
}
