package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

func newPopulation(s *settings) *cobra.Command {
	c := &cobra.Command{Use: "population", Short: "Tables of people, from which the sizes of boxes are counted"}
	var year int
	load := &cobra.Command{
		Use:   "import FILE...",
		Short: "Read published tables of people and compute the sizes of all boxes anew",
		Long: `Read published tables of people: Eurostat's demo_r_pjangrp3 (TSV), the US Census
Bureau's sc-est agesex-civ, Eurostat's list of NUTS names, postcodes by region,
or a plain CSV with the columns region, age_from, age_to, sex, count (further
columns are facts counted jointly: language, education, ...). The files are told
by their content, plain or .gz.`,
		Example: `  contrechamp population import demo_r_pjangrp3.tsv.gz nuts_names_2013.csv.gz plz_nuts3_de.csv.gz
  contrechamp population import --year 2015 demo_r_pjangrp3.tsv.gz`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			q := ingest.Request{Paths: paths, Population: true, Year: year}
			did, err := ingest.Into(cmd.Context(), path, store.Options{}, q, ingest.Report{})
			if s.json {
				if e := writeJSON(cmd.OutOrStdout(), append([]ingest.PopulationResult{}, did.Populations...)); e != nil {
					return e
				}
				return err
			}
			l := s.language()
			for i, r := range did.Populations {
				already := ""
				if r.Already {
					already = " " + l.T("population-already")
				}
				fmt.Fprintln(cmd.OutOrStdout(), l.T("population-done", "name", paths[i], "cells", r.Cells, "names", r.Names, "parts", r.Parts)+already)
				for _, remark := range r.Remarks {
					fmt.Fprintln(cmd.OutOrStdout(), " ", remark)
				}
			}
			if len(did.Populations) > 0 {
				fmt.Fprintln(cmd.OutOrStdout(), l.T("population-sized", "sized", did.Sized, "boxes", did.Boxes))
			}
			return err
		},
	}
	load.Flags().IntVar(&year, "year", 0, "the year whose counts are wanted (default: the newest)")
	size := &cobra.Command{
		Use:   "size",
		Short: "Compute the sizes of all boxes anew from the tables that the store has",
		Long: `Compute the sizes of all boxes anew from the tables that the store has and those
that come with the program. Imports do this by themselves: an archive for the
boxes that it brings, a table of people for all, and either for all of them when
the sizes are of an older version of the program. A store that is only looked at
keeps its sizes until this is asked for.`,
		Example: "  contrechamp population size",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := s.path()
			if err != nil {
				return err
			}
			did, err := ingest.Into(cmd.Context(), path, store.Options{}, ingest.Request{Population: true}, ingest.Report{})
			if err != nil {
				return err
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), map[string]int{"sized": did.Sized, "boxes": did.Boxes})
			}
			fmt.Fprintln(cmd.OutOrStdout(), s.language().T("population-sized", "sized", did.Sized, "boxes", did.Boxes))
			return nil
		},
	}
	c.AddCommand(load, size)
	for _, ask := range populationQuestions {
		c.AddCommand(ask(s))
	}
	return c
}
