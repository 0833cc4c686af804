package mybox

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/words/diff"
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
	Alike       float64 // share of common words among all words of both, of 1
	Score       float64 // what pairs are chosen by, the higher the better
	Left, Right []Word
}

// leastAlike is what two texts must at least have in common, by weight, to be
// worth showing side by side: less speaks of something else.
const leastAlike = 0.15

// Contrasting finds, among what is said to the reader and what is said to others,
// the two texts that contrast most; not ok if none have enough in common. Words
// of one or two letters do not count, and words that stand in most texts, such
// as a slogan, hardly do: a word's weight is log(1 + texts/texts with it). Of the
// weighted share a of common words, a(1-a) is largest: half the same, half not.
// Words that ignored accepts count for nothing: the name of a town that each text
// speaks to is no contrast. Ignored may be nil.
func Contrasting(you, others []string, ignored func(word string) bool) (c Contrast, ok bool) {
	left, right := make([][]string, len(you)), make([][]string, len(others))
	with := map[string]int{}
	read := func(into [][]string, texts []string) {
		for i, t := range texts {
			into[i] = vocabulary(t)
			if ignored != nil {
				into[i] = slices.DeleteFunc(into[i], ignored)
			}
			for _, w := range into[i] {
				with[w]++
			}
		}
	}
	read(left, you)
	read(right, others)
	weight := make(map[string]float64, len(with))
	for w, n := range with {
		weight[w] = math.Log(1 + float64(len(you)+len(others))/float64(n))
	}
	for i, a := range left {
		for j, b := range right {
			alike := shared(a, b, weight)
			score := alike * (1 - alike)
			if alike >= leastAlike && score > c.Score+1e-12 {
				c, ok = Contrast{You: i, Others: j, Score: score}, true
			}
		}
	}
	if ok {
		c.Alike = shared(left[c.You], right[c.Others], nil)
		c.Left, c.Right = differing(you[c.You], others[c.Others])
	}
	return c, ok
}

// shared is the weight of the words that two vocabularies share among that of all
// their words; without weights all count the same.
func shared(a, b []string, weight map[string]float64) float64 {
	of := func(w string) float64 {
		if weight == nil {
			return 1
		}
		return weight[w]
	}
	common, all := 0.0, 0.0
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c < 0:
			all += of(a[0])
			a = a[1:]
		case c > 0:
			all += of(b[0])
			b = b[1:]
		default:
			common += of(a[0])
			a, b = a[1:], b[1:]
		}
	}
	for _, w := range append(a[:len(a):len(a)], b...) {
		all += of(w)
	}
	return common / max(common+all, 1e-9)
}

// vocabulary is the words of a text that count, in order, each once.
func vocabulary(text string) []string {
	var out []string
	for w := range strings.FieldsSeq(text) {
		if w = bare(w); utf8.RuneCountInString(w) > 2 {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bare is a word without case and punctuation around it.
func bare(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// Contrasting is the function of that name, for which the names of the places of
// the boxes are common.
func (b *Box) Contrasting(you, others []string) (Contrast, bool) {
	if b.placeWords == nil {
		b.placeWords = map[string]bool{}
		for _, r := range b.Ground.Rows() {
			for w := range strings.FieldsSeq(r.Name) {
				if utf8.RuneCountInString(w) > 3 {
					b.placeWords[w] = true
				}
			}
		}
	}
	return Contrasting(you, others, func(word string) bool {
		for part := range strings.SplitSeq(word, "-") {
			if !b.placeWords[part] {
				return false
			}
		}
		return true
	})
}

// cut ends a text of which only the beginning is known.
const cut = "…"

// differing marks in each text the words that are not in the longest common
// subsequence of both. What follows the last common word is not marked where the
// end of a text is not known.
func differing(a, b string) (left, right []Word) {
	left, right = split(a), split(b)
	with, _ := diff.Match(bared(left), bared(right))
	for j := range right {
		right[j].Differs = true
	}
	endLeft, endRight := 0, 0 // behind the last common word
	for i, j := range with {
		left[i].Differs = j < 0
		if j >= 0 {
			right[j].Differs = false
			endLeft, endRight = i+1, j+1
		}
	}
	if strings.HasSuffix(a, cut) || strings.HasSuffix(b, cut) {
		for i := endLeft; i < len(left); i++ {
			left[i].Differs = false
		}
		for j := endRight; j < len(right); j++ {
			right[j].Differs = false
		}
	}
	return left, right
}

// bared is the words of a text as they are compared.
func bared(words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = bare(w.Text)
	}
	return out
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
	w.number("alike", uint32(c.Alike*100+.5)) // per cent
	w.number("score", uint32(c.Score*1e6))
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
