package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/contrechamp/contrechamp"
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
file is never counted twice. While serve holds the store, it does the import.
A later copy of the same archive shows what was removed or changed since (see
contrechamp removed).`,
		Example: `  contrechamp import ads_archive_de_2024.jsonl.gz
  contrechamp import PoliticalAds.csv google-political-ads-transparency-bundle.zip
  zcat ads.csv.gz | contrechamp import -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			w := cmd.ErrOrStderr()
			show, done := (func(ingest.Progress))(nil), func() {}
			q := ingest.Request{Paths: paths, Series: series, Invented: invented, MaxRatio: maxRatio}
			did, err := ingest.Into(cmd.Context(), path, store.Options{}, q, ingest.Report{
				Begin: func(name string) {
					done()
					show, done = showProgress(w, s.language(), name)
				},
				Progress: func(p ingest.Progress) {
					if show != nil {
						show(p)
					}
				},
				Skipped: func(skip archive.Skipped) {
					l := s.language()
					fmt.Fprintln(w, l.T("import-skipped", "name", skip.Name, "why", l.Tell(skip.Why)))
				},
			})
			done()
			results := append([]ingest.Result{}, did.Archives...)
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

// showProgress draws rows, rate and time left on a terminal, nothing elsewhere.
func showProgress(w io.Writer, l say.Lang, name string) (func(ingest.Progress), func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false))
	return func(p ingest.Progress) {
		what := name + l.T("colon") + l.T("import-rate", "n", p.Rows, "rate", int64(float64(p.Rows)/max(p.Elapsed.Seconds(), 1e-3)))
		if left := p.Left().Round(time.Second); p.Stage == "reading" && left > 0 {
			what += l.T("import-left", "time", left.String())
		}
		bar.Describe(what)
		if p.Of > 0 {
			bar.ChangeMax64(p.Of)
		}
		bar.Set64(p.Read)
	}, func() { bar.Finish() }
}

func printResult(w io.Writer, l say.Lang, r ingest.Result) {
	src := r.Source
	if r.Already {
		fmt.Fprintln(w, l.T("import-already", "name", src.Name, "date", src.ReadAt.Format(time.DateOnly)))
		return
	}
	fmt.Fprintln(w, l.T("import-done", "name", src.Name, "archive", src.Archive, "rows", src.Rows, "ads", src.Ads, "tallies", src.Tallies,
		"rejected", src.Rejected, "remarked", src.Remarked, "repaired", src.Repaired, "seconds", l.Float(r.Took.Seconds(), 1)))
	if src.Rejected > 0 {
		fmt.Fprintln(w, l.T("import-rejects"))
	}
	printUnread(w, l, r.Unread)
}

// unreadShown is how many columns that are not read an import names.
const unreadShown = 12

// printUnread names what the files hold and the program does not read, the most
// filled first.
func printUnread(w io.Writer, l say.Lang, unread []contrechamp.Unread) {
	if len(unread) == 0 {
		return
	}
	list := slices.Clone(unread)
	slices.SortStableFunc(list, func(a, b contrechamp.Unread) int { return cmp.Compare(b.Filled, a.Filled) })
	var names []string
	for _, u := range list[:min(len(list), unreadShown)] {
		names = append(names, fmt.Sprintf("%s (%s)", u.Field, l.Int(u.Filled)))
	}
	fmt.Fprintln(w, l.T("import-unread", "n", len(list), "names", strings.Join(names, ", ")))
}
