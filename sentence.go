package contrechamp

import (
	"encoding/json"
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

// Say makes a sentence. A value may be a string, a whole number, an error or
// another sentence.
func Say(english string, blanks ...any) Sentence { return Sentence{english, blanks} }

// String is the English.
func (s Sentence) String() string {
	return s.Fill(s.English, func(v any) string { return fmt.Sprint(v) })
}

// MarshalJSON is the English.
func (s Sentence) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

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

// Blank is the value of a name, nil if there is none.
func (s Sentence) Blank(name string) any {
	for i := 0; i+1 < len(s.Blanks); i += 2 {
		if s.Blanks[i] == name {
			return s.Blanks[i+1]
		}
	}
	return nil
}

func (p *Problem) Error() string { return p.String() }

// Unwrap gives the kind and the errors that the sentence quotes.
func (p *Problem) Unwrap() []error {
	out := []error{p.Kind}
	for i := 1; i < len(p.Blanks); i += 2 {
		if err, ok := p.Blanks[i].(error); ok {
			out = append(out, err)
		}
	}
	return out
}

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

// Encode writes a sentence as one line, which ParseSentence reads: a JSON array
// of the English, and names and values of the blanks.
func (s Sentence) Encode() string {
	text, err := json.Marshal(s.array())
	if err != nil {
		return "" // strings and numbers always can be
	}
	return string(text)
}

func (s Sentence) array() []any {
	out := []any{s.English}
	for _, v := range s.Blanks {
		switch x := v.(type) {
		case Sentence:
			out = append(out, x.array())
		case int, int32, int64:
			out = append(out, x)
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return out
}

// ParseSentence reads what Encode has written.
func ParseSentence(text string) (Sentence, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var list []any
	if err := d.Decode(&list); err != nil {
		return Sentence{}, fmt.Errorf("reading a sentence: %w", err)
	}
	return sentence(list)
}

func sentence(list []any) (Sentence, error) {
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
			below, err := sentence(x)
			if err != nil {
				return Sentence{}, err
			}
			s.Blanks[i] = below
		}
	}
	return s, nil
}
