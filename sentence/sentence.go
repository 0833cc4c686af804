// Package sentence holds what people are told as a value: English with blanks.
// It imports nothing of the program, so that its lowest layers can speak, also
// in their errors, without knowing a second language.
package sentence

import (
	"fmt"
	"strings"
	"unicode"
)

// Sentence is something that people are told: English with blanks in braces,
// such as "{file} is empty", and what fills them. The English stands where it
// is used and is the sentence's name elsewhere: package say has the French
// under it.
type Sentence struct {
	English string
	Blanks  []any // name, value, name, value, ...
}

// Say makes a sentence. A value may be a string, a number, an error or another
// sentence.
func Say(english string, blanks ...any) Sentence { return Sentence{english, blanks} }

// String is the English.
func (s Sentence) String() string {
	return s.Fill(s.English, func(v any) string { return fmt.Sprint(v) })
}

// MarshalText is the English: what JSON shows of a sentence.
func (s Sentence) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Fill puts the values into the blanks of a text, which is the English or a
// translation, each as word writes it. What a terminal would obey is shown as
// a mark instead.
func (s Sentence) Fill(text string, word func(any) string) string {
	pairs := make([]string, 0, len(s.Blanks))
	for i := 0; i+1 < len(s.Blanks); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", s.Blanks[i]), strings.Map(plain, word(s.Blanks[i+1])))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func plain(r rune) rune {
	if unicode.IsControl(r) && r != '\n' {
		return unicode.ReplacementChar
	}
	return r
}

// Blank is the value of a name, nil if there is none.
func (s Sentence) Blank(name string) any {
	for i := 0; i+1 < len(s.Blanks); i += 2 {
		if s.Blanks[i] == name {
			return s.Blanks[i+1]
		}
	}
	return nil
}

// Fault is an error told as a sentence.
type Fault struct{ Sentence }

// Fail is an error told as a sentence; it wraps the errors that it quotes.
func Fail(english string, blanks ...any) error { return &Fault{Say(english, blanks...)} }

func (f *Fault) Error() string { return f.String() }

// Unwrap gives the errors that the sentence quotes.
func (f *Fault) Unwrap() []error { return f.Quoted() }

// Quoted are the errors among the values.
func (s Sentence) Quoted() []error {
	var out []error
	for i := 1; i < len(s.Blanks); i += 2 {
		if err, ok := s.Blanks[i].(error); ok {
			out = append(out, err)
		}
	}
	return out
}
