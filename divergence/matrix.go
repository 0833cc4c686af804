package divergence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// matrix is which message ran in which box and has which word.
type matrix struct {
	told  []told
	boxes []string // the boxes that are compared, those with most messages first
	vocab []string // rising

	rows    [][]int32 // of each message, the boxes
	words   [][]int32 // of each message, the words
	inBox   []int     // of each box, the messages
	hasWord []int     // of each word, the messages
}

// newMatrix makes the matrix of the messages and boxes that are compared, with
// the words that can tell them apart.
func newMatrix(q Question) *matrix {
	m := &matrix{}
	m.told, m.boxes = gather(q.Ads, q.Least)
	has := map[string]int{}
	for _, t := range m.told {
		for _, w := range t.words {
			has[w]++
		}
	}
	for w, n := range has {
		if n >= minMessages && utf8.RuneCountInString(w) >= minLetters && strings.ContainsFunc(w, notDigit) &&
			q.share(w) <= commonShare && (q.Without == nil || !q.Without(w)) {
			m.vocab = append(m.vocab, w)
		}
	}
	slices.Sort(m.vocab)
	boxNum, wordNum := numbers(m.boxes), numbers(m.vocab)
	m.inBox, m.hasWord = make([]int, len(m.boxes)), make([]int, len(m.vocab))
	for _, t := range m.told {
		var row, words []int32
		for _, b := range t.boxes {
			row = append(row, boxNum[b])
			m.inBox[boxNum[b]]++
		}
		slices.Sort(row)
		for _, w := range t.words {
			if n, ok := wordNum[w]; ok {
				words = append(words, n)
				m.hasWord[n]++
			}
		}
		m.rows, m.words = append(m.rows, row), append(m.words, words)
	}
	return m
}

func notDigit(r rune) bool { return !unicode.IsDigit(r) }

func numbers(list []string) map[string]int32 {
	out := make(map[string]int32, len(list))
	for i, s := range list {
		out[s] = int32(i)
	}
	return out
}

// movable is how many messages began in a month in which another one did: the
// others keep their boxes whatever is shuffled.
func (m *matrix) movable() int {
	count := map[string]int{}
	for _, t := range m.told {
		count[t.month]++
	}
	n := 0
	for _, c := range count {
		if c > 1 {
			n += c
		}
	}
	return n
}

// counts are how many messages of each box have each word, at
// box*len(vocab)+word, and which of them are not 0: shuffling takes long enough
// for few.
type counts struct {
	of      []int32
	touched []int32
}

func (m *matrix) newCounts() *counts { return &counts{of: make([]int32, len(m.boxes)*len(m.vocab))} }

// count counts anew, when message i runs in the boxes rows[i].
func (c *counts) count(m *matrix, rows [][]int32) {
	for _, i := range c.touched {
		c.of[i] = 0
	}
	c.touched = c.touched[:0]
	for i, row := range rows {
		for _, b := range row {
			at := b * int32(len(m.vocab))
			for _, w := range m.words[i] {
				if c.of[at+w]++; c.of[at+w] == 1 {
					c.touched = append(c.touched, at+w)
				}
			}
		}
	}
}
