package store

import (
	"context"
	"testing"
)

// TestOneState: what is asked at once sees nothing of what comes in between.
func TestOneState(t *testing.T) {
	ctx := context.Background()
	st, err := Memory(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	read := func(r Reader) (state string) {
		if _, err := One(ctx, r, "State", []any{&state}); err != nil {
			t.Fatal(err)
		}
		return state
	}
	err = st.AtOnce(ctx, func(r Reader) error {
		before := read(r)
		if _, err := st.db.Exec("INSERT INTO meta VALUES ('sizes', 'new')"); err != nil {
			return err
		}
		if read(r) != before {
			t.Error("one state of the store shows what came later")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Each(ctx, "NoSuchQuery", nil); err == nil {
		t.Error("a query that is none has no error")
	}
}
