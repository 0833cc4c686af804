package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/store"
)

func newExport(s *settings) *cobra.Command {
	var format, out string
	var tables strings.Builder
	names := []string{"database"}
	for _, e := range store.Exports {
		fmt.Fprintf(&tables, "  %-10s %s\n", e.Name, e.About)
		names = append(names, e.Name)
	}
	c := &cobra.Command{
		Use:   "export TABLE",
		Short: "Take a table out of the store as CSV, NDJSON or Parquet, or the whole database",
		Long: "Take a table out of the store, or the database itself. Filters narrow the tables\nthat are about ads. Tables:\n\n" + tables.String() +
			"  database   the store itself, as it is at this moment: a DuckDB file\n",
		Example: `  contrechamp export ads > ads.csv
  contrechamp export ads --format parquet --out ads.parquet --archive meta --excludes any
  contrechamp export database --out copy.duckdb`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: names,
	}
	c.Flags().StringVar(&format, "format", "csv", strings.Join(store.ExportFormats, ", "))
	c.Flags().StringVar(&out, "out", "-", "a new file, or - for standard output")
	filter := filterFlags(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if args[0] == "database" && out == "-" {
			return fmt.Errorf("a database is written to a file: name it with --out: %w", contrechamp.ErrInvalid)
		}
		asked := filter()
		for _, k := range []string{"limit", "after", "sort"} {
			if asked.Has(k) {
				return fmt.Errorf("an export takes every ad that the filters ask for, --%s is not for it: %w", k, contrechamp.ErrInvalid)
			}
		}
		f, err := find.ParseFilter(asked)
		if err != nil {
			return err
		}
		st, finder, err := s.open(cmd)
		if err != nil {
			return err
		}
		defer st.Close()
		if args[0] == "database" {
			if len(f.Terms) > 0 {
				return fmt.Errorf("the database is taken out whole: filters are for tables: %w", contrechamp.ErrInvalid)
			}
			return st.ExportDatabase(cmd.Context(), out)
		}
		nums, err := finder.Numbers(cmd.Context(), f)
		if err != nil {
			return err
		}
		if nums != nil && !store.AboutAds(args[0]) {
			return fmt.Errorf("%s is not about single ads: leave the filters out: %w", args[0], contrechamp.ErrInvalid)
		}
		if out == "-" {
			_, err = st.Export(cmd.Context(), args[0], format, cmd.OutOrStdout(), nums)
			return err
		}
		rows, err := st.ExportFile(cmd.Context(), args[0], format, out, nums)
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", out, s.language().T("n-rows", "n", rows))
		return nil
	}
	return c
}
