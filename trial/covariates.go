package trial

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
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

// rare stands for all labels that fewer than ten people hold: such a label may
// be a name or an address, so it is joined with the others before anything is
// named. No label can be taken for it.
const rare = "\x00rare"

var rareText = Text{"others (rare)", "autres (rares)"}

// commonLabels returns the labels that ten people or more hold, sorted, and how
// many fewer hold.
func commonLabels(n map[string]int) (labels []string, few int) {
	for _, l := range sortedKeys(n) {
		if n[l] < minCount {
			few++
		} else {
			labels = append(labels, l)
		}
	}
	return labels, few
}

// value is the name for people of a label, or of the rare ones.
func (e *experiment) value(v *variable, label string, yesNo bool) Text {
	if label == rare {
		return rareText
	}
	return e.d.Value(v.name, label, yesNo)
}

// addLabels gives each label but the first a 0/1 column; the rare ones share
// one.
func (e *experiment) addLabels(s *lab.Sample, v *variable, c *Column, rows []int) error {
	n := map[string]int{}
	for _, i := range rows {
		n[c.At(i)]++
	}
	labels, few := commonLabels(n)
	if len(labels) > maxLevels || len(labels) == 0 {
		return contrechamp.Invalid("covariate {column} has {n} different labels, of which ten people or more hold {common}: group them into at most {most} first, or leave it out",
			"column", quoted(v.name), "n", len(n), "common", len(labels), "most", maxLevels)
	}
	yesNo := zeroOne(labels)
	if few > 0 {
		labels = append(labels, rare)
		e.check("rare-labels", OK, textf("%d labels of “%s” that fewer than ten people each hold are joined into one", "%d valeurs de « %s » portées chacune par moins de dix personnes sont réunies en une", few, e.d.Label(v.name)))
	}
	at := map[string]int32{}
	for l, label := range labels {
		at[label] = int32(l)
	}
	code := make([]int32, len(c.Values))
	for k, label := range c.Values {
		l, ok := at[label]
		if !ok {
			l = int32(len(labels) - 1)
		}
		code[k] = l
	}
	v.group = make([]int32, len(rows))
	for r, i := range rows {
		v.group[r] = code[c.Code[i]]
	}
	for l, label := range labels {
		v.labels = append(v.labels, e.value(v, label, yesNo))
		x := make([]float64, len(rows))
		for r, g := range v.group {
			x[r] = float64(b2i(int(g) == l))
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
	to := make([]int, len(e.all.X))
	var x [][]float64
	var names, en, fr []string
	for j, n := range e.all.Names {
		if slices.Contains(f.Dropped, n) {
			to[j] = -1
			t := e.columnLabel(j)
			en, fr = append(en, t.In(EN)), append(fr, t.In(FR))
			continue
		}
		to[j] = len(x)
		x, names = append(x, e.all.X[j]), append(names, n)
	}
	e.check("collinear", Warn, textf("left out, because other covariates determine them: %s", "laissées de côté, car d'autres variables les déterminent : %s",
		Text{strings.Join(en, ", "), strings.Join(fr, ", ")}))
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
			w := e.value(&v, value, false)
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
			values = v.joinRare(values)
			for _, x := range values {
				codes = append(codes, strconv.FormatFloat(x, 'f', -1, 64))
			}
		}
		for l := range values {
			switch {
			case cuts == nil && math.IsNaN(values[l]):
				v.labels = append(v.labels, rareText)
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

// joinRare makes one group, the last, of those of fewer than ten people: what
// is left of the values, NaN for them.
func (v *variable) joinRare(values []float64) []float64 {
	n := make([]int, len(values))
	for _, h := range v.group {
		n[h]++
	}
	var common []float64
	to := make([]int32, len(values))
	for h, x := range values {
		if to[h] = -1; n[h] >= minCount {
			to[h] = int32(len(common))
			common = append(common, x)
		}
	}
	if len(common) == len(values) {
		return values
	}
	for i, h := range v.group {
		if v.group[i] = to[h]; to[h] < 0 {
			v.group[i] = int32(len(common))
		}
	}
	return append(common, math.NaN())
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
