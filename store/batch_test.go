package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
)

func memory(t *testing.T) *Store {
	t.Helper()
	s, err := Memory(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func begin(t *testing.T, s *Store) *Tx {
	t.Helper()
	tx, err := s.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tx.Rollback)
	return tx
}

// TestBatch writes rows of every type, more than a chunk of DuckDB holds, and
// reads them again.
func TestBatch(t *testing.T) {
	ctx := context.Background()
	s := memory(t)
	if _, err := s.DatabaseForTest(t).Exec(`CREATE TABLE every (a boolean, b utinyint, c smallint, d integer, e bigint, f double,
		g varchar, h date, i timestamp, j blob, k varchar[])`); err != nil {
		t.Fatal(err)
	}
	tx := begin(t, s)
	b, err := tx.Batch(ctx, "every")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(1969, 12, 30, 0, 0, 0, 0, time.UTC) // before 1970: days are negative
	const n = 5000
	for range 2 { // a batch is used again
		for i := range n {
			if i%7 == 3 {
				for range b.cols {
					b.Null()
				}
				continue
			}
			b.Bool(i%2 == 0)
			b.Int(int64(i % 256))
			b.Int(int64(i - 2500))
			b.Int(int64(-i))
			b.Int(int64(i) << 40)
			b.Real(float64(i) / 4)
			b.Text(fmt.Sprintf("é %d", i))
			b.Day(day.AddDate(0, 0, i))
			b.Moment(day.Add(time.Duration(i) * time.Second))
			b.Bytes([]byte{0, byte(i), 255})
			b.List(slices.Repeat([]string{"x", "ÿ"}, i%3))
		}
		if err := tx.Append(ctx, b); err != nil {
			t.Fatal(err)
		}
		b.Reset()
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	rows, err := s.DatabaseForTest(t).Query("SELECT * FROM every ORDER BY rowid")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	count := 0
	for ; rows.Next(); count++ {
		i := count % n
		v := make([]any, 11)
		into := make([]any, 11)
		for c := range v {
			into[c] = &v[c]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		if i%7 == 3 {
			if slices.ContainsFunc(v, func(x any) bool { return x != nil }) {
				t.Fatalf("row %d is not null: %v", i, v)
			}
			continue
		}
		var list any
		if i%3 > 0 {
			list = []any{"x", "ÿ", "x", "ÿ"}[:2*(i%3)]
		}
		want := []any{i%2 == 0, uint8(i % 256), int16(i - 2500), int32(-i), int64(i) << 40, float64(i) / 4, fmt.Sprintf("é %d", i),
			day.AddDate(0, 0, i), day.Add(time.Duration(i) * time.Second), []byte{0, byte(i), 255}, list}
		if fmt.Sprint(v) != fmt.Sprint(want) {
			t.Fatalf("row %d:\n got %v\nwant %v", i, v, want)
		}
	}
	if count != 2*n {
		t.Errorf("%d rows", count)
	}
}

// TestBatchFaults: what is no whole row of the table, or no UTF-8, is refused.
func TestBatchFaults(t *testing.T) {
	ctx := context.Background()
	tx := begin(t, memory(t))
	if _, err := tx.Batch(ctx, "nothing"); err == nil {
		t.Error("a table that there is not")
	}
	for _, c := range []struct {
		want string
		fill func(b *Batch)
	}{
		{"ends at column", func(b *Batch) { b.Int(1) }},
		{"another type", func(b *Batch) { b.Text("1"); b.Int(0); b.Int(0) }},
		{"not valid UTF-8", func(b *Batch) { b.Int(1); b.Text("R\xe9p"); b.Text("x") }},
		{"adding rows to t", func(b *Batch) { b.Int(1); b.Text("a"); b.Null() }}, // the last: it aborts the transaction
	} {
		b, err := tx.Batch(ctx, "population_name")
		if err != nil {
			t.Fatal(err)
		}
		c.fill(b)
		if err := tx.Append(ctx, b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
}

// TestOneWriter: a second transaction is refused while one runs, and a
// rollback leaves nothing.
func TestOneWriter(t *testing.T) {
	ctx := context.Background()
	s := memory(t)
	tx := begin(t, s)
	if _, err := s.Begin(ctx); !errors.Is(err, contrechamp.ErrBusy) {
		t.Errorf("a second writer: %v", err)
	}
	b, err := tx.Batch(ctx, "population_name")
	if err != nil {
		t.Fatal(err)
	}
	b.Int(1)
	b.Text("DE")
	b.Text("Deutschland")
	if err := tx.Append(ctx, b); err != nil {
		t.Fatal(err)
	}
	tx.Rollback()
	tx.Rollback()
	if err := tx.Commit(); err == nil {
		t.Error("committed after a rollback")
	}
	var n int
	if err := s.DatabaseForTest(t).QueryRow("SELECT count(*) FROM population_name").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows after a rollback, %v", n, err)
	}
	if s.Changes() != 0 {
		t.Error("a rollback counts as a change")
	}
	if tx, err = s.Begin(ctx); err != nil {
		t.Fatalf("after a rollback: %v", err)
	}
	if err := tx.Commit(); err != nil || s.Changes() != 1 {
		t.Errorf("%d changes, %v", s.Changes(), err)
	}
}

// TestNoNetwork: nothing is fetched, whatever a query asks for.
func TestNoNetwork(t *testing.T) {
	s := memory(t)
	for name, want := range map[string]string{"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "memory_limit": "976.5 MiB"} {
		var got string
		if err := s.DatabaseForTest(t).QueryRow("SELECT value FROM duckdb_settings() WHERE name = ?", name).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, not %q (%v)", name, got, want, err)
		}
	}
	if _, err := s.DatabaseForTest(t).Exec("SELECT * FROM read_csv('https://localhost:1/x.csv')"); err == nil {
		t.Error("a file of the network is read")
	}
}

// FuzzRows: a damaged block of the raw layer is an error, never a panic, and
// what AppendRow wrote is read again.
func FuzzRows(f *testing.F) {
	z, err := NewCompressor()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(AppendRow(AppendRow(nil, 1, []byte("a")), 300, bytes.Repeat([]byte("x"), 300)), "row")
	f.Add([]byte{1, 200}, "")
	f.Add([]byte{1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1}, "")
	f.Fuzz(func(t *testing.T, block []byte, row string) {
		rowsOf(block, func(int, []byte) bool { return true }) // as if damaged on the disk
		rowsOf(z.EncodeAll(block, nil), func(int, []byte) bool { return true })
		var got string
		err := rowsOf(z.EncodeAll(AppendRow(nil, 7, []byte(row)), nil), func(line int, raw []byte) bool {
			got = fmt.Sprint(line, string(raw))
			return true
		})
		if err != nil || got != fmt.Sprint(7, row) {
			t.Errorf("%q read as %q, %v", row, got, err)
		}
	})
}
