package electorate

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestLoglin holds Fit against R 4.2's loglin(start=, eps=1e-12) on a table of 3
// ages, 2 sexes and 2 educations, age fastest.
func TestLoglin(t *testing.T) {
	cells := []float64{1, 2, 1, 1, 1, 2, 2, 1, 1, 1, 3, 1}
	want := []float64{58.1716887208, 165.5317309993, 120, 71.8283112792, 84.4682690007, 160, 61.8283112792, 34.4682690007, 60, 38.1716887208, 105.5317309993, 40}
	ageSex, ageEdu := Margin{Target: []float64{120, 110, 200, 190, 180, 200}}, Margin{Target: []float64{130, 100, 250, 140, 280, 100}}
	for c := range cells {
		age, sex, edu := c%3, c/3%2, c/6
		ageSex.Of = append(ageSex.Of, uint16(age*2+sex))
		ageEdu.Of = append(ageEdu.Of, uint16(age*2+edu))
	}
	if _, err := Fit(cells, []Margin{ageSex, ageEdu}, 1e-13); err != nil {
		t.Fatal(err)
	}
	for c := range cells {
		if math.Abs(cells[c]-want[c]) > 1e-9 {
			t.Errorf("cell %d: %v, want %v", c, cells[c], want[c])
		}
	}
	if _, err := Fit([]float64{1, 0}, []Margin{{Name: "x", Of: []uint16{0, 1}, Target: []float64{1, 1}}}, 1e-9); err == nil {
		t.Error("people were put where none may be")
	}
	if _, err := Fit([]float64{1, 1}, []Margin{{Name: "x", Of: []uint16{0, 1}, Target: []float64{1, 1}}, {Name: "y", Of: []uint16{0, 1}, Target: []float64{1.5, .5}}}, 1e-9); err == nil {
		t.Error("margins that contradict each other were met")
	}
}

// TestHeldOut: what no margin says is wrong by points, unless a survey brings it.
// The truth is a district with ties of two and three columns that the margins do
// not hold; the errors are total variations of tables that the fit never saw.
func TestHeldOut(t *testing.T) {
	d, truth := heldOut()
	tables := []struct {
		name string
		of   func(c Cell) int
		n    int
		max  [2]float64 // without and with a survey
	}{
		{"work x income", func(c Cell) int { return c.Work()*incomes + c.Income() }, works * incomes, [2]float64{.12, .04}},
		{"sex x work", func(c Cell) int { return c.Sex()*works + c.Work() }, sexes * works, [2]float64{.08, .03}},
		{"education x work", func(c Cell) int { return c.Education()*works + c.Work() }, educations * works, [2]float64{.05, .035}},
	}
	var errs [2][3]float64
	for s, seed := range []*SeedTable{nil, survey(t, d, truth, 2000)} {
		fit, err := d.Fitted(seed)
		if err != nil {
			t.Fatal(err)
		}
		for k, table := range tables {
			a, b := make([]float64, table.n), make([]float64, table.n)
			for c := range fit {
				a[table.of(Cell(c%kinds))] += fit[c]
				b[table.of(Cell(c%kinds))] += truth[c]
			}
			tv := 0.0
			for i := range a {
				tv += math.Abs(a[i]-b[i]) / 2 / d.People()
			}
			errs[s][k] = tv
			if tv > table.max[s] {
				t.Errorf("%s, with a survey %v: %.4f", table.name, s == 1, tv)
			}
		}
	}
	t.Logf("total variation of work x income, sex x work, education x work: %.4f without, %.4f with a survey of 2,000", errs[0], errs[1])
	for k := range tables {
		if errs[1][k] >= errs[0][k] {
			t.Errorf("a survey made %s worse", tables[k].name)
		}
	}
}

// heldOut is a district and the people that it really has, by band and kind.
func heldOut() (*District, []float64) {
	d := &District{Path: "XX/A", Communes: 1, Bands: []Band{{15, 29}, {30, 44}, {45, 64}, {65, 99}}, Income: make([][]float64, educations), Language: make([]float64, languages)}
	truth := make([]float64, len(d.Bands)*kinds)
	for c := range truth {
		b, k := c/kinds, Cell(c%kinds)
		x := 1000 * []float64{1, 1.1, 1.5, .9}[b]
		x *= [][]float64{{.2, .35, .2, .25}, {.1, .2, .3, .4}, {.15, .25, .35, .25}, {.4, .25, .25, .1}}[b][k.Education()]
		x *= [][]float64{{.45, .03, .1, .35, .07}, {.72, .1, .08, .02, .08}, {.62, .12, .06, .01, .19}, {.03, .03, .01, .01, .92}}[b][k.Work()]
		x *= [][]float64{{.46, .39, .15}, {.35, .42, .23}, {.29, .45, .26}, {.15, .36, .49}}[k.Education()][k.Income()]
		x *= [][]float64{{.8, 1.1, 1.1}, {.9, .8, 1.6}, {2.5, .8, .2}, {1.7, .9, .5}, {1.3, 1, .7}}[k.Work()][k.Income()] // work x income
		if k.Sex() == 0 {
			x *= []float64{.9, .6, 1, 1, 1.7}[k.Work()] // sex x work
			if k.Income() == 2 && k.Education() == 3 {
				x *= .7 // three columns
			}
		}
		x *= [][]float64{{.8, .8, 1.8, .7, 1.2}, {1, 1, 1.1, .9, 1}, {1, 1.2, .9, .7, 1}, {1.1, 1, .6, 1.6, .9}}[k.Education()][k.Work()]
		truth[c] = x * []float64{.85, .1, .05}[k.Language()]
	}
	for b := range d.Bands {
		sex, edu, work := make([]float64, sexes), make([]float64, educations), make([]float64, works)
		for c, x := range truth[b*kinds : (b+1)*kinds] {
			k := Cell(c)
			sex[k.Sex()] += x
			edu[k.Education()] += x
			work[k.Work()] += x
			if d.Income[k.Education()] == nil {
				d.Income[k.Education()] = make([]float64, incomes)
			}
			d.Income[k.Education()][k.Income()] += x
			d.Language[k.Language()] += x
		}
		d.Sex, d.Education, d.Work = append(d.Sex, sex), append(d.Education, edu), append(d.Work, work)
	}
	return d, truth
}

// survey asks so many people of a district.
func survey(t *testing.T, d *District, truth []float64, n int) *SeedTable {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	stage := []string{"15-29", "30-44", "45-64", "65+"}
	var lines strings.Builder
	for range n {
		u := r.Float64() * d.People()
		c := 0
		for ; u >= truth[c]; c++ {
			u -= truth[c]
		}
		k := Cell(c % kinds)
		lines.WriteString(strings.Join([]string{stage[c/kinds], Sexes[k.Sex()], Educations[k.Education()], Works[k.Work()], Incomes[k.Income()], "1"}, "\t") + "\n")
	}
	s, err := ReadSeed(strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
