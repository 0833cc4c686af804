package mybox

import (
	"strings"
	"unicode"
)

// Word is a word of a text with the blanks behind it, and whether the other
// text lacks it.
type Word struct {
	Text    string
	Differs bool
}

// Contrast is two texts that speak of the same and do not say the same.
type Contrast struct {
	You, Others int     // which of the texts
	Alike       float64 // share of common words among all, of 1
	Left, Right []Word
}

// Least and most that two texts may have in common to be worth showing side by
// side: less speaks of something else, more says the same.
const (
	leastAlike = 0.12
	mostAlike  = 0.95
)

// Contrasting finds, among what is said to the reader and what is said to others,
// the two texts that have most words in common without being the same; not ok if
// there is no such pair. Words of one or two letters do not count.
func Contrasting(you, others []string) (c Contrast, ok bool) {
	left, right := make([]map[string]bool, len(you)), make([]map[string]bool, len(others))
	for i, t := range you {
		left[i] = vocabulary(t)
	}
	for i, t := range others {
		right[i] = vocabulary(t)
	}
	for i, a := range left {
		for j, b := range right {
			common := 0
			for w := range a {
				if b[w] {
					common++
				}
			}
			alike := float64(common) / float64(max(1, len(a)+len(b)-common))
			if alike >= leastAlike && alike <= mostAlike && alike > c.Alike {
				c, ok = Contrast{You: i, Others: j, Alike: alike}, true
			}
		}
	}
	if ok {
		c.Left, c.Right = differing(you[c.You], others[c.Others])
	}
	return c, ok
}

func vocabulary(text string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		if w = bare(w); len([]rune(w)) > 2 {
			out[w] = true
		}
	}
	return out
}

// bare is a word without case and punctuation around it.
func bare(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// differing marks in each text the words that are not in the longest common
// subsequence of both.
func differing(a, b string) (left, right []Word) {
	left, right = split(a), split(b)
	length := make([][]uint16, len(left)+1)
	for i := range length {
		length[i] = make([]uint16, len(right)+1)
	}
	same := func(i, j int) bool { return bare(left[i].Text) == bare(right[j].Text) }
	for i := len(left) - 1; i >= 0; i-- {
		for j := len(right) - 1; j >= 0; j-- {
			if same(i, j) {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(left) && j < len(right) {
		switch {
		case same(i, j):
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			left[i].Differs = true
			i++
		default:
			right[j].Differs = true
			j++
		}
	}
	for ; i < len(left); i++ {
		left[i].Differs = true
	}
	for ; j < len(right); j++ {
		right[j].Differs = true
	}
	return left, right
}

// split cuts a text before its words.
func split(text string) (out []Word) {
	for w := range strings.FieldsSeq(text) {
		out = append(out, Word{Text: w})
	}
	return out
}

// JSON writes a contrast; words as runs [text, differs] joined by blanks.
func (c *Contrast) JSON() []byte {
	w := &writer{}
	w.open('{')
	w.number("you", uint32(c.You))
	w.number("others", uint32(c.Others))
	w.number("per_mille", uint32(c.Alike*1000))
	for _, side := range []struct {
		name  string
		words []Word
	}{{"left", c.Left}, {"right", c.Right}} {
		w.key(side.name)
		elements(w, runs(side.words), func(r Word) {
			w.open('[')
			w.text(r.Text)
			w.comma()
			if r.Differs {
				w.buf = append(w.buf, '1')
			} else {
				w.buf = append(w.buf, '0')
			}
			w.close(']')
		})
	}
	w.close('}')
	return w.buf
}

// runs joins neighbours that are marked alike.
func runs(words []Word) (out []Word) {
	for _, w := range words {
		if n := len(out); n > 0 && out[n-1].Differs == w.Differs {
			out[n-1].Text += " " + w.Text
			continue
		}
		out = append(out, w)
	}
	return out
}
