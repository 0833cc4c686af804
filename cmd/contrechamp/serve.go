package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/finding"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/web"
)

func newServe(s *settings) *cobra.Command {
	var addr, base string
	c := &cobra.Command{
		Use:     "serve",
		Short:   "Show the store on pages and over HTTP",
		Example: "  contrechamp serve\n  contrechamp serve --addr 127.0.0.1:9000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			st, err := store.Open(cmd.Context(), path, store.Options{})
			if err != nil {
				return err
			}
			defer st.Close()
			finder := find.New(st).WithPeople(ingest.Population)
			ctx, cancel := context.WithCancel(cmd.Context())
			go finder.State(ctx) // so that the first reader need not wait for it
			others := make(chan error, 2)
			go func() { others <- ingest.Serve(ctx, st, ingest.Socket(st.File())) }()
			go func() { others <- s.serveQuestions(ctx, held{st, finder}) }()
			err = serve(cmd, finder, st.File(), addr, base)
			cancel()
			return errors.Join(err, <-others, <-others)
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8017", "address to listen on")
	c.Flags().StringVar(&base, "base-url", "", "address under which others see these pages")
	return c
}

// serve listens until the command is interrupted, then lets answers end.
func serve(cmd *cobra.Command, finder *find.Finder, file, addr, base string) error {
	site := &web.Site{Finder: finder, Version: version, BaseURL: base, Findings: finding.Beside(file), Marks: sidebyside.Beside(file)}
	handler, err := site.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return contrechamp.Busy("cannot listen on {addr}: {error}; choose another with --addr", "addr", addr, "error", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintf(cmd.OutOrStdout(), "http://%s\n", listener.Addr())
	stopped := make(chan error, 1)
	go func() {
		<-cmd.Context().Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(ctx)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
