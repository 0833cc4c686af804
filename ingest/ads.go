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
		return r.reject(spotOf(&a.Row), a.ID, "too-long",
			contrechamp.Say("the row is {n} bytes long, more than {most} (16 MiB)", "n", n, "most", contrechamp.MaxRow), a.Row.Raw)
	}
	if field := badText(a); field != "" {
		return r.reject(spotOf(&a.Row), a.ID, "bad-utf8", contrechamp.Say("the {field} is not valid UTF-8", "field", field), a.Row.Raw)
	}
	if a.ID == "" || a.ID.Archive() != r.name {
		return r.reject(spotOf(&a.Row), a.ID, "no-id", contrechamp.Say("the row has no id of its archive"), a.Row.Raw)
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
		r.repeats[a.ID] = append(r.repeats[a.ID], spotOf(&a.Row))
		return nil
	case s.now && r.clashes[a.ID] == nil && r.grows(a, s):
		return r.grow(a, s, content)
	case s.now:
		delete(r.grown, a.ID)
		if r.clashes[a.ID] == nil {
			r.clashes[a.ID] = &clash{a.ID, s.num, append([]spot{s.spot}, r.repeats[a.ID]...)}
		}
		return r.reject(spotOf(&a.Row), a.ID, "two-contents",
			contrechamp.Say("the id stands in {file}, line {line}, with another content", "file", s.file, "line", s.line), a.Row.Raw)
	}
	s.now, s.raw, s.spot, s.state = true, content, spotOf(&a.Row), r.hash.stateOf(a)
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

// write adds the ad's rows to all tables that it touches.
func (r *run) write(a *contrechamp.Ad, s *seenAd, hash int64) error {
	n := adNumbers{ad: s.num}
	var err error
	if n.box, err = r.box(a.Audience, a.Country); err != nil {
		return err
	}
	if n.advertiser, err = r.advertiserNum(a.Advertiser, a.AdvertiserName); err != nil {
		return err
	}
	if n.payer, err = r.payerNum(a.Payer); err != nil {
		return err
	}
	stage := ""
	if s.before {
		stage = "_in"
	}
	for i := range a.Texts {
		text, err := r.textNum(&a.Texts[i])
		if err != nil {
			return err
		}
		n.texts = append(n.texts, text)
		if err := r.putAdText(stage, n.ad, i, text); err != nil {
			return err
		}
	}
	for i := range a.Delivered {
		if err := r.putDelivered(stage, n.ad, &a.Delivered[i]); err != nil {
			return err
		}
	}
	if err := r.sighting(a, n.ad, hash); err != nil {
		return err
	}
	return r.putAd(stage, a, n, hash)
}

// sighting records that this copy has the ad, and what is odd about its row.
func (r *run) sighting(a *contrechamp.Ad, num int32, hash int64) error {
	if err := r.putSighting(num, &a.Row, hash); err != nil {
		return err
	}
	for i := range a.Remarks {
		r.source.Remarked++
		if err := r.putRemark(num, &a.Remarks[i]); err != nil {
			return err
		}
	}
	for i := range a.Repairs {
		r.source.Repaired++
		if err := r.putRepair(num, &a.Repairs[i]); err != nil {
			return err
		}
	}
	return nil
}

// Unread takes what a file of the copy holds and its format does not read.
func (r *run) Unread(u contrechamp.Unread) error {
	r.unread = append(r.unread, u)
	return nil
}

// Tally takes a statement about an advertiser, a week or a place.
func (r *run) Tally(x *contrechamp.Tally) error {
	if err := r.row(&x.Row); err != nil {
		return err
	}
	for _, s := range [...]string{x.AdvertiserName, string(x.Advertiser), x.Payer, x.Country, x.Region, x.Election, x.Keyword} {
		if !utf8.ValidString(s) {
			return r.reject(spotOf(&x.Row), "", "bad-utf8", contrechamp.Say("the row is not valid UTF-8"), x.Row.Raw)
		}
	}
	r.source.Tallies++
	var advertiser int32
	if x.Advertiser != "" {
		var err error
		if advertiser, err = r.advertiserNum(x.Advertiser, x.AdvertiserName); err != nil {
			return err
		}
	}
	return r.putTally(x, advertiser)
}
