package rows

import (
	"slices"

	"github.com/contrechamp/contrechamp"
)

// enterAnswer looks through the object that begins the rest for a list of rows
// and, if there is one, moves behind its opening bracket.
func (d *Documents) enterAnswer() (bool, error) {
	i := 1
	for {
		c, ok := d.blankAt(&i)
		if !ok {
			return false, d.cut()
		}
		if c == '}' {
			return false, nil
		}
		if c == ',' {
			i++
			continue
		}
		n, _, ok := d.value(i)
		if !ok {
			return false, d.cut()
		}
		key := string(d.rest()[i : i+n])
		i += n
		if c, ok = d.blankAt(&i); !ok {
			return false, d.cut()
		}
		if c != ':' || key == "" || key[0] != '"' {
			return false, d.broken(`an object has no colon after the name "{key}"`, "key", Short(key))
		}
		i++
		if c, ok = d.blankAt(&i); !ok {
			return false, d.cut()
		}
		if c == '[' && slices.Contains(d.lists, key[1:len(key)-1]) {
			d.pos += i + 1
			return true, nil
		}
		if n, d.short, ok = d.value(i); !ok {
			return false, d.cut()
		}
		if d.short {
			return false, nil // too long a row: take says so
		}
		if i += n; n == 0 {
			return false, d.broken(`the name "{key}" has no value`, "key", Short(key))
		}
		if i > 2*contrechamp.MaxRow {
			return false, nil // too long a row: take says so
		}
	}
}

// leaveAnswer passes over what follows the list in its answer.
func (d *Documents) leaveAnswer() error {
	s := jsonScan{depth: 1}
	for {
		n, done := s.scan(d.rest())
		d.pos += n
		if done {
			return nil
		}
		if !d.more() {
			return d.cut()
		}
	}
}

// blankAt moves i over white space and shows the byte there.
func (d *Documents) blankAt(i *int) (byte, bool) {
	for {
		for ; d.pos+*i < d.end; *i++ {
			if c := d.buf[d.pos+*i]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, true
			}
		}
		if !d.more() {
			return 0, false
		}
	}
}

// jsonScan finds the end of a JSON value without reading it.
type jsonScan struct {
	depth           int
	quoted, escaped bool
	scalar          bool // a number or word, which only what follows ends
}

// scan takes bytes up to the value's end, or all of them if it goes on.
func (s *jsonScan) scan(p []byte) (n int, done bool) {
	for i, c := range p {
		switch {
		case s.escaped:
			s.escaped = false
		case s.quoted:
			if c == '\\' {
				s.escaped = true
			} else if c == '"' {
				s.quoted = false
				if s.depth == 0 {
					return i + 1, true
				}
			}
		case s.scalar && s.depth == 0:
			switch c {
			case ',', ']', '}', ':', ' ', '\n', '\r', '\t':
				return i, true
			}
		case c == '"':
			s.quoted = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			if s.depth--; s.depth <= 0 {
				return i + 1, true
			}
		case s.depth == 0:
			s.scalar = true
		}
	}
	return len(p), false
}
