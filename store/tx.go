package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/contrechamp/contrechamp"
)

// Tx is one writing transaction on a connection of its own. Until Commit no
// reader sees anything of it; a process that dies before leaves no trace.
// It is not safe for concurrent use.
type Tx struct {
	store *Store
	conn  *sql.Conn
	tx    *sql.Tx
	done  bool
}

// Begin starts a writing transaction. There is one at a time: ErrBusy says
// that another one runs in this process.
func (s *Store) Begin(ctx context.Context) (*Tx, error) {
	if !s.writing.TryLock() {
		return nil, contrechamp.Busy("another import is running on this store, try again when it is done")
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		s.writing.Unlock()
		return nil, fmt.Errorf("connecting to the store: %w", err)
	}
	t := &Tx{store: s, conn: conn}
	if t.tx, err = conn.BeginTx(Uncancelled(ctx), nil); err != nil {
		t.end()
		return nil, fmt.Errorf("beginning a transaction: %w", err)
	}
	return t, nil
}

// Uncancelled is the context to begin a transaction with. The driver may have
// begun it when it sees that a context is done, and then says that it has not:
// the connection would go back to the others with a transaction open. What
// runs inside has the context of its own, and whoever begins rolls back.
func Uncancelled(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// Batch makes an empty batch for a table.
func (t *Tx) Batch(ctx context.Context, table string) (*Batch, error) {
	cols, err := columns(ctx, t.tx, table)
	if err != nil {
		return nil, err
	}
	return &Batch{table: table, cols: cols}, nil
}

// Append adds the rows of a batch to its table.
func (t *Tx) Append(ctx context.Context, b *Batch) error {
	if err := b.whole(); err != nil {
		return err
	}
	if b.rows == 0 {
		return nil
	}
	t.store.feeding.Store(b)
	defer t.store.feeding.Store(nil)
	if _, err := t.tx.ExecContext(ctx, "INSERT INTO "+b.table+" SELECT * FROM feed()"); err != nil {
		return fmt.Errorf("adding rows to table %s: %w", b.table, err)
	}
	return nil
}

// Exec runs the statements of a named file in their order and gives the number
// of rows that the last one changed. Arguments go to a file of one statement only.
func (t *Tx) Exec(ctx context.Context, name string, args ...any) (int64, error) {
	var changed int64
	for _, statement := range statements(Query(name)) {
		r, err := t.tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return 0, fmt.Errorf("store: %s: %w", name, err)
		}
		if changed, err = r.RowsAffected(); err != nil {
			return 0, fmt.Errorf("store: %s: %w", name, err)
		}
	}
	return changed, nil
}

// Query runs a named query inside the transaction.
func (t *Tx) Query(ctx context.Context, name string, args ...any) (*sql.Rows, error) {
	rows, err := t.tx.QueryContext(ctx, Query(name), args...)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", name, err)
	}
	return rows, nil
}

// Commit makes everything visible at once. After an error the store is as it was.
func (t *Tx) Commit() error {
	if t.done {
		return fmt.Errorf("committing: %w", sql.ErrTxDone)
	}
	err := t.tx.Commit()
	if err == nil {
		t.store.changes.Add(1)
	}
	t.end()
	if err != nil {
		return fmt.Errorf("committing to the store: %w", err)
	}
	return nil
}

// Rollback forgets the transaction; after Commit it does nothing.
func (t *Tx) Rollback() {
	if t.done {
		return
	}
	t.tx.Rollback()
	t.end()
}

func (t *Tx) end() {
	t.done = true
	t.conn.Close()
	t.store.writing.Unlock()
}
