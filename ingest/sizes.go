package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/population"
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

// SizeWhy is the JSON of a box's size_why: what a size rests on and what makes
// it wide, or why there is none.
type SizeWhy struct {
	Of        int64    `json:"of,omitempty"`        // people of the countries that the box reaches
	Countries []string `json:"countries,omitempty"` // these countries
	Years     []int    `json:"years,omitempty"`     // of their counts
	Mid       *float64 `json:"mid,omitempty"`       // an estimate by equal shares of cut age groups
	NoTable   []string `json:"no_table,omitempty"`  // countries without a table
	Reasons   []Reason `json:"reasons,omitempty"`
}

// Reason is a population.Reason in JSON.
type Reason struct {
	Kind string `json:"kind"`           // a population.ReasonKind
	Fact string `json:"fact,omitempty"` // the first fact that it concerns
	N    int    `json:"n,omitempty"`    // how many facts it concerns
	In   string `json:"in,omitempty"`   // the counted region that encloses the place
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
		b.Text(why(size))
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

func why(s population.Size) string {
	w := SizeWhy{Of: s.Of, Countries: s.Countries, Years: s.Years, NoTable: s.NoTable}
	if s.HasMid {
		w.Mid = &s.Mid
	}
	for _, r := range s.Reasons {
		w.Reasons = append(w.Reasons, Reason{string(r.Kind), r.Fact, r.N, r.In})
	}
	text, _ := json.Marshal(w) // of strings and numbers: cannot fail
	return string(text)
}
