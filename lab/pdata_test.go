package lab

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

// columns is a table of text by column name.
type columns map[string][]string

func (c columns) num(t testing.TB, name string) []float64 {
	t.Helper()
	out := make([]float64, len(c[name]))
	for i, v := range c[name] {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			t.Fatalf("column %s row %d: %v", name, i, err)
		}
		out[i] = x
	}
	if len(out) == 0 {
		t.Fatalf("no column %s", name)
	}
	return out
}

func (c columns) is(name, value string) []float64 {
	out := make([]float64, len(c[name]))
	for i, v := range c[name] {
		if v == value {
			out[i] = 1
		}
	}
	return out
}

// arms numbers the labels of a column in the order given; rows with another
// label get -1.
func (c columns) arms(name string, order ...string) []int {
	at := map[string]int{}
	for k, a := range order {
		at[a] = k + 1
	}
	out := make([]int, len(c[name]))
	for i, v := range c[name] {
		out[i] = at[v] - 1
	}
	return out
}

var (
	tablesMu sync.Mutex
	tables   = map[string]columns{}
)

// readTable reads a gzipped CSV of the shared experiments, once.
func readTable(t testing.TB, path ...string) columns {
	t.Helper()
	name := realdata.Dir(t, append([]string{"experiments"}, path...)...)
	tablesMu.Lock()
	defer tablesMu.Unlock()
	if c, ok := tables[name]; ok {
		return c
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := columns{}
	for j, h := range rows[0] {
		col := make([]string, len(rows)-1)
		for i, r := range rows[1:] {
			col[i] = r[j]
		}
		c[h] = col
	}
	tables[name] = c
	return c
}

func readRef(t testing.TB, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(realdata.Dir(t, "experiments", "refvalues", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

var gglArms = []string{"Control", "Civic Duty", "Hawthorne", "Self", "Neighbors"}

// ggl returns Gerber, Green and Larimer's experiment and the number of each
// row's randomisation cell.
func ggl(t testing.TB, file string) (*Sample, []int) {
	c := readTable(t, "ggl2008", file)
	s := &Sample{Y: c.num(t, "voted"), W: c.arms("arm", gglArms...), Arms: gglArms,
		Names:   []string{"g2000", "g2002", "p2000", "p2002", "p2004", "yob", "hh_size", "female"},
		Cluster: ClusterIDs(c["hh"]), Block: ClusterIDs(c["cell"]),
		Prob: [][]float64{{5. / 9}, {1. / 9}, {1. / 9}, {1. / 9}, {1. / 9}}}
	for _, n := range s.Names[:7] {
		s.X = append(s.X, c.num(t, n))
	}
	s.X = append(s.X, c.is("sex", "female"))
	cell := make([]int, s.N())
	for i, v := range c.num(t, "cell") {
		cell[i] = int(v)
	}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	return s, cell
}

var hillstromArms = []string{"No E-Mail", "Mens E-Mail", "Womens E-Mail"}

// hillstrom returns the e-mail challenge with the outcome named.
func hillstrom(t testing.TB, outcome string) *Sample {
	c := readTable(t, "hillstrom2008", "hillstrom.csv.gz")
	third := []float64{1. / 3}
	s := &Sample{Y: c.num(t, outcome), W: c.arms("segment", hillstromArms...), Arms: hillstromArms,
		Names: []string{"recency", "history", "mens", "womens", "newbie", "Rural", "Surburban", "Phone", "Web"},
		X: [][]float64{c.num(t, "recency"), c.num(t, "history"), c.num(t, "mens"), c.num(t, "womens"), c.num(t, "newbie"),
			c.is("zip_code", "Rural"), c.is("zip_code", "Surburban"), c.is("channel", "Phone"), c.is("channel", "Web")},
		Prob: [][]float64{third, third, third}}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	return s
}

// only keeps the covariates named.
func only(s *Sample, names ...string) *Sample {
	t := *s
	t.X, t.Names = nil, names
	for _, n := range names {
		for j, m := range s.Names {
			if m == n {
				t.X = append(t.X, s.X[j])
			}
		}
	}
	return &t
}
