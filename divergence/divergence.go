package divergence

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"math/big"
	"slices"

	"github.com/contrechamp/contrechamp/lab"
)

// What counts as a word, a box and a test.
const (
	minLetters    = 3   // of a word
	minMessages   = 2   // that have a word
	commonShare   = .15 // of the archive's messages have a word that tells nothing
	priorMessages = 10  // what the archive's shares of words are worth
	minMovable    = 6   // messages that shuffling can move

	drawsFirst = 999    // shuffles
	drawsMore  = 4_999  // of them where p is below doubtful
	doubtful   = .1     //
	enumerate  = 10_000 // arrangements that are all tried

	// powerFactor times the standard deviation under shuffling is the smallest
	// excess that a one-sided test at 5 % sees with 80 % power, if the null is
	// normal: 1.645 + 0.842.
	powerFactor = 2.487
	// LeastMessages is how many messages a box needs to be compared.
	LeastMessages = 3
)

// Question is one test.
type Question struct {
	Ads []Ad // of one advertiser, on the topic and in the time asked about
	// Least is how many messages a box must have: LeastMessages, or 1 where two
	// camps of boxes are compared.
	Least int
	// Share is the share of the archive's messages that have a word. Words that
	// more than 15 % have tell nothing.
	Share func(word string) float64
	// Archive is how many messages the archive has.
	Archive int
	// Without says of a word that it does not count: the names of the places of
	// the advertiser's own boxes. Nil: all count.
	Without func(word string) bool
	// Seed of the shuffles, the same for the same question: see Seed.
	Seed uint64
}

func (q Question) share(word string) float64 {
	if q.Share == nil {
		return 0
	}
	return q.Share(word)
}

// prior is the share of a word for its odds: never less than one message of
// the archive, or of the n that are compared if the archive is not known.
func (q Question) prior(word string, n int) float64 {
	return max(q.share(word), 1/float64(max(q.Archive, n)))
}

// Seed is a seed that depends on the words of a question alone.
func Seed(question ...string) uint64 {
	h := fnv.New64a()
	for _, s := range question {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return h.Sum64()
}

// Result is the answer to a Question.
type Result struct {
	Messages   int   // in boxes that are compared
	Movable    int   // of them, those that shuffling can move
	Boxes      []Box // most messages first
	Vocabulary int   // words that count

	JSD float64 // bits; depends on the counts, see Excess

	// Apart is why no test was made, "" if one was.
	Apart Reason

	// Of the test:
	Draws    int     // arrangements compared, the observed one included where Exact
	Exact    bool    // all arrangements were tried
	NullMean float64 // of JSD under shuffling
	NullSD   float64
	Excess   float64 // JSD over NullMean
	P        float64 // one-sided
	Visible  float64 // the smallest excess that would have been seen with 80 % power
	Cut      float64 // z beyond which a word is marked
}

// Reason is a word for why there is no test.
type Reason string

// The reasons.
const (
	OneBox   Reason = "one-box"  // fewer than two boxes have enough messages
	NoWords  Reason = "no-words" // no word stands in two messages
	Calendar Reason = "calendar" // months and boxes fall together
)

// Box is what one box was told.
type Box struct {
	Name     string
	Messages int
	Words    []Word // beyond the cut, strongest first; without a test, none
	Top      []Word // the strongest, marked or not
	// Visible is how many of this box's messages must at least have a word that
	// no other message has for it to be marked; 0 if not even all of them would
	// do, or without a test.
	Visible int
}

// Word is how much more one box was told a word than all messages elsewhere.
type Word struct {
	Word      string  `json:"word"`
	Z         float64 `json:"z"`
	Here      int     `json:"here"`      // messages of the box that have it
	Elsewhere int     `json:"elsewhere"` // messages outside of it
}

// topWords is how many words of a box are listed whether marked or not.
const topWords = 10

// Measure answers a question. It fails only if the question is not one: a share
// that is none.
func Measure(q Question) (*Result, error) {
	for _, a := range q.Ads {
		for _, w := range a.Text {
			if s := q.share(w); !(s >= 0 && s <= 1) {
				return nil, fmt.Errorf("measuring a divergence: %q stands in a share of %v of the messages", w, s)
			}
		}
	}
	return newMatrix(q).measure(q, drawsFirst, drawsMore)
}

// measure shuffles so many times at first, and more where p is doubtful.
func (m *matrix) measure(q Question, first, more int) (*Result, error) {
	r := &Result{Messages: len(m.told), Movable: m.movable(), Vocabulary: len(m.vocab), Cut: math.Inf(1)}
	d := newDistances(m, q)
	c := m.newCounts()
	c.count(m, m.rows)
	r.JSD = d.jsd(c)
	switch {
	case len(m.boxes) < 2:
		r.Apart = OneBox
	case len(m.vocab) == 0:
		r.Apart = NoWords
	case r.Movable < minMovable:
		r.Apart = Calendar
	default:
		if err := r.test(m, d, q.Seed, first, more); err != nil {
			return nil, err
		}
	}
	r.words(m, d, c, q)
	return r, nil
}

// slack is what two distances may differ by and be equal, in bits.
const slack = 1e-12

// test compares the observed arrangement with others.
func (r *Result) test(m *matrix, d *distances, seed uint64, first, more int) error {
	a, patterns, err := m.assignment()
	if err != nil {
		return err
	}
	rows := make([][]int32, len(m.rows))
	c := m.newCounts()
	var null, top []float64
	atLeast := 0
	try := func(w []int) {
		for i, p := range w {
			rows[i] = patterns[p]
		}
		c.count(m, rows)
		v := d.jsd(c)
		null, top = append(null, v), append(top, d.largest(c))
		if v >= r.JSD-slack {
			atLeast++
		}
	}
	if a.Count().Cmp(big.NewInt(enumerate)) <= 0 {
		r.Exact = true
		a.Each(try)
		r.P = float64(atLeast) / float64(len(null))
	} else {
		rng := lab.Rand(seed)
		for len(null) < first {
			try(a.Draw(rng))
		}
		r.P = float64(1+atLeast) / float64(1+first)
		if r.P < doubtful {
			for len(null) < more {
				try(a.Draw(rng))
			}
			r.P = float64(1+atLeast) / float64(1+len(null))
		}
	}
	r.Draws = len(null)
	r.NullMean, r.NullSD = meanSD(null)
	if r.NullSD <= slack {
		*r = Result{Messages: r.Messages, Movable: r.Movable, Vocabulary: r.Vocabulary, JSD: r.JSD, Apart: Calendar, Cut: math.Inf(1)}
		return nil
	}
	r.Excess, r.Visible = r.JSD-r.NullMean, powerFactor*r.NullSD
	slices.Sort(top)
	r.Cut = top[int(math.Ceil(.95*float64(len(top))))-1]
	return nil
}

// assignment is the design that is shuffled: messages are units, months are
// blocks, and an arm is a set of boxes.
func (m *matrix) assignment() (*lab.Assignment, [][]int32, error) {
	s := &lab.Sample{Y: make([]float64, len(m.told))}
	var patterns [][]int32
	months := map[string]int32{}
	known := map[string]int{}
	for i, row := range m.rows {
		key := fmt.Sprint(row)
		if _, ok := known[key]; !ok {
			known[key] = len(patterns)
			patterns = append(patterns, row)
			s.Arms = append(s.Arms, key)
		}
		if _, ok := months[m.told[i].month]; !ok {
			months[m.told[i].month] = int32(len(months))
		}
		s.W, s.Block = append(s.W, known[key]), append(s.Block, months[m.told[i].month])
	}
	a, err := lab.NewAssignment(s)
	if err != nil {
		return nil, nil, fmt.Errorf("shuffling boxes among messages: %w", err)
	}
	return a, patterns, nil
}

// meanSD are the mean and the standard deviation (n - 1).
func meanSD(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(max(1, len(x)-1)))
}

