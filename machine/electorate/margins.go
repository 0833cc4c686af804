package electorate

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// District is what a census says of one: counts of people in tables of two
// columns. Rows of bands are the same in all tables.
type District struct {
	Path     string // of the place, "XV/Clairval/county:Clairval 1"
	Town     bool
	Communes int // among which the people are spread evenly
	Postcode int // of the first commune, in four digits; the others follow

	Bands     []Band
	Sex       [][]float64 // by band
	Education [][]float64 // by band
	Work      [][]float64 // by band
	Income    [][]float64 // by education
	Language  []float64
}

// Band is an age group, both ends included.
type Band struct{ From, To int }

func (b Band) String() string {
	if b.To == oldest {
		return strconv.Itoa(b.From) + "+"
	}
	return fmt.Sprintf("%d-%d", b.From, b.To)
}

// Margins are the tables of a country's districts, in the order of their paths.
type Margins struct {
	Languages []string // BCP 47, three of them
	Districts []District
}

// Region is the path of the region that a district lies in.
func (d *District) Region() string {
	parts := strings.SplitN(d.Path, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// People is how many people a district has, by its table of sexes.
func (d *District) People() float64 { return sum2(d.Sex) }

// Adults is how many of them are adults; a band that adulthood divides is spread
// as the ages of its people are.
func (d *District) Adults() float64 {
	n := 0.0
	for i, b := range d.Bands {
		row := sum(d.Sex[i])
		for age, share := range b.ages() {
			if b.From+age >= Adult {
				n += float64(row * share)
			}
		}
	}
	return n
}

// ages are the shares of the single ages of a band: even, but for the last band,
// in which every year is 8 % smaller than the one before.
func (b Band) ages() []float64 {
	shares := make([]float64, b.To-b.From+1)
	w, total := 1.0, 0.0
	for i := range shares {
		shares[i] = w
		total += w
		if b.To == oldest {
			w *= .92
		}
	}
	for i := range shares {
		shares[i] /= total
	}
	return shares
}

// ReadMargins reads a table of margins: tab-separated lines of a district, what
// the line is about, a row, and counts. Lines that begin with # are remarks.
//
//	XV/Clairval/county:Clairval 1	place	town	38	2001
//	XV/Clairval/county:Clairval 1	sex	18-24	4890	5120
//	XV/Clairval/county:Clairval 1	education	18-24	1200	5400	2100	1310
//	XV/Clairval/county:Clairval 1	work	18-24	3100	210	900	5300	500
//	XV/Clairval/county:Clairval 1	income	primary	9000	4000	1500
//	XV/Clairval/county:Clairval 1	language	fr de pt	81000	9000	3000
//
// The columns are Sexes, Educations, Works, Incomes and the languages named.
// Tables may differ by rounding: they are scaled to the table of sexes, and
// refused where one is more than half a percent off.
func ReadMargins(r io.Reader) (*Margins, error) {
	m := &Margins{}
	at := map[string]int{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") || strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		f := strings.Split(lines.Text(), "\t")
		if len(f) < 4 {
			return nil, contrechamp.Invalid("Line {n} of the table of margins has {k} columns; it needs a district, a table, a row and counts, with tabs between them.", "n", n, "k", len(f))
		}
		i, ok := at[f[0]]
		if !ok {
			i = len(m.Districts)
			at[f[0]] = i
			m.Districts = append(m.Districts, District{Path: f[0], Income: make([][]float64, educations)})
		}
		if err := m.line(&m.Districts[i], f[1], f[2], f[3:]); err != nil {
			return nil, contrechamp.Invalid("Line {n} of the table of margins cannot be used: {why}.", "n", n, "why", why(err))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading margins: %w", err)
	}
	if len(m.Districts) == 0 {
		return nil, contrechamp.Invalid("The table of margins is empty. Take machine/scenario/valombre-margins.tsv as a model.")
	}
	slices.SortFunc(m.Districts, func(a, b District) int { return comparePaths(a.Path, b.Path) })
	for i := range m.Districts {
		if err := m.Districts[i].agree(); err != nil {
			return nil, contrechamp.Invalid("The margins of {district} cannot be used: {why}.", "district", m.Districts[i].Path, "why", why(err))
		}
	}
	return m, nil
}

// comparePaths orders paths segment by segment.
func comparePaths(a, b string) int {
	return slices.Compare(strings.Split(a, "/"), strings.Split(b, "/"))
}

// line takes one line of a district.
func (m *Margins) line(d *District, table, row string, values []string) error {
	if table == "place" {
		numbers := [2]int{}
		for i := range min(len(values), len(numbers)) {
			n, err := strconv.Atoi(values[i])
			if err != nil || n < 1 {
				return contrechamp.Invalid("“{value}” is no number of communes, or no postcode", "value", values[i])
			}
			numbers[i] = n
		}
		if d.Communes > 0 || len(values) != len(numbers) || row != "town" && row != "country" {
			return contrechamp.Invalid("a place is town or country, once, with the number of communes and the first postcode")
		}
		d.Town, d.Communes, d.Postcode = row == "town", numbers[0], numbers[1]
		return nil
	}
	counts := make([]float64, len(values))
	for i, v := range values {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil || !(x >= 0) || math.IsInf(x, 1) {
			return contrechamp.Invalid("“{value}” is no number of people", "value", v)
		}
		counts[i] = x
	}
	wide := func(n int) error {
		if len(counts) != n {
			return contrechamp.Invalid("“{table}” has {k} columns, not {n}", "table", table, "k", len(counts), "n", n)
		}
		return nil
	}
	switch table {
	case "sex":
		b, err := parseBand(row)
		if err != nil {
			return err
		}
		if n := len(d.Bands); n == 0 && b.From != 0 || n > 0 && b.From != d.Bands[n-1].To+1 {
			return contrechamp.Invalid("ages {ages} do not follow the ones before; the first begin at 0", "ages", row)
		}
		d.Bands, d.Sex = append(d.Bands, b), append(d.Sex, counts)
		return wide(sexes)
	case "education", "work":
		into, n := &d.Education, educations
		if table == "work" {
			into, n = &d.Work, works
		}
		b, err := parseBand(row)
		if err != nil {
			return err
		}
		if k := len(*into); k >= len(d.Bands) || d.Bands[k] != b {
			return contrechamp.Invalid("the ages of “{table}” must be those of “sex”, which come first", "table", table)
		}
		*into = append(*into, counts)
		return wide(n)
	case "income":
		e := slices.Index(Educations, row)
		if e < 0 || d.Income[e] != nil {
			return contrechamp.Invalid("“{value}” is no education, or comes twice", "value", row)
		}
		d.Income[e] = counts
		return wide(incomes)
	case "language":
		tags := strings.Fields(row)
		if m.Languages == nil {
			m.Languages = tags
		}
		if !slices.Equal(tags, m.Languages) || d.Language != nil || len(tags) != languages {
			return contrechamp.Invalid("languages are three, the same in every district, and come once")
		}
		d.Language = counts
		return wide(languages)
	}
	return contrechamp.Invalid("there is no table “{table}”: place, sex, education, work, income or language", "table", table)
}

func parseBand(s string) (Band, error) {
	from, to, ok := strings.Cut(s, "-")
	if open, cut := strings.CutSuffix(s, "+"); cut {
		from, to, ok = open, strconv.Itoa(oldest), true
	}
	if !ok {
		to = from
	}
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if cmp.Or(errA, errB) != nil || a < 0 || b < a || b > oldest {
		return Band{}, contrechamp.Invalid("“{value}” are no ages: 18-24, 85+ or 40, up to {oldest}", "value", s, "oldest", oldest)
	}
	return Band{a, b}, nil
}

// agree checks that a district is whole, and scales its tables to that of sexes.
func (d *District) agree() error {
	switch {
	case d.Communes == 0:
		return contrechamp.Invalid("the line “{table}” is missing", "table", "place")
	case len(d.Bands) == 0 || d.Bands[len(d.Bands)-1].To != oldest:
		return contrechamp.Invalid("the ages must reach {oldest}", "oldest", oldest)
	case len(d.Education) != len(d.Bands) || len(d.Work) != len(d.Bands):
		return contrechamp.Invalid("“education” and “work” must have all ages")
	case slices.ContainsFunc(d.Income, func(r []float64) bool { return r == nil }):
		return contrechamp.Invalid("“income” must have all educations")
	case d.Language == nil:
		return contrechamp.Invalid("the line “{table}” is missing", "table", "language")
	case !(d.People() > 0):
		return contrechamp.Invalid("it has no people")
	}
	for i, b := range d.Bands {
		want := sum(d.Sex[i])
		if err := scale(d.Education[i], want, "education", b.String()); err != nil {
			return err
		}
		if err := scale(d.Work[i], want, "work", b.String()); err != nil {
			return err
		}
	}
	for e, row := range d.Income {
		want := 0.0
		for i := range d.Bands {
			want += d.Education[i][e]
		}
		if err := scale(row, want, "income", Educations[e]); err != nil {
			return err
		}
	}
	return scale(d.Language, d.People(), "language", d.Path)
}

// scale makes a row add up to want, if it nearly does.
func scale(counts []float64, want float64, table, row string) error {
	const near = .005
	have := sum(counts)
	if math.Abs(have-want) > near*want {
		return contrechamp.Invalid("“{table}” of {row} adds up to {have} people and should to {want}", "table", table, "row", row, "have", math.Round(have), "want", math.Round(want))
	}
	if have > 0 {
		for i := range counts {
			counts[i] *= want / have
		}
	}
	return nil
}

// why is what is wrong, as a sentence that is told in the reader's language.
func why(err error) any {
	if p := (*contrechamp.Problem)(nil); errors.As(err, &p) {
		return p.Sentence
	}
	return err.Error()
}

func sum(row []float64) float64 {
	s := 0.0
	for _, x := range row {
		s += x
	}
	return s
}

func sum2(rows [][]float64) float64 {
	s := 0.0
	for _, r := range rows {
		s += sum(r)
	}
	return s
}
