package ingest_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// server starts a process that holds the store and takes imports.
func server(t *testing.T, path string) *exec.Cmd {
	t.Helper()
	socket := ingest.Socket(path)
	cmd := process(t, "serve", path, socket)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 200 {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			return cmd
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server does not answer: %s", out.String())
	return nil
}

func stop(cmd *exec.Cmd) { cmd.Process.Kill(); cmd.Wait() }

func into(path string, files ...string) (ingest.Results, error) {
	q := ingest.Request{Paths: files, Series: "ira/killed"}
	return ingest.Into(context.Background(), path, store.Options{}, q, ingest.Report{})
}

func TestImportThroughAServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.duckdb")
	srv := server(t, path)
	info, err := os.Stat(ingest.Socket(path))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is open to others: %v %v", info.Mode(), err)
	}
	if _, err := store.Open(context.Background(), path, store.Options{}); !errors.Is(err, contrechamp.ErrBusy) {
		t.Fatalf("a second process opens the store: %v", err)
	}
	a := file(t, "a.tsv", many(500, "first"))
	var began []string
	var told int
	r, err := ingest.Into(context.Background(), path, store.Options{}, ingest.Request{Paths: []string{a}, Series: "ira/killed"},
		ingest.Report{Begin: func(name string) { began = append(began, name) }, Progress: func(ingest.Progress) { told++ }})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Archives) != 1 || r.Archives[0].Source.Ads != 500 || r.Archives[0].Source.From.String() != "2015-01-01" || len(began) != 1 || told == 0 {
		t.Errorf("%+v, began %v, %d reports", r, began, told)
	}
	if r, err = into(path, a); err != nil || !r.Archives[0].Already {
		t.Errorf("again: %+v %v", r, err)
	}
	_, err = into(path, file(t, "bad.csv", "year,votes\n"))
	if !errors.Is(err, contrechamp.ErrBadFile) || !strings.Contains(err.Error(), "no archive that is known") {
		t.Errorf("a bad file: %v", err)
	}
	piped := ingest.Request{Paths: []string{"-"}, Stdin: strings.NewReader(tsv(row{id: "9999", day: "2015-03-03", text: "piped"}))}
	if r, err = ingest.Into(context.Background(), path, store.Options{}, piped, ingest.Report{}); err != nil || r.Archives[0].New != 1 || r.Archives[0].Source.Name != "-" {
		t.Errorf("standard input: %+v %v", r, err)
	}
	s := func() *store.Store { stop(srv); return openAt(t, path) }()
	defer s.Close()
	same(t, "ads", ask(t, s, "SELECT count(*) FROM ad"), "501")
	// The socket that the killed server left behind is in nobody's way.
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- ingest.Serve(ctx, s, ingest.Socket(path)) }()
	for range 100 {
		if _, err = ingest.Remote(context.Background(), ingest.Socket(path), ingest.Request{Paths: []string{a}, Series: "ira/killed"}, ingest.Report{}); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		t.Error(err)
	}
	if err := ingest.Serve(ctx, s, ingest.Socket(path)); !errors.Is(err, contrechamp.ErrBusy) {
		t.Errorf("a second server: %v", err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(ingest.Socket(path)); err == nil {
		t.Error("the socket is still there")
	}
}

// TestKilledTalk kills the client or the server in the middle of an import.
func TestKilledTalk(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 2))
	dir := t.TempDir()
	a, b := file(t, "a.tsv", many(500, "first")), file(t, "b.tsv", many(6000, "second"))
	whole := filepath.Join(dir, "whole.duckdb")
	if _, err := into(whole, a); err != nil {
		t.Fatal(err)
	}
	before := contentAt(t, whole)
	began := time.Now()
	if _, err := into(whole, b); err != nil {
		t.Fatal(err)
	}
	long := time.Since(began)
	done := contentAt(t, whole)

	path := filepath.Join(dir, "x.duckdb")
	if _, err := into(path, a); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		srv := server(t, path)
		client := process(t, "import", path, b)
		if err := client.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rnd.Float64() * float64(long)))
		if i%2 == 0 {
			stop(client)
			// The server lives: whatever it did, it takes the next import.
			if _, err := into(path, a); err != nil {
				t.Fatalf("after the client was killed: %v", err)
			}
			stop(srv)
		} else {
			stop(srv)
			client.Wait()
		}
		now := contentAt(t, path)
		switch now {
		case before:
			t.Logf("round %d: as before", i)
		case done:
			t.Logf("round %d: whole", i)
			os.Remove(path)
			os.Remove(path + ".wal")
			if _, err := into(path, a); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("round %d: the store is neither as before nor whole:\n%s\nbefore:\n%s\nwhole:\n%s", i, now, before, done)
		}
	}
	srv := server(t, path)
	if _, err := into(path, b); err != nil {
		t.Fatal(err)
	}
	stop(srv)
	if now := contentAt(t, path); now != done {
		t.Errorf("imported after the kills:\n%s\nwhole:\n%s", now, done)
	}
}
