package ingest

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp/store"
)

// batchRows is how many rows are appended at a time: enough that a statement
// costs nothing, few enough that those under way fit in memory.
const batchRows = 30 << 10

// writer appends batches in a goroutine of its own, in the order in which they
// were handed over.
type writer struct {
	ctx   context.Context
	tx    *store.Tx
	work  chan job
	done  chan struct{}
	err   error // of the goroutine, to be read when failed is closed or done is
	fails chan struct{}

	started, stopped bool
}

// job is a batch to append and where to put it when it is empty again, or
// something else to do before the rows that follow.
type job struct {
	batch *store.Batch
	back  chan *store.Batch
	do    func() error
}

// table is a table that is being filled.
type table struct {
	*store.Batch
	writer *writer
	spare  chan *store.Batch
}

func newWriter(ctx context.Context, tx *store.Tx) *writer {
	return &writer{ctx: ctx, tx: tx, work: make(chan job, 4), done: make(chan struct{}), fails: make(chan struct{})}
}

// table makes the batches of a table: one to fill while the other is appended.
func (w *writer) table(name string) (*table, error) {
	t := &table{writer: w, spare: make(chan *store.Batch, 2)}
	for range 2 {
		b, err := w.tx.Batch(w.ctx, name)
		if err != nil {
			return nil, err
		}
		t.spare <- b
	}
	t.Batch = <-t.spare
	return t, nil
}

func (w *writer) start() {
	w.started = true
	go func() {
		defer close(w.done)
		for j := range w.work {
			if w.err != nil {
				continue
			}
			if err := w.one(j); err != nil {
				w.err = err
				close(w.fails)
			}
		}
	}()
}

func (w *writer) one(j job) error {
	if j.do != nil {
		return j.do()
	}
	if err := w.tx.Append(w.ctx, j.batch); err != nil {
		return err
	}
	j.batch.Reset()
	j.back <- j.batch
	return nil
}

// send hands a job over; it returns the error of an earlier one.
func (w *writer) send(j job) error {
	select {
	case w.work <- j:
		return nil
	case <-w.fails:
		return w.err
	}
}

// full hands the batch over if it is large enough.
func (t *table) full() error {
	if t.Len() < batchRows {
		return nil
	}
	return t.flush()
}

func (t *table) flush() error {
	if t.Len() == 0 {
		return nil
	}
	if t.writer.stopped {
		defer t.Reset()
		return t.writer.tx.Append(t.writer.ctx, t.Batch)
	}
	if err := t.writer.send(job{batch: t.Batch, back: t.spare}); err != nil {
		return err
	}
	select {
	case t.Batch = <-t.spare:
		return nil
	case <-t.writer.fails:
		return t.writer.err
	}
}

// stop waits until everything is appended; after it the transaction is free
// again, and batches are appended where they are full.
func (w *writer) stop() error {
	if w == nil || !w.started {
		return nil
	}
	if !w.stopped {
		w.stopped = true
		close(w.work)
		<-w.done
	}
	if w.err != nil {
		return fmt.Errorf("writing what was read: %w", w.err)
	}
	return nil
}
