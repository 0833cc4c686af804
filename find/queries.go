package find

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	"github.com/contrechamp/contrechamp/store"
)

//go:embed sql/*.sql
var queries embed.FS

// query is the text of a named query.
func query(name string) string {
	b, err := queries.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(fmt.Sprintf("find: no query %s", name)) // a test asks for every name
	}
	return store.WithCopies(string(b))
}

// querier is a database or a transaction on it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// each runs a named query and hands over its rows one by one.
func each(ctx context.Context, db querier, name string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := db.QueryContext(ctx, query(name), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
