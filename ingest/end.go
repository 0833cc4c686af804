package ingest

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/contrechamp/contrechamp"
)

// end settles what was read with what the store had, and writes the source.
func (r *run) end() error {
	for _, step := range []func() error{
		r.flush, r.announce, r.writeGrown, r.spell, r.dropClashes, r.check, r.files, r.putSource, r.putUnread, r.settle, r.writePostings, r.facets, r.size,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// flush writes the rows that are still in batches, and ends the writer.
func (r *run) flush() error {
	if err := r.raw.flush(); err != nil {
		return err
	}
	for _, name := range tables {
		if err := r.tables[name].flush(); err != nil {
			return err
		}
	}
	if err := r.raw.to.flush(); err != nil {
		return err
	}
	return r.writer.stop()
}

// announce tells the queries that follow which copy this is and where its
// numbers begin.
func (r *run) announce() error {
	r.progress("settling")
	s, first := &r.source, r.first
	s.From, s.To = day(r.fromDay), day(r.toDay)
	_, err := r.tx.Exec(r.ctx, "Importing", s.ID, first.ad, first.box, first.text, first.advertiser, first.payer)
	return err
}

// settle counts what is new and changed, and brings the ads that the store had
// to what their newest copy says.
func (r *run) settle() error {
	if err := each(r.ctx, r.tx, "Compared", nil, []any{&r.result.Same, &r.result.Changed}, func() {}); err != nil {
		return err
	}
	r.result.New = r.source.Ads - r.result.Same - r.result.Changed
	steps := []string{"SettleTallies", "Spell", "Unstage"}
	if r.result.New < r.source.Ads {
		steps = append([]string{"Settle"}, steps...)
	}
	for _, step := range steps {
		if _, err := r.tx.Exec(r.ctx, step); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) facets() error {
	_, err := r.tx.Exec(r.ctx, "Facets")
	return err
}

// size computes the sizes of new boxes.
func (r *run) size() error {
	if r.result.Boxes == 0 {
		return nil
	}
	r.progress("sizing")
	_, _, err := sizes(r.ctx, r.tx, r.first.box)
	return err
}

// dropClashes rejects every row of an id that has two contents in this copy.
func (r *run) dropClashes() error {
	if len(r.clashes) == 0 {
		return nil
	}
	nums, err := r.tx.Batch(r.ctx, "clash")
	if err != nil {
		return err
	}
	for _, c := range r.clashes {
		nums.Int(int64(c.num))
		for _, at := range c.rows {
			row, err := r.tx.Raw(r.ctx, r.source.ID, at.file, at.line)
			if err != nil {
				return err
			}
			err = r.reject(at, c.id, "two-contents", contrechamp.Say("the id stands in another row of the file with another content"), row.Raw)
			if err != nil {
				return err
			}
		}
		r.source.Repeated -= int64(len(c.rows) - 1)
	}
	if err := r.tx.Append(r.ctx, nums); err != nil {
		return err
	}
	if err := r.tables["reject"].flush(); err != nil {
		return err
	}
	if _, err := r.tx.Exec(r.ctx, "DropClashes"); err != nil {
		return err
	}
	return r.recount()
}

// recount counts what the copy holds, after ads of it were dropped or replaced.
func (r *run) recount() error {
	s := &r.source
	var from, to sql.NullTime
	err := each(r.ctx, r.tx, "CopyCounts", nil, []any{&s.Ads, &from, &to, &s.Remarked, &s.Repaired, &r.result.Boxes}, func() {})
	s.From, s.To = day(from.Time), day(to.Time)
	return err
}

// spell counts how advertisers and payers are written.
func (r *run) spell() error {
	b, err := r.tx.Batch(r.ctx, "spelling_in")
	if err != nil {
		return err
	}
	for s, n := range r.spelling {
		b.Text(s.of)
		b.Int(int64(s.num))
		b.Text(s.name)
		b.Int(n)
	}
	return r.tx.Append(r.ctx, b)
}

// files writes which files the source is made of, with their header rows.
func (r *run) files() error {
	b, err := r.tx.Batch(r.ctx, "file")
	if err != nil {
		return err
	}
	for _, f := range r.headers.files {
		b.Int(r.source.ID)
		b.Text(f.name)
		b.Stated(valid(f.header()))
	}
	return r.tx.Append(r.ctx, b)
}

// postingRows is how many terms are appended at a time.
const postingRows = 50_000

// writePostings writes which new texts hold which terms, terms in order.
func (r *run) writePostings() error {
	b, err := r.tx.Batch(r.ctx, "posting")
	if err != nil {
		return err
	}
	err = r.postings.All(func(term string, texts []byte) error {
		b.Text(term)
		b.Bytes(texts)
		if b.Len() < postingRows {
			return nil
		}
		defer b.Reset()
		return r.tx.Append(r.ctx, b)
	})
	if err != nil {
		return err
	}
	return r.tx.Append(r.ctx, b)
}

// querier runs named queries: a store or a transaction.
type querier interface {
	Query(ctx context.Context, name string, args ...any) (*sql.Rows, error)
}

// each scans every row of a named query into the same places.
func each(ctx context.Context, tx querier, query string, args, into []any, do func()) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("store: %s: %w", query, err)
		}
		do()
	}
	return rows.Err()
}

func day(t time.Time) contrechamp.Date {
	if t.IsZero() {
		return contrechamp.Date{}
	}
	return contrechamp.Day(t.Year(), t.Month(), t.Day())
}
