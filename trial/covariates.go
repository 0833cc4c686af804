package trial

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/lab"
)

// variable is a covariate as people know it: one column, or several 0/1
// columns for the labels of a categorical one.
type variable struct {
	name string
	cols []int // in Sample.X
	// groups of its values for tables by group, and their labels
	group  []int32
	labels []Text
}

func pick[T any](v []T, rows []int) []T {
	out := make([]T, len(rows))
	for r, i := range rows {
		out[r] = v[i]
	}
	return out
}

func codes(c *Column, rows []int) []int32 { return pick(c.Code, rows) }

func (e *experiment) addColumn(s *lab.Sample, v *variable, name string, x []float64) {
	lo, hi := slices.Min(x), slices.Max(x)
	if lo == hi {
		e.check("constant", Warn, textf("covariate %s is %s for everybody and is left out", "la variable %s vaut %s pour tous, elle est laissée de côté", e.d.Label(v.name), plain(lo)))
		return
	}
	v.cols = append(v.cols, len(s.X))
	s.X, s.Names = append(s.X, x), append(s.Names, name)
}

// addLabels gives each label but the first a 0/1 column.
func (e *experiment) addLabels(s *lab.Sample, v *variable, c *Column, rows []int) error {
	n := make([]int, len(c.Values))
	for _, i := range rows {
		n[c.Code[i]]++
	}
	var labels []string
	for l, k := range n {
		if k > 0 {
			labels = append(labels, c.Values[l])
		}
	}
	sort.Strings(labels)
	if len(labels) > maxLevels {
		return fmt.Errorf("covariate %q has %d different labels, more than %d: group them first, or leave it out", v.name, len(labels), maxLevels)
	}
	v.group = make([]int32, len(rows))
	for l, label := range labels {
		v.labels = append(v.labels, e.d.Value(v.name, label, zeroOne(labels)))
		code := int32(slices.Index(c.Values, label))
		x := make([]float64, len(rows))
		for r, i := range rows {
			if c.Code[i] == code {
				x[r] = 1
				v.group[r] = int32(l)
			}
		}
		if l > 0 {
			v.cols = append(v.cols, len(s.X))
			s.X, s.Names = append(s.X, x), append(s.Names, v.name+" = "+label)
		}
	}
	if len(labels) < 2 {
		e.check("constant", Warn, textf("covariate %s is the same for everybody and is left out", "la variable %s est la même pour tous, elle est laissée de côté", e.d.Label(v.name)))
	}
	return nil
}

// dropCollinear leaves out columns that others determine.
func (e *experiment) dropCollinear() {
	f, err := lab.OLS(e.all.Y, e.all.X, e.all.Names)
	if err != nil || len(f.Dropped) == 0 {
		return
	}
	e.check("collinear", Warn, textf("left out, because other covariates determine them: %s", "laissées de côté, car d'autres variables les déterminent : %s", strings.Join(f.Dropped, ", ")))
	to := make([]int, len(e.all.X))
	var x [][]float64
	var names []string
	for j, n := range e.all.Names {
		to[j] = -1
		if !slices.Contains(f.Dropped, n) {
			to[j] = len(x)
			x, names = append(x, e.all.X[j]), append(names, n)
		}
	}
	e.all.X, e.all.Names = x, names
	var vars []variable
	for _, v := range e.vars {
		var cols []int
		for _, j := range v.cols {
			if to[j] >= 0 {
				cols = append(cols, to[j])
			}
		}
		if v.cols = cols; len(cols) > 0 {
			vars = append(vars, v)
		}
	}
	e.vars = vars
}

// columnLabel names a column for people: its covariate, and the value that a
// 0/1 column stands for.
func (e *experiment) columnLabel(j int) Text {
	for _, v := range e.vars {
		if !slices.Contains(v.cols, j) {
			continue
		}
		t := e.d.Label(v.name)
		if _, value, ok := strings.Cut(e.all.Names[j], v.name+" = "); ok {
			w := e.d.Value(v.name, value, false)
			t.EN, t.FR = t.In(EN)+": "+w.In(EN), t.In(FR)+" : "+w.In(FR)
		}
		return t
	}
	return both(e.all.Names[j])
}

// groups cuts each covariate into at most five groups for tables.
func (e *experiment) groups() {
	for i := range e.vars {
		v := &e.vars[i]
		if v.group != nil {
			continue
		}
		x := e.all.X[v.cols[0]]
		g, cuts := lab.Bin(x, 6, 4)
		values := slices.Clone(g)
		slices.Sort(values)
		values = slices.Compact(values)
		v.group = make([]int32, len(g))
		for r, val := range g {
			v.group[r] = int32(sort.SearchFloat64s(values, val))
		}
		var codes []string
		if cuts == nil {
			for _, x := range values {
				codes = append(codes, strconv.FormatFloat(x, 'f', -1, 64))
			}
		}
		for l := range values {
			switch {
			case cuts == nil:
				t := e.d.Value(v.name, codes[l], zeroOne(codes))
				if t == both(codes[l]) {
					t = plain(values[l])
				}
				v.labels = append(v.labels, t)
			case l == 0:
				v.labels = append(v.labels, textf("up to %s", "jusqu'à %s", plain(cuts[0])))
			case l == len(cuts):
				v.labels = append(v.labels, textf("above %s", "plus de %s", plain(cuts[l-1])))
			default:
				v.labels = append(v.labels, textf("above %s, up to %s", "plus de %s, jusqu'à %s", plain(cuts[l-1]), plain(cuts[l])))
			}
		}
	}
}

// zeroOne reports whether codes are 0 and 1, the usual no and yes.
func zeroOne(codes []string) bool {
	return len(codes) == 2 && codes[0] == "0" && codes[1] == "1"
}

// columnsOf returns the columns of some variables.
func (e *experiment) columnsOf(vars []int) []int {
	out := []int{}
	for _, v := range vars {
		out = append(out, e.vars[v].cols...)
	}
	slices.Sort(out)
	return out
}
