package contrechamp

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/contrechamp/contrechamp/sentence"
)

// Sentence is something that people are told: see package sentence.
type Sentence = sentence.Sentence

// Say makes a sentence: English with blanks in braces, and what fills them. A
// value may be a string, a number, an error or another sentence.
func Say(english string, blanks ...any) Sentence { return sentence.Say(english, blanks...) }

// Problem is an error about a question or a store, told as a sentence.
type Problem struct {
	Kind error // ErrInvalid, ErrNotFound, ErrBusy
	Sentence
}

// Invalid is a question that cannot be answered as it is put.
func Invalid(english string, blanks ...any) error {
	return &Problem{ErrInvalid, Say(english, blanks...)}
}

// NotFound is a question about what is not there.
func NotFound(english string, blanks ...any) error {
	return &Problem{ErrNotFound, Say(english, blanks...)}
}

// Busy is a store that somebody else holds.
func Busy(english string, blanks ...any) error {
	return &Problem{ErrBusy, Say(english, blanks...)}
}

func (p *Problem) Error() string { return p.String() }

// Unwrap gives the kind and the errors that the sentence quotes.
func (p *Problem) Unwrap() []error { return append([]error{p.Kind}, p.Quoted()...) }

// Reading is what one extraction of a source says.
type Reading struct {
	Of   string // the extraction: "TSV"
	Says string // "" if it says nothing
}

// Differ is the remark that two extractions of one ad disagree in a field.
func Differ(field string, one, other Reading) Remark {
	return Remark{Kind: "extractions-differ", Detail: Say("{field}: {one} {says}, {other} {instead}",
		"field", field, "one", one.Of, "says", orNothing(one.Says), "other", other.Of, "instead", orNothing(other.Says))}
}

func orNothing(s string) any {
	if s == "" {
		return Say("nothing")
	}
	return s
}

// EncodeSentence writes a sentence as one line, which ParseSentence reads: a JSON array
// of the English, and names and values of the blanks.
func EncodeSentence(s Sentence) string {
	text, err := json.Marshal(array(s))
	if err != nil {
		return "" // strings and numbers always can be
	}
	return string(text)
}

func array(s Sentence) []any {
	out := []any{s.English}
	for _, v := range s.Blanks {
		switch x := v.(type) {
		case Sentence:
			out = append(out, array(x))
		case int, int32, int64:
			out = append(out, x)
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return out
}

// ParseSentence reads what EncodeSentence has written.
func ParseSentence(text string) (Sentence, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var list []any
	if err := d.Decode(&list); err != nil {
		return Sentence{}, fmt.Errorf("reading a sentence: %w", err)
	}
	return decoded(list)
}

func decoded(list []any) (Sentence, error) {
	if len(list)%2 == 0 {
		return Sentence{}, fmt.Errorf("reading a sentence: %d parts, not an English and pairs", len(list))
	}
	english, ok := list[0].(string)
	if !ok {
		return Sentence{}, fmt.Errorf("reading a sentence: it begins with %v", list[0])
	}
	s := Sentence{English: english, Blanks: list[1:]}
	for i, v := range s.Blanks {
		switch x := v.(type) {
		case json.Number:
			n, err := x.Int64()
			if err != nil {
				return Sentence{}, fmt.Errorf("reading a sentence: %w", err)
			}
			s.Blanks[i] = n
		case []any:
			below, err := decoded(x)
			if err != nil {
				return Sentence{}, err
			}
			s.Blanks[i] = below
		}
	}
	return s, nil
}
