// Package store is the database: one DuckDB file, its schema, its named
// queries and its transactions. It holds rows and knows nothing of how
// archives are read; package ingest fills it, package find asks it.
//
// One process holds the file for writing. Inside that process any number of
// readers go on while one import runs: they see all of it or nothing.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/contrechamp/contrechamp"
)

// Version is the version of the schema. A store of another version is not
// opened: import the archives again into a new one.
const Version = 3

//go:embed schema.sql
var schema string

// Schema is the text of schema.sql: its comments are the data dictionary.
func Schema() string { return schema }

// Options say how a store is opened. The zero value is right for most uses.
type Options struct {
	MemoryMB int  // what DuckDB may use, 0: 1024
	Threads  int  // 0: one a processor
	ReadOnly bool // open an existing store for reading; other processes may read it too
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	path    string // "" in memory
	db      *sql.DB
	writing sync.Mutex
	changes atomic.Int64
	feeding atomic.Pointer[Batch] // what Tx.Append hands to DuckDB

	rawExports sync.Mutex
	exporting  atomic.Pointer[rawFeed] // what raw_rows() hands to DuckDB
}

// Path is where the store of a user stands when nothing else is said: the
// environment's CONTRECHAMP_STORE, else contrechamp/contrechamp.duckdb in the
// user's folder for data (XDG_DATA_HOME, ~/.local/share).
func Path() (string, error) {
	if p := os.Getenv("CONTRECHAMP_STORE"); p != "" {
		return p, nil
	}
	dir := os.Getenv("XDG_DATA_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("looking for the user's folder: %w; name a store with --store or CONTRECHAMP_STORE", err)
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(dir, "contrechamp", "contrechamp.duckdb"), nil
}

// Open opens the store in a file, and makes it (and its folder, for the owner
// only) if there is none. It returns ErrBusy if another process holds it and
// ErrInvalid if the file is not a store of this version.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if path == "" {
		return nil, contrechamp.Invalid("opening a store without a path")
	}
	if foreign(path) {
		return nil, contrechamp.Invalid("{path} is no store of this program: name another file", "path", path)
	}
	if !o.ReadOnly {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("making the folder of the store: %w", err)
		}
	}
	return open(ctx, path, o)
}

// foreign says that a file begins otherwise than those of DuckDB: eight bytes
// of checksum, then DUCK.
func foreign(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false // none yet, or opening it will say why
	}
	defer f.Close()
	head := make([]byte, 12)
	n, err := io.ReadFull(f, head)
	return n == len(head) && err == nil && string(head[8:]) != "DUCK"
}

// Memory opens a new store that lives as long as the process.
func Memory(ctx context.Context, o Options) (*Store, error) { return open(ctx, "", o) }

func open(ctx context.Context, path string, o Options) (*Store, error) {
	connector, err := duckdb.NewConnector(dsn(path, o), nil)
	if err != nil {
		return nil, openError(path, err)
	}
	s := &Store{path: path, db: sql.OpenDB(connector)}
	if err := s.prepare(ctx, o); err != nil {
		s.db.Close()
		return nil, err
	}
	if err := s.register(ctx); err != nil {
		s.db.Close()
		return nil, err
	}
	return s, nil
}

// dsn names the file and every setting that differs from DuckDB's own: no
// extension is ever fetched from the network, and memory is bounded.
func dsn(path string, o Options) string {
	if o.MemoryMB == 0 {
		o.MemoryMB = 1024
	}
	if o.Threads == 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	v := url.Values{
		"memory_limit":                 {strconv.Itoa(o.MemoryMB) + "MB"},
		"threads":                      {strconv.Itoa(o.Threads)},
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"allow_community_extensions":   {"false"},
		"allow_persistent_secrets":     {"false"},
	}
	if o.ReadOnly {
		v.Set("access_mode", "READ_ONLY")
	}
	return path + "?" + v.Encode()
}

// prepare lays down the schema in an empty file and checks it in another.
func (s *Store) prepare(ctx context.Context, o Options) error {
	var tables int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM duckdb_tables() WHERE NOT internal").Scan(&tables)
	if err != nil {
		return openError(s.path, err)
	}
	if tables == 0 && !o.ReadOnly {
		return s.create(ctx)
	}
	var version string
	err = s.db.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = 'version'").Scan(&version)
	switch {
	case err != nil:
		return contrechamp.Invalid("{path} is a DuckDB file but not a store of this program: name another file", "path", s.path)
	case version != strconv.Itoa(Version):
		return contrechamp.Invalid("{path} is a store of version {version} and this program reads version {known}: import the archives again into a new store, or use the program that made it", "path", s.path, "version", version, "known", Version)
	}
	return nil
}

func (s *Store) create(ctx context.Context) error {
	tx, err := s.db.BeginTx(Uncancelled(ctx), nil)
	if err != nil {
		return fmt.Errorf("making a store: %w", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("making the tables of a store: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO meta VALUES ('version', ?)", strconv.Itoa(Version)); err != nil {
		return fmt.Errorf("making the tables of a store: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("making a store: %w", err)
	}
	return nil
}

func openError(path string, err error) error {
	if strings.Contains(err.Error(), "Could not set lock") || strings.Contains(err.Error(), "Conflicting lock") {
		return contrechamp.Busy("the store {path} is held by another process: close it, or ask it, if it is contrechamp serve", "path", path)
	}
	return fmt.Errorf("opening the store %s: %w", path, err)
}

// Close closes the store and waits for an import to end.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("closing the store: %w", err)
	}
	return nil
}

// DatabaseForTest is the database itself, to damage it and to look behind the
// named questions; it is only for tests.
func (s *Store) DatabaseForTest(t interface{ Helper() }) *sql.DB {
	t.Helper()
	return s.db
}

// File is the path of the store's file, empty for one in memory.
func (s *Store) File() string { return s.path }

// Changes counts the transactions committed since the store was opened:
// what was computed from the store holds as long as it stands still.
func (s *Store) Changes() int64 { return s.changes.Load() }
