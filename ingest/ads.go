package ingest

import (
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
)

var _ archive.Sink = (*run)(nil)

// Ad takes one ad of the copy.
func (r *run) Ad(a *contrechamp.Ad) error {
	if err := r.row(&a.Row); err != nil {
		return err
	}
	if n := len(a.Row.Raw); n > contrechamp.MaxRow {
		return r.reject(a.Row.File, a.Row.Line, string(a.ID), "too-long",
			contrechamp.Say("the row is {n} bytes long, more than {most} (16 MiB)", "n", n, "most", contrechamp.MaxRow), a.Row.Raw)
	}
	if field := badText(a); field != "" {
		return r.reject(a.Row.File, a.Row.Line, string(a.ID), "bad-utf8", contrechamp.Say("the {field} is not valid UTF-8", "field", field), a.Row.Raw)
	}
	if a.ID == "" || a.ID.Archive() != r.name {
		return r.reject(a.Row.File, a.Row.Line, string(a.ID), "no-id", contrechamp.Say("the row has no id of its archive"), a.Row.Raw)
	}
	content := xxh3.Hash(a.Row.Raw)
	s, known := r.seen[a.ID]
	switch {
	case !known:
		s = &seenAd{num: int32(r.next.ad)}
		r.next.ad++
		r.seen[a.ID] = s
	case s.now && s.raw == content && r.clashes[a.ID] == nil:
		r.source.Repeated++
		r.repeats[a.ID] = append(r.repeats[a.ID], spot{a.Row.File, a.Row.Line})
		return nil
	case s.now:
		if r.clashes[a.ID] == nil {
			r.clashes[a.ID] = &clash{a.ID, s.num, append([]spot{s.spot}, r.repeats[a.ID]...)}
		}
		return r.reject(a.Row.File, a.Row.Line, string(a.ID), "two-contents",
			contrechamp.Say("the id stands in {file}, line {line}, with another content", "file", s.file, "line", s.line), a.Row.Raw)
	}
	s.now, s.raw, s.spot = true, content, spot{a.Row.File, a.Row.Line}
	r.source.Ads++
	if a.Start.Known() {
		if r.fromDay.IsZero() || a.Start.Time.Before(r.fromDay) {
			r.fromDay = a.Start.Time
		}
		if a.Start.Time.After(r.toDay) {
			r.toDay = a.Start.Time
		}
	}
	hash := int64(r.hash.ad(a))
	if other := r.other[a.ID]; other != nil {
		row := a.Row
		a = r.merger.Merge(a, other)
		a.Row = row
	}
	return r.write(a, s, hash)
}

// write adds the ad's rows to the batches of all tables that it touches.
func (r *run) write(a *contrechamp.Ad, s *seenAd, hash int64) error {
	num := int64(s.num)
	box, err := r.box(a.Audience, a.Country)
	if err != nil {
		return err
	}
	advertiser, err := r.advertiserNum(a.Advertiser, a.AdvertiserName)
	if err != nil {
		return err
	}
	payer, err := r.payerNum(a.Payer)
	if err != nil {
		return err
	}
	stage := ""
	if s.before {
		stage = "_in"
	}
	var firstText int32
	texts := 0
	for i := range a.Texts {
		text, err := r.textNum(&a.Texts[i])
		if err != nil {
			return err
		}
		t := r.tables["ad_text"+stage]
		t.Int(num)
		t.Int(int64(i))
		t.Int(int64(text))
		if err := t.full(); err != nil {
			return err
		}
		if texts++; i == 0 {
			firstText = text
		}
	}
	for i := range a.Delivered {
		d := &a.Delivered[i]
		t := r.tables["delivered"+stage]
		t.Int(num)
		t.Stated(d.Country)
		t.Stated(d.Region)
		t.Stated(d.Age)
		t.Stated(d.Gender)
		if d.Share != 0 {
			t.Real(d.Share)
			t.Null()
		} else {
			t.Null()
			t.Int(d.People)
		}
		if err := t.full(); err != nil {
			return err
		}
	}
	if err := r.sighting(a, s, hash); err != nil {
		return err
	}
	t := r.tables["ad"+stage]
	t.Int(num)
	t.Text(string(a.ID))
	t.Text(r.name)
	t.Int(int64(advertiser))
	if payer == 0 {
		t.Null()
	} else {
		t.Int(int64(payer))
	}
	t.Stated(a.Country)
	t.day(a.Start)
	t.day(a.End)
	t.Stated(a.Start.String())
	t.Stated(a.End.String())
	t.Stated(a.Created.String())
	t.bounds(a.Money.Range)
	t.open(a.Money.Range)
	t.Stated(a.Money.Currency)
	t.Bool(a.Money.Presumed)
	t.bounds(a.Impressions)
	t.open(a.Impressions)
	t.bounds(a.Clicks)
	t.bounds(a.Estimate)
	t.open(a.Estimate)
	t.bounds(a.Reached)
	t.Int(int64(box.num))
	t.Stated(r.hash.expr(a.Context))
	t.Int(int64(texts))
	if texts == 0 {
		t.Null()
	} else {
		t.Int(int64(firstText))
	}
	t.Stated(a.Creative)
	t.Stated(a.Kind)
	t.Stated(a.Platforms)
	t.List(a.Links)
	t.List(a.Marks)
	t.Int(r.source.ID)
	t.Text(a.Row.File)
	t.Int(int64(a.Row.Line))
	t.Int(hash)
	return t.full()
}

