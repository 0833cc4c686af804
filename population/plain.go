package population

import (
	"encoding/csv"
	"errors"
	"io"
	"maps"
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

// plainTable is what the header and the rows say so far.
type plainTable struct {
	*reader
	at      map[string]int // column of a head
	kinds   []plainKind
	row     []string
	file    *File
	spans   map[int]map[plainPeople][]plainSpan // by year
	unknown map[string]bool                     // paths below a country that the place table does not know
}

// plainKind is a column of joint facts.
type plainKind struct {
	kind   audience.Kind
	column int
}

// plainPeople is what makes two rows speak of the same people.
type plainPeople struct{ region, sex, facts string }

// plainSpan is ages that a line has counted.
type plainSpan struct {
	lo, hi uint8
	line   int
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
	t := &plainTable{reader: r, at: map[string]int{}, spans: map[int]map[plainPeople][]plainSpan{}, unknown: map[string]bool{},
		file: &File{Source: Source{Title: "Population of " + r.name, Licence: "as given by the user"}}}
	heads, err := csv.NewReader(strings.NewReader(r.head)).Read()
	if err != nil {
		return nil, r.fail(contrechamp.Say("has a damaged header"), err)
	}
	if err := t.header(heads); err != nil {
		return nil, err
	}
	cr := csv.NewReader(r.in)
	cr.FieldsPerRecord = len(heads)
	for {
		t.row, err = cr.Read()
		if errors.Is(err, io.EOF) {
			return t.done(asked)
		}
		if err != nil {
			return nil, r.record(err, contrechamp.Say("has a row that is not the {n} fields of its header", "n", len(heads)))
		}
		line, _ := cr.FieldPos(0)
		r.line = 1 + line
		if err := t.add(); err != nil {
			return nil, err
		}
	}
}

func (t *plainTable) header(heads []string) error {
	for i, h := range heads {
		h = plainName(h)
		if _, twice := t.at[h]; twice {
			return t.failf(`has two columns "{h}"`, "h", h)
		}
		t.at[h] = i
		switch h {
		case "region", "age from", "age to", "sex", "count", "year":
			continue
		}
		k, err := audience.ParseKind(strings.ReplaceAll(h, " ", "-"))
		if err != nil || !k.Labelled() && k != audience.Language {
			return t.failf(`has a column "{h}", which is no kind of fact: name it language, education, job, income, politics or another label of the audience language`, "h", h)
		}
		t.kinds = append(t.kinds, plainKind{k, i})
	}
	if _, ok := t.at["count"]; !ok {
		return t.failf("has no column count")
	}
	return nil
}

// cell is a field of the row, "" if the table has no such column.
func (t *plainTable) cell(head string) string {
	if i, ok := t.at[head]; ok {
		return strings.TrimSpace(t.row[i])
	}
	return ""
}

// add reads the row as a cell of the population.
func (t *plainTable) add() (err error) {
	var c Cell
	if c.Region, err = t.region(t.cell("region"), t.unknown); err != nil {
		return err
	}
	if c.AgeLo, c.AgeHi, err = t.ages(t.cell("age from"), t.cell("age to")); err != nil {
		return err
	}
	switch strings.ToLower(t.cell("sex")) {
	case "f", "female", "women":
		c.Sex = "female"
	case "m", "male", "men":
		c.Sex = "male"
	case "", "t", "total", "both":
	default:
		return t.failf(`has sex "{x}": write female, male or nothing`, "x", t.cell("sex"))
	}
	if c.Count, err = strconv.ParseInt(t.cell("count"), 10, 64); err != nil || c.Count < 0 || c.Count > 1<<40 {
		return t.failf(`has count "{x}": write a whole number of people`, "x", t.cell("count"))
	}
	if y := t.cell("year"); y != "" {
		if c.Year, err = strconv.Atoi(y); err != nil {
			return t.failf(`has year "{y}"`, "y", y)
		}
	}
	people := plainPeople{region: c.Region, sex: c.Sex}
	for _, k := range t.kinds {
		v := strings.TrimSpace(t.row[k.column])
		c.Facts = append(c.Facts, Joint{k.kind, v})
		people.facts += "\x00" + v
	}
	if t.spans[c.Year] == nil {
		t.spans[c.Year] = map[plainPeople][]plainSpan{}
		t.file.Source.Years = append(t.file.Source.Years, c.Year)
	}
	for _, s := range t.spans[c.Year][people] {
		if c.AgeLo <= s.hi && s.lo <= c.AgeHi {
			return t.failf("counts ages of {region} again that line {n} has counted: leave out totals and repeated rows", "region", c.Region, "n", s.line)
		}
	}
	t.spans[c.Year][people] = append(t.spans[c.Year][people], plainSpan{c.AgeLo, c.AgeHi, t.line})
	t.file.Cells = append(t.file.Cells, c)
	return nil
}

// done keeps the rows of one year.
func (t *plainTable) done(asked int) (f *File, err error) {
	f = t.file
	if len(f.Cells) == 0 {
		return nil, t.failf("has a header and no rows")
	}
	if f.Source.Year, err = t.pick(f.Source.Years, asked); err != nil {
		return nil, err
	}
	f.Cells = slices.DeleteFunc(f.Cells, func(c Cell) bool { return c.Year != f.Source.Year })
	f.NotJoined = slices.Sorted(maps.Keys(t.unknown))
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
