package main

import (
	"context"
	"encoding/gob"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/store"
)

// While serve holds a store, a reading command of another process is handed over
// (package handover): the server runs the same command line on its open store
// and sends back what it prints.

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
	Failed   *handover.Failure
}

// errHandedOver ends a command that the server has run without an error.
var errHandedOver = errors.New("answered by the server")

// held is an open store that commands of this process share.
type held struct {
	store  *store.Store
	finder *find.Finder
}

func askSocket(path string) string { return handover.Socket(path, "ask") }

// serveQuestions runs the commands of other processes until the context ends.
func (s *settings) serveQuestions(ctx context.Context, h held) error {
	return handover.Serve(ctx, askSocket(h.store.File()), func(ctx context.Context, conn net.Conn) { s.answer(ctx, conn, h) })
}

func (s *settings) answer(ctx context.Context, conn net.Conn, h held) {
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
	out.Encode(answer{End: true, Failed: handover.FailureOf(root.ExecuteContext(ctx))})
}

// pieces is a writer that hands over what is written.
type pieces func([]byte) error

func (p pieces) Write(b []byte) (int, error) { return len(b), p(b) }

// ask has the server of a store run this process's command line. It returns
// errHandedOver when that went well.
func (s *settings) ask(ctx context.Context, path string, out, errs io.Writer) error {
	conn, hangUp, err := handover.Dial(ctx, askSocket(path))
	if err != nil {
		return err
	}
	defer hangUp()
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
		if a.Failed == nil {
			return errHandedOver
		}
		return a.Failed
	}
}

// file is a path that the user gave, seen from where it was typed.
func (s *settings) file(path string) string {
	if s.dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.dir, path)
}
