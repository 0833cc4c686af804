package population

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

var eurostat = Format{
	Name: "eurostat demo_r_pjangrp3",
	Help: `Eurostat's demo_r_pjangrp3 as TSV (first line "sex,unit,age,geo\time" and years)`,
	head: func(line string) bool {
		first, _, _ := strings.Cut(line, "\t")
		return strings.HasPrefix(strings.ReplaceAll(first, " ", ""), "sex,unit,age,geo\\")
	},
	read: readEurostat,
}

var sexes = [2]string{"female", "male"}

// brackets are the age groups that divide a population. The file also has
// Y85-89 and Y_GE90, which are parts of Y_GE85, and TOTAL; UNK are people whose
// age is not known.
var brackets = func() map[string][2]uint8 {
	m := map[string][2]uint8{"Y_LT5": {0, 4}, "Y_GE85": {85, audience.OpenAge}, "UNK": {0, audience.OpenAge}}
	for lo := uint8(5); lo < 85; lo += 5 {
		m[fmt.Sprintf("Y%d-%d", lo, lo+4)] = [2]uint8{lo, lo + 4}
	}
	return m
}()

// eurostatTable is what the lines of the file say so far.
type eurostatTable struct {
	*reader
	col, year int
	years     []int
	regions   map[string]*eurostatRegion // by NUTS code
	left      map[string]bool            // codes that are no regions
}

// eurostatRegion is a region's women (0) and men (1).
type eurostatRegion struct {
	cells  []Cell
	groups int // age groups with a number, both sexes
	total  [2]int64
	sum    [2]int64
	top    [2]bool      // Y_GE85 is there
	oldest [2][2]*int64 // Y85-89 and Y_GE90, for regions without Y_GE85 (Ireland 2016)
}

// readEurostat keeps women and men by age group for every NUTS region and
// country. EU27, EU28 and EFTA are sums of countries, codes ending in XX are
// people without a region: they are left out. A region that lacks an age group
// gives no cells.
func readEurostat(r *reader, asked int) (*File, error) {
	col, year, years, err := eurostatYear(r, asked)
	if err != nil {
		return nil, err
	}
	t := &eurostatTable{r, col, year, years, map[string]*eurostatRegion{}, map[string]bool{}}
	for {
		line, err := r.next()
		if errors.Is(err, io.EOF) {
			return t.file()
		}
		if err == nil {
			err = t.read(line)
		}
		if err != nil {
			return nil, err
		}
	}
}

// read takes one line: a sex, an age group and a region with a number a year.
func (t *eurostatTable) read(line string) error {
	fields := strings.Split(line, "\t")
	dims := strings.Split(fields[0], ",")
	if len(dims) != 4 || len(fields) <= t.col {
		return t.failf("should have sex,unit,age,geo and a number for each of {n} years", "n", len(t.years))
	}
	sex, age, geo := dims[0], dims[2], strings.TrimSpace(dims[3])
	if !nutsCode(geo) {
		t.left[geo] = true
		return nil
	}
	s := strings.Index("FMT", sex)
	if len(sex) != 1 || s < 0 {
		return t.failf(`has sex "{sex}"; F, M and T are known`, "sex", sex)
	}
	if sex == "T" { // both together
		return nil
	}
	n, stated, err := t.count(fields[t.col])
	if err != nil || !stated {
		return err
	}
	g := t.regions[geo]
	if g == nil {
		g = &eurostatRegion{}
		t.regions[geo] = g
	}
	switch age {
	case "TOTAL":
		g.total[s] = n
		return nil
	case "Y85-89":
		g.oldest[s][0] = &n
		return nil
	case "Y_GE90":
		g.oldest[s][1] = &n
		return nil
	}
	b, ok := brackets[age]
	if !ok {
		return t.failf(`has age group "{age}", which is not one of demo_r_pjangrp3`, "age", age)
	}
	g.top[s] = g.top[s] || age == "Y_GE85"
	g.sum[s] += n
	if age != "UNK" {
		g.groups++
	} else if n == 0 {
		return nil
	}
	g.cells = append(g.cells, Cell{Code: geo, AgeLo: b[0], AgeHi: b[1], Sex: sexes[s], Count: n, Year: t.year})
	return nil
}

