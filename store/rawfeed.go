package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// rawFeed hands the rows of the raw layer to DuckDB as a table, block by block.
type rawFeed struct {
	ctx    context.Context
	store  *Store
	blocks *sql.Rows
	block  rawOrigin
	rows   []RawRow // of the block, not handed over yet
}

// rawOrigin is where a block of rows comes from.
type rawOrigin struct{ Archive, Series, Source, SHA256, File string }

var _ duckdb.ChunkTableSource = (*rawFeed)(nil)

func (f *rawFeed) ColumnInfos() []duckdb.ColumnInfo {
	text, _ := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	number, _ := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	return []duckdb.ColumnInfo{{Name: "archive", T: text}, {Name: "series", T: text}, {Name: "source", T: text}, {Name: "sha256", T: text},
		{Name: "file", T: text}, {Name: "line", T: number}, {Name: "raw", T: text}}
}

func (f *rawFeed) Cardinality() *duckdb.CardinalityInfo { return nil }

func (f *rawFeed) Init() {}

func (f *rawFeed) FillChunk(chunk duckdb.DataChunk) error {
	n := 0
	for ; n < duckdb.GetDataChunkCapacity(); n++ {
		for len(f.rows) == 0 {
			more, err := f.next()
			if err != nil {
				return err
			}
			if !more {
				return chunk.SetSize(n)
			}
		}
		row := f.rows[0]
		f.rows = f.rows[1:]
		b := &f.block
		raw := strings.ToValidUTF8(string(row.Raw), "\uFFFD")
		for i, v := range [...]string{b.Archive, b.Series, b.Source, b.SHA256, b.File} {
			if err := duckdb.SetChunkValue(chunk, i, n, v); err != nil {
				return err
			}
		}
		if err := errors.Join(duckdb.SetChunkValue(chunk, 5, n, int64(row.Line)), duckdb.SetChunkValue(chunk, 6, n, raw)); err != nil {
			return err
		}
	}
	return chunk.SetSize(n)
}

func (f *rawFeed) next() (bool, error) {
	if f.blocks == nil {
		var err error
		if f.blocks, err = f.store.Query(f.ctx, "AllRawBlocks"); err != nil {
			return false, err
		}
	}
	if !f.blocks.Next() {
		return false, f.blocks.Err()
	}
	var data []byte
	b := &f.block
	if err := f.blocks.Scan(&b.Archive, &b.Series, &b.Source, &b.SHA256, &b.File, &data); err != nil {
		return false, err
	}
	err := rowsOf(data, func(line int, raw []byte) bool {
		f.rows = append(f.rows, RawRow{Line: line, Raw: raw})
		return true
	})
	if err != nil {
		return false, fmt.Errorf("%s: %w", b.File, err)
	}
	return true, nil
}

func (f *rawFeed) close() {
	if f.blocks != nil {
		f.blocks.Close()
	}
}
