package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/store"
)

func newExport(s *settings) *cobra.Command {
	var format, out string
	var names []string
	for _, e := range store.Exports {
		names = append(names, e.Name)
	}
	formats := store.ExportFormats
	c := &cobra.Command{
		Use:   "export TABLE|database",
		Short: "Take data out: CSV, NDJSON, Parquet, or the database itself",
		Long:  "Take data out of the store. Ranges keep a lower and an upper bound; names of\nfields are those of the data dictionary, and those of the source in raw.\nFilters choose the ads whose rows are wanted.\n\nTables:\n" + exportHelp(),
		Example: `  contrechamp export ads --format parquet --out ads.parquet
  contrechamp export ads --excludes any > exclusions.csv
  contrechamp export database --out copy.duckdb`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: append(names, "database"),
	}
	filter := filterFlags(c)
	c.Flags().StringVar(&format, "format", "", "csv, ndjson or parquet (default: by the ending of --out, else csv)")
	c.Flags().StringVar(&out, "out", "", "file to write (default: standard output)")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		f, err := find.Keys.Parse(filter())
		if err != nil {
			return err
		}
		if format == "" {
			format = "csv"
			if ext := strings.TrimPrefix(filepath.Ext(out), "."); slices.Contains(formats, ext) {
				format = ext
			}
		}
		st, finder, done, err := s.open(cmd)
		if err != nil {
			return err
		}
		defer done()
		if args[0] == "database" {
			if out == "" {
				return contrechamp.Invalid("the database needs a file: add --out copy.duckdb")
			}
			return st.ExportDatabase(cmd.Context(), s.file(out))
		}
		nums, err := finder.Numbers(cmd.Context(), f)
		if err != nil {
			return err
		}
		if out == "" {
			_, err = st.Export(cmd.Context(), args[0], format, cmd.OutOrStdout(), nums)
			return err
		}
		rows, err := st.ExportFile(cmd.Context(), args[0], format, s.file(out), nums)
		if err != nil {
			return err
		}
		fmt.Fprintln(cmd.ErrOrStderr(), s.language().T("export-done", "n", rows, "file", out))
		return nil
	}
	return c
}

func exportHelp() string {
	var b strings.Builder
	for _, e := range store.Exports {
		fmt.Fprintf(&b, "  %-12s %s\n", e.Name, e.About)
	}
	return b.String()
}
