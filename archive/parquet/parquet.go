// Package parquet reads Parquet files as lines of JSON, an object a row, so that
// the readers of JSON read what pandas, polars, R and DuckDB write: lists are
// arrays, groups objects, maps objects, days and times as ISO 8601 has them,
// decimals by their digits. A null, and a number that is none (NaN), has no key.
package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/parquet-go/parquet-go"

	"github.com/contrechamp/contrechamp/internal/parquetfile"
)

// ErrDamaged says that a file is cut off or cannot be read.
var ErrDamaged = errors.New("the file is cut off or damaged")

// Lines reads the rows of a file in their order. Line n is row n. Errors but
// those of reading r are ErrDamaged.
func Lines(r io.ReaderAt, size int64) (io.Reader, error) {
	f, err := parquetfile.Open(r, size)
	if err != nil {
		return nil, damaged(err)
	}
	if n := f.NumRows(); n < 0 || n > 1000*size { // a damaged count would be read for ever
		return nil, ErrDamaged
	}
	out := &lines{groups: f.RowGroups(), buf: make([]parquet.Row, 64)}
	err = parquetfile.Guarded(func() error {
		for _, field := range f.Schema().Fields() {
			out.fields = append(out.fields, out.node(field, 0, 0))
		}
		return nil
	})
	if err != nil {
		return nil, damaged(err)
	}
	return out, nil
}

// damaged is what is wrong with a file: it, unless it could not be read from the
// disk.
func damaged(err error) error {
	var disk *fs.PathError
	if errors.As(err, &disk) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
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
		if l.err = parquetfile.Guarded(l.more); l.err != nil && l.err != io.EOF {
			l.err = damaged(l.err)
		}
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
	n, err := parquetfile.Read(l.rows, l.buf)
	for _, row := range l.buf[:n] {
		l.write(row)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if n == 0 {
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
