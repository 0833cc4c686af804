package machine

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Stored are the runs that come with the program, for whoever cannot wait or has
// no JavaScript: made by `contrechamp machine sweep --pack`, read as they are.
//
// They are a table, machine/stored.tsv: after lines that begin with # and say
// what all runs share, a line of names and a line a setting. A setting is a
// strategy of the party, a preset of how differently groups react, a preset of how
// much of an effect is left in the field and a rule of the platform; the others
// tell all their programmes. The outcomes are means over seeds, each beside half
// of its 95 % t interval; "-" where no seed had one.
type Stored struct {
	Swept
	rows map[Setting]map[string]Stat
}

// Swept is what all runs of a sweep share.
type Swept struct {
	Voters  int    `json:"voters"`
	Seeds   int    `json:"seeds"`
	First   uint64 `json:"first_seed"`
	Party   string `json:"party"`
	Others  string `json:"others"`
	Learner string `json:"learner"`
}

// Setting is one of a sweep.
type Setting struct {
	Strategy string `json:"strategy"` // of strategy.All
	H        string `json:"h"`        // of message.Heterogeneity
	Where    string `json:"where"`    // of message.Places
	Rule     string `json:"rule"`     // of SweptRules
}

// Stat is a mean over seeds with half of its 95 % t interval, which is NaN if only
// one seed had the outcome. Count is how many had it.
type Stat struct {
	Mean, Half float64
	Count      int
}

// Told says whether a gain can be told from nothing.
func (s Stat) Told() bool { return s.Mean-s.Half > 0 || s.Mean+s.Half < 0 }

// Of is an outcome of a setting, by its name in Outcomes; ok is false if the table
// has not that setting, or no seed had the outcome.
func (s *Stored) Of(x Setting, outcome string) (v Stat, ok bool) {
	v, ok = s.rows[x][outcome]
	return v, ok
}

// Has says whether a setting is in the table.
func (s *Stored) Has(x Setting) bool { return s.rows[x] != nil }

// Len is how many settings there are.
func (s *Stored) Len() int { return len(s.rows) }

//go:embed stored.tsv
var storedFile string

// StoredRuns are those that come with the program.
var StoredRuns = sync.OnceValues(func() (*Stored, error) {
	s, err := parseStored(storedFile)
	if err != nil {
		return nil, fmt.Errorf("reading the stored runs: %w", err)
	}
	return s, nil
})

func parseStored(text string) (*Stored, error) {
	s := &Stored{rows: map[Setting]map[string]Stat{}}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 2 {
		return nil, fmt.Errorf("%d lines", len(lines))
	}
	var err error
	if s.Swept, err = parseSwept(lines[0]); err != nil {
		return nil, err
	}
	names := strings.Split(lines[1], "\t")
	if want := storedNames(); !slices.Equal(names, want) {
		return nil, fmt.Errorf("columns %v, want %v", names, want)
	}
	for n, line := range lines[2:] {
		f := strings.Split(line, "\t")
		if len(f) != len(names) {
			return nil, fmt.Errorf("line %d: %d fields, want %d", n+3, len(f), len(names))
		}
		x := Setting{f[0], f[1], f[2], f[3]}
		if s.rows[x] != nil {
			return nil, fmt.Errorf("line %d: %v is there twice", n+3, x)
		}
		row := map[string]Stat{}
		for k, o := range Outcomes {
			at := 4 + 3*k
			if f[at] == "-" {
				continue
			}
			var v [3]float64
			for j := range v {
				if v[j], err = strconv.ParseFloat(f[at+j], 64); err != nil {
					return nil, fmt.Errorf("line %d, %s: %w", n+3, o.Name, err)
				}
			}
			row[o.Name] = Stat{v[0], v[1], int(v[2])}
		}
		s.rows[x] = row
	}
	return s, nil
}

func storedNames() []string {
	names := []string{"strategy", "h", "where", "rule"}
	for _, o := range Outcomes {
		names = append(names, o.Name, o.Name+"_half", o.Name+"_seeds")
	}
	return names
}

// Pack writes a table of stored runs, in the order of the sweep.
func (s *Stored) Pack() string {
	var b strings.Builder
	b.WriteString(s.Swept.String() + "\n" + strings.Join(storedNames(), "\t") + "\n")
	for _, x := range SweptSettings() {
		row, ok := s.rows[x]
		if !ok {
			continue
		}
		f := []string{x.Strategy, x.H, x.Where, x.Rule}
		for _, o := range Outcomes {
			v, ok := row[o.Name]
			if !ok {
				f = append(f, "-", "-", "0")
				continue
			}
			f = append(f, short(v.Mean), short(v.Half), strconv.Itoa(v.Count))
		}
		b.WriteString(strings.Join(f, "\t") + "\n")
	}
	return b.String()
}

// short writes four figures, more than an interval of 20 seeds knows.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

func (s Swept) String() string {
	return fmt.Sprintf("# contrechamp machine sweep: voters=%d seeds=%d first=%d party=%s others=%s learner=%s", s.Voters, s.Seeds, s.First, s.Party, s.Others, s.Learner)
}

func parseSwept(line string) (s Swept, err error) {
	_, err = fmt.Sscanf(line, "# contrechamp machine sweep: voters=%d seeds=%d first=%d party=%s others=%s learner=%s", &s.Voters, &s.Seeds, &s.First, &s.Party, &s.Others, &s.Learner)
	return s, err
}

// stat sums up an outcome over seeds; NaN is a seed that had none.
func stat(x []float64) (s Stat, ok bool) {
	x = slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	switch len(x) {
	case 0:
		return Stat{}, false
	case 1:
		return Stat{x[0], math.NaN(), 1}, true
	}
	s.Mean, s.Half = meanInterval(x)
	s.Count = len(x)
	return s, true
}

// Row is one outcome of a setting, for a machine to read.
type Row struct {
	Setting
	Outcome string   `json:"outcome"`
	Unit    string   `json:"unit"`
	Mean    float64  `json:"mean"`
	Half    *float64 `json:"half_width"` // nil: only one seed had it
	Seeds   int      `json:"seeds"`
}

// Rows are all outcomes, in the order of the sweep, with what they share.
func (s *Stored) Rows() any {
	out := struct {
		Swept
		Rows []Row `json:"rows"`
	}{Swept: s.Swept, Rows: []Row{}}
	for _, x := range SweptSettings() {
		for _, o := range Outcomes {
			v, ok := s.Of(x, o.Name)
			if !ok {
				continue
			}
			row := Row{Setting: x, Outcome: o.Name, Unit: o.Unit, Mean: v.Mean, Seeds: v.Count}
			if v.Count > 1 {
				row.Half = &v.Half
			}
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}
