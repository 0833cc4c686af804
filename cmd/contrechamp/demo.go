package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/demo"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/store"
)

func newDemo(s *settings) *cobra.Command {
	var addr string
	var noServe bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show an invented election: import the archive that comes with the program, and serve it",
		Long: `Import the archive that comes with the program, an election in a country that
does not exist, into a store of its own in the user's folder for caches, and
show it on pages. The store of real archives is never touched.`,
		Example: "  contrechamp demo\n  contrechamp demo --addr 127.0.0.1:9000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if s.store != "" {
				return contrechamp.Invalid("demo has a store of its own: leave out --store, or use serve")
			}
			base, err := demoAddress(ctx, addr, !noServe)
			if err != nil {
				return err
			}
			path, err := demoStore(ctx)
			if err != nil {
				return fmt.Errorf("preparing the invented election: %w", err)
			}
			st, err := store.Open(ctx, path, store.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			defer st.Close()
			finder := find.New(st).WithPeople(ingest.Population)
			tour, err := demoTour(ctx, finder, s.language(), base)
			if err != nil {
				return err
			}
			if s.json {
				err = writeJSON(cmd.OutOrStdout(), tour)
			} else {
				tour.print(cmd.OutOrStdout(), s.language())
			}
			if err != nil || noServe {
				return err
			}
			return serve(cmd, finder, path, addr, "")
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8017", "address to listen on")
	c.Flags().BoolVar(&noServe, "no-serve", false, "import and say what to look at, without serving")
	return c
}

// demoAddress is what to type into a browser for an address to listen on. With
// check it is tried first, so that a taken port is told before the work.
func demoAddress(ctx context.Context, addr string, check bool) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", contrechamp.Invalid("--addr {addr}: {error}; write host and port, such as 127.0.0.1:8017", "addr", addr, "error", err)
	}
	if check {
		var lc net.ListenConfig
		l, err := lc.Listen(ctx, "tcp", addr)
		if err != nil {
			return "", fmt.Errorf("listening on %s: %w; choose another with --addr", addr, err)
		}
		if err := l.Close(); err != nil {
			return "", fmt.Errorf("listening on %s: %w", addr, err)
		}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// demoStore is the path of the store with the invented election. It is made
// when there is none of this program and these archives, beside its place, and
// then put there whole, so that a demo that was stopped leaves no half of one.
func demoStore(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("looking for the user's folder for caches: %w; set XDG_CACHE_HOME", err)
	}
	key, err := demoKey()
	if err != nil {
		return "", err
	}
	above := filepath.Join(cache, "contrechamp")
	dir := filepath.Join(above, "demo-"+key)
	path := filepath.Join(dir, "demo.duckdb")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(above, 0o700); err != nil {
		return "", fmt.Errorf("making the folder of the demo: %w", err)
	}
	demoSweep(above)
	made, err := os.MkdirTemp(above, "demo-new-")
	if err != nil {
		return "", fmt.Errorf("making the folder of the demo: %w", err)
	}
	defer os.RemoveAll(made)
	if err := demoImport(ctx, made); err != nil {
		return "", err
	}
	if err := os.Rename(made, dir); err != nil {
		if _, e := os.Stat(path); e == nil { // another demo was quicker
			return path, nil
		}
		return "", fmt.Errorf("keeping the store of the demo: %w", err)
	}
	return path, nil
}

// demoKey names the store that these archives and this program make: another
// program may read the same archives otherwise.
func demoKey() (string, error) {
	files, err := demo.Hash()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	io.WriteString(h, files)
	exe, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("looking for the program's own file: %w", err)
	}
	f, err := os.Open(exe)
	if err != nil {
		return "", fmt.Errorf("reading the program's own file: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("reading the program's own file: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)[:6]), nil
}

// demoSweep removes stores of earlier programs that nobody has used for a day,
// as far as it can.
func demoSweep(above string) {
	old, err := filepath.Glob(filepath.Join(above, "demo-*"))
	if err != nil {
		return
	}
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(dir)
		}
	}
}

// demoImport fills a store in a folder, beside the archives that it is made of.
func demoImport(ctx context.Context, dir string) (err error) {
	if err := demo.Write(dir); err != nil {
		return err
	}
	st, err := store.Open(ctx, filepath.Join(dir, "demo.duckdb"), store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	for _, name := range demo.Population {
		file, err := demo.Open(name)
		if err != nil {
			return err
		}
		if _, err := ingest.ImportPopulation(ctx, st, file, strings.TrimSuffix(name, ".gz"), 0); err != nil {
			return err
		}
	}
	for _, a := range demo.Archives {
		if err := demoArchive(ctx, st, filepath.Join(dir, a.Name), a); err != nil {
			return fmt.Errorf("importing %s: %w", a.Name, err)
		}
	}
	return nil
}

func demoArchive(ctx context.Context, st *store.Store, path string, a demo.Archive) error {
	opened, err := archive.Open([]string{path}, archive.Options{})
	if err != nil {
		return err
	}
	defer opened.Close()
	for _, in := range opened.Inputs {
		o := ingest.Options{Series: a.Series, Invented: true, Now: func() time.Time { return a.Read }}
		if _, err := ingest.Import(ctx, st, in.Bundle, in.Format, o); err != nil {
			return err
		}
	}
	return nil
}

// tour is what the demo says before it serves.
type tour struct {
	URL   string `json:"url"`
	Ads   int    `json:"ads"`
	Stops []stop `json:"look_at"`
}

type stop struct {
	What string `json:"what"`
	URL  string `json:"url"`
}

// demoParty is the party that contradicts itself, demoPromise what it promises
// to some: the tour shows an ad of it that shuts somebody out.
const (
	demoParty   = "meta:104417330000011"
	demoPromise = `"enfants qui respirent"`
)

func demoTour(ctx context.Context, f *find.Finder, l say.Lang, base string) (*tour, error) {
	state, err := f.State(ctx)
	if err != nil {
		return nil, err
	}
	filter, err := find.Keys.Parse(url.Values{"q": {demoPromise}, "advertiser": {demoParty}, "excludes": {"any"}})
	if err != nil {
		return nil, err
	}
	ads, err := f.Ads(ctx, filter)
	if err != nil {
		return nil, err
	}
	if len(ads.Rows) == 0 {
		return nil, contrechamp.NotFound("the invented archive lacks the ad of the tour")
	}
	t := &tour{URL: base + "/", Ads: state.Ads}
	for _, x := range []struct{ what, path string }{
		{"demo-party", "/advertisers/" + url.PathEscape(demoParty)},
		{"demo-narrow", "/ads?size_max=1000"},
		{"demo-exclusions", "/exclusions"},
		{"demo-removed", "/removed"},
		{"demo-ad", "/ads/" + url.PathEscape(string(ads.Rows[0].ID))},
	} {
		t.Stops = append(t.Stops, stop{l.T(x.what), base + x.path})
	}
	return t, nil
}

func (t *tour) print(w io.Writer, l say.Lang) {
	fmt.Fprintf(w, "%s\n\n%s\n", l.T("demo-intro", "n", t.Ads), l.T("demo-look"))
	for _, s := range t.Stops {
		fmt.Fprintf(w, "  %s\n    %s\n", s.What, s.URL)
	}
	fmt.Fprintln(w)
}
