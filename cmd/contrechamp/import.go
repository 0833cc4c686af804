package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/store"
)

func newImport(s *settings) *cobra.Command {
	var series string
	var invented bool
	var maxRatio float64
	c := &cobra.Command{
		Use:   "import PATH...",
		Short: "Read archives into the store: files, folders, .gz, .zip, or - for standard input",
		Long: `Read archives into the store. The format is told by the content. An import is
one transaction: it can be stopped at any moment and run again, and the same
file is never counted twice. A later copy of the same archive shows what was
removed or changed since (see contrechamp removed).`,
		Example: `  contrechamp import ads_archive_de_2024.jsonl.gz
  contrechamp import PoliticalAds.csv google-political-ads-transparency-bundle.zip
  zcat ads.csv.gz | contrechamp import -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			st, err := store.Open(cmd.Context(), path, store.Options{})
			if err != nil {
				return err
			}
			defer st.Close()
			results, err := importAll(cmd.Context(), st, paths, archive.Options{MaxRatio: maxRatio}, ingest.Options{Series: series, Invented: invented}, cmd.ErrOrStderr())
			if s.json {
				if e := writeJSON(cmd.OutOrStdout(), results); e != nil {
					return e
				}
			} else {
				for _, r := range results {
					printResult(cmd.OutOrStdout(), s.language(), r)
				}
			}
			return err
		},
	}
	c.Flags().StringVar(&series, "series", "", "what this copy is compared with: archive, slice and extraction (default: from the archive and the file's name)")
	c.Flags().BoolVar(&invented, "invented", false, "the election never happened: say so on every page")
	c.Flags().Float64Var(&maxRatio, "max-ratio", 0, "how many times its packed size a file may unpack to (default 250)")
	return c
}

// importAll imports every bundle found at the paths, one transaction each.
func importAll(ctx context.Context, st *store.Store, paths []string, o archive.Options, base ingest.Options, progress io.Writer) ([]ingest.Result, error) {
	opened, err := archive.Open(paths, o)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	for _, skip := range opened.Skipped {
		fmt.Fprintf(progress, "skipped %s: %s\n", skip.Name, skip.Why)
	}
	results := []ingest.Result{}
	for _, in := range opened.Inputs {
		show, done := showProgress(progress, in.Bundle.Name)
		opt := base
		opt.Progress = show
		r, err := ingest.Import(ctx, st, in.Bundle, in.Format, opt)
		done()
		if err != nil {
			return results, fmt.Errorf("importing %s: %w", in.Bundle.Name, err)
		}
		results = append(results, r)
	}
	return results, nil
}

// showProgress draws rows and rate on a terminal, nothing elsewhere.
func showProgress(w io.Writer, name string) (func(ingest.Progress), func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name),
		progressbar.OptionShowIts(), progressbar.OptionShowCount(), progressbar.OptionSetItsString("rows"),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	return func(p ingest.Progress) { bar.Set64(p.Rows) }, func() { bar.Finish() }
}

func printResult(w io.Writer, l say.Lang, r ingest.Result) {
	src := r.Source
	if r.Already {
		fmt.Fprintln(w, l.T("import-already", "name", src.Name, "date", src.ReadAt.Format(time.DateOnly)))
		return
	}
	fmt.Fprintln(w, l.T("import-done", "name", src.Name, "archive", src.Archive, "rows", src.Rows, "ads", src.Ads, "tallies", src.Tallies,
		"rejected", src.Rejected, "remarked", src.Remarked, "repaired", src.Repaired, "seconds", fmt.Sprintf("%.1f", r.Took.Seconds())))
	if src.Rejected > 0 {
		fmt.Fprintln(w, l.T("import-rejects"))
	}
}
