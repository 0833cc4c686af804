package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// Reader asks named queries, each a file of the folder sql: of a store as it
// stands, or of one state of it.
type Reader interface {
	// Each asks a query and hands over its rows one by one. An argument of type
	// List stands for the word $list of its text.
	Each(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error
}

// List are numbers that a query is about.
type List []int32

// One asks a query of one row and reads it; false if there is none.
func One(ctx context.Context, r Reader, name string, to []any, args ...any) (found bool, err error) {
	err = r.Each(ctx, name, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(to...)
	}, args...)
	return found, err
}

// Each asks a query of the store.
func (s *Store) Each(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error {
	return each(ctx, s.db, name, row, args)
}

// AtOnce lets queries be asked of one state of the store: an import may end
// in between.
func (s *Store) AtOnce(ctx context.Context, ask func(Reader) error) error {
	tx, err := s.db.BeginTx(Uncancelled(ctx), nil)
	if err != nil {
		return fmt.Errorf("store: reading one state: %w", err)
	}
	defer tx.Rollback()
	return ask(state{tx})
}

// state is one state of a store.
type state struct{ tx *sql.Tx }

func (s state) Each(ctx context.Context, name string, row func(scan func(...any) error) error, args ...any) error {
	return each(ctx, s.tx, name, row, args)
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func each(ctx context.Context, db querier, name string, row func(scan func(...any) error) error, args []any) error {
	text, args := written(Query(name), args)
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("store: %s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// written writes lists into the text of a query, and gives its other arguments.
func written(text string, args []any) (string, []any) {
	var others []any
	for _, a := range args {
		list, ok := a.(List)
		if !ok {
			others = append(others, a)
			continue
		}
		words := make([]string, len(list))
		for i, n := range list {
			words[i] = strconv.Itoa(int(n))
		}
		text = strings.ReplaceAll(text, "$list", strings.Join(words, ","))
	}
	return text, others
}
