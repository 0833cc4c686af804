package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/contrechamp/contrechamp"
)

// The raw layer keeps every row as it stands in its file: many rows a block,
// each preceded by its line and its length as uvarints, compressed together.

// AppendRow adds a row to the content of a block.
func AppendRow(block []byte, line int, raw []byte) []byte {
	block = binary.AppendUvarint(block, uint64(line))
	block = binary.AppendUvarint(block, uint64(len(raw)))
	return append(block, raw...)
}

// MaxBlock is the largest content of a block: one row of the greatest length
// and the rows before it.
const MaxBlock = contrechamp.MaxRow + 1<<20

// NewCompressor makes an encoder for blocks.
func NewCompressor() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
}

// rowsOf gives the rows of a block to yield, until it returns false.
func rowsOf(data []byte, yield func(line int, raw []byte) bool) error {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*MaxBlock))
	if err != nil {
		return err
	}
	defer d.Close()
	block, err := d.DecodeAll(data, nil)
	if err != nil {
		return err
	}
	for len(block) > 0 {
		line, n := binary.Uvarint(block)
		if n <= 0 {
			return errors.New("a damaged block of rows")
		}
		size, m := binary.Uvarint(block[n:])
		if m <= 0 || size > uint64(len(block)-n-m) {
			return errors.New("a damaged block of rows")
		}
		if !yield(int(line), block[n+m:][:size]) {
			return nil
		}
		block = block[n+m+int(size):]
	}
	return nil
}

// RawRow is a row as it stands in its file.
type RawRow struct {
	File   string
	Line   int
	Header string // what stands before the first row: the header of a CSV file
	Raw    []byte
}

// Raw fetches one row again. ErrNotFound says that the source has no such row.
func (s *Store) Raw(ctx context.Context, source int64, file string, line int) (*RawRow, error) {
	return raw(ctx, s.db, source, file, line)
}

// Raw fetches a row that the transaction can see.
func (t *Tx) Raw(ctx context.Context, source int64, file string, line int) (*RawRow, error) {
	return raw(ctx, t.tx, source, file, line)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func raw(ctx context.Context, db queryer, source int64, file string, line int) (*RawRow, error) {
	var data []byte
	var header sql.NullString
	err := db.QueryRowContext(ctx, Query("RawBlock"), source, file, line).Scan(&header, &data)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("reading %s:%d of source %d: %w", file, line, source, err)
	}
	var found *RawRow
	if err == nil {
		err = rowsOf(data, func(at int, raw []byte) bool {
			if at == line {
				found = &RawRow{File: file, Line: line, Header: header.String, Raw: bytes.Clone(raw)}
			}
			return found == nil
		})
		if err != nil {
			return nil, fmt.Errorf("reading %s:%d of source %d: %w", file, line, source, err)
		}
	}
	if found == nil {
		return nil, contrechamp.NotFound("source {source} has no row {file}:{line}", "source", source, "file", file, "line", line)
	}
	return found, nil
}

// RawRows hands over every row of a source, in the order of its files and
// lines. The bytes are good until yield returns; an error from it ends the reading.
func (s *Store) RawRows(ctx context.Context, source int64, yield func(RawRow) error) error {
	return rawRows(ctx, s.db, source, yield)
}

// RawRows hands over the rows of a source that the transaction can see.
func (t *Tx) RawRows(ctx context.Context, source int64, yield func(RawRow) error) error {
	return rawRows(ctx, t.tx, source, yield)
}

func rawRows(ctx context.Context, db queryer, source int64, yield func(RawRow) error) error {
	blocks, err := db.QueryContext(ctx, Query("RawBlocks"), source)
	if err != nil {
		return fmt.Errorf("reading the rows of source %d: %w", source, err)
	}
	defer blocks.Close()
	for blocks.Next() {
		var row RawRow
		var header sql.NullString
		var data []byte
		if err := blocks.Scan(&row.File, &header, &data); err != nil {
			return fmt.Errorf("reading the rows of source %d: %w", source, err)
		}
		row.Header = header.String
		var failed error
		err := rowsOf(data, func(line int, raw []byte) bool {
			row.Line, row.Raw = line, raw
			failed = yield(row)
			return failed == nil
		})
		if failed != nil {
			return failed
		}
		if err != nil {
			return fmt.Errorf("reading the rows of source %d, file %s: %w", source, row.File, err)
		}
	}
	return blocks.Err()
}
