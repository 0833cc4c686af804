package find

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/demostore"
	"github.com/contrechamp/contrechamp/store"
)

// imported fills a store with what lies at paths and asks it.
func imported(t testing.TB, paths ...string) *Finder {
	t.Helper()
	st, err := store.Memory(context.Background(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	for _, path := range paths {
		demostore.Import(t, st, path, ingest.Options{})
	}
	return New(st)
}

// holding fills a store with files and asks it.
func holding(t testing.TB, files map[string]string) *Finder {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return imported(t, dir)
}

// finder fills a store with one Meta ad a line of JSON and asks it.
func finder(t testing.TB, lines ...string) *Finder {
	t.Helper()
	return holding(t, map[string]string{"ads.jsonl": strings.Join(lines, "\n")})
}