// file puts the regions together that have all age groups, and says what was
// left out.
func (t *eurostatTable) file() (*File, error) {
	if len(t.regions) == 0 {
		return nil, t.failf("has no region")
	}
	f := &File{Source: Source{Title: "Population on 1 January by age group, sex and NUTS 3 region (demo_r_pjangrp3)",
		Publisher: "Eurostat", Licence: "reuse permitted with the source named", Year: t.year, Years: t.years, Note: "resident population on 1 January"}}
	codes := slices.Sorted(maps.Keys(t.regions))
	paths := nutsPaths(codes)
	var without, differ []string
	for _, code := range codes {
		g := t.regions[code]
		g.addOldest(code, t.year)
		if g.groups != 2*(len(brackets)-1) {
			without = append(without, code)
			continue
		}
		for s, total := range g.total {
			if total != 0 && total != g.sum[s] {
				differ = append(differ, fmt.Sprintf("%s %s: %d against %d", code, sexes[s], g.sum[s], total))
			}
		}
		for _, c := range g.cells {
			c.Region = paths[code]
			f.Cells = append(f.Cells, c)
		}
	}
	if len(f.Cells) == 0 {
		return nil, t.failf("has no region with all age groups in {year}", "year", strconv.Itoa(t.year))
	}
	if len(without) > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("%d regions without all age groups in %d were left out: %s", len(without), t.year, strings.Join(without, " ")))
	}
	if len(differ) > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("%d sums of age groups differ from the total beside them, and were kept: %s", len(differ), strings.Join(differ, ", ")))
	}
	if len(t.left) > 0 {
		f.Remarks = append(f.Remarks, "not regions, left out: "+strings.Join(slices.Sorted(maps.Keys(t.left)), " "))
	}
	return f, nil
}

// addOldest makes the group of 85 and over of its two parts, where it is not stated.
func (g *eurostatRegion) addOldest(code string, year int) {
	for s, old := range g.oldest {
		if g.top[s] || old[0] == nil || old[1] == nil {
			continue
		}
		n := *old[0] + *old[1]
		g.cells = append(g.cells, Cell{Code: code, AgeLo: 85, AgeHi: audience.OpenAge, Sex: sexes[s], Count: n, Year: year})
		g.sum[s] += n
		g.groups++
	}
}

// eurostatYear finds the column of a year; newer years stand further left.
func eurostatYear(r *reader, asked int) (col, year int, years []int, err error) {
	heads := strings.Split(r.head, "\t")
	at := map[int]int{}
	for i, h := range heads[1:] {
		y, err := strconv.Atoi(strings.TrimSpace(h))
		if err != nil || y < 1900 || y > 2200 {
			return 0, 0, nil, r.failf(`has "{h}" where a year should stand in the header`, "h", h)
		}
		years = append(years, y)
		at[y] = i + 1
	}
	year, err = r.pick(years, asked)
	return at[year], year, years, err
}

// count reads "416845 ", "1430817 e" or ": ".
func (r *reader) count(s string) (n int64, ok bool, err error) {
	v, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	if v == "" || v == ":" {
		return 0, false, nil
	}
	n, err = strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 {
		return 0, false, r.failf(`has "{x}" where a number of people should stand`, "x", s)
	}
	return n, true, nil
}

// nutsCode reports whether a geo code is a country or region.
func nutsCode(s string) bool {
	if len(s) < 2 || len(s) > 5 || strings.HasPrefix(s, "EU2") || s == "EFTA" || strings.HasSuffix(s, "XX") {
		return false
	}
	for i, c := range []byte(s) {
		if !('A' <= c && c <= 'Z' || i >= 2 && '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

// nutsPaths gives each NUTS code a path: that of the place which is exactly this
// region, else "nuts:CODE" below the nearest region that has one.
func nutsPaths(codes []string) map[string]string {
	exact := map[string]string{}
	for _, c := range place.Countries() {
		if c.NUTS == "" {
			continue
		}
		exact[c.NUTS] = c.Path
		for _, p := range place.Regions(c.Path) {
			if old := exact[p.NUTS]; p.NUTS != "" && p.Kind != place.KindCity && (old == "" || len(p.Path) < len(old)) {
				exact[p.NUTS] = p.Path
			}
		}
	}
	out := map[string]string{}
	for _, code := range codes {
		path := exact[code]
		for up := code[:len(code)-1]; path == "" && len(up) >= 2; up = up[:len(up)-1] {
			if exact[up] != "" {
				path = exact[up] + "/" + place.Segment("nuts", code)
			}
		}
		if path == "" {
			path = code[:2] + "/" + place.Segment("nuts", code)
		}
		out[code] = path
	}
	return out
}
