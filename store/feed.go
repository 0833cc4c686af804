package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// Batches reach DuckDB through a table function, feed(), that hands over whole
// chunks of the batch that is under way: "INSERT INTO ad SELECT * FROM feed()".
// Its columns are those of the batch's table. Measured on 10^6
// rows of 30 numbers and 12 strings: 3.9 s, against 5.8 s by the appender and
// 3.5 s by writing DuckDB's memory directly. Unlike the appender it reports an
// error at once, with its statement.

// feed is one batch on its way into a table.
type feed struct {
	batch *Batch
	sent  int
}

var _ duckdb.ChunkTableSource = (*feed)(nil)

func (f *feed) ColumnInfos() []duckdb.ColumnInfo {
	infos := make([]duckdb.ColumnInfo, len(f.batch.cols))
	for i, c := range f.batch.cols {
		infos[i] = duckdb.ColumnInfo{Name: c.name, T: c.info()}
	}
	return infos
}

func (f *feed) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(f.batch.rows)}
}

func (f *feed) Init() {}

func (f *feed) FillChunk(chunk duckdb.DataChunk) error {
	n := min(duckdb.GetDataChunkCapacity(), f.batch.rows-f.sent)
	for i := range f.batch.cols {
		if err := f.batch.cols[i].fill(chunk, i, f.sent, f.sent+n); err != nil {
			return fmt.Errorf("table %s: column %s: %w", f.batch.table, f.batch.cols[i].name, err)
		}
	}
	f.sent += n
	return chunk.SetSize(n)
}

func (c *column) info() duckdb.TypeInfo {
	typ := c.typ
	if typ == duckdb.TYPE_LIST {
		typ = duckdb.TYPE_VARCHAR
	}
	info, _ := duckdb.NewTypeInfo(typ) // of the types in types, all simple
	if c.typ == duckdb.TYPE_LIST {
		info, _ = duckdb.NewListInfo(info)
	}
	return info
}

// types are the column types that batches hold, by DuckDB's name.
var types = map[string]duckdb.Type{
	"BOOLEAN": duckdb.TYPE_BOOLEAN, "UTINYINT": duckdb.TYPE_UTINYINT, "SMALLINT": duckdb.TYPE_SMALLINT,
	"INTEGER": duckdb.TYPE_INTEGER, "BIGINT": duckdb.TYPE_BIGINT, "DOUBLE": duckdb.TYPE_DOUBLE,
	"VARCHAR": duckdb.TYPE_VARCHAR, "DATE": duckdb.TYPE_DATE, "TIMESTAMP": duckdb.TYPE_TIMESTAMP,
	"BLOB": duckdb.TYPE_BLOB, "VARCHAR[]": duckdb.TYPE_LIST,
}

// register makes two table functions known to the database: feed, for the one
// batch that is being appended, and raw_rows, for the one export of the raw layer.
func (s *Store) register(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connecting to the store: %w", err)
	}
	defer conn.Close()
	err = duckdb.RegisterTableUDF(conn, "feed", duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
			if b := s.feeding.Load(); b != nil {
				return &feed{batch: b}, nil
			}
			return nil, errors.New("feed is for imports only")
		},
	})
	if err != nil {
		return fmt.Errorf("preparing to write rows: %w", err)
	}
	err = duckdb.RegisterTableUDF(conn, "raw_rows", duckdb.ChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ChunkTableSource, error) {
			if f := s.exporting.Load(); f != nil {
				return f, nil
			}
			return nil, errors.New("raw_rows is for exports only")
		},
	})
	if err != nil {
		return fmt.Errorf("preparing to read rows: %w", err)
	}
	return nil
}

// columns reads what a table is made of.
func columns(ctx context.Context, tx *sql.Tx, table string) ([]column, error) {
	rows, err := tx.QueryContext(ctx, Query("Columns"), table)
	if err != nil {
		return nil, fmt.Errorf("reading the columns of table %s: %w", table, err)
	}
	defer rows.Close()
	var cols []column
	for rows.Next() {
		var name, typ string
		if err := rows.Scan(&name, &typ); err != nil {
			return nil, fmt.Errorf("reading the columns of table %s: %w", table, err)
		}
		t, ok := types[typ]
		if !ok {
			return nil, fmt.Errorf("table %s: batches do not hold columns of type %s", table, typ)
		}
		cols = append(cols, column{name: name, typ: t})
	}
	if len(cols) == 0 && rows.Err() == nil {
		return nil, fmt.Errorf("the store has no table %s", table)
	}
	return cols, rows.Err()
}
