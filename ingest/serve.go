package ingest

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/store"
)

// While a server holds the store, another process hands it the paths to import
// (package handover); the server reads the files and does the import beside its
// readers. Nothing is copied. If either end dies, the transaction is given up.

// Socket is where the server of a store takes imports.
func Socket(path string) string { return handover.Socket(path, "sock") }

// message is one line of the talk from server to client. One part is set.
type message struct {
	Begin    string
	Progress *Progress
	Skipped  *archive.Skipped
	End      bool // the last message: with what was done, even if it failed then
	Done     Results
	Failed   *handover.Failure
}

// Serve takes imports over a socket until the context ends, one at a time. It
// returns ErrBusy if another server listens there.
func Serve(ctx context.Context, s *store.Store, socket string) error {
	var turn sync.Mutex
	return handover.Serve(ctx, socket, func(ctx context.Context, conn net.Conn) { talk(ctx, s, conn, &turn) })
}

// talk does what one client asks for. When the client goes away before the end,
// its import is given up.
func talk(ctx context.Context, s *store.Store, conn net.Conn, turn *sync.Mutex) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now()) })
	defer stop()
	var q Request
	in := gob.NewDecoder(conn)
	if err := in.Decode(&q); err != nil {
		return
	}
	gone := make(chan struct{})
	go func() { // the client says no more: whatever ends this reading is its end
		var nothing struct{}
		in.Decode(&nothing)
		cancel()
		close(gone)
	}()
	out := gob.NewEncoder(conn)
	last := time.Time{}
	rep := Report{
		Begin:   func(name string) { out.Encode(message{Begin: name}) },
		Skipped: func(x archive.Skipped) { out.Encode(message{Skipped: &x}) },
		Progress: func(p Progress) {
			if time.Since(last) > 50*time.Millisecond {
				last = time.Now()
				out.Encode(message{Progress: &p})
			}
		},
	}
	turn.Lock()
	done, err := Files(ctx, s, q, rep)
	turn.Unlock()
	stop()
	conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	out.Encode(message{End: true, Done: done, Failed: handover.FailureOf(err)})
	conn.Close()
	<-gone
}

// keep copies standard input into a file of its own folder, with the name that
// standard input has.
func keep(in io.Reader) (path string, err error) {
	if in == nil {
		in = os.Stdin
	}
	dir, err := os.MkdirTemp("", "contrechamp-")
	if err == nil {
		path = filepath.Join(dir, "-")
		var f *os.File
		if f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
			_, err = io.Copy(f, in)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			os.RemoveAll(dir)
		}
	}
	if err != nil {
		return "", fmt.Errorf("keeping standard input for the server: %w", err)
	}
	return path, nil
}

// Remote asks the server at a socket to import. Paths are made absolute first,
// since the server has another working directory, and standard input is kept
// in a file for it. If the context ends, the server gives the import up.
func Remote(ctx context.Context, socket string, q Request, rep Report) (Results, error) {
	q.Now = nil
	paths := make([]string, len(q.Paths))
	for i, p := range q.Paths {
		if p == "-" {
			kept, err := keep(q.Stdin)
			if err != nil {
				return Results{}, err
			}
			defer os.RemoveAll(filepath.Dir(kept))
			p = kept
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return Results{}, fmt.Errorf("naming %s to the server: %w", p, err)
		}
		paths[i] = abs
	}
	q.Paths, q.Stdin = paths, nil
	conn, hangUp, err := handover.Dial(ctx, socket)
	if err != nil {
		return Results{}, err
	}
	defer hangUp()
	if err := gob.NewEncoder(conn).Encode(q); err != nil {
		return Results{}, fmt.Errorf("asking the server at %s: %w", socket, err)
	}
	in := gob.NewDecoder(conn)
	for {
		var m message
		if err := in.Decode(&m); err != nil {
			if ctx.Err() != nil {
				return Results{}, ctx.Err()
			}
			return Results{}, fmt.Errorf("the server at %s ended before it told how the import went (%w): start it again and repeat the import, nothing is counted twice", socket, err)
		}
		switch {
		case m.End && m.Failed != nil:
			return m.Done, m.Failed
		case m.End:
			return m.Done, nil
		case m.Skipped != nil && rep.Skipped != nil:
			rep.Skipped(*m.Skipped)
		case m.Progress != nil && rep.Progress != nil:
			rep.Progress(*m.Progress)
		case m.Begin != "" && rep.Begin != nil:
			rep.Begin(m.Begin)
		}
	}
}
