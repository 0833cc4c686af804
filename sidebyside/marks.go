package sidebyside

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/lab"
)

// Verdict is what a reader says of a pair.
type Verdict string

// The verdicts.
const (
	Contradicts Verdict = "contradicts"
	DoesNot     Verdict = "does-not"
	Unclear     Verdict = "unclear"
)

// Verdicts lists them.
var Verdicts = []Verdict{Contradicts, DoesNot, Unclear}

// Mark is a reader's word on a pair of texts.
type Mark struct {
	Pair    string  `json:"pair"` // see PairID
	Verdict Verdict `json:"verdict"`
	By      string  `json:"by"` // the reader's name
	On      string  `json:"on"` // YYYY-MM-DD
	// Drawn is set if the pair came from Draw, a random sample, rather than
	// from the order: only such marks tell what the order misses.
	Drawn bool `json:"drawn,omitempty"`
}

// PairID names two texts by their words, whichever comes first, so that marks
// survive another import: 16 hexadecimal digits.
func PairID(a, b string) string {
	both := []string{folded(a), folded(b)}
	slices.Sort(both)
	sum := sha256.Sum256([]byte(strings.Join(both, "\n")))
	return hex.EncodeToString(sum[:8])
}

// IsPair says whether a word could be a PairID.
func IsPair(s string) bool { return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == "" }

// Beside is the file of marks of a store's file.
func Beside(store string) string { return store + ".marks.ndjson" }

// ErrMark is the kind of error of a mark that is none.
var ErrMark = errors.New("not a mark")

// check says what is wrong with a mark.
func (m Mark) check() error {
	switch {
	case !IsPair(m.Pair):
		return fmt.Errorf("%w: %q names no pair", ErrMark, m.Pair)
	case !slices.Contains(Verdicts, m.Verdict):
		return fmt.Errorf("%w: %q is no verdict", ErrMark, m.Verdict)
	case strings.TrimSpace(m.By) == "":
		return fmt.Errorf("%w: without a reader's name", ErrMark)
	case !isDay(m.On):
		return fmt.Errorf("%w: %q is no day", ErrMark, m.On)
	}
	return nil
}

func isDay(s string) bool {
	return len(s) == len("2006-01-02") && s[4] == '-' && s[7] == '-' &&
		strings.Trim(s[:4]+s[5:7]+s[8:], "0123456789") == ""
}

// ReadMarks reads marks, one JSON object a line, in their order.
func ReadMarks(r io.Reader) (marks []Mark, err error) {
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var m Mark
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			return nil, fmt.Errorf("reading marks, line %d: %w: %w", n, ErrMark, err)
		}
		if err := m.check(); err != nil {
			return nil, fmt.Errorf("reading marks, line %d: %w", n, err)
		}
		marks = append(marks, m)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("reading marks: %w", err)
	}
	return marks, nil
}

// LoadMarks reads a file of marks; none if there is no such file, or no path.
func LoadMarks(path string) ([]Mark, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("opening marks: %w", err)
	}
	defer f.Close()
	return ReadMarks(f)
}

// AddMark adds a mark at the end of a file, which is made if need be. Nothing
// is overwritten: who changes their mind adds another mark.
func AddMark(path string, m Mark) (err error) {
	if err := m.check(); err != nil {
		return fmt.Errorf("keeping a mark: %w", err)
	}
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("keeping a mark: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("keeping a mark: %w", err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("keeping a mark: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("keeping a mark: %w", err)
	}
	return nil
}

// Settled is the word on each pair: of one reader the last mark counts, and
// where readers differ the pair is unclear.
func Settled(marks []Mark) map[string]Verdict {
	last := map[string]map[string]Verdict{}
	for _, m := range marks {
		if last[m.Pair] == nil {
			last[m.Pair] = map[string]Verdict{}
		}
		last[m.Pair][strings.ToLower(strings.TrimSpace(m.By))] = m.Verdict
	}
	out := map[string]Verdict{}
	for pair, of := range last {
		for _, v := range of {
			if old, ok := out[pair]; ok && old != v {
				v = Unclear
			}
			out[pair] = v
		}
	}
	return out
}

// Part is a share with its 95 % Wilson interval. Of 0 means that nothing is
// known.
type Part struct {
	Is int     `json:"is"`
	Of int     `json:"of"`
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
}

func part(is, of int) Part {
	p := Part{Is: is, Of: of, Hi: 1}
	if of > 0 {
		p.Lo, p.Hi = lab.Wilson(is, of, .95)
	}
	return p
}

// Judged is what marks say of an order.
type Judged struct {
	Precision Part `json:"precision"` // of its marked pairs, those that contradict
	Recall    Part `json:"recall"`    // of the drawn pairs that contradict, those that stand in the order
	Unclear   int  `json:"unclear"`   // marked pairs that count in neither
}

// Judge compares an order, the PairIDs of its pairs, with marks.
func Judge(pairs []string, marks []Mark) Judged {
	settled := Settled(marks)
	var out Judged
	is, of := 0, 0
	for _, p := range pairs {
		switch settled[p] {
		case Contradicts:
			is++
			of++
		case DoesNot:
			of++
		}
	}
	out.Precision = part(is, of)
	drawn := map[string]bool{}
	for _, m := range marks {
		if m.Drawn {
			drawn[m.Pair] = true
		}
	}
	found, all := 0, 0
	for p := range drawn {
		if settled[p] == Contradicts {
			all++
			if slices.Contains(pairs, p) {
				found++
			}
		}
	}
	out.Recall = part(found, all)
	for _, v := range settled {
		if v == Unclear {
			out.Unclear++
		}
	}
	return out
}

// Draw gives n pairs of messages at random from all that can be compared, with
// cue or without, in random order: what a reader must mark to learn what the
// order misses. Fewer if there are not so many.
func Draw(q Question, n int, rng *rand.Rand) []Pair {
	all := order(q, false).Pairs
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}
