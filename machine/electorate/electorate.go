package electorate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/parallel"
)

// Block is how many people are worked on together; sums over people are made by
// block and added up in the order of the blocks.
const Block = 1 << 16

// MaxPeople is the largest electorate.
const MaxPeople = 1 << 30

// Model is what is assumed of people beyond the margins.
type Model struct {
	Seed  *SeedTable // what no margin says; nil is nothing
	Axes  [Axes]Axis
	Leak  float64 // how much interests tell of opinions: see Interests
	Names []string

	Issues  []Issue
	Parties []Party
}

// Electorate is an invented electorate. It does not change once it is made, and
// may be read by many at once.
type Electorate struct {
	Seed    uint64
	Model   *Model
	Margins *Margins

	N       int     // people, minors among them
	Voters  int     // adults
	Age     []uint8 // in years
	Cell    []Cell
	Traits  []int8  // Axes a person, in 1/32 of a standard deviation
	Utility []int8  // as many as parties a person, in 1/16 logit, of mean 0
	Slots   []uint8 // places for advertisements that a person sees, in halves a day

	// Spans: district d has the people from First[d] to before First[d+1], and of
	// them commune c those from CommuneFirst[c] to before CommuneFirst[c+1].
	First        []int32
	CommuneFirst []int32
	Communes     []string // paths
	DistrictOf   []uint16 // of each commune

	keys      keys
	interests *interests
}

// keys are the streams of what is drawn again.
type keys struct{ interests, issues, habit, turnout, ties draw.Key }

// Options are how an electorate is made.
type Options struct {
	Voters   int // adults, as nearly as whole people of all districts allow
	Seed     uint64
	Threads  int                              // 0: as many as processors
	Progress func(what string, share float64) // may be nil
}

// New makes an electorate.
func New(m *Margins, model *Model, o Options) (*Electorate, error) {
	people, adults := 0.0, 0.0
	for i := range m.Districts {
		people += m.Districts[i].People()
		adults += m.Districts[i].Adults()
	}
	if o.Voters < 1 || float64(o.Voters)*people > MaxPeople*adults {
		return nil, contrechamp.Invalid("An electorate has from 1 to {most} voters, not {n}.", "most", int(MaxPeople*adults/people), "n", o.Voters)
	}
	if err := model.check(); err != nil {
		return nil, err
	}
	progress := o.Progress
	if progress == nil {
		progress = func(string, float64) {}
	}
	e := &Electorate{Seed: o.Seed, Model: model, Margins: m, N: max(1, int(float64(o.Voters)*people/adults+.5))}
	e.keys = keys{
		interests: draw.For(o.Seed, "electorate/interests"), issues: draw.For(o.Seed, "electorate/issues"),
		habit: draw.For(o.Seed, "electorate/habit"), turnout: draw.For(o.Seed, "electorate/turnout"), ties: draw.For(o.Seed, "electorate/ties"),
	}
	e.settle()
	progress("people", 0)
	cells, err := e.sample(o.Threads)
	if err != nil {
		return nil, err
	}
	progress("opinions", .3)
	e.think(cells, o.Threads)
	progress("interests", .6)
	if e.interests, err = newInterests(e, o.Threads); err != nil {
		return nil, err
	}
	progress("parties", .7)
	e.lean(o.Threads)
	progress("parties", 1)
	for _, a := range e.Age {
		if a >= Adult {
			e.Voters++
		}
	}
	return e, nil
}

// settle gives every district its whole people, by largest remainder, and lays
// out the communes.
func (e *Electorate) settle() {
	weights := make([]float64, len(e.Margins.Districts))
	total := 0.0
	for i := range weights {
		weights[i] = e.Margins.Districts[i].People()
		total += weights[i]
	}
	e.First = make([]int32, 1, len(weights)+1)
	for d, n := range apportion(weights, total, e.N) {
		first, district := int(e.First[d]), &e.Margins.Districts[d]
		e.First = append(e.First, int32(first+n))
		for c := range district.Communes {
			e.CommuneFirst = append(e.CommuneFirst, int32(first+n*c/district.Communes))
			e.Communes = append(e.Communes, fmt.Sprintf("%s/zip:%04d", district.Path, district.Postcode+c))
			e.DistrictOf = append(e.DistrictOf, uint16(d))
		}
	}
	e.CommuneFirst = append(e.CommuneFirst, int32(e.N))
}

// apportion shares n whole things out by weight: the largest remainders are
// rounded up, the first of equals.
func apportion(weights []float64, total float64, n int) []int {
	out, order, rest := make([]int, len(weights)), make([]int, len(weights)), make([]float64, len(weights))
	left := n
	for i, w := range weights {
		exact := float64(float64(w/total) * float64(n))
		out[i] = int(exact)
		rest[i], order[i] = exact-float64(out[i]), i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:max(0, left)] {
		out[i]++
	}
	return out
}

// District is the district that a person lives in.
func (e *Electorate) District(i int) int { return int(e.DistrictOf[e.Commune(i)]) }

// Commune is the commune that a person lives in.
func (e *Electorate) Commune(i int) int {
	c, exact := slices.BinarySearch(e.CommuneFirst, int32(i))
	if !exact {
		return c - 1
	}
	for c+1 < len(e.CommuneFirst) && e.CommuneFirst[c+1] == int32(i) {
		c++ // communes without people begin where the next one does
	}
	return c
}

// Blocks is how many blocks of people there are.
func (e *Electorate) Blocks() int { return (e.N + Block - 1) / Block }

// EachBlock works on all blocks, on so many threads.
func (e *Electorate) EachBlock(threads int, do func(block, from, to int)) {
	parallel.Do(e.Blocks(), threads, func(b int) { do(b, b*Block, min(e.N, (b+1)*Block)) })
}

// Bytes is the memory of the columns.
func (e *Electorate) Bytes() int {
	return len(e.Age) + 2*len(e.Cell) + len(e.Traits) + len(e.Utility) + len(e.Slots)
}