// sighting records that this copy has the ad, and what is odd about its row.
func (r *run) sighting(a *contrechamp.Ad, s *seenAd, hash int64) error {
	t := r.tables["sighting"]
	t.Int(int64(s.num))
	t.Int(r.source.ID)
	t.Text(a.Row.File)
	t.Int(int64(a.Row.Line))
	t.Int(hash)
	if err := t.full(); err != nil {
		return err
	}
	for _, m := range a.Remarks {
		r.source.Remarked++
		t := r.tables["remark"]
		t.Int(int64(s.num))
		t.Int(r.source.ID)
		t.Text(m.Kind)
		t.Stated(m.Detail.String())
		t.Stated(m.Detail.Encode())
		if err := t.full(); err != nil {
			return err
		}
	}
	for _, m := range a.Repairs {
		r.source.Repaired++
		t := r.tables["repair"]
		t.Int(int64(s.num))
		t.Int(r.source.ID)
		t.Stated(m.Field)
		t.Stated(m.Raw)
		t.Stated(m.Read)
		t.Text(m.Rule)
		if err := t.full(); err != nil {
			return err
		}
	}
	return nil
}

// Tally takes a statement about an advertiser, a week or a place.
func (r *run) Tally(x *contrechamp.Tally) error {
	if err := r.row(&x.Row); err != nil {
		return err
	}
	for _, s := range [...]string{x.AdvertiserName, string(x.Advertiser), x.Payer, x.Country, x.Region, x.Election, x.Keyword} {
		if !utf8.ValidString(s) {
			return r.reject(x.Row.File, x.Row.Line, "", "bad-utf8", contrechamp.Say("the row is not valid UTF-8"), x.Row.Raw)
		}
	}
	r.source.Tallies++
	t := r.tables["tally"]
	t.Int(r.source.ID)
	t.Text(x.Kind)
	t.Text(r.name)
	if x.Advertiser == "" {
		t.Null()
	} else {
		num, err := r.advertiserNum(x.Advertiser, x.AdvertiserName)
		if err != nil {
			return err
		}
		t.Int(int64(num))
	}
	t.Stated(x.Payer)
	t.Stated(x.Country)
	t.Stated(x.Region)
	t.Stated(x.Election)
	t.Stated(x.Keyword)
	t.day(x.From)
	t.day(x.To)
	t.bounds(x.Money.Range)
	t.open(x.Money.Range)
	t.Stated(x.Money.Currency)
	t.bounds(x.Ads)
	t.Text(x.Row.File)
	t.Int(int64(x.Row.Line))
	return t.full()
}

func (t *table) day(d contrechamp.Date) {
	if !d.Known() {
		t.Null()
		return
	}
	t.Day(d.Time)
}

func (t *table) bounds(x contrechamp.Range) {
	if !x.Stated {
		t.Null()
		t.Null()
		return
	}
	t.Int(x.Lo)
	t.Int(x.Hi)
}

func (t *table) open(x contrechamp.Range) {
	if !x.Stated {
		t.Null()
		return
	}
	t.Bool(x.Open)
}
