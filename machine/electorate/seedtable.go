package electorate

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// SeedTable is a survey that says how sex, education, work and income go
// together at four stages of life: what tables of two columns leave out. Fitting
// starts from it and keeps its odds ratios.
type SeedTable struct {
	count [stages][sexes * educations * works * incomes]float64
}

// stages of life in the seed table: they end before these ages.
const stages = 4

var stageEnds = [stages]int{30, 45, 65, oldest + 1}

// prior is how many people's worth of "all columns are independent of each
// other" is added to a survey, so that a combination that it happened not to
// meet stays possible.
const prior = 200

// ReadSeed reads a survey: tab-separated lines of ages, sex, education, work,
// income and a number of people; ages are 15-29, 30-44, 45-64 or 65+. Lines that
// begin with # are remarks.
func ReadSeed(r io.Reader) (*SeedTable, error) {
	t := &SeedTable{}
	people := [stages]float64{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") || lines.Text() == "" {
			continue
		}
		bad := contrechamp.Invalid("Line {n} of the seed table is not ages, sex, education, work, income and people, with tabs between them.", "n", n)
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 6 {
			return nil, bad
		}
		stage := slices.Index([]string{"15-29", "30-44", "45-64", "65+"}, f[0])
		at := [4]int{slices.Index(Sexes, f[1]), slices.Index(Educations, f[2]), slices.Index(Works, f[3]), slices.Index(Incomes, f[4])}
		count, err := strconv.ParseFloat(f[5], 64)
		if stage < 0 || slices.Min(at[:]) < 0 || err != nil || !(count >= 0) || count > 1e12 {
			return nil, bad
		}
		t.count[stage][((at[0]*educations+at[1])*works+at[2])*incomes+at[3]] += count
		people[stage] += count
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	for s := range t.count {
		t.smooth(s, people[s])
	}
	return t, nil
}

// smooth adds the prior to a stage: a table of the same one-way margins in which
// the columns are independent.
func (t *SeedTable) smooth(stage int, people float64) {
	row := &t.count[stage]
	if people == 0 {
		for i := range row {
			row[i] = 1
		}
		return
	}
	var one [4][works]float64
	for i, x := range row {
		for j, v := range split(i) {
			one[j][v] += x / people
		}
	}
	for i := range row {
		p := 1.0
		for j, v := range split(i) {
			p = float64(p * (one[j][v] + 1e-4)) // no column is impossible
		}
		row[i] += float64(prior * p)
	}
}

// split takes a cell of a stage apart: sex, education, work, income.
func split(i int) [4]int {
	return [4]int{i / (educations * works * incomes), i / (works * incomes) % educations, i / incomes % works, i % incomes}
}

// of is where fitting starts for a band and kind; without a table everything is
// as likely. A band is in the stage of its middle.
func (t *SeedTable) of(b Band, c Cell) float64 {
	if t == nil {
		return 1
	}
	stage := 0
	for (b.From+b.To)/2 >= stageEnds[stage] {
		stage++
	}
	return t.count[stage][int(c)/languages]
}
