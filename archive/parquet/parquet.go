// Package parquet reads Parquet files as lines of JSON, an object a row, so that
// the readers of JSON read what pandas, polars, R and DuckDB write: lists are
// arrays, groups objects, maps objects, days and times as ISO 8601 has them,
// decimals by their digits. A null, and a number that is none (NaN), has no key.
package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Magic is with what a file begins and ends.
const Magic = "PAR1"

// ErrDamaged says that a file is cut off or cannot be read.
var ErrDamaged = errors.New("the file is cut off or damaged")

// Lines reads the rows of a file in their order. Line n is row n. Errors but
// those of reading r are ErrDamaged.
func Lines(r io.ReaderAt, size int64) (io.Reader, error) {
	if err := checkFooter(r, size); err != nil {
		return nil, err
	}
	out := &lines{buf: make([]parquet.Row, 64)}
	err := guarded(func() error {
		f, err := parquet.OpenFile(r, size)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if n := f.NumRows(); n < 0 || n > 1000*size { // a damaged count would be read for ever
			return ErrDamaged
		}
		out.groups = f.RowGroups()
		for _, field := range f.Schema().Fields() {
			out.fields = append(out.fields, out.node(field, 0, 0))
		}
		return nil
	})
	return out, err
}

// checkFooter refuses a footer longer than the file: the library would make room
// for up to 4 GB of it first.
func checkFooter(r io.ReaderAt, size int64) error {
	var end [8]byte
	if size < 12 {
		return ErrDamaged
	}
	if _, err := r.ReadAt(end[:], size-8); err != nil {
		return err
	}
	if string(end[4:]) != Magic || int64(binary.LittleEndian.Uint32(end[:4])) > size-12 {
		return ErrDamaged
	}
	return nil
}

// guarded turns a panic into an error: the library panics on some damaged pages.
func guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	return do()
}

// lines is a file being read.
type lines struct {
	groups []parquet.RowGroup
	rows   parquet.Rows
	buf    []parquet.Row
	fields []*node
	leaves int
	values [][]parquet.Value // of the current row, by leaf
	at     []int             // how many of them were taken
	out    bytes.Buffer
	err    error
}

// Read gives the next of the text.
func (l *lines) Read(p []byte) (int, error) {
	for l.out.Len() == 0 && l.err == nil {
		l.err = guarded(l.more)
	}
	if l.out.Len() > 0 {
		return l.out.Read(p)
	}
	return 0, l.err
}

// more writes the next rows.
func (l *lines) more() error {
	if l.rows == nil {
		if len(l.groups) == 0 {
			return io.EOF
		}
		l.rows, l.groups = l.groups[0].Rows(), l.groups[1:]
	}
	n, err := l.rows.ReadRows(l.buf)
	for _, row := range l.buf[:n] {
		l.write(row)
	}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case n == 0:
		l.rows.Close() // only read from
		l.rows = nil
	}
	return nil
}

// write writes a row as a line.
func (l *lines) write(row parquet.Row) {
	if l.values == nil {
		l.values, l.at = make([][]parquet.Value, l.leaves), make([]int, l.leaves)
	}
	for i := range l.values {
		l.values[i], l.at[i] = l.values[i][:0], 0
	}
	for _, v := range row {
		if c := v.Column(); c >= 0 && c < l.leaves {
			l.values[c] = append(l.values[c], v)
		}
	}
	l.out.Write(append(l.object(nil, l.fields), '\n'))
}
