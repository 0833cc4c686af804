package ingest

import (
	"context"
	"fmt"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// run is one import under way. It is the sink that a format reads into: the
// format's goroutine turns ads into batches of rows, the writer's appends them.
type run struct {
	ctx     context.Context
	tx      *store.Tx
	bundle  *archive.Bundle
	options Options
	began   time.Time
	last    spot   // of the last row
	name    string // of the archive

	source      contrechamp.Source
	result      Result
	firstReject contrechamp.Sentence

	numbering
	hash     hasher
	postings *words.Postings // of texts that are new
	seen     map[contrechamp.AdID]*seenAd
	repeats  map[contrechamp.AdID][]spot // rows that repeat an earlier one
	clashes  map[contrechamp.AdID]*clash // ids with two contents
	unread   []contrechamp.Unread
	grown    map[contrechamp.AdID]*contrechamp.Ad // later states of ads, by id
	headers  headers
	merger   archive.Merger                       // nil if the archive has one extraction only
	other    map[contrechamp.AdID]*contrechamp.Ad // as another extraction has them
	raw      rawLayer
	writer   *writer
	tables   map[string]*table

	fromDay, toDay time.Time
}

// seenAd is an ad of the store or of this copy.
type seenAd struct {
	num    int32
	before bool   // in the store before this import
	now    bool   // in this copy
	raw    uint64 // of its row in this copy
	spot          // of that row
	state  adState
}

// spot is where a row stands.
type spot struct {
	file string
	line int
}

func spotOf(row *contrechamp.Row) spot { return spot{row.File, row.Line} }

// clash is an id with two contents in one copy, and the rows of the first one.
type clash struct {
	id   contrechamp.AdID
	num  int32
	rows []spot
}

// begin learns what the store has: numbers go on where it ended.
func (r *run) begin() error {
	r.postings = words.NewPostings()
	if err := r.numbering.load(r.ctx, r.tx, r.name); err != nil {
		return err
	}
	r.source.ID = r.next.source
	if err := r.loadAds(); err != nil {
		return err
	}
	if _, err := r.tx.Exec(r.ctx, "Stage"); err != nil {
		return err
	}
	if err := r.loadOthers(); err != nil {
		return err
	}
	r.clashes, r.repeats = map[contrechamp.AdID]*clash{}, map[contrechamp.AdID][]spot{}
	r.writer = newWriter(r.ctx, r.tx)
	var err error
	r.raw.to, err = r.writer.table("raw")
	if err != nil {
		return err
	}
	r.raw.source = r.source.ID
	r.tables = map[string]*table{}
	for _, name := range tables {
		if r.tables[name], err = r.writer.table(name); err != nil {
			return err
		}
	}
	r.writer.start()
	return nil
}

// tables are those that the rows of a file go into. An ad that the store has
// from an earlier copy waits in a table of its own until the end.
var tables = []string{"ad", "ad_in", "ad_text", "ad_text_in", "delivered", "delivered_in", "sighting",
	"remark", "repair", "reject", "tally", "box", "fact", "advertiser", "payer", "text"}

func (r *run) loadAds() error {
	r.seen = map[contrechamp.AdID]*seenAd{}
	rows, err := r.tx.Query(r.ctx, "AdIDs", r.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		a := &seenAd{before: true}
		var id contrechamp.AdID
		if err := rows.Scan(&a.num, &id); err != nil {
			return fmt.Errorf("reading the ads of the store: %w", err)
		}
		r.seen[id] = a
	}
	return rows.Err()
}

// row keeps a row in the raw layer, counts it and reports progress.
func (r *run) row(row *contrechamp.Row) error {
	at := spotOf(row)
	if at == r.last { // a row that says several things
		return nil
	}
	if at.file != r.last.file {
		r.headers.row(row)
	}
	r.last = at
	r.source.Rows++
	if r.source.Rows%(1<<14) == 0 {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.progress("reading")
	}
	return r.raw.add(row)
}

func (r *run) progress(stage string) {
	if r.options.Progress != nil {
		read, of := r.bundle.Progress()
		r.options.Progress(Progress{stage, r.source.Rows, read, of, time.Since(r.began)})
	}
}

// Reject keeps a row that could not be read.
func (r *run) Reject(x contrechamp.Reject) error {
	if err := r.row(&x.Row); err != nil {
		return err
	}
	return r.reject(spotOf(&x.Row), x.ID, x.Reason, x.Detail, x.Row.Raw)
}

// keptOfReject is how much of a rejected row the table of rejects shows; the
// raw layer has all of it.
const keptOfReject = 64 << 10

func (r *run) reject(at spot, id contrechamp.AdID, reason string, detail contrechamp.Sentence, raw []byte) error {
	r.source.Rejected++
	if r.source.Rejected == 1 {
		r.firstReject = contrechamp.Say("{file}, line {line}: {why}", "file", at.file, "line", at.line, "why", detail)
	}
	return r.putReject(at, string(id), reason, detail, raw[:min(len(raw), keptOfReject)])
}
