package find

import (
	"regexp"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/store"
)

// Dictionary is what every column and word means, made from the code itself.
type Dictionary struct {
	Tables  []Table     `json:"tables"`
	Filters []FilterKey `json:"filters"`
	Facts   []string    `json:"facts"`   // words of the language of the box
	Remarks []string    `json:"remarks"` // kinds of remark
	Rejects []string    `json:"rejects"` // reasons of rejects
	Tallies []string    `json:"tallies"` // kinds of tally
}

// FilterKey is a word of a filter, as a reader needs it.
type FilterKey struct{ Name, Takes, Help string }

// Table is a table of the store.
type Table struct {
	Name    string   `json:"name"`
	Meaning string   `json:"meaning"`
	Columns []Column `json:"columns"`
}

// Column is a column of it.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Meaning string `json:"meaning,omitempty"`
}

// ReadDictionary makes the dictionary.
func ReadDictionary() Dictionary {
	d := Dictionary{Tables: tablesOf(store.Schema()), Remarks: contrechamp.RemarkKinds, Rejects: contrechamp.RejectReasons, Tallies: contrechamp.TallyKinds}
	for _, k := range Keys {
		d.Filters = append(d.Filters, FilterKey{k.Name, k.Takes, k.Help})
	}
	for _, k := range audience.AllKinds() {
		d.Facts = append(d.Facts, k.String())
	}
	return d
}

var columnDef = regexp.MustCompile(`^\s*(\w+)\s+([a-z]+(?:\[\])?)`)

// tablesOf reads the tables out of schema.sql, with the comments beside them.
func tablesOf(schema string) []Table {
	var out []Table
	for line := range strings.Lines(schema) {
		line = strings.TrimRight(line, "\n")
		if rest, ok := strings.CutPrefix(line, "-- table "); ok {
			name, meaning, _ := strings.Cut(rest, ": ")
			out = append(out, Table{Name: name, Meaning: meaning})
			continue
		}
		if len(out) == 0 || strings.HasPrefix(line, "--") {
			continue
		}
		def, meaning, _ := strings.Cut(line, "--")
		if i := strings.Index(def, "("); strings.HasPrefix(def, "create table") && i >= 0 {
			def = def[i+1:]
		}
		t := &out[len(out)-1]
		for _, part := range strings.Split(def, ",") {
			if m := columnDef.FindStringSubmatch(part); m != nil && m[1] != "create" {
				t.Columns = append(t.Columns, Column{Name: m[1], Type: m[2], Meaning: strings.TrimSpace(meaning)})
			}
		}
	}
	return out
}
