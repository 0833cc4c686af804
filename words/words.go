// Package words is what full-text search is made of: a text's terms, and a
// question's words, phrases, prefixes and exclusions.
//
// Terms are folded so that "ecologie" finds "Écologie": compatibility forms
// are resolved, case and diacritics dropped, and everything that is neither
// letter nor digit ends a term. Words of one stem in English, French, German
// or Dutch find each other; a phrase or a prefix is taken as written.
package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxTerm is how many bytes of a term are kept: what is longer is no word.
const MaxTerm = 64

// Terms hands over the folded terms of a text in their order.
func Terms(s string, yield func(term string)) {
	TermBytes(s, func(b []byte) { yield(string(b)) })
}

// TermBytes hands over the terms as bytes that are good until the next one.
func TermBytes(s string, yield func(term []byte)) {
	var room [MaxTerm + 16]byte
	b := room[:0]
	flush := func() {
		if len(b) > 0 {
			yield(b[:min(len(b), MaxTerm)])
			b = b[:0]
		}
	}
	plain := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if !plain {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case r < 0x80 && ('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
			b = append(b, byte(r))
		case 'A' <= r && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r < 0x80:
			flush()
		case isMark(r):
		case r == 'ß':
			b = append(b, "ss"...)
		case r == 'æ' || r == 'Æ':
			b = append(b, "ae"...)
		case r == 'œ' || r == 'Œ':
			b = append(b, "oe"...)
		case r == 'ø' || r == 'Ø':
			b = append(b, 'o')
		case isTerm(r):
			b = append(b, string(unicode.ToLower(r))...)
		default:
			flush()
		}
	}
	flush()
}

// isMark says whether a character is a diacritic, which terms do without.
func isMark(r rune) bool { return unicode.Is(unicode.Mn, r) }

// isTerm says whether a character is part of a term.
func isTerm(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// List is the terms of a text as a slice.
func List(s string) []string {
	var out []string
	Terms(s, func(t string) { out = append(out, t) })
	return out
}

// Query is a question about texts. All parts must hold.
type Query struct {
	Words   []string   // each must occur, in some form of its stem
	Prefix  []string   // some term must begin with each
	Phrases [][]string // terms that must stand side by side
	Without []Query    // must not hold; each has one part
}

// Parse reads a question: words, "a phrase", pre*, -without. It never fails:
// what holds no letter or digit asks nothing.
func Parse(q string) Query {
	var out Query
	for q = strings.TrimSpace(q); q != ""; q = strings.TrimSpace(q) {
		var part string
		minus := strings.HasPrefix(q, "-") || strings.HasPrefix(q, "−")
		if minus {
			q = strings.TrimPrefix(strings.TrimPrefix(q, "-"), "−")
		}
		quoted := strings.HasPrefix(q, `"`)
		if quoted {
			part, q, _ = strings.Cut(q[1:], `"`)
		} else if i := strings.IndexFunc(q, unicode.IsSpace); i >= 0 {
			part, q = q[:i], q[i:]
		} else {
			part, q = q, ""
		}
		one := partOf(part, quoted)
		if minus {
			if !one.Empty() {
				out.Without = append(out.Without, one)
			}
			continue
		}
		out.Words, out.Prefix, out.Phrases = append(out.Words, one.Words...), append(out.Prefix, one.Prefix...), append(out.Phrases, one.Phrases...)
	}
	return out
}

func partOf(part string, quoted bool) Query {
	terms := List(part)
	switch {
	case len(terms) == 0:
		return Query{}
	case len(terms) > 1: // aujourd'hui, or a phrase
		return Query{Phrases: [][]string{terms}}
	case strings.HasSuffix(part, "*") && !quoted:
		return Query{Prefix: terms}
	case quoted:
		return Query{Phrases: [][]string{terms}}
	}
	return Query{Words: terms}
}

// Empty says whether the question asks nothing.
func (q Query) Empty() bool {
	return len(q.Words) == 0 && len(q.Prefix) == 0 && len(q.Phrases) == 0 && len(q.Without) == 0
}

// Holds says whether terms stand side by side in a text.
func Holds(text, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(text); i++ {
		match := true
		for j, p := range phrase {
			if text[i+j] != p {
				match = false
				break
			}
		}
		if match {
			return true
		}
	}
	return false
}
