package population

import (
	"encoding/csv"
	"errors"
	"io"
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

// readCensus keeps women and men by single year of age for the country and its
// states; 85 is 85 and over, 999 is all ages and left out.
func readCensus(r *reader, year int) (*File, error) {
	heads := strings.Split(r.head, ",")
	at := map[string]int{}
	var years []int
	for i, h := range heads {
		at[h] = i
		if y, ok := strings.CutPrefix(h, "POPEST"); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(y, "_CIV")); err == nil {
				years = append(years, n)
				at[strconv.Itoa(n)] = i
			}
		}
	}
	for _, h := range []string{"SUMLEV", "NAME", "SEX", "AGE"} {
		if _, ok := at[h]; !ok {
			return nil, r.failf("has no column {h}", "h", h)
		}
	}
	year, err := r.pick(years, year)
	if err != nil {
		return nil, err
	}
	f := &File{Source: Source{Title: "Annual estimates of the civilian population by single year of age and sex, states",
		Publisher: "US Census Bureau", Licence: "public domain", Year: year, Years: years, Note: "civilian population on 1 July"}}
	total := map[string]int64{}
	sum := map[string]int64{}
	cr := csv.NewReader(r.in)
	cr.FieldsPerRecord = len(heads)
	cr.ReuseRecord = true
	for {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, r.record(err, contrechamp.Say("has a row that is not the fields of its header"))
		}
		r.line++
		name := strings.Clone(row[at["NAME"]])
		path := "US"
		if row[at["SUMLEV"]] == "040" {
			p, ok := place.Region("US", name)
			if !ok {
				return nil, r.failf(`names the state "{name}", which the place table does not know`, "name", name)
			}
			path = p
		}
		age, err1 := strconv.Atoi(row[at["AGE"]])
		n, err2 := strconv.ParseInt(row[at[strconv.Itoa(year)]], 10, 64)
		if err1 != nil || err2 != nil || n < 0 || age < 0 || age > 85 && age != 999 {
			return nil, r.failf(`has age "{x}" and count "{x2}"`, "x", row[at["AGE"]], "x2", row[at[strconv.Itoa(year)]])
		}
		sex := map[string]string{"1": "male", "2": "female"}[row[at["SEX"]]]
		if sex == "" {
			if row[at["SEX"]] != "0" {
				return nil, r.failf(`has sex "{x}"; 0, 1 and 2 are known`, "x", row[at["SEX"]])
			}
			continue
		}
		if age == 999 {
			total[path+sex] = n
			continue
		}
		hi := uint8(age)
		if age == 85 {
			hi = audience.OpenAge
		}
		sum[path+sex] += n
		f.Cells = append(f.Cells, Cell{Region: path, AgeLo: uint8(age), AgeHi: hi, Sex: sex, Count: n, Year: year})
	}
	for k, n := range total {
		if sum[k] != n {
			return nil, r.failf("the ages of {k} add up to {n}, the total is {n2}: rows are missing", "k", k, "n", sum[k], "n2", n)
		}
	}
	if len(f.Cells) == 0 {
		return nil, r.failf("has no rows")
	}
	return f, nil
}
