package workbook

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxPiece is how long one tag, or the text between two, may be: a cell holds
// 32,767 characters at most.
const maxPiece = 1 << 20

var errMarkup = errors.New("its markup is damaged")

// scanner reads the tags of an XML part one by one, with the text before each.
// Names lose their prefix. It checks no more than it needs: what a sheet's reader
// does not know passes by.
type scanner struct {
	r       *bufio.Reader
	text    []byte // before the tag, as it stands; good until the next
	raw     bool   // text holds CDATA, where & is no reference
	name    string
	attrs   []byte // of the tag, as they stand
	closing bool   // </name>
	empty   bool   // <name/>
	tag     []byte
}

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// next moves to the next tag, io.EOF behind the last.
func (s *scanner) next() error {
	s.text, s.raw = s.text[:0], false
	for {
		var err error
		if s.text, err = s.upTo(s.text, '<'); err != nil {
			return err
		}
		s.text = s.text[:len(s.text)-1]
		if s.tag, err = s.upTo(s.tag[:0], '>'); err != nil {
			return cutOff(err)
		}
		switch {
		case bytes.HasPrefix(s.tag, []byte("!--")):
			if err := s.pass("-->"); err != nil {
				return err
			}
		case bytes.HasPrefix(s.tag, []byte("![CDATA[")):
			if err := s.pass("]]>"); err != nil {
				return err
			}
			s.raw = true
			s.text = append(s.text, s.tag[len("![CDATA["):len(s.tag)-len("]]>")]...)
		case len(s.tag) > 0 && (s.tag[0] == '?' || s.tag[0] == '!'):
		default:
			return s.split()
		}
	}
}

// upTo appends what stands before a byte, and that byte.
func (s *scanner) upTo(b []byte, end byte) ([]byte, error) {
	for {
		part, err := s.r.ReadSlice(end)
		if b = append(b, part...); len(b) > maxPiece {
			return b, errMarkup
		}
		if err == nil && (end != '>' || !inValue(b)) {
			return b, nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return b, err
		}
	}
}

// inValue says that a tag read so far ends within the value of an attribute, which
// may hold a >. Comments and the like have no values.
func inValue(tag []byte) bool {
	if tag[0] == '!' {
		return false
	}
	open := byte(0)
	for _, c := range tag {
		switch {
		case open != 0:
			if c == open {
				open = 0
			}
		case c == '"' || c == '\'':
			open = c
		}
	}
	return open != 0
}

// pass reads on until the tag ends so.
func (s *scanner) pass(end string) error {
	for !bytes.HasSuffix(s.tag, []byte(end)) {
		var err error
		if s.tag, err = s.upTo(s.tag, '>'); err != nil {
			return cutOff(err)
		}
	}
	return nil
}

func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// split takes the tag apart.
func (s *scanner) split() error {
	t := s.tag[:len(s.tag)-1]
	s.closing, s.empty = len(t) > 0 && t[0] == '/', false
	if s.closing {
		t = t[1:]
	} else if n := len(t); n > 0 && t[n-1] == '/' {
		s.empty, t = true, t[:n-1]
	}
	name := t
	s.attrs = nil
	if i := bytes.IndexAny(t, " \t\r\n"); i >= 0 {
		name, s.attrs = t[:i], t[i+1:]
	}
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	if len(name) == 0 {
		return errMarkup
	}
	if string(name) != s.name { // most tags are those of the cell before
		s.name = string(name)
	}
	return nil
}

// attr is the value of an attribute, its references resolved.
func (s *scanner) attr(name string) string { return string(unescape(nil, s.value(name))) }

// value is the value of an attribute as it stands, whatever prefix its name has;
// nil if the tag has none of that name.
func (s *scanner) value(name string) []byte {
	rest := s.attrs
	for len(rest) > 0 {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return nil
		}
		key := bytes.TrimSpace(rest[:i])
		rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		value := rest[1 : 1+end]
		rest = rest[2+end:]
		if c := bytes.IndexByte(key, ':'); c >= 0 {
			key = key[c+1:]
		}
		if string(key) == name {
			return value
		}
	}
	return nil
}

// content appends the text before the tag, its references resolved.
func (s *scanner) content(to []byte) []byte {
	if s.raw {
		return append(to, s.text...)
	}
	return unescape(to, s.text)
}

// named are the references that XML knows without being told.
var named = map[string]byte{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// unescape appends text with its references resolved. One that cannot be stays
// as it stands.
func unescape(to, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(to, text...)
		}
		to = append(to, text[:i]...)
		text = text[i:]
		end := bytes.IndexByte(text, ';')
		if end < 0 {
			return append(to, text...)
		}
		ref := string(text[1:end])
		if c, ok := named[ref]; ok {
			to = append(to, c)
		} else if r, ok := codePoint(ref); ok {
			to = utf8.AppendRune(to, r)
		} else {
			to = append(to, text[:end+1]...)
		}
		text = text[end+1:]
	}
}

func codePoint(ref string) (rune, bool) {
	digits, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
