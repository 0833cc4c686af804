// Command contrechamp shows who told what to whom: it reads the archives of
// political ads, keeps them in one store, and answers on the command line, on
// pages and over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/say"
)

// Exit codes, so that scripts can tell what happened.
const (
	exitOK       = 0
	exitFailed   = 1 // something went wrong here
	exitInvalid  = 2 // the question or the file is at fault
	exitNotFound = 3
	exitBusy     = 4 // another process holds the store
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &settings{}
	root := newRootOf(s)
	err := root.ExecuteContext(ctx)
	if err == nil || errors.Is(err, errHandedOver) {
		return exitOK
	}
	code, status := outcome(err)
	text := s.language().Err(err)
	if s.json {
		writeJSON(os.Stderr, map[string]any{"ok": false, "status": status, "error": text})
		return code
	}
	fmt.Fprintln(os.Stderr, "contrechamp:", text)
	if expr, mark := pointer(err); expr != "" {
		fmt.Fprintf(os.Stderr, "  %s\n  %s\n", expr, mark)
	}
	return code
}

// pointer is an expression and a mark under the place where it cannot be read,
// also of a command that a server has run.
func pointer(err error) (expr, mark string) {
	if f := (*handover.Failure)(nil); errors.As(err, &f) {
		return f.Expr, f.Mark
	}
	return say.Pointer(err)
}

// outcome is the one table from kinds of error to exit codes, with the status
// that the pages answer with.
func outcome(err error) (code, status int) {
	switch {
	case errors.Is(err, contrechamp.ErrNotFound):
		return exitNotFound, http.StatusNotFound
	case errors.Is(err, contrechamp.ErrInvalid), errors.Is(err, contrechamp.ErrBadFile):
		return exitInvalid, http.StatusBadRequest
	case errors.Is(err, contrechamp.ErrBusy):
		return exitBusy, http.StatusServiceUnavailable
	}
	return exitFailed, http.StatusInternalServerError
}
