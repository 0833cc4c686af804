package population

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

var plain = Format{
	Name: "population csv",
	Help: `a plain CSV with the columns region, age_from, age_to, sex, count (and, if wanted, year, and any kind of fact as a further column: language, education, ...)`,
	head: func(line string) bool {
		cols, err := csv.NewReader(strings.NewReader(line)).Read()
		return err == nil && len(cols) > 1 && plainName(cols[0]) == "region" && slices.ContainsFunc(cols, func(c string) bool { return plainName(c) == "count" })
	},
	read: readPlain,
}

// plainName brings "Age from" and "age_from" together.
func plainName(s string) string {
	s = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")))
	return strings.NewReplacer("_", " ", "-", " ").Replace(s)
}

// plainRow is what makes two rows speak of the same people.
type plainRow struct {
	region, sex, facts string
}

// readPlain reads the documented CSV:
//
//	region    a path or a name that the place table knows ("DE/Bayern", "Bayern, Deutschland");
//	          a path below a known country that it does not know stays as written
//	age_from  whole years; empty is 0
//	age_to    whole years, inside; empty or "+" has no top
//	sex       female or F, male or M; empty, T or "total" for both together
//	count     whole number of people
//	year      of the count, if there are several the newest or asked one is read
//	KIND      any other column is a joint fact: its head is a word of the audience language
//	          (language, education, income, ...), its cell the value, empty where not stated
//
// Rows of one region, sex and set of facts must not overlap in age: totals are
// left out, the program adds up.
func readPlain(r *reader, asked int) (*File, error) {
	heads, err := csv.NewReader(strings.NewReader(r.head)).Read()
	if err != nil {
		return nil, r.fail(contrechamp.Say("has a damaged header"), err)
	}
	at := map[string]int{}
	type column struct {
		kind audience.Kind
		i    int
	}
	var more []column
	for i, h := range heads {
		h = plainName(h)
		if _, twice := at[h]; twice {
			return nil, r.failf(`has two columns "{h}"`, "h", h)
		}
		at[h] = i
		switch h {
		case "region", "age from", "age to", "sex", "count", "year":
			continue
		}
		k, err := audience.ParseKind(strings.ReplaceAll(h, " ", "-"))
		if err != nil || !k.Labelled() && k != audience.Language {
			return nil, r.failf(`has a column "{h}", which is no kind of fact: name it language, education, job, income, politics or another label of the audience language`, "h", h)
		}
		more = append(more, column{k, i})
	}
	if _, ok := at["count"]; !ok {
		return nil, r.failf("has no column count")
	}
	f := &File{Source: Source{Title: "Population of " + r.name, Licence: "as given by the user"}}
	type span struct {
		lo, hi uint8
		line   int
	}
	spans := map[int]map[plainRow][]span{}
	unknown := map[string]bool{}
	cr := csv.NewReader(r.in)
	cr.FieldsPerRecord = len(heads)
	for {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, r.record(err, contrechamp.Say("has a row that is not the {n} fields of its header", "n", len(heads)))
		}
		line, _ := cr.FieldPos(0)
		r.line = 1 + line
		get := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		var c Cell
		if c.Region, err = r.region(get("region"), unknown); err != nil {
			return nil, err
		}
		if c.AgeLo, c.AgeHi, err = r.ages(get("age from"), get("age to")); err != nil {
			return nil, err
		}
		switch strings.ToLower(get("sex")) {
		case "f", "female", "women":
			c.Sex = "female"
		case "m", "male", "men":
			c.Sex = "male"
		case "", "t", "total", "both":
		default:
			return nil, r.failf(`has sex "{x}": write female, male or nothing`, "x", get("sex"))
		}
		if c.Count, err = strconv.ParseInt(get("count"), 10, 64); err != nil || c.Count < 0 || c.Count > 1<<40 {
			return nil, r.failf(`has count "{x}": write a whole number of people`, "x", get("count"))
		}
		if y := get("year"); y != "" {
			if c.Year, err = strconv.Atoi(y); err != nil {
				return nil, r.failf(`has year "{y}"`, "y", y)
			}
		}
		key := plainRow{region: c.Region, sex: c.Sex}
		for _, m := range more {
			v := strings.TrimSpace(row[m.i])
			c.Facts = append(c.Facts, Joint{m.kind, v})
			key.facts += "\x00" + v
		}
		if spans[c.Year] == nil {
			spans[c.Year] = map[plainRow][]span{}
			f.Source.Years = append(f.Source.Years, c.Year)
		}
		for _, s := range spans[c.Year][key] {
			if c.AgeLo <= s.hi && s.lo <= c.AgeHi {
				return nil, r.failf("counts ages of {region} again that line {n} has counted: leave out totals and repeated rows", "region", c.Region, "n", s.line)
			}
		}
		spans[c.Year][key] = append(spans[c.Year][key], span{c.AgeLo, c.AgeHi, r.line})
		f.Cells = append(f.Cells, c)
	}
	if len(f.Cells) == 0 {
		return nil, r.failf("has a header and no rows")
	}
	if f.Source.Year, err = r.pick(f.Source.Years, asked); err != nil {
		return nil, err
	}
	f.Cells = slices.DeleteFunc(f.Cells, func(c Cell) bool { return c.Year != f.Source.Year })
	for n := range unknown {
		f.NotJoined = append(f.NotJoined, n)
	}
	slices.Sort(f.NotJoined)
	return f, nil
}

// region finds the path of a region's name.
func (r *reader) region(name string, unknown map[string]bool) (string, error) {
	if p, ok := place.Lookup(name); ok {
		return p.Path, nil
	}
	path, _ := place.Canonical(name)
	country, _, below := strings.Cut(path, "/")
	if _, ok := place.Country(country); !ok || !below {
		return "", r.failf(`names the region "{name}", which the place table does not know: write it as a path from the country down, such as DE/Bayern`, "name", name)
	}
	unknown[path] = true
	return path, nil
}

// ages reads the two bounds of an age group.
func (r *reader) ages(from, to string) (lo, hi uint8, err error) {
	if from != "" {
		n, err := strconv.ParseUint(from, 10, 8)
		if err != nil || n > 150 {
			return 0, 0, r.failf(`has age_from "{from}": write whole years`, "from", from)
		}
		lo = uint8(n)
	}
	if to == "" || to == "+" {
		return lo, audience.OpenAge, nil
	}
	n, err := strconv.ParseUint(to, 10, 8)
	if err != nil || n > 150 || uint8(n) < lo {
		return 0, 0, r.failf(`has ages "{from}" to "{to}": write whole years, the last one inside, or nothing for no top`, "from", from, "to", to)
	}
	return lo, uint8(n), nil
}
