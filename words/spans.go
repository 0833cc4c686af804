package words

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Span is a term with the bytes of the text that it was read from.
type Span struct {
	Term     string
	From, To int // the term is s[From:To], before folding
}

// Spans is List with the place of each term in the text, for marking words
// where they stand. A character that holds parts of two terms, such as ½, is
// in the bytes of both.
func Spans(s string) []Span {
	var out []Span
	var letters []rune // of the term that is being read, decomposed
	from, to := 0, 0
	flush := func() {
		if len(letters) > 0 {
			Terms(string(letters), func(t string) { out = append(out, Span{t, from, to}) })
			letters = letters[:0]
		}
	}
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		parts := string(r)
		if r >= utf8.RuneSelf {
			parts = norm.NFKD.String(parts)
		}
		for _, d := range parts {
			switch {
			case isMark(d):
				if len(letters) > 0 {
					to = i + size
				}
			case isTerm(d):
				if len(letters) == 0 {
					from = i
				}
				letters, to = append(letters, d), i+size
			default:
				flush()
			}
		}
	}
	flush()
	return out
}
