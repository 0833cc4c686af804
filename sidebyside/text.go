package sidebyside

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// Text is one text of an advertiser.
type Text struct {
	ID      int64 // of the caller's
	Message int64 // that it belongs to
	Body    string
	Lang    string // "fr", "en", "de" or another; "" if not known
	Boxes   []int  // that it ran in, numbers of the caller's
}

// What a passage is and what is alike.
const (
	wholeTerms    = 40 // a text of at most so many terms is one passage
	stemLetters   = 6  // of a term count
	refrain       = 3  // messages in which a sentence stands that is no news
	sloganShare   = .3 // of the messages have a stem that is slogan,
	sloganCount   = 5  // if at least so many do
	negatedBefore = 3  // terms before a shared word in which a negation counts, in long texts
	negatedAfter  = 4  // and after
)

// passage is a part of a text that is compared: all of a short one, or a
// sentence.
type passage struct {
	text     int
	from, to int // bytes of the body
	long     bool
	spans    []words.Span
	stems    []string // of each span; "" for what is no content
	topics   map[topic.Code]bool
	topical  []bool // of each span: speaks of a topic
	negated  []bool // of each span: part of a negation
	opposite []opposition
}

// stem is what of a term is compared; "" for function words, numbers and what
// is shorter than three letters.
func stem(term, lang string) string {
	n := utf8.RuneCountInString(term)
	if n < 3 || !strings.ContainsFunc(term, unicode.IsLetter) || words.FunctionWord(lang, term) || isNegation(term, lang) {
		return ""
	}
	if n > stemLetters {
		at := 0
		for i := range term {
			if at == stemLetters {
				return term[:i]
			}
			at++
		}
	}
	return term
}

// newPassage reads a part of a text.
func newPassage(t Text, text int, s words.Sentence, long bool) passage {
	p := passage{text: text, from: s.From, to: s.To, long: long, topics: map[topic.Code]bool{}}
	p.spans = words.Spans(t.Body[s.From:s.To])
	terms := make([]string, len(p.spans))
	for i := range p.spans {
		p.spans[i].From, p.spans[i].To = p.spans[i].From+s.From, p.spans[i].To+s.From
		terms[i] = p.spans[i].Term
		p.stems = append(p.stems, stem(terms[i], t.Lang))
	}
	p.topical = make([]bool, len(terms))
	for _, h := range topic.Find(terms, t.Lang) {
		if h.Code != topic.International && h.Code != topic.Government {
			p.topics[h.Code] = true
			for i := h.At; i < h.At+h.N; i++ {
				p.topical[i] = true
			}
		}
	}
	p.negated = negations(terms, t.Lang)
	p.opposite = oppositions(terms, t.Lang)
	return p
}

// folded is a sentence as it is compared with others.
func folded(s string) string { return strings.Join(words.List(s), " ") }
