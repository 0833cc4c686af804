package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

func TestEveryQueryIsPrepared(t *testing.T) {
	s, err := Memory(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	conn, err := s.DatabaseForTest(t).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	prepare := func(name string) {
		for _, statement := range statements(Query(name)) {
			// A list goes into the text, as it does when the query is asked.
			st, err := conn.PrepareContext(ctx, strings.ReplaceAll(statement, "$list", "0"))
			if err != nil {
				t.Errorf("%s: %v\n%s", name, err, statement)
				continue
			}
			if strings.Contains(statement, "CREATE") { // what follows may need it
				if _, err := conn.ExecContext(ctx, statement); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			st.Close()
		}
	}
	prepare("Stage")
	prepare("StageSizes")
	files, err := queries.ReadDir("sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no queries", err)
	}
	for _, f := range files {
		prepare(strings.TrimSuffix(f.Name(), ".sql"))
	}
}

func TestOpenAgainAndAnotherVersion(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sub", "x.duckdb")
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DatabaseForTest(t).ExecContext(ctx, "UPDATE meta SET value = '999' WHERE name = 'version'"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Fatalf("a store of another version: %v", err)
	} else {
		t.Log(err)
	}
}

// TestPath: what the environment says comes first, then the folder for data.
func TestPath(t *testing.T) {
	for _, c := range []struct{ store, data, home, want string }{
		{"/a/b.duckdb", "/data", "/home/x", "/a/b.duckdb"},
		{"", "/data", "/home/x", "/data/contrechamp/contrechamp.duckdb"},
		{"", "", "/home/x", "/home/x/.local/share/contrechamp/contrechamp.duckdb"},
		{"", "", "", ""},
	} {
		t.Setenv("CONTRECHAMP_STORE", c.store)
		t.Setenv("XDG_DATA_HOME", c.data)
		t.Setenv("HOME", c.home)
		got, err := Path()
		if filepath.ToSlash(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}
