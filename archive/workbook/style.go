package workbook

import (
	"errors"
	"strconv"
	"strings"
)

// kind is what the number under a style is.
type kind uint8

const (
	number kind = iota
	day         // a day, with a time if it has a fraction
)

// styles reads which styles of cells are dates. A workbook may have no styles.
func (b *Book) styles() error {
	formats := map[string]string{} // codes of its own formats
	cells := false
	err := b.each("xl/styles.xml", func(s *scanner) error {
		switch {
		case s.name == "cellXfs":
			cells = !s.closing && !s.empty
		case s.closing:
		case s.name == "numFmt":
			formats[s.attr("numFmtId")] = s.attr("formatCode")
		case s.name == "xf" && cells:
			k := number
			id := s.attr("numFmtId")
			if code, own := formats[id]; own && isDate(code) || !own && builtinDate(id) {
				k = day
			}
			b.date = append(b.date, k)
		}
		return nil
	})
	var damaged Damaged
	if errors.As(err, &damaged) && damaged.Missing {
		return nil
	}
	return err
}

// builtinDate says that a format which needs no code is one of days (ECMA-376
// part 1, 18.8.30: 14 to 22, and 27 to 36 and 50 to 58 in East Asia).
func builtinDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58)
}

// isDate says that a format code writes a day: it has a y or a d outside of
// quotes, brackets and escapes.
func isDate(code string) bool {
	code, _, _ = strings.Cut(code, ";")
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += 1 + end
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			i += end
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'd', 'D':
			return true
		}
	}
	return false
}
