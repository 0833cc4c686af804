package ira

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// JSONL is the extraction with one list of targets an ad, in their order.
type JSONL struct{}

func (JSONL) Name() string            { return iraName }
func (JSONL) Extraction() string      { return "jsonl" }
func (JSONL) Silent() []audience.Kind { return nil }

// iraObject is a line of the file.
type iraObject struct {
	ID             json.Number `json:"id"`
	PDF            string      `json:"pdf"`
	Image          string      `json:"image"`
	Clicks         json.Number `json:"clicks"`
	Impressions    json.Number `json:"impressions"`
	Text           string      `json:"text"`
	URL            string      `json:"url"`
	SpendAmount    string      `json:"spend_amount"`
	SpendCurrency  string      `json:"spend_currency"`
	Created, Ended string
	Targets        []string `json:"targets"`
}

func (JSONL) Detect(name string, head []byte) bool {
	line, _, whole := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	var keys map[string]json.RawMessage
	if json.Unmarshal(line, &keys) == nil {
		for _, k := range []string{"id", "pdf", "targets", "spend_currency"} {
			if _, ok := keys[k]; !ok {
				return false
			}
		}
		return true
	}
	return !whole && bytes.Contains(line, []byte(`"pdf"`)) && bytes.Contains(line, []byte(`"spend_currency"`)) &&
		bytes.Contains(line, []byte(`"targets"`))
}

func (f JSONL) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := f.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func (f JSONL) file(ctx context.Context, file format.File, sink format.Sink) error {
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", file.Name, err)
	}
	defer in.Close()
	d := rows.NewDocuments(ctx, in, file.Name)
	keys := rows.KnownKeys(iraObject{})
	err = rows.Each(d, sink, func() (contrechamp.AdID, error) {
		keys.See(d.Raw)
		ad, bad := iraJSONLRow(d.Raw)
		return iraHand(sink, d, ad, bad)
	})
	if err != nil {
		return err
	}
	return rows.TellUnread(sink, keys.Unread(file.Name))
}

// iraJSONLRow reads one line. The ad is there with its id even if the row is bad.
func iraJSONLRow(line []byte) (*contrechamp.Ad, *rows.Error) {
	var o iraObject
	if err := json.Unmarshal(line, &o); err != nil {
		return nil, rows.Bad("bad-json", "the entry is no well-formed JSON object")
	}
	if !iraNumber.MatchString(o.ID.String()) {
		return nil, rows.Bad("no-id", `id is "{id}", not a number`, "id", o.ID.String())
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID(iraName + ":" + o.ID.String()), Payer: iraPayer}
	r := &iraRow{ad}
	var wrong *rows.Error
	date := func(name, s string) (d contrechamp.Date) {
		if s != "" && wrong == nil {
			d, wrong = iraDate(name, s)
		}
		return d
	}
	created := date("created", o.Created)
	r.dates(created, date("ended", o.Ended))
	count := func(name string, s json.Number) (n contrechamp.Range) {
		if s != "" && wrong == nil {
			n, wrong = iraCount(name, s.String())
		}
		return n
	}
	ad.Impressions = count("impressions", o.Impressions)
	ad.Clicks = count("clicks", o.Clicks)
	if o.SpendAmount != "" && wrong == nil {
		ad.Money, wrong = iraAmount("spend_amount", o.SpendAmount, o.SpendCurrency)
		if ad.Money.Currency == "USD" && ad.Money.Lo == 0 {
			ad.Money = contrechamp.Money{} // the extraction's filler for a blank field
		}
	}
	if wrong != nil {
		return ad, wrong
	}
	if s := strings.TrimSpace(o.Text); s != "" {
		ad.Texts = []contrechamp.Text{{Body: s}}
	}
	if o.URL != "" && o.URL != "—" {
		ad.Links = []string{o.URL}
		r.account("url", o.URL)
	}
	box := iraBox{iraRow: r}
	box.targets(r.exchanged(o.ID.String(), o.Targets))
	box.done()
	return ad, nil
}
