// Package fold brings spellings of one name together.
package fold

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Loose is the form under which names of places are compared: compatibility
// decomposed, case folded, marks dropped, letters that have no decomposition
// replaced (ø o, ß ss, ł l), and each run of anything but letters and digits
// one blank. Platforms write "Sor - Trondelag" and "Karnten"; inside one
// country no two regions are told apart by a mark alone.
func Loose(s string) string { return string(Append(nil, s)) }

// Append appends the loose form of s to dst. Plain ASCII costs no allocation
// beyond dst.
func Append(dst []byte, s string) []byte {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return appendUnicode(dst, s)
		}
	}
	start, blank := len(dst), false
	for i := range len(s) {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		default:
			blank = true
			continue
		}
		if blank && len(dst) > start {
			dst = append(dst, ' ')
		}
		blank = false
		dst = append(dst, c)
	}
	return dst
}

func appendUnicode(dst []byte, s string) []byte {
	start, blank := len(dst), false
	for _, r := range norm.NFKD.String(cases.Fold().String(s)) {
		switch {
		case unicode.IsMark(r) && r < 0x370, // Latin marks; other scripts need theirs
			r >= 0x2b0 && r < 0x300: // modifier letters of transliterations
			continue
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
		default:
			blank = true
			continue
		}
		if blank && len(dst) > start {
			dst = append(dst, ' ')
		}
		blank = false
		switch r {
		case 'ø':
			r = 'o'
		case 'ł':
			r = 'l'
		case 'đ', 'ð':
			r = 'd'
		case 'ı':
			r = 'i'
		case 'ə':
			r = 'a'
		case 'æ':
			dst = append(dst, "ae"...)
			continue
		case 'œ':
			dst = append(dst, "oe"...)
			continue
		case 'þ':
			dst = append(dst, "th"...)
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}
