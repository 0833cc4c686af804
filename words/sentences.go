package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is some bytes of a text: s[From:To].
type Sentence struct{ From, To int }

// Sentences cuts a text at full stops, question and exclamation marks that a
// blank or the end follows, and at line ends. A full stop behind a number cuts
// nothing: "am 9. Juni". Parts without a letter or digit are left out.
func Sentences(s string) (out []Sentence) {
	from := 0
	cut := func(to int) {
		if strings.ContainsFunc(s[from:to], isTerm) {
			out = append(out, Sentence{from, to})
		}
		from = to
	}
	var before rune
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		next, _ := utf8.DecodeRuneInString(s[end:])
		switch {
		case r == '\n' || r == '\u2028':
			cut(end)
		case strings.ContainsRune(".!?…", r) && (end == len(s) || unicode.IsSpace(next)) && !(r == '.' && unicode.IsDigit(before)):
			cut(end)
		}
		before = r
	}
	cut(len(s))
	return out
}
