package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Exports are the tables that can be taken out of a store.
var Exports = []Export{
	{"ads", "one row an ad: who, what, when, money and counts as ranges, the box", "ExportAds"},
	{"texts", "one row a creative of an ad, in the ad's order", "ExportTexts"},
	{"delivered", "one row a group of people who saw an ad", "ExportDelivered"},
	{"boxes", "one row a box: its expression, criteria and size", "ExportBoxes"},
	{"advertisers", "one row an advertiser: how many ads and boxes, and the narrowest box", "ExportAdvertisers"},
	{"facts", "one row a fact of a box, asked for or shut out", "ExportFacts"},
	{"tallies", "money and counts that archives state about advertisers, weeks and places", "ExportTallies"},
	{"sources", "one row a copy of an archive, with its hash and counts", "ExportSources"},
	{"rejects", "rows that could not be read, with the reason", "ExportRejects"},
	{"remarks", "odd things in rows that were kept, and values read by a repair rule", "ExportRemarks"},
	{"raw", "every row as it stands in its file", ""},
}

// Export is one of the tables that can be taken out.
type Export struct {
	Name  string
	About string // what its rows are
	query string // "" for raw, which no query gives
}

// AboutAds says whether the rows of an export are those of single ads, so that
// it can be narrowed to some.
func AboutAds(table string) bool {
	for _, e := range Exports {
		if e.Name == table {
			return strings.Contains(Query(e.query), "AS ad_num")
		}
	}
	return false
}

// ExportFormats are the forms that a table is written in: CSV (UTF-8, a header,
// ISO dates), one JSON object a line, Parquet.
var ExportFormats = []string{"csv", "ndjson", "parquet"}

// exportOptions are what COPY is told for each of them.
var exportOptions = map[string]string{
	"csv":     "FORMAT csv, HEADER true",
	"ndjson":  "FORMAT json",
	"parquet": "FORMAT parquet, COMPRESSION zstd",
}

// ExportFile writes a table into a new file and gives the number of rows. The
// file appears when it is whole; one that is there already is an ErrInvalid.
// Nums, if not nil, are the ads (ad.num) whose rows are wanted, in tables that
// are about ads.
func (s *Store) ExportFile(ctx context.Context, table, format, path string, nums []int32) (rows int64, err error) {
	err = whenWhole(path, func(part string) error {
		rows, err = s.export(ctx, table, format, part, nums)
		return err
	})
	return rows, err
}

// Export writes a table to w.
func (s *Store) Export(ctx context.Context, table, format string, w io.Writer, nums []int32) (int64, error) {
	dir, err := os.MkdirTemp("", "contrechamp-export-")
	if err != nil {
		return 0, fmt.Errorf("exporting: %w", err)
	}
	defer os.RemoveAll(dir)
	part := filepath.Join(dir, "part")
	rows, err := s.export(ctx, table, format, part, nums)
	if err != nil {
		return 0, err
	}
	f, err := os.Open(part)
	if err != nil {
		return 0, fmt.Errorf("exporting: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return 0, fmt.Errorf("exporting %s: %w", table, err)
	}
	return rows, nil
}

func (s *Store) export(ctx context.Context, table, format, part string, nums []int32) (int64, error) {
	options, ok := exportOptions[format]
	if !ok {
		return 0, contrechamp.Invalid(`exports are written as {list}, not as "{format}"`, "list", strings.Join(ExportFormats, ", "), "format", format)
	}
	for _, e := range Exports {
		if e.Name != table {
			continue
		}
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return 0, fmt.Errorf("exporting %s: %w", table, err)
		}
		defer conn.Close()
		query := "SELECT * FROM raw_rows()"
		if e.query != "" {
			query = Query(e.query)
			if nums != nil && !AboutAds(table) {
				return 0, contrechamp.Invalid("{table} is not about single ads, so a filter cannot narrow it: leave the filter out", "table", table)
			}
		} else {
			if nums != nil {
				query = "SELECT seen.ad_num, r.* FROM raw_rows() r JOIN (" + Query("SeenRows") + ") seen ON seen.sha256 = r.sha256 AND seen.file = r.file AND seen.line = r.line"
			}
			defer s.rawExports.Unlock()
			s.rawExports.Lock()
			rows := &rawFeed{ctx: ctx, store: s}
			defer rows.close()
			s.exporting.Store(rows)
			defer s.exporting.Store(nil)
		}
		if query, err = shape(ctx, conn, query, format, nums); err != nil {
			return 0, fmt.Errorf("exporting %s: %w", table, err)
		}
		r, err := conn.ExecContext(ctx, "COPY ("+query+") TO '"+strings.ReplaceAll(part, "'", "''")+"' ("+options+")")
		if err != nil {
			return 0, fmt.Errorf("exporting %s: %w", table, err)
		}
		return r.RowsAffected()
	}
	var names []string
	for _, e := range Exports {
		names = append(names, e.Name)
	}
	return 0, contrechamp.Invalid(`"{table}" cannot be exported, these can: {names}`, "table", table, "names", strings.Join(names, ", "))
}

