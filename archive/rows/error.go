package rows

import (
	"fmt"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
)

// Error says why a row is rejected: a word of RejectReasons and a sentence.
type Error struct {
	reason string
	detail contrechamp.Sentence
}

// Error makes it an error that a reader of rows can return.
func (e *Error) Error() string { return e.reason + ": " + e.detail.String() }

// Has says whether the reason is this word.
func (e *Error) Has(reason string) bool { return e.reason == reason }

// Unread is the remark that the field which the error is about could not be read.
func (e *Error) Unread() contrechamp.Remark {
	return Unread(fmt.Sprint(e.detail.Blank("field")), fmt.Sprint(e.detail.Blank("x")))
}

// Bad makes an Error: a word of RejectReasons and a sentence, as of
// contrechamp.Say.
func Bad(reason, english string, blanks ...any) *Error {
	return &Error{reason, contrechamp.Say(english, blanks...)}
}

// Short is as much of a value as a sentence quotes.
func Short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}

// checkText refuses what is no UTF-8.
func checkText(row []byte) *Error {
	if utf8.Valid(row) {
		return nil
	}
	for i := 0; i < len(row); {
		r, n := utf8.DecodeRune(row[i:])
		if r == utf8.RuneError && n == 1 {
			return Bad("bad-utf8", "byte {n} of the row is not UTF-8: save the file as UTF-8", "n", i+1)
		}
		i += n
	}
	return nil
}
