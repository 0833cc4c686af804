package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strings"
)

//go:embed sql/*.sql
var queries embed.FS

// Query is the text of the query of that name, a file of the folder sql.
func Query(name string) string {
	b, err := queries.ReadFile("sql/" + name + ".sql")
	if err != nil {
		return "SELECT error('no query is named " + strings.ReplaceAll(name, "'", "") + "')"
	}
	return WithCopies(string(b))
}

// WithCopies is a query in which the word $copies stands for the copies in their
// order, as the query of that name gives them.
func WithCopies(query string) string {
	copies, err := queries.ReadFile("sql/Copies.sql")
	if err != nil {
		panic(err) // it is part of the program
	}
	return strings.ReplaceAll(query, "$copies", "("+string(copies)+")")
}

// Query runs a named query.
func (s *Store) Query(ctx context.Context, name string, args ...any) (*sql.Rows, error) {
	rows, err := s.db.QueryContext(ctx, Query(name), args...)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", name, err)
	}
	return rows, nil
}

// statements cuts a file into its statements, each of which ends with a
// semicolon at the end of a line.
func statements(text string) []string {
	var list []string
	for _, s := range strings.Split(text+"\n", ";\n") {
		if strings.TrimSpace(s) != "" {
			list = append(list, s)
		}
	}
	return list
}
