package main

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/store"
)

// DuckDB gives a store to one process. While serve holds it, a reading command
// of another process is handed over: the server runs the same command line on
// its open store and sends back what it prints. The socket opens to its owner
// only.

// question is a command line and where it was typed.
type question struct {
	Args []string // without the program's name
	Lang string
	Dir  string
}

// answer is a piece of what the command prints; the last one has End.
type answer struct {
	Out, Err []byte
	End      bool
	Failed   string // the error's text in the language asked for, "" if there is none
	Expr     string // the expression that it is about, if any
	Mark     string // stands under the place
	Kind     int    // 1 + index in errorKinds, 0 for none
}

var errorKinds = []error{contrechamp.ErrInvalid, contrechamp.ErrNotFound, contrechamp.ErrBadFile, contrechamp.ErrBusy}

// answered is the error of a command that the server has run.
type answered struct {
	text       string
	expr, mark string
	kind       error
}

func (a *answered) Error() string { return a.text }
func (a *answered) Unwrap() error { return a.kind }

// Tell gives the text, which is in the language that was asked for.
func (a *answered) Tell(say.Lang) string { return a.text }

// errHandedOver ends a command that the server has run without an error.
var errHandedOver = errors.New("answered by the server")

// held is an open store that commands of this process share.
type held struct {
	store  *store.Store
	finder *find.Finder
}

func askSocket(path string) string {
	return strings.TrimSuffix(ingest.Socket(path), ".sock") + ".ask"
}

// serveQuestions runs the commands of other processes until the context ends.
func (s *settings) serveQuestions(ctx context.Context, h held) error {
	path := askSocket(h.store.File())
	os.Remove(path) // of a server that was killed: this process holds the store
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", path, err)
	}
	defer os.Remove(path)
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return fmt.Errorf("keeping %s to its owner: %w", path, err)
	}
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("listening on %s: %w", path, err)
		}
		go s.answer(ctx, conn, h)
	}
}

func (s *settings) answer(ctx context.Context, conn net.Conn, h held) {
	defer conn.Close()
	var q question
	if err := gob.NewDecoder(conn).Decode(&q); err != nil {
		return
	}
	out := gob.NewEncoder(conn)
	own := &settings{held: &h, dir: q.Dir, asked: q.Lang}
	root := s.root(own)
	root.SetArgs(q.Args)
	root.SetOut(pieces(func(b []byte) error { return out.Encode(answer{Out: b}) }))
	root.SetErr(pieces(func(b []byte) error { return out.Encode(answer{Err: b}) }))
	last := answer{End: true}
	if err := root.ExecuteContext(ctx); err != nil {
		last.Failed = own.language().Err(err)
		last.Expr, last.Mark = say.Pointer(err)
		for i, k := range errorKinds {
			if errors.Is(err, k) {
				last.Kind = i + 1
				break
			}
		}
	}
	out.Encode(last)
}

// pieces is a writer that hands over what is written.
type pieces func([]byte) error

func (p pieces) Write(b []byte) (int, error) { return len(b), p(b) }

// ask has the server of a store run this process's command line. It returns
// errHandedOver when that went well.
func (s *settings) ask(ctx context.Context, path string, out, errs io.Writer) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", askSocket(path))
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(conn).Encode(question{Args: os.Args[1:], Lang: string(s.language()), Dir: dir}); err != nil {
		return err
	}
	in := gob.NewDecoder(conn)
	for {
		var a answer
		if err := in.Decode(&a); err != nil {
			return contrechamp.Busy("the server ended before its answer did: {error}; ask again", "error", err)
		}
		out.Write(a.Out)
		errs.Write(a.Err)
		if !a.End {
			continue
		}
		if a.Failed == "" {
			return errHandedOver
		}
		failed := &answered{text: a.Failed, expr: a.Expr, mark: a.Mark}
		if a.Kind > 0 {
			failed.kind = errorKinds[a.Kind-1]
		}
		return failed
	}
}

// file is a path that the user gave, seen from where it was typed.
func (s *settings) file(path string) string {
	if s.dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.dir, path)
}
