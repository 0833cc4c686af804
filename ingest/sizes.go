package ingest

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/store"
)

// Sizes computes the sizes of all boxes from the store's population tables, in
// one transaction, and gives the number of those that have one, and of all. An
// import does this by itself for the boxes that it brings, and for all of them if
// the store's were computed by another method.
func Sizes(ctx context.Context, s *store.Store) (sized, boxes int, err error) {
	tx, err := s.Begin(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback()
	if sized, boxes, err = sizes(ctx, tx, 0); err != nil {
		return 0, 0, err
	}
	return sized, boxes, tx.Commit()
}

// method is how this program computes sizes: another number wherever the same box
// and the same tables may have another size or other reasons than before.
const method = "3"

// sizes computes the sizes of the boxes from a number on; of all boxes if those
// of the store were computed by another method.
func sizes(ctx context.Context, tx *store.Tx, from int64) (sized, boxes int, err error) {
	table, err := populationTable(ctx, tx)
	if err != nil || table == nil {
		return 0, 0, err
	}
	var mark string
	if err := each(ctx, tx, "SizesMark", nil, []any{&mark}, func() {}); err != nil {
		return 0, 0, err
	}
	by, times, _ := strings.Cut(mark, " ")
	if by != method {
		from = 0
	}
	if _, err := tx.Exec(ctx, "StageSizes"); err != nil {
		return 0, 0, err
	}
	b, err := tx.Batch(ctx, "size_in")
	if err != nil {
		return 0, 0, err
	}
	var id int64
	var expr string
	var failed error
	err = each(ctx, tx, "BoxExprs", []any{from}, []any{&id, &expr}, func() {
		if failed != nil {
			return
		}
		e, err := audience.Parse(expr)
		if err != nil {
			failed = fmt.Errorf("box %d of the store: %w", id, err)
			return
		}
		boxes++
		size := table.Size(e)
		b.Int(id)
		if size.Known {
			sized++
			b.Int(size.Lo)
			b.Int(size.Hi)
		} else {
			b.Null()
			b.Null()
		}
		b.Text(size.Basis().Encode())
	})
	if err == nil {
		err = failed
	}
	if err == nil {
		err = tx.Append(ctx, b)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("computing sizes: %w", err)
	}
	var changed int64
	if err := each(ctx, tx, "SizesChanged", nil, []any{&changed}, func() {}); err != nil {
		return 0, 0, err
	}
	if from == 0 && (by != method || changed > 0) {
		n, _ := strconv.Atoi(times) // 0 if there is no mark
		if _, err := tx.Exec(ctx, "MarkSizes", method+" "+strconv.Itoa(n+1)); err != nil {
			return 0, 0, err
		}
	}
	_, err = tx.Exec(ctx, "SetSizes")
	return sized, boxes, err
}
