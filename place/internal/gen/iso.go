package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// catalogue is one language's translations: message to text.
type catalogue map[string]string

// catalogues reads every language of a gettext domain.
func catalogues(locale, domain string) map[string]catalogue {
	files, _ := filepath.Glob(filepath.Join(locale, "*", "LC_MESSAGES", domain+".mo"))
	if len(files) == 0 {
		log.Fatalf("no translations of %s under %s: apt-get install iso-codes", domain, locale)
	}
	all := map[string]catalogue{}
	for _, f := range files {
		c, err := readMO(f)
		if err != nil {
			log.Fatal(err)
		}
		all[filepath.Base(filepath.Dir(filepath.Dir(f)))] = c
	}
	return all
}

// readMO reads a compiled gettext catalogue (GNU gettext manual, section 10.3).
func readMO(file string) (catalogue, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if len(b) < 28 || binary.LittleEndian.Uint32(b) != 0x950412de {
		return nil, fmt.Errorf("%s: not a little-endian .mo file", file)
	}
	at := func(o uint32) uint32 { return binary.LittleEndian.Uint32(b[o:]) }
	n, ids, texts := at(8), at(12), at(16)
	c := catalogue{}
	for i := range n {
		id := string(b[at(ids+8*i+4):][:at(ids+8*i)])
		text := string(b[at(texts+8*i+4):][:at(texts+8*i)])
		if id != "" && text != "" {
			c[id] = text
		}
	}
	return c, nil
}

// translations collects text -> languages over several messages.
func translations(all map[string]catalogue, messages ...string) map[string][]string {
	out := map[string][]string{}
	for lang, c := range all {
		for _, m := range messages {
			if m == "" {
				continue
			}
			if t := c[m]; t != "" {
				for _, v := range variants(t) {
					if !contains(out[v], lang) {
						out[v] = append(out[v], lang)
					}
				}
				break // the first message is the name; the others stand in for it
			}
		}
	}
	return out
}

func contains(xs []string, x string) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

func readCountries(iso, locale string) []*row {
	var doc struct {
		C []struct{ Alpha_2, Alpha_3, Name, Common_name, Official_name string } `json:"3166-1"`
	}
	readJSON(filepath.Join(iso, "iso_3166-1.json"), &doc)
	all := catalogues(locale, "iso_3166-1")
	var rows []*row
	for _, c := range doc.C {
		r := &row{path: c.Alpha_2, kind: "country", code: c.Alpha_3, source: "iso"}
		in := translations(all, c.Name)
		for text, langs := range translations(all, c.Common_name) {
			in[text] = append(in[text], langs...)
		}
		shown := c.Name
		if c.Common_name != "" {
			shown = c.Common_name
		}
		in[shown] = append(in[shown], "en")
		addNames(r, "", []string{c.Name, c.Official_name, rotate(c.Name)}, dedup(in))
		rows = append(rows, r)
	}
	return rows
}

func dedup(in map[string][]string) map[string][]string {
	for t, langs := range in {
		sort.Strings(langs)
		var out []string
		for i, l := range langs {
			if i == 0 || l != langs[i-1] {
				out = append(out, l)
			}
		}
		in[t] = out
	}
	return in
}

func readRegions(iso, locale string) []*row {
	var doc struct {
		R []struct{ Code, Name, Type, Parent string } `json:"3166-2"`
	}
	readJSON(filepath.Join(iso, "iso_3166-2.json"), &doc)
	all := catalogues(locale, "iso_3166-2")
	byCode := map[string]*row{}
	var rows []*row
	taken := map[string]bool{}
	for pass := range 3 { // parents before children
		for _, x := range doc.R {
			country := x.Code[:2]
			parent := country
			if x.Parent != "" {
				code := x.Parent
				if !strings.Contains(code, "-") {
					code = country + "-" + code
				}
				if byCode[code] == nil {
					if pass == 2 {
						log.Fatalf("%s: parent %s is not there", x.Code, x.Parent)
					}
					continue
				}
				parent = byCode[code].path
			}
			if byCode[x.Code] != nil {
				continue
			}
			vs := variants(x.Name)
			own := vs[0]
			segment := strings.ReplaceAll(own, "/", "%2F")
			kind := "region"
			if x.Parent != "" {
				segment, kind = "county:"+segment, "county"
			}
			path := parent + "/" + segment
			if taken[path] {
				path += " (" + x.Type + ")"
			}
			taken[path] = true
			r := &row{path: path, kind: kind, code: x.Code, parent: parent, source: "iso"}
			addNames(r, own, append(vs[1:], head(x.Name)), dedup(translations(all, x.Name)))
			byCode[x.Code] = r
			rows = append(rows, r)
		}
	}
	return rows
}

var (
	square  = regexp.MustCompile(`\s*\[([^\]]*)\]`)
	round   = regexp.MustCompile(`\s*\([^)]*\)`)
	isoCode = regexp.MustCompile(`\s*\b[A-Z]{2}-[A-Z0-9]{1,3}$`)
)

// variants turns a name as ISO writes it into the plain name and its others:
// "Catalunya [Cataluña]", "Asturias, Principado de", "Alacant*", "Guyane (française)".
func variants(s string) []string {
	s = strings.Trim(strings.ReplaceAll(s, "*", ""), "/ ")
	if s == "Sofia (stolitsa)" { // and there is a Sofia
		return []string{"Sofia (stolitsa)", "Sofia-Grad"}
	}
	var others []string
	for _, m := range square.FindAllStringSubmatch(s, -1) {
		if o := isoCode.ReplaceAllString(m[1], ""); o != "" {
			others = append(others, o)
		}
	}
	s = strings.TrimSpace(square.ReplaceAllString(s, ""))
	if plain := strings.TrimSpace(round.ReplaceAllString(s, "")); plain != s && plain != "" {
		others = append(others, s)
		s = plain
	}
	out := []string{s}
	if r := rotate(s); r != "" {
		out = []string{r, s}
	}
	for _, o := range others {
		if !contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// head gives "Bristol" for "Bristol, City of", where that is a name: not for
// the City of London, a square mile.
func head(s string) string {
	h, _, _ := strings.Cut(s, ",")
	if rotate(s) == "" || h == "London" || strings.ToUpper(h[:1]) != h[:1] {
		return ""
	}
	return h
}

// rotate turns "Bristol, City of" into "City of Bristol"; names that are lists
// ("Newry, Mourne and Down") give nothing.
func rotate(s string) string {
	head, tail, ok := strings.Cut(s, ", ")
	if !ok || strings.Contains(tail, ",") || strings.Contains(tail, " and ") || strings.Contains(tail, " y ") {
		return ""
	}
	return tail + " " + head
}

func readJSON(file string, v any) {
	b, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		log.Fatalf("%s: %v", file, err)
	}
}
