package population

import (
	_ "embed"
	"strings"
	"sync"
)

var (
	//go:embed builtin/eurostat.csv
	builtinEurostat string
	//go:embed builtin/census.csv
	builtinCensus string
)

// Builtin is what the program brings along: whole countries by age and sex, 35 of
// Europe by age groups (Eurostat, 1 January 2016) and the United States by single
// years (Census Bureau, 1 July 2016). No regions: import the full tables for
// those. A test holds the figures to the published files.
func Builtin() []*File { return builtin() }

var builtin = sync.OnceValue(func() []*File {
	var files []*File
	for _, b := range []struct {
		text   string
		source Source
	}{
		{builtinEurostat, Source{Name: eurostat.Name, Title: "Population on 1 January by age group and sex (demo_r_pjangrp3), countries", Publisher: "Eurostat",
			Licence: "reuse permitted with the source named", File: "builtin", Note: "resident population on 1 January"}},
		{builtinCensus, Source{Name: census.Name, Title: "Annual estimates of the civilian population by single year of age and sex", Publisher: "US Census Bureau",
			Licence: "public domain", File: "builtin", Note: "civilian population on 1 July"}},
	} {
		f, err := Read(strings.NewReader(b.text), "builtin", 0)
		if err != nil {
			continue // a test holds that there is none
		}
		b.source.Year, b.source.Years = f.Source.Year, f.Source.Years
		f.Source = b.source
		files = append(files, f)
	}
	return files
})
