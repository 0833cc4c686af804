package ingest

import (
	"encoding/binary"
	"fmt"

	"github.com/zeebo/xxh3"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// hasher makes the hashes by which contents are compared.
type hasher struct {
	scratch []byte
	written map[*audience.Expr]string
}

func (h *hasher) text(t *contrechamp.Text) textKey {
	h.scratch = h.scratch[:0]
	for _, s := range [...]string{t.Body, t.Title, t.Description, t.Caption, t.Lang} {
		h.scratch = binary.AppendUvarint(h.scratch, uint64(len(s)))
		h.scratch = append(h.scratch, s...)
	}
	return xxh3.Hash128(h.scratch)
}

// ad hashes what a row says: two copies of an ad differ if their hashes do.
func (h *hasher) ad(a *contrechamp.Ad) uint64 {
	b := h.scratch[:0]
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	count := func(x contrechamp.Range) {
		if !x.Stated {
			b = append(b, 0)
			return
		}
		b = append(b, 1)
		b = binary.AppendVarint(b, x.Lo)
		b = binary.AppendVarint(b, x.Hi)
		if x.Open {
			b = append(b, 1)
		}
	}
	date := func(d contrechamp.Date) {
		b = append(b, byte(d.Precision))
		b = binary.AppendVarint(b, d.Time.Unix())
		text(d.Zone)
	}
	for _, s := range [...]string{string(a.Advertiser), a.AdvertiserName, a.Payer, a.Country, a.Creative,
		a.Platforms, a.Kind, a.Money.Currency} {
		text(s)
	}
	for _, x := range [...]contrechamp.Range{a.Money.Range, a.Impressions, a.Clicks, a.Estimate, a.Reached} {
		count(x)
	}
	for _, d := range [...]contrechamp.Date{a.Start, a.End, a.Created} {
		date(d)
	}
	for i := range a.Texts {
		t := &a.Texts[i]
		for _, s := range [...]string{t.Body, t.Title, t.Description, t.Caption, t.Lang} {
			text(s)
		}
	}
	for _, s := range a.Links {
		text(s)
	}
	for i := range a.Delivered {
		d := &a.Delivered[i]
		for _, s := range [...]string{d.Country, d.Region, d.Age, d.Gender} {
			text(s)
		}
		b = binary.AppendVarint(b, d.People)
		b = fmt.Appendf(b, "%g", d.Share)
	}
	text(h.expr(a.Audience))
	text(h.expr(a.Context))
	h.scratch = b
	return xxh3.Hash(b)
}

// manyPointers is how many expressions are remembered by their pointers before
// all are forgotten again: formats that hand out a new one for every ad must
// not fill the memory.
const manyPointers = 1 << 16

// expr is an expression's written form, "" for nil.
func (h *hasher) expr(e *audience.Expr) string {
	if e == nil {
		return ""
	}
	s, ok := h.written[e]
	if !ok {
		if len(h.written) > manyPointers {
			clear(h.written)
		}
		s = e.String()
		h.written[e] = s
	}
	return s
}