// words lists the words of each box.
func (r *Result) words(m *matrix, d *distances, c *counts, q Question) {
	for b, name := range m.boxes {
		box := Box{Name: name, Messages: m.inBox[b]}
		var all []Word
		for w, word := range m.vocab {
			y := c.of[b*len(m.vocab)+w]
			if y > 0 {
				all = append(all, Word{word, d.odds[b*len(m.vocab)+w][y], int(y), m.hasWord[w] - int(y)})
			}
		}
		slices.SortFunc(all, func(x, y Word) int { return cmp.Or(cmp.Compare(y.Z, x.Z), cmp.Compare(x.Word, y.Word)) })
		for _, w := range all {
			if r.Apart == "" && w.Z > r.Cut {
				box.Words = append(box.Words, w)
			}
		}
		box.Top = all[:min(len(all), topWords)]
		if r.Apart == "" {
			box.Visible = r.visibleCount(box.Messages, len(m.told)-box.Messages, q.Archive)
		}
		r.Boxes = append(r.Boxes, box)
	}
}

// visibleCount is the smallest k such that a word in k of n1 messages and in
// none of the n2 others passes the cut, whatever share of the archive's
// messages has it: a word in fewer could not have been marked. 0 if not even a
// word in all of them passes.
func (r *Result) visibleCount(n1, n2, archive int) int {
	const steps = 24 // shares tried, from the least that is possible to the largest that counts
	for k := minMessages; k <= n1; k++ {
		least := min(commonShare, float64(k)/float64(max(archive, n1+n2)))
		for i := range steps + 1 {
			share := least * math.Pow(commonShare/least, float64(i)/steps)
			if logOdds(k, n1, 0, n2, share) > r.Cut {
				return k
			}
		}
	}
	return 0
}

// Adjusted gives the q-values of several tests asked at once (Benjamini &
// Hochberg 1995, in lab), in the order given. Results without a test have
// NaN and do not count among the tests.
func Adjusted(results []*Result) []float64 {
	var p []float64
	for _, r := range results {
		if r.Apart == "" {
			p = append(p, r.P)
		}
	}
	q := lab.BenjaminiHochberg(p)
	out := make([]float64, len(results))
	for i, r := range results {
		out[i] = math.NaN()
		if r.Apart == "" {
			out[i], q = q[0], q[1:]
		}
	}
	return out
}
