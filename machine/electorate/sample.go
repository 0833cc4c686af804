package electorate

import (
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/parallel"
)

// fitEps is how near the fitted cells come to every margin, as a share of the
// people.
const fitEps = 1e-8

// Fitted are the expected people of a district by band and kind: cell b*360+k.
func (d *District) Fitted(seed *SeedTable) ([]float64, error) {
	cells := make([]float64, len(d.Bands)*kinds)
	bandOf := func(c int) int { return c / kinds }
	by := func(name string, width int, of func(c int) int, rows ...[]float64) Margin {
		m := Margin{Name: name, Of: make([]uint16, len(cells))}
		for c := range cells {
			m.Of[c] = uint16(of(c))
		}
		for _, r := range rows {
			m.Target = append(m.Target, r...)
		}
		return m
	}
	kind := func(c int) Cell { return Cell(c % kinds) }
	for c := range cells {
		cells[c] = seed.of(d.Bands[bandOf(c)], kind(c))
	}
	margins := []Margin{
		by("age x sex", sexes, func(c int) int { return bandOf(c)*sexes + kind(c).Sex() }, d.Sex...),
		by("age x education", educations, func(c int) int { return bandOf(c)*educations + kind(c).Education() }, d.Education...),
		by("age x work", works, func(c int) int { return bandOf(c)*works + kind(c).Work() }, d.Work...),
		by("education x income", incomes, func(c int) int { return kind(c).Education()*incomes + kind(c).Income() }, d.Income...),
		by("language", languages, func(c int) int { return kind(c).Language() }, d.Language),
	}
	if _, err := Fit(cells, margins, fitEps); err != nil {
		return nil, contrechamp.Invalid("The margins of {district} cannot be used: {why}.", "district", d.Path, "why", why(err))
	}
	return cells, nil
}

// sample makes the whole people of all districts, and returns the expected
// people by district, band and kind.
func (e *Electorate) sample(threads int) ([][]float64, error) {
	e.Age, e.Cell = make([]uint8, e.N), make([]Cell, e.N)
	key := draw.For(e.Seed, "electorate/sample")
	all, errs := make([][]float64, len(e.Margins.Districts)), make([]error, len(e.Margins.Districts))
	parallel.Do(len(all), threads, func(d int) {
		district := &e.Margins.Districts[d]
		if all[d], errs[d] = district.Fitted(e.Model.Seed); errs[d] == nil {
			first, end := e.First[d], e.First[d+1]
			district.people(all[d], draw.Unit(key.At(uint64(d))), e.Age[first:end], e.Cell[first:end])
		}
	})
	for d, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("making the people of district %d: %w", d, err)
		}
	}
	return all, nil
}

// people draws whole people from expected ones by systematic sampling: the cells
// stand in a row in the order age band, sex, education, work, income, language,
// each as long as the people it expects, and every person is a step of equal
// length from a start u in [0, 1). So a count that is one stretch of the row is
// off by less than one person, and a count that is a few stretches by few. Inside
// a band the single ages follow multiples of the golden ratio, which spreads them
// evenly over every stretch of people. The k-th person goes to place k*stride mod
// n, which spreads every kind evenly over the places.
func (d *District) people(cells []float64, u float64, age []uint8, cell []Cell) {
	n := len(age)
	if n == 0 {
		return
	}
	step, place := stride(n), 0
	perPerson := float64(n) / sum(cells)
	upTo, next := 0.0, 0 // expected people so far; people made
	make1 := func(a int, c Cell) {
		age[place], cell[place] = uint8(a), c
		if place += step; place >= n {
			place -= n
		}
		next++
	}
	for i, b := range d.Bands {
		ages := b.steps()
		for k, x := range cells[i*kinds : (i+1)*kinds] {
			upTo += float64(x * perPerson)
			for next < n && float64(next)+u < upTo {
				make1(b.From+at(ages, uint64(next)*golden), Cell(k))
			}
		}
	}
	for last := d.lastKind(cells); next < n; { // the last step may be lost to rounding
		make1(d.Bands[last/kinds].From, Cell(last%kinds))
	}
}

// golden is 2^64 over the golden ratio.
const golden = 0x9e3779b97f4a7c15

// steps are where the single ages of a band end, in 2^-64.
func (b Band) steps() []uint64 {
	shares := b.ages()
	out, upTo := make([]uint64, len(shares)-1), 0.0
	for i := range out {
		upTo += shares[i]
		out[i] = uint64(upTo * 0x1p64)
	}
	return out
}

// at is the step that x falls into.
func at(steps []uint64, x uint64) int {
	i := 0
	for i < len(steps) && x >= steps[i] {
		i++
	}
	return i
}

// lastKind is the last cell that has people.
func (d *District) lastKind(cells []float64) int {
	last := 0
	for c, x := range cells {
		if x > 0 {
			last = c
		}
	}
	return last
}

// stride is near .618 n and has no divisor in common with n, so that its
// multiples visit every place once.
func stride(n int) int {
	gcd := func(a, b int) int {
		for b != 0 {
			a, b = b, a%b
		}
		return a
	}
	s := max(1, int(.618*float64(n)))
	for gcd(s, n) != 1 {
		s++
	}
	return s % n
}
