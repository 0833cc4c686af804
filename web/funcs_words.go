package web

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/say"
)

// wordFuncs put names, quotations and the words of an archive into a language.
func wordFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"t":        l.T,
		"upfirst":  upFirst,
		"stated":   l.Stated,
		"fullstop": fullStop,
		"quote":    l.Quote,
		"clip":     say.Clip,
		"archive":  func(name string) string { return l.T("archive-" + name) },
		"rule":     func(word string) string { return archive.Explain(string(l), archive.RepairRules, word) },
		"mark":     func(word string) string { return archive.Explain(string(l), archive.Marks, word) },
		"silent":   func(archive string) string { return silentWords(l, archive) },
		"told":     l.Tell,
		"reading":  func(field, text string) string { return readingWords(l, field, text) },
		"listed":   func(x []string) string { return strings.Join(x, ", ") },
		"genderword": func(g string) string {
			if g == "female" || g == "male" {
				return l.T("gender-" + g)
			}
			return l.T("unknown")
		},
		"agerange": func(age string) string { return strings.ReplaceAll(age, "-", "–") },
		"presumed": func(m contrechamp.Money) string {
			if m.Presumed {
				return l.T("presumed")
			}
			return ""
		},
		"statement":   l.Statement,
		"archiveof":   func(id string) string { return contrechamp.AdvertiserID(id).Archive() },
		"ownid":       func(id string) string { _, own, _ := strings.Cut(id, ":"); return own },
		"platforms":   platformNames,
		"texts":       distinctTexts,
		"differences": adDifferences,
		"diff": func(old, now string) map[string][]run {
			a, b := diffWords(old, now)
			return map[string][]run{"Old": a, "New": b}
		},
	}
}

// fullStop makes a sentence of an error: a capital, if it does not begin with a
// parameter or a file, and a stop.
func fullStop(s string) string {
	if first, _, _ := strings.Cut(s, " "); !strings.ContainsAny(first, "=:./") {
		s = upFirst(s)
	}
	if !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

func upFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
