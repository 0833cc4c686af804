package library

import (
	"encoding/csv"
	"io"
	"strconv"
)

// censusBands are the age groups of the census; to is inside, 0 has no top.
var censusBands = []struct{ from, to int }{{0, 14}, {15, 17}, {18, 24}, {25, 34}, {35, 44}, {45, 54}, {55, 64}, {65, 74}, {75, 0}}

// writeCensus counts the electorate, minors among it, by region, age and sex, in
// the plain CSV that package population documents.
func (s *Sold) writeCensus(w io.Writer) error {
	e := s.Electorate
	counts := map[string]*[9][2]int{}
	for i := range e.Age {
		path := e.Margins.Districts[e.District(i)].Region()
		if counts[path] == nil {
			counts[path] = new([9][2]int)
		}
		b := len(censusBands) - 1
		for b > 0 && int(e.Age[i]) < censusBands[b].from {
			b--
		}
		counts[path][b][e.Cell[i].Sex()]++
	}
	c := csv.NewWriter(w)
	c.Write([]string{"region", "age_from", "age_to", "sex", "count", "year"})
	for _, r := range s.Regions {
		path := s.Country + "/" + r
		for b, x := range censusBands {
			to := ""
			if x.to > 0 {
				to = strconv.Itoa(x.to)
			}
			for sex, name := range []string{"female", "male"} {
				n := 0
				if counts[path] != nil {
					n = counts[path][b][sex]
				}
				c.Write([]string{path, strconv.Itoa(x.from), to, name, strconv.Itoa(n), "2025"})
			}
		}
	}
	c.Flush()
	return c.Error()
}
