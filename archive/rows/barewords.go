package rows

import (
	"bytes"
	"io"
)

// Python's json writes NaN, Infinity and -Infinity where a number is none. They
// are no JSON: outside of strings they are read as null.

// bareWords is where in JSON text a stream of bytes stands.
type bareWords struct {
	quoted, escaped bool
	inWord          bool // a number or word goes on
}

var unwritten = [][]byte{[]byte("NaN"), []byte("-Infinity"), []byte("Infinity"), []byte("-NaN")}

// longestBare is as many bytes as it takes to tell a bare word.
const longestBare = len("-Infinity")

// replace writes p to out with null for bare words and returns how much of p it
// has used: unless last, it stops where a word might go on behind the end.
func (b *bareWords) replace(out, p []byte, last bool) ([]byte, int) {
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case b.escaped:
			b.escaped = false
		case b.quoted:
			b.escaped = c == '\\'
			b.quoted = c != '"'
		case c == '"':
			b.quoted, b.inWord = true, false
		case (c == 'N' || c == 'I' || c == '-') && !b.inWord:
			if !last && len(p)-i < longestBare {
				return out, i
			}
			if n := bareAt(p[i:]); n > 0 {
				out = append(out, "null"...)
				i += n - 1
				continue
			}
			b.inWord = true
		default:
			b.inWord = c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		}
		out = append(out, c)
	}
	return out, len(p)
}

// bareAt is the length of the bare word with which p begins, 0 for none.
func bareAt(p []byte) int {
	for _, w := range unwritten {
		if bytes.HasPrefix(p, w) {
			return len(w)
		}
	}
	return 0
}

// WithoutBareWords is JSON text with null for NaN and Infinity outside of strings.
func WithoutBareWords(text []byte) []byte {
	if !bytes.Contains(text, []byte("NaN")) && !bytes.Contains(text, []byte("Infinity")) {
		return text
	}
	var b bareWords
	out, _ := b.replace(make([]byte, 0, len(text)), text, true)
	return out
}

// withoutBareWords is a stream of JSON text with null for NaN and Infinity outside
// of strings.
type withoutBareWords struct {
	r    io.Reader
	at   bareWords
	in   []byte // read and not yet looked at
	out  []byte // looked at and not yet handed out
	over error
}

func (w *withoutBareWords) Read(p []byte) (int, error) {
	for len(w.out) == 0 {
		if w.over != nil && len(w.in) == 0 {
			return 0, w.over
		}
		if w.over == nil {
			block := make([]byte, feedBlock)
			n, err := w.r.Read(block)
			w.in, w.over = append(w.in, block[:n]...), err
		}
		var used int
		w.out, used = w.at.replace(w.out[:0], w.in, w.over != nil)
		w.in = w.in[used:]
	}
	n := copy(p, w.out)
	w.out = w.out[n:]
	return n, nil
}
