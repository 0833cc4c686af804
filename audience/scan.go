package audience

import (
	"strconv"
	"strings"
)

// str reads a string in double quotes.
func (p *parser) str() (string, error) {
	if !p.mark(`"`) {
		return "", p.want("a string in double quotes")
	}
	start := p.i
	var b strings.Builder
	for from := start; ; {
		n := strings.IndexAny(p.s[p.i:], `"\`)
		if n < 0 {
			p.i = len(p.s)
			return "", p.want("a closing quote")
		}
		p.i += n + 1
		if p.s[p.i-1] == '"' {
			if from == start {
				return p.s[start : p.i-1], nil
			}
			b.WriteString(p.s[from : p.i-1])
			return b.String(), nil
		}
		if p.i == len(p.s) || p.s[p.i] != '"' && p.s[p.i] != '\\' {
			return "", p.want(`\" or \\ (a backslash escapes nothing else)`)
		}
		b.WriteString(p.s[from : p.i-1])
		from = p.i
		p.i++
	}
}

// tag reads a language tag; one that is no plain tag stands in quotes.
func (p *parser) tag() (string, error) {
	if p.peek(`"`) {
		return p.str()
	}
	p.space()
	start := p.i
	for p.i < len(p.s) && tagByte(p.s[p.i]) {
		p.i++
	}
	if p.i == start {
		return "", p.want("a language tag such as en or en-GB")
	}
	return p.s[start:p.i], nil
}

// number reads a decimal from lo to hi.
func (p *parser) number(what string, lo, hi float64) (float64, error) {
	p.space()
	start := p.i
	if p.i < len(p.s) && p.s[p.i] == '-' {
		p.i++
	}
	for p.i < len(p.s) && (digit(p.s[p.i]) || p.s[p.i] == '.') {
		p.i++
	}
	x, err := strconv.ParseFloat(p.s[start:p.i], 64)
	if err != nil || x < lo || x > hi {
		p.i = start
		return 0, p.want(what)
	}
	return x + 0, nil // -0 becomes 0
}

func (p *parser) space() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\n' || p.s[p.i] == '\t' || p.s[p.i] == '\r') {
		p.i++
	}
}

// peek reports whether m comes next.
func (p *parser) peek(m string) bool {
	p.space()
	return strings.HasPrefix(p.s[p.i:], m)
}

// mark reads m if it comes next.
func (p *parser) mark(m string) bool {
	if !p.peek(m) {
		return false
	}
	p.i += len(m)
	return true
}

func (p *parser) peekWord(w string) bool {
	return p.peek(w) && (p.i+len(w) == len(p.s) || !wordByte(p.s[p.i+len(w)]))
}

// word reads w if it comes next as a whole word.
func (p *parser) word(w string) bool {
	if !p.peekWord(w) {
		return false
	}
	p.i += len(w)
	return true
}

// anyWord reads the word that comes next; empty if none does.
func (p *parser) anyWord() string {
	start := p.i
	for p.i < len(p.s) && wordByte(p.s[p.i]) {
		p.i++
	}
	return p.s[start:p.i]
}

func (p *parser) want(what string) error {
	near := p.s[p.i:]
	if cut := 20; len(near) > cut {
		for cut > 0 && near[cut]&0xC0 == 0x80 { // not inside a rune
			cut--
		}
		near = near[:cut]
	}
	return &SyntaxError{Pos: p.i, Want: what, Near: near}
}

func digit(c byte) bool    { return '0' <= c && c <= '9' }
func wordByte(c byte) bool { return 'a' <= c && c <= 'z' || c == '-' }
func tagByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || digit(c) || c == '-'
}
