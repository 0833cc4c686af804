package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/contrechamp/contrechamp"
)

// Sources lists every copy that was imported, in the order of import.
func (s *Store) Sources(ctx context.Context) ([]contrechamp.Source, error) {
	return sources(s.Query(ctx, "Sources"))
}

// Sources lists the copies that the transaction can see.
func (t *Tx) Sources(ctx context.Context) ([]contrechamp.Source, error) {
	return sources(t.Query(ctx, "Sources"))
}

func sources(rows *sql.Rows, err error) ([]contrechamp.Source, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []contrechamp.Source
	for rows.Next() {
		var c contrechamp.Source
		var from, to sql.NullTime
		err := rows.Scan(&c.ID, &c.Archive, &c.Series, &c.Name, &c.SHA256, &c.Bytes, &from, &to, &c.ReadAt, &c.Invented,
			&c.Rows, &c.Ads, &c.Tallies, &c.Repeated, &c.Rejected, &c.Remarked, &c.Repaired)
		if err != nil {
			return nil, fmt.Errorf("reading the sources: %w", err)
		}
		if from.Valid {
			c.From = contrechamp.Date{Time: from.Time, Precision: contrechamp.ToDay}
		}
		if to.Valid {
			c.To = contrechamp.Date{Time: to.Time, Precision: contrechamp.ToDay}
		}
		list = append(list, c)
	}
	return list, rows.Err()
}
