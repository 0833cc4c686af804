package web

import (
	"fmt"
	"strings"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/special"
)

// methodPage is how the program works, for a reader.
type methodPage struct {
	Sections   []methodSection  `json:"sections"`
	Archives   []silentArchive  `json:"archives"`
	Categories []string         `json:"special_categories"`
	Tables     []referenceTable `json:"tables"`
}

// methodSection is a part of the text.
type methodSection struct {
	ID         string   `json:"id"`
	Head       string   `json:"head"`
	Paragraphs []string `json:"paragraphs"`
}

// methodSections are the parts of the text with their paragraphs, in order.
var methodSections = []struct {
	id         string
	paragraphs int
}{
	{"box", 2}, {"answers", 1}, {"silent", 1}, {"delivered", 1}, {"money", 2}, {"size", 3}, {"exclusions", 1}, {"categories", 1}, {"divergence", 2}, {"copies", 2},
	{"rows", 1}, {"facts", 1}, {"unknown", 2}, {"tables", 1}, {"archives", 1}, {"formats", 1}, {"cite", 1}, {"accessibility", 2},
}

// referenceTable is a table that the program brings along, with its licence: a
// name, or the message of the terms.
type referenceTable struct {
	What    string `json:"table"`
	From    string `json:"from"`
	Licence string `json:"licence,omitempty"`
	Terms   string `json:"terms,omitempty"`
}

// referenceTables are those of NOTICE.
var referenceTables = []referenceTable{
	{"countries", "Debian iso-codes 4.15.0 (ISO 3166-1, ISO 3166-2)", "LGPL-2.1-or-later", ""},
	{"districts", "landkreise-deutschland 3.0.0, Alexander Wunschik; Destatis, Gemeindeverzeichnis 2018", "CC BY 4.0", ""},
	{"nuts", "Eurostat, NUTS 2013", "", "terms-eurostat"},
	{"population-eu", "Eurostat, demo_r_pjangrp3, 2016-01-01", "", "terms-eurostat"},
	{"population-us", "US Census Bureau, sc-est2019-agesex-civ, 2016-07-01", "", "terms-public"},
	{"near", "us-atlas 3.0.1, Michael Bostock; US Census Bureau", "ISC", ""},
	{"special", "contrechamp, special/table.tsv", "Apache-2.0", ""},
}

func newMethodPage(l say.Lang) methodPage {
	p := methodPage{Archives: silentKinds(), Tables: referenceTables}
	for _, s := range methodSections {
		x := methodSection{ID: s.id, Head: l.T("method-" + s.id)}
		for i := range s.paragraphs {
			x.Paragraphs = append(x.Paragraphs, l.T(fmt.Sprintf("method-%s-%d", s.id, i+1)))
		}
		p.Sections = append(p.Sections, x)
	}
	for _, c := range special.Categories {
		p.Categories = append(p.Categories, string(c))
	}
	return p
}

// silentArchive is a format with the kinds of fact that it never publishes.
type silentArchive struct {
	Name   string   `json:"name"`
	Silent []string `json:"silent"`
}

func silentKinds() []silentArchive {
	var out []silentArchive
	seen := map[string]bool{}
	for _, f := range archive.All {
		if seen[f.Name()] {
			continue
		}
		seen[f.Name()] = true
		a := silentArchive{Name: f.Name(), Silent: []string{}}
		for _, k := range f.Silent() {
			a.Silent = append(a.Silent, k.String())
		}
		out = append(out, a)
	}
	return out
}

// silentWords names the kinds of fact that an archive never publishes; "" if
// there are none.
func silentWords(l say.Lang, name string) string {
	for _, f := range archive.All {
		if f.Name() != name {
			continue
		}
		var out []string
		for _, k := range f.Silent() {
			out = append(out, l.T("kind-"+k.String()))
		}
		return strings.Join(out, ", ")
	}
	return ""
}
