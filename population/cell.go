// Package population counts people: published tables of region x age x sex
// are read into cells, and the audience of an ad is sized against them.
//
// A size is an interval, lo..hi people, never a guess: facts that a table holds
// jointly are counted exactly; an age group cut by a target age, a town inside a
// counted region, an interest that no table knows make it wider, and each is
// named as a reason. Populations are counts; no person is in them.
//
// Reading (Read) finds the format by content: Eurostat's demo_r_pjangrp3, the US
// Census Bureau's sc-est agesex-civ, a plain CSV, Eurostat's list of NUTS names,
// a list of places and the regions that they lie in. New makes a Table of what
// was read; Table.Size and Table.Coverage answer.
package population

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Cell is a number of people: those of a region, an age group, a sex and
// further joint facts, on one day of a year.
type Cell struct {
	Region string // place path; "DE/Bayern/nuts:DE21" where the place table has no row
	Code   string // the source's own code ("DE21"); empty in a plain CSV

	// AgeLo to AgeHi, both inside; AgeHi is audience.OpenAge where the group has
	// no top. An age that the source does not know is 0..OpenAge.
	AgeLo, AgeHi uint8
	Sex          string // female, male, or empty for both together
	Count        int64
	Year         int

	// Facts are what else the cell's people have in common, one a column of the
	// source; a column divides people: each has exactly one value of it.
	Facts []Joint
}

// Joint is a value of a further column: language "fr".
type Joint struct {
	Kind  audience.Kind
	Value string // empty: not stated
}

// Part says that a place lies in another: a postcode in a district, a town in its
// postcodes. A place with several parts lies in all of them together.
type Part struct {
	Path string // "DE/zip:01067"
	In   string // path of a region, or its NUTS code as "DE/nuts:DED21", or a place that has parts itself
}

// Source is where cells come from: shown with every figure.
type Source struct {
	Name      string // short name of the format: "eurostat demo_r_pjangrp3"
	Title     string
	Publisher string
	Licence   string
	Year      int // of the counts that were read; 0 if the file has none
	Years     []int
	File      string // base name
	Note      string // what the counts are of: "civilian population"
}

// File is what one file says.
type File struct {
	Source Source
	Cells  []Cell
	Names  []Name // of statistical regions
	Parts  []Part
	// Remarks are oddities that were kept or left out, counted: "18 regions
	// without ages".
	Remarks []string
	// Regions that the place table does not know: their paths stay as written.
	NotJoined []string
}

// Name is what a statistical region is called.
type Name struct{ Code, Name string }

// Extra writes joint facts in one line, for a column of a database or a CSV:
// language "fr" education "high". ParseExtra reads it back.
func (c *Cell) Extra() string {
	var parts []string
	for _, f := range c.Facts {
		parts = append(parts, f.Kind.String()+" "+strconv.Quote(f.Value))
	}
	return strings.Join(parts, " ")
}

// ParseExtra reads what Extra writes.
func ParseExtra(s string) ([]Joint, error) {
	var out []Joint
	for rest := strings.TrimSpace(s); rest != ""; rest = strings.TrimSpace(rest) {
		word, tail, _ := strings.Cut(rest, " ")
		k, err := audience.ParseKind(word)
		if err != nil {
			return nil, fmt.Errorf("joint facts %q: %w", s, err)
		}
		quoted, err := strconv.QuotedPrefix(tail)
		if err != nil {
			return nil, fmt.Errorf("joint facts %q: %q is no quoted value", s, tail)
		}
		v, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, fmt.Errorf("joint facts %q: %w", s, err)
		}
		out = append(out, Joint{k, v})
		rest = tail[len(quoted):]
	}
	return out, nil
}
