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

var census = Format{
	Name: "us census sc-est agesex-civ",
	Help: `the US Census Bureau's sc-est2019-agesex-civ.csv (SUMLEV,REGION,DIVISION,STATE,NAME,SEX,AGE,... POPEST2016_CIV)`,
	head: func(line string) bool {
		return strings.HasPrefix(line, "SUMLEV,") && strings.Contains(line, ",SEX,AGE,") && strings.Contains(line, "POPEST")
	},
	read: readCensus,
}

// censusTable is what the header and the rows say so far.
type censusTable struct {
	*reader
	at         map[string]int // column of a head, and of the year
	year       int
	row        []string
	file       *File
	total, sum map[string]int64 // by path and sex: as stated, and of the ages
}

// readCensus keeps women and men by single year of age for the country and its
// states; 85 is 85 and over, 999 is all ages and left out.
func readCensus(r *reader, asked int) (*File, error) {
	heads := strings.Split(r.head, ",")
	t := &censusTable{reader: r, at: map[string]int{}, total: map[string]int64{}, sum: map[string]int64{}}
	var years []int
	for i, h := range heads {
		t.at[h] = i
		if y, ok := strings.CutPrefix(h, "POPEST"); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(y, "_CIV")); err == nil {
				years = append(years, n)
				t.at[strconv.Itoa(n)] = i
			}
		}
	}
	for _, h := range []string{"SUMLEV", "NAME", "SEX", "AGE"} {
		if _, ok := t.at[h]; !ok {
			return nil, r.failf("has no column {h}", "h", h)
		}
	}
	var err error
	if t.year, err = r.pick(years, asked); err != nil {
		return nil, err
	}
	t.file = &File{Source: Source{Title: "Annual estimates of the civilian population by single year of age and sex, states",
		Publisher: "US Census Bureau", Licence: "public domain", Year: t.year, Years: years, Note: "civilian population on 1 July"}}
	cr := csv.NewReader(r.in)
	cr.FieldsPerRecord = len(heads)
	cr.ReuseRecord = true
	for {
		t.row, err = cr.Read()
		if errors.Is(err, io.EOF) {
			return t.done()
		}
		if err != nil {
			return nil, r.record(err, contrechamp.Say("has a row that is not the fields of its header"))
		}
		r.line++
		if err := t.add(); err != nil {
			return nil, err
		}
	}
}

// add reads the row: a cell of the population, or a total to hold the cells against.
func (t *censusTable) add() error {
	name, path := t.row[t.at["NAME"]], "US"
	if t.row[t.at["SUMLEV"]] == "040" {
		var ok bool
		if path, ok = place.Region("US", name); !ok {
			return t.failf(`names the state "{name}", which the place table does not know`, "name", strings.Clone(name))
		}
	}
	writtenAge, writtenCount := t.row[t.at["AGE"]], t.row[t.at[strconv.Itoa(t.year)]]
	age, err1 := strconv.Atoi(writtenAge)
	n, err2 := strconv.ParseInt(writtenCount, 10, 64)
	if err1 != nil || err2 != nil || n < 0 || age < 0 || age > 85 && age != 999 {
		return t.failf(`has age "{x}" and count "{x2}"`, "x", writtenAge, "x2", writtenCount)
	}
	var sex string
	switch code := t.row[t.at["SEX"]]; code {
	case "0": // both together
		return nil
	case "1":
		sex = "male"
	case "2":
		sex = "female"
	default:
		return t.failf(`has sex "{x}"; 0, 1 and 2 are known`, "x", code)
	}
	if age == 999 {
		t.total[path+sex] = n
		return nil
	}
	hi := uint8(age)
	if age == 85 {
		hi = audience.OpenAge
	}
	t.sum[path+sex] += n
	t.file.Cells = append(t.file.Cells, Cell{Region: path, AgeLo: uint8(age), AgeHi: hi, Sex: sex, Count: n, Year: t.year})
	return nil
}

func (t *censusTable) done() (*File, error) {
	for _, k := range slices.Sorted(maps.Keys(t.total)) {
		if n := t.total[k]; t.sum[k] != n {
			return nil, t.failf("the ages of {k} add up to {n}, the total is {n2}: rows are missing", "k", k, "n", t.sum[k], "n2", n)
		}
	}
	if len(t.file.Cells) == 0 {
		return nil, t.failf("has no rows")
	}
	return t.file, nil
}
