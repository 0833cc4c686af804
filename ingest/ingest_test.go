package ingest_test

import (
	"context"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
)

func TestImportTwice(t *testing.T) {
	ctx := context.Background()
	s, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 2 {
		o, err := archive.Open([]string{realdata.Dir(t, "ira", "ira_ads.tsv.gz")}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range o.Inputs {
			r, err := ingest.Import(ctx, s, in.Bundle, in.Format, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v", r)
			if r.Already != (i == 1) {
				t.Error("already", r.Already)
			}
			row, err := s.Raw(ctx, r.Source.ID, "ira_ads.tsv", 100)
			t.Logf("%+v %v", row, err)
		}
		o.Close()
	}
}
