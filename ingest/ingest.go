// Package ingest brings archives into a store: it reads a bundle with its
// format, gives every box, text, advertiser and payer one number, and writes
// everything in a single transaction.
//
// An import either happens whole or not at all, whenever the process ends. The
// same bytes are never counted twice. A second copy of a series is compared
// with the first by ids, so that what was removed or changed can be asked for.
package ingest

import (
	"context"
	"path/filepath"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/store"
)

// Options say how a bundle is imported. The zero value is right for most uses.
type Options struct {
	// Series is what copies are compared within; "" takes the archive and the
	// bundle's name, without the endings of packing.
	Series string
	// Invented marks a source whose election never happened.
	Invented bool
	// Now is the time of reading, for tests; time.Now if nil.
	Now func() time.Time
	// Progress is told now and then how many rows were read; it may be nil.
	Progress func(Progress)
}

// Progress is how far an import has come.
type Progress struct {
	Stage    string // reading, settling, sizing
	Rows     int64
	Read, Of int64 // bytes of the files; Of is 0 where nobody knows
	Elapsed  time.Duration
}

// Left is how long reading will still take at the rate so far, 0 if that
// cannot be told.
func (p Progress) Left() time.Duration {
	if p.Read <= 0 || p.Of < p.Read {
		return 0
	}
	return time.Duration(float64(p.Elapsed) * float64(p.Of-p.Read) / float64(p.Read))
}

// Result is what an import did.
type Result struct {
	Source contrechamp.Source
	// Already says that the store had these bytes in this series before:
	// nothing was changed, and Source is that earlier one.
	Already bool
	New     int64 // ads that the store did not have
	Changed int64 // ads that the store had otherwise
	Same    int64 // ads that the store had like this
	Boxes   int64 // boxes that the store did not have
	// Unread is what the files hold and the program does not read.
	Unread []contrechamp.Unread
	Took   time.Duration
}

// Import reads a bundle into the store. It returns a *contrechamp.FileError
// (an ErrBadFile) if the bundle is not usable, and then the store is as it was.
func Import(ctx context.Context, s *store.Store, b *archive.Bundle, f archive.Format, o Options) (Result, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	began := time.Now()
	series := o.Series
	if series == "" {
		series = Series(f, b)
	}
	series = valid(series)
	// Bytes that are known are found before they are read, if there is
	// anything that they could be like. A file under another name is the same
	// copy, unless it is said to be of another series.
	like, err := s.Sources(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, src := range like {
		if src.Archive != f.Name() || o.Series != "" && src.Series != series {
			continue
		}
		d, err := b.Digest()
		if err != nil {
			return Result{}, err
		}
		if d.SHA256 == src.SHA256 {
			return Result{Source: src, Already: true, Took: time.Since(began)}, nil
		}
	}
	tx, err := s.Begin(ctx)
	if err != nil {
		return Result{}, err
	}
	defer tx.Rollback()
	r := &run{ctx: ctx, tx: tx, bundle: b, options: o, began: began, name: f.Name(), hash: hasher{written: map[*audience.Expr]string{}}}
	r.source = contrechamp.Source{Archive: f.Name(), Series: series, Name: valid(filepath.Base(b.Name)), ReadAt: o.Now().UTC(), Invented: o.Invented}
	r.merger, _ = f.(archive.Merger)
	defer func() { r.writer.stop() }() // before the transaction is given up
	if err := r.begin(); err != nil {
		return Result{}, err
	}
	if err := f.Read(ctx, r.headers.watch(b), r); err != nil {
		return Result{}, err
	}
	d, err := b.Digest()
	if err != nil {
		return Result{}, err
	}
	r.source.SHA256, r.source.Bytes = d.SHA256, d.Bytes
	if err := r.end(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if err := tx.Commit(); err != nil {
		return Result{}, err
	}
	r.result.Source = r.source
	r.result.Took = time.Since(began)
	return r.result, nil
}

// check refuses a file of which too little could be read.
func (r *run) check() error {
	s := &r.source
	refuse := func(english string, blanks ...any) error {
		return &contrechamp.FileError{File: s.Name, What: contrechamp.Say(english, blanks...)}
	}
	switch {
	case s.Rows == 0:
		return refuse("holds no rows; nothing was kept")
	case s.Rejected == s.Rows:
		return refuse("none of its {n} rows could be read: {why}; nothing was kept", "n", s.Rows, "why", r.firstReject)
	case 2*s.Rejected > s.Rows:
		return refuse("{n} of its {rows} rows could not be read, the first because {why}; nothing was kept", "n", s.Rejected, "rows", s.Rows, "why", r.firstReject)
	}
	return nil
}
