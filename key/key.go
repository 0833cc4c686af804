// Package key tells when two audiences are the same box, though platforms and
// people spell and order them differently.
//
// Labels are folded: NFKC, casefolded, and each run of characters that are
// neither letter, mark nor digit one blank, so that "Vegan food", "VEGAN FOOD"
// and "vegan-food" are one label, while "Koln" and "Köln" are two. The key of
// an audience is a hash of its canonical form with folded labels, so that "the
// same box" is a join.
//
// Folding needs Unicode's tables, which the program in the browser does without:
// what it evaluates is folded when it is exported. Hence a package of its own.
package key

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/contrechamp/contrechamp/audience"
)

// Key names a box: 24 hexadecimal digits. It begins with b where all of the
// box was published, and with c where something of it is undisclosed: then
// equal keys mean the same published criteria, never the same box.
type Key string

// length of a Key in hexadecimal digits, of which all but the first are hash.
const length = 24

// Of is the key of an audience. Places count by their paths as they stand:
// bring them to the place table's canonical names first (package place).
func Of(e *audience.Expr) Key {
	c := audience.Canonical(audience.Map(e, foldAll))
	sum := sha256.Sum256([]byte(c.String()))
	first := "b"
	if audience.HasUndisclosed(c) {
		first = "c"
	}
	return Key(first + hex.EncodeToString(sum[:])[:length-1])
}

// Fold folds the labels of an audience, to evaluate it for a person folded by
// Person. Places keep their paths, which the place table reads.
func Fold(e *audience.Expr) *audience.Expr { return audience.Map(e, FoldFact) }

// Person folds the labels of a person in the same way. If two spellings of one
// label were answered differently, the yes counts.
func Person(p audience.Person) audience.Person {
	p = p.Clone()
	for i, tag := range p.Languages {
		p.Languages[i] = strings.ToLower(tag)
	}
	said := make(map[audience.Fact]bool, len(p.Said))
	for f, yes := range p.Said {
		f = FoldFact(f)
		said[f] = said[f] || yes
	}
	p.Said = said
	return p
}

// foldAll folds paths too.
func foldAll(f audience.Fact) audience.Fact {
	if f.Kind == audience.Place {
		f.Label = path(f.Label)
		return f
	}
	return FoldFact(f)
}

// FoldFact folds the labels of one fact, as Fold does.
func FoldFact(f audience.Fact) audience.Fact {
	switch f.Kind {
	case audience.Age, audience.Gender, audience.Place:
	case audience.Language:
		f.Label = strings.ToLower(f.Label)
	default:
		f.Label = Label(f.Label)
		f.In = Label(f.In)
	}
	return f
}

// path folds the names in the path of a place and keeps its structure.
func path(p string) string {
	segments := strings.Split(p, "/")
	for i, s := range segments {
		typ, name, typed := strings.Cut(s, ":")
		if !typed || typ == "" || strings.Trim(typ, "abcdefghijklmnopqrstuvwxyz") != "" {
			typ, name = "", s
		} else {
			typ += ":"
		}
		segments[i] = typ + Label(strings.ReplaceAll(name, "%2F", "/"))
	}
	return strings.Join(segments, "/")
}

// Label folds one label. A label without any letter, mark or digit is only
// normalised, since otherwise all such labels would be one.
func Label(s string) string {
	if folded(s) {
		return s
	}
	// As Unicode's NFKC_Casefold: folding may undo the normal form.
	s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), " "):
			b.WriteByte(' ')
		}
	}
	if out := strings.TrimSuffix(b.String(), " "); out != "" {
		return out
	}
	return s
}

// folded reports whether s is plain ASCII that folding leaves alone.
func folded(s string) bool {
	blank := true // at the start, or after a blank
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			blank = false
		case c == ' ' && !blank:
			blank = true
		case c >= utf8.RuneSelf, c != ' ', blank:
			return false
		}
	}
	return !blank || s == ""
}
