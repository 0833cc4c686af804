package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"io"
	"log"
	"os"
	"strings"

	"github.com/contrechamp/contrechamp/place/internal/fold"
)

// readNUTS reads the hand-written crosswalk: ISO 3166-2 code, then NUTS 2013
// codes; a single "-" says that there is none, whatever the names.
func readNUTS(file string) map[string]string {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		line, _, _ := strings.Cut(s.Text(), "#")
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		out[fields[0]] = strings.TrimPrefix(strings.Join(fields[1:], " "), "-")
	}
	return out
}

// nutsNames is Eurostat's list, by country and folded name.
type nutsNames struct {
	codes map[string]bool
	named map[string][]string // country + folded name -> codes
}

func readNUTSNames(file string) nutsNames {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			log.Fatal(err)
		}
	}
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		log.Fatalf("%s: %v", file, err)
	}
	n := nutsNames{map[string]bool{}, map[string][]string{}}
	for _, row := range rows[1:] {
		code, name := row[0], strings.TrimSpace(row[2])
		n.codes[code] = true
		if len(code) < 3 {
			continue
		}
		for _, v := range nutsVariants(name) {
			k := code[:2] + fold.Loose(v)
			n.named[k] = append(n.named[k], code)
		}
	}
	return n
}

// nutsVariants gives the names in a cell such as "Prov. Limburg (BE)",
// "Valle d'Aosta/Vallée d'Aoste", "Ήπειρος (Ipeiros)", "Devon CC".
func nutsVariants(s string) []string {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "Prov. "), " CC")
	out := []string{s}
	if i := strings.Index(s, " ("); i > 0 {
		out = append(out, s[:i])
		if in := strings.TrimSuffix(s[i+2:], ")"); len(in) > 2 {
			out = append(out, in)
		}
	}
	if a, b, ok := strings.Cut(s, "/"); ok {
		out = append(out, strings.TrimSpace(a), strings.TrimSpace(b))
	}
	return out
}

// nutsCountry is Eurostat's code of a country.
func nutsCountry(iso string) string {
	switch iso {
	case "GR":
		return "EL"
	case "GB":
		return "UK"
	}
	return iso
}

// country gives the code of countries that Eurostat counts.
func (n nutsNames) country(iso string) string {
	if c := nutsCountry(iso); n.codes[c] || strings.Contains(" AL CH IS LI ME MK NO TR ", " "+c+" ") {
		return c
	}
	return ""
}

// region joins a region to the NUTS region of the same name, if the names meet
// in one territory only: several codes must be nested and the smallest the only
// part. In the United Kingdom only level 3 is joined, since there the regions of
// level 2 are larger than the counties whose names they bear; Lancashire, ...
func (n nutsNames) region(r *row) string {
	country := nutsCountry(r.path[:2])
	segs := strings.Split(r.path, "/")
	names := []string{strings.TrimPrefix(segs[len(segs)-1], "county:")}
	for _, x := range r.names {
		if x.langs == "" {
			names = append(names, x.text)
		}
	}
	for _, name := range names {
		best := ""
		for _, c := range n.named[country+fold.Loose(name)] {
			if country == "UK" && len(c) < 5 {
				continue
			}
			switch {
			case best == "" || strings.HasPrefix(best, c):
				best = c
			case strings.HasPrefix(c, best):
			default:
				best = ""
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}
