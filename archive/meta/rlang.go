package meta

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// R prints the list in a cell as it would be typed: c("a", "b"), list("a"),
// character(0), and a table within a cell as list(age = c(...), gender = c(...)).

// rStart is how such a cell begins.
var rStart = regexp.MustCompile(`^(?:c|list|character|integer|numeric|logical|structure|data\.frame|tibble)\(`)

// rList reads a cell as R prints it as JSON: c and list as arrays, with names as
// objects, a table as an array of objects, a missing value as null.
func rList(cell []byte) (json.RawMessage, bool) {
	p := rText{rest: string(bytes.TrimSpace(cell))}
	v, ok := p.value(0)
	if !ok || strings.TrimSpace(p.rest) != "" {
		return nil, false
	}
	if o, ok := v.(rNamed); ok {
		v = o.table()
	}
	out, err := json.Marshal(v)
	return out, err == nil
}

// rText is text of R that is being read.
type rText struct{ rest string }

// rNamed is a list with names: an object, or the columns of a table.
type rNamed map[string]any

// table makes an array of objects of columns of one length, at least two values
// each or all lists of one; another list with names stays an object.
func (o rNamed) table() any {
	n := -1
	for _, v := range o {
		column, ok := v.([]any)
		if !ok || n >= 0 && len(column) != n {
			return o
		}
		n = len(column)
	}
	objects := make([]any, max(n, 0))
	for i := range objects {
		row := map[string]any{}
		for name, v := range o {
			row[name] = v.([]any)[i]
		}
		objects[i] = row
	}
	return objects
}

const mostRLevels = 8

var (
	rWord   = regexp.MustCompile(`^[A-Za-z.][A-Za-z0-9._]*`)
	rNumber = regexp.MustCompile(`^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?L?`)
)

func (p *rText) blank() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// value reads a text, a number, a word or a call.
func (p *rText) value(level int) (any, bool) {
	p.blank()
	if p.rest == "" || level > mostRLevels {
		return nil, false
	}
	if q := p.rest[0]; q == '"' || q == '\'' {
		return p.text(q)
	}
	if n := rNumber.FindString(p.rest); n != "" {
		p.rest = p.rest[len(n):]
		n = rows.Plain(strings.TrimSuffix(n, "L"), false)
		if _, err := strconv.ParseFloat(n, 64); err != nil {
			return nil, false
		}
		return n, true
	}
	word := rWord.FindString(p.rest)
	p.rest = p.rest[len(word):]
	switch word {
	case "":
		return nil, false
	case "NULL", "NA", "NA_character_", "NA_integer_", "NA_real_", "NaN":
		return nil, true
	case "TRUE", "T":
		return true, true
	case "FALSE", "F":
		return false, true
	}
	if !strings.HasPrefix(p.rest, "(") {
		return nil, false
	}
	p.rest = p.rest[1:]
	return p.call(word, level)
}

// call reads the arguments of a function behind its bracket.
func (p *rText) call(function string, level int) (any, bool) {
	var list []any
	named := rNamed{}
	for {
		p.blank()
		if rest, ok := strings.CutPrefix(p.rest, ")"); ok {
			p.rest = rest
			break
		}
		if len(list)+len(named) > 0 {
			rest, ok := strings.CutPrefix(p.rest, ",")
			if !ok {
				return nil, false
			}
			p.rest = rest
		}
		p.blank()
		name := p.name()
		v, ok := p.value(level + 1)
		if !ok {
			return nil, false
		}
		if name != "" {
			named[name] = v
		} else {
			list = append(list, v)
		}
	}
	switch function {
	case "structure": // its first argument; the rest says of what class it is
		if len(list) == 1 {
			return list[0], true
		}
		return nil, false
	case "character", "integer", "numeric", "logical": // character(0)
		return []any{}, len(list) <= 1 && len(named) == 0
	case "data.frame", "tibble":
		delete(named, "stringsAsFactors")
	case "c", "list":
	default:
		return nil, false
	}
	if len(named) > 0 {
		return named, len(list) == 0
	}
	flat := []any{}
	for _, v := range list {
		switch x := v.(type) {
		case rNamed:
			flat = append(flat, x.table())
		case []any: // a list of one vector, as purrr and dplyr leave it
			flat = append(flat, x...)
		default:
			flat = append(flat, v)
		}
	}
	return flat, true
}

// name is that of an argument, with the sign behind it; "" for one without.
func (p *rText) name() string {
	rest := p.rest
	var name string
	if q := strings.TrimLeft(rest, "`\""); len(q) < len(rest) {
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		name, rest = rest[1:1+end], rest[end+2:]
	} else {
		name = rWord.FindString(rest)
		rest = rest[len(name):]
	}
	rest = strings.TrimLeft(rest, " ")
	if name == "" || !strings.HasPrefix(rest, "=") {
		return ""
	}
	p.rest = rest[1:]
	return name
}

// text reads a text in quotes, with R's escapes.
func (p *rText) text(quote byte) (any, bool) {
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		c := p.rest[i]
		switch {
		case c == quote:
			p.rest = p.rest[i+1:]
			return b.String(), true
		case c != '\\':
			b.WriteByte(c)
		case i+1 == len(p.rest):
			return nil, false
		default:
			i++
			n, ok := rEscape(&b, p.rest[i:])
			if !ok {
				return nil, false
			}
			i += n
		}
	}
	return nil, false
}

var rCode = regexp.MustCompile(`^(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{1,4})|U\{([0-9a-fA-F]{1,8})\}|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2}))`)

// rEscape writes what stands behind a backslash and says how many bytes behind
// the first it took.
func rEscape(b *strings.Builder, s string) (int, bool) {
	switch s[0] {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'u', 'U', 'x':
		m := rCode.FindStringSubmatch(s)
		if m == nil {
			return 0, false
		}
		n, err := strconv.ParseUint(strings.Join(m[1:], ""), 16, 32)
		if err != nil || n > 0x10ffff {
			return 0, false
		}
		b.WriteRune(rune(n))
		return len(m[0]) - 1, true
	case '\\', '"', '\'', '`', ' ', '/':
		b.WriteByte(s[0])
	default:
		return 0, false
	}
	return 0, true
}
