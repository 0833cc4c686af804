// Command contrechamp shows who told what to whom: it reads the archives of
// political ads, keeps them in one store, and answers on the command line, on
// pages and over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/contrechamp/contrechamp"
)

// Exit codes, so that scripts can tell what happened.
const (
	exitOK       = 0
	exitFailed   = 1 // something went wrong here
	exitInvalid  = 2 // the question or the file is at fault
	exitNotFound = 3
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := newRoot().ExecuteContext(ctx)
	if err == nil || errors.Is(err, errHandedOver) {
		return exitOK
	}
	fmt.Fprintln(os.Stderr, "contrechamp:", err)
	switch {
	case errors.Is(err, contrechamp.ErrNotFound):
		return exitNotFound
	case errors.Is(err, contrechamp.ErrInvalid), errors.Is(err, contrechamp.ErrBadFile):
		return exitInvalid
	}
	return exitFailed
}