// shape narrows a query to some ads and, for CSV, puts an apostrophe before
// cells that a spreadsheet would take for formulas: ad texts are hostile. Rows
// of the raw layer are left as they are.
func shape(ctx context.Context, conn *sql.Conn, query, format string, nums []int32) (string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT * FROM ("+query+") LIMIT 0")
	if err != nil {
		return "", err
	}
	types, err := rows.ColumnTypes()
	rows.Close()
	if err != nil {
		return "", err
	}
	var cols []string
	where := ""
	for _, c := range types {
		name := `"` + c.Name() + `"`
		switch {
		case c.Name() == "ad_num": // not for people
			if nums != nil {
				where = " WHERE ad_num IN (" + list(nums) + ")"
			}
			continue
		case format == "csv" && c.DatabaseTypeName() == "VARCHAR" && c.Name() != "raw":
			name = fmt.Sprintf(`CASE WHEN %s SIMILAR TO '[=+@\t\r-](.|\n)*' THEN '''' || %s ELSE %s END AS %s`, name, name, name, name)
		}
		cols = append(cols, name)
	}
	return "SELECT " + strings.Join(cols, ", ") + " FROM (" + query + ")" + where, nil
}

func list(nums []int32) string {
	b := []byte("-1")
	for _, n := range nums {
		b = strconv.AppendInt(append(b, ','), int64(n), 10)
	}
	return string(b)
}

// ExportDatabase copies the whole store, as it is at one moment, into a new
// DuckDB file.
func (s *Store) ExportDatabase(ctx context.Context, path string) error {
	return whenWhole(path, func(part string) error {
		conn, err := s.db.Conn(ctx)
		if err != nil {
			return fmt.Errorf("exporting the database: %w", err)
		}
		defer conn.Close()
		var name string
		if err := conn.QueryRowContext(ctx, "SELECT current_database()").Scan(&name); err != nil {
			return fmt.Errorf("exporting the database: %w", err)
		}
		quoted := strings.ReplaceAll(part, "'", "''")
		if _, err := conn.ExecContext(ctx, "ATTACH '"+quoted+"' AS exported"); err != nil {
			return fmt.Errorf("exporting the database: %w", err)
		}
		_, err = conn.ExecContext(ctx, `COPY FROM DATABASE "`+strings.ReplaceAll(name, `"`, `""`)+`" TO exported`)
		if _, detach := conn.ExecContext(context.WithoutCancel(ctx), "DETACH exported"); err == nil {
			err = detach
		}
		if err != nil {
			return fmt.Errorf("exporting the database: %w", err)
		}
		return nil
	})
}

// whenWhole has a file written beside its place and puts it there at the end.
func whenWhole(path string, write func(part string) error) error {
	if _, err := os.Lstat(path); err == nil {
		return contrechamp.Invalid("{path} is there already: name another file or remove it", "path", path)
	}
	part := path + ".part"
	os.Remove(part)
	if err := write(part); err != nil {
		os.Remove(part)
		os.Remove(part + ".wal")
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return errors.Join(fmt.Errorf("exporting: %w", err), os.Remove(part))
	}
	return nil
}
