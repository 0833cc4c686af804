package ingest

import (
	"bytes"
	"fmt"

	"github.com/zeebo/xxh3"

	"github.com/contrechamp/contrechamp"
)

// People who crawl an archive day after day put their answers behind one another:
// the file then has one ad several times, each in a later state. The last is the
// ad, if nothing of it changed but what grows: its end, its money and its counts.

// adState is what is remembered of an ad to tell whether another row of the same
// file is a later state of it.
type adState struct {
	fixed  uint64 // advertiser, payer, texts, start
	end    int64  // seconds since 1970, 0 if it is running
	bounds [6]int64
}

// stateOf is an ad's state.
func (h *hasher) stateOf(a *contrechamp.Ad) adState {
	b := fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", a.Advertiser, a.AdvertiserName, a.Payer, a.Start)
	for i := range a.Texts {
		t := h.text(&a.Texts[i])
		b = fmt.Appendf(b, "\x00%v", t)
	}
	s := adState{fixed: xxh3.Hash(b)}
	if a.End.Known() {
		s.end = a.End.Time.Unix()
	}
	for i, r := range []contrechamp.Range{a.Money.Range, a.Impressions, a.Reached} {
		s.bounds[2*i], s.bounds[2*i+1] = r.Lo, r.Hi
	}
	return s
}

// grows says whether an ad is a later state of the one seen before.
func (r *run) grows(a *contrechamp.Ad, s *seenAd) bool {
	now := r.hash.stateOf(a)
	if now.fixed != s.state.fixed || now.end != 0 && now.end < s.state.end {
		return false
	}
	for i, b := range now.bounds {
		if b < s.state.bounds[i] {
			return false
		}
	}
	return true
}

// grow keeps a later state of an ad until all rows are read.
func (r *run) grow(a *contrechamp.Ad, s *seenAd, content uint64) error {
	later := *a
	later.Row.Raw = bytes.Clone(a.Row.Raw)
	later.Remarks = append(later.Remarks[:len(later.Remarks):len(later.Remarks)], contrechamp.Remark{Kind: "seen-again",
		Detail: contrechamp.Say("the same ad stands in line {line} in an earlier state", "line", s.line)})
	if r.grown == nil {
		r.grown = map[contrechamp.AdID]*contrechamp.Ad{}
	}
	r.grown[a.ID] = &later
	r.source.Repeated++
	r.repeats[a.ID] = append(r.repeats[a.ID], spotOf(&a.Row))
	s.raw, s.state = content, r.hash.stateOf(a)
	if a.Start.Known() && a.Start.Time.After(r.toDay) {
		r.toDay = a.Start.Time
	}
	return nil
}

// writeGrown writes the last states of ads in place of the first.
func (r *run) writeGrown() error {
	if len(r.grown) == 0 {
		return nil
	}
	nums, err := r.tx.Batch(r.ctx, "clash")
	if err != nil {
		return err
	}
	for id := range r.grown {
		nums.Int(int64(r.seen[id].num))
	}
	if err := r.tx.Append(r.ctx, nums); err != nil {
		return err
	}
	if _, err := r.tx.Exec(r.ctx, "DropStates"); err != nil {
		return err
	}
	for id, a := range r.grown {
		s := r.seen[id]
		hash := int64(r.hash.ad(a))
		if other := r.other[id]; other != nil {
			row := a.Row
			a = r.merger.Merge(a, other)
			a.Row = row
		}
		if err := r.write(a, s, hash); err != nil {
			return err
		}
	}
	if err := r.flush(); err != nil {
		return err
	}
	return r.recount()
}
