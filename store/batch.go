package store

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
)

// Batch holds rows for one table, column by column, until they are appended.
// A row is set by one call for each column in the table's order; Null stands
// for a value that is not there. Make one with Tx.Batch; Reset it for reuse
// after Append.
type Batch struct {
	table string
	cols  []column
	next  int // column of the next value
	rows  int
}

// column is one column of a batch: the slice of its type, and which rows are null.
type column struct {
	name  string
	typ   duckdb.Type
	null  []bool
	ints  []int64 // booleans, whole numbers, days since 1970, microseconds since 1970
	reals []float64
	texts []string
	bytes [][]byte
	lists [][]string
}

// Len is the number of whole rows.
func (b *Batch) Len() int { return b.rows }

// Reset empties the batch and keeps its memory.
func (b *Batch) Reset() {
	for i := range b.cols {
		c := &b.cols[i]
		clear(c.texts)
		clear(c.bytes)
		clear(c.lists)
		c.null, c.ints, c.reals, c.texts, c.bytes, c.lists =
			c.null[:0], c.ints[:0], c.reals[:0], c.texts[:0], c.bytes[:0], c.lists[:0]
	}
	b.next, b.rows = 0, 0
}

func (b *Batch) column(null bool) *column {
	c := &b.cols[b.next]
	c.null = append(c.null, null)
	if b.next++; b.next == len(b.cols) {
		b.next = 0
		b.rows++
	}
	return c
}

// Int sets a whole number of any width.
func (b *Batch) Int(v int64) { c := b.column(false); c.ints = append(c.ints, v) }

// Bool sets a truth value.
func (b *Batch) Bool(v bool) {
	n := int64(0)
	if v {
		n = 1
	}
	b.Int(n)
}

// Real sets a floating-point number.
func (b *Batch) Real(v float64) { c := b.column(false); c.reals = append(c.reals, v) }

// Text sets a string. It must be valid UTF-8.
func (b *Batch) Text(v string) { c := b.column(false); c.texts = append(c.texts, v) }

// Stated sets a string, or null if it is empty.
func (b *Batch) Stated(v string) {
	if v == "" {
		b.Null()
		return
	}
	b.Text(v)
}

// Day sets a calendar day.
func (b *Batch) Day(t time.Time) { b.Int(floorDiv(t.Unix(), 86400)) }

// Moment sets a timestamp.
func (b *Batch) Moment(t time.Time) { b.Int(t.UnixMicro()) }

// Bytes sets a blob, which must not change before Append.
func (b *Batch) Bytes(v []byte) { c := b.column(false); c.bytes = append(c.bytes, v) }

// List sets a list of strings, or null if it is empty.
func (b *Batch) List(v []string) {
	if len(v) == 0 {
		b.Null()
		return
	}
	c := b.column(false)
	c.lists = append(c.lists, v)
}

// Null leaves a value out.
func (b *Batch) Null() {
	c := b.column(true)
	switch c.typ {
	case duckdb.TYPE_DOUBLE:
		c.reals = append(c.reals, 0)
	case duckdb.TYPE_VARCHAR:
		c.texts = append(c.texts, "")
	case duckdb.TYPE_BLOB:
		c.bytes = append(c.bytes, nil)
	case duckdb.TYPE_LIST:
		c.lists = append(c.lists, nil)
	default:
		c.ints = append(c.ints, 0)
	}
}

// whole says what is wrong with a batch that is not made of whole rows with
// values of the columns' types, strings in UTF-8.
func (b *Batch) whole() error {
	if b.next != 0 {
		return fmt.Errorf("table %s: the last row ends at column %s", b.table, b.cols[b.next].name)
	}
	for i := range b.cols {
		c := &b.cols[i]
		n := len(c.ints)
		switch c.typ {
		case duckdb.TYPE_DOUBLE:
			n = len(c.reals)
		case duckdb.TYPE_VARCHAR:
			n = len(c.texts)
		case duckdb.TYPE_BLOB:
			n = len(c.bytes)
		case duckdb.TYPE_LIST:
			n = len(c.lists)
		}
		if n != b.rows {
			return fmt.Errorf("table %s: column %s got values of another type", b.table, c.name)
		}
		if bad, ok := c.notUTF8(); ok {
			return fmt.Errorf("table %s: column %s got %q, which is not valid UTF-8", b.table, c.name, bad)
		}
	}
	return nil
}

// notUTF8 finds a string of the column that DuckDB would turn into null in silence.
func (c *column) notUTF8() (string, bool) {
	for _, s := range c.texts {
		if !utf8.ValidString(s) {
			return s, true
		}
	}
	for _, list := range c.lists {
		for _, s := range list {
			if !utf8.ValidString(s) {
				return s, true
			}
		}
	}
	return "", false
}

// fill copies rows from..to of a column into a chunk of DuckDB.
func (c *column) fill(chunk duckdb.DataChunk, col, from, to int) error {
	switch c.typ {
	case duckdb.TYPE_BOOLEAN:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) bool { return v != 0 })
	case duckdb.TYPE_UTINYINT:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) uint8 { return uint8(v) })
	case duckdb.TYPE_SMALLINT:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) int16 { return int16(v) })
	case duckdb.TYPE_INTEGER:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) int32 { return int32(v) })
	case duckdb.TYPE_BIGINT:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) int64 { return v })
	case duckdb.TYPE_DATE:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) time.Time { return time.Unix(v*86400, 0).UTC() })
	case duckdb.TYPE_TIMESTAMP:
		return fill(chunk, col, c.null[from:to], c.ints[from:to], func(v int64) time.Time { return time.UnixMicro(v).UTC() })
	case duckdb.TYPE_DOUBLE:
		return fill(chunk, col, c.null[from:to], c.reals[from:to], func(v float64) float64 { return v })
	case duckdb.TYPE_VARCHAR:
		return fill(chunk, col, c.null[from:to], c.texts[from:to], func(v string) string { return v })
	case duckdb.TYPE_BLOB:
		return fill(chunk, col, c.null[from:to], c.bytes[from:to], func(v []byte) []byte { return v })
	case duckdb.TYPE_LIST:
		return fill(chunk, col, c.null[from:to], c.lists[from:to], func(v []string) []string { return v })
	}
	return fmt.Errorf("column %s is of a type that batches do not hold", c.name)
}

func fill[V, T any](chunk duckdb.DataChunk, col int, null []bool, values []V, to func(V) T) error {
	for i, v := range values {
		var err error
		if null[i] {
			err = duckdb.SetChunkValue[any](chunk, col, i, nil)
		} else {
			err = duckdb.SetChunkValue(chunk, col, i, to(v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
