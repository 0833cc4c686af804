package trial

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
)

// unreadable is a fault of the system in the middle of a file.
func unreadable(err error) error {
	return contrechamp.Invalid("cannot be read: {error}", "error", below(err))
}

// rowFault says why a row cannot be read; row 0 is the header.
func rowFault(row int, err error) error {
	var what contrechamp.Sentence
	var p *csv.ParseError
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		what = contrechamp.Say("the file ends in the middle: it was cut off on the way, so download it again")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		what = contrechamp.Say("the file is damaged: download it again")
	case errors.Is(err, csv.ErrBareQuote):
		what = contrechamp.Say("a quote stands inside a value that does not begin with one; write it twice, and the value in quotes")
	case errors.Is(err, csv.ErrQuote):
		what = contrechamp.Say("a value in quotes goes on after its closing quote, or is never closed; a quote inside it is written twice")
	default:
		what = contrechamp.Say("cannot be read: {error}", "error", err)
	}
	if errors.As(err, &p) {
		what = contrechamp.Say("{what} (line {line})", "what", what, "line", p.Line)
	}
	if row == 0 {
		return contrechamp.Invalid("in the line of names: {what}", "what", what)
	}
	return contrechamp.Invalid("row {row}: {what}", "row", row, "what", what)
}

// otherFormat recognises files that are no CSV in UTF-8 by their beginning.
func otherFormat(r *bufio.Reader) error {
	b, _ := r.Peek(4096)
	begins := func(magic string) bool { return bytes.HasPrefix(b, []byte(magic)) }
	switch {
	case begins("\xff\xfe"), begins("\xfe\xff"):
		return contrechamp.Invalid("is written in UTF-16: save it as CSV in UTF-8")
	case begins("PK\x03\x04"), begins("\xd0\xcf\x11\xe0"):
		return contrechamp.Invalid("is a zip archive or the file of a spreadsheet program: unpack it, or save the table as CSV in UTF-8")
	case bytes.IndexByte(b, 0) >= 0:
		return contrechamp.Invalid("is no text, as it holds zero bytes: save the table as CSV in UTF-8, or as Parquet")
	case bytes.IndexByte(b, '\r') >= 0 && bytes.IndexByte(b, '\n') < 0:
		return contrechamp.Invalid("has lines that end as on old Macs, with a carriage return alone: save it with the line ends of Unix or Windows")
	}
	return nil
}

// columnNames are the names in a header line.
func columnNames(head []string) ([]string, error) {
	out := make([]string, len(head))
	seen := map[string]bool{}
	for i, name := range head {
		name = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return nil, contrechamp.Invalid("in the line of names: not UTF-8; save the file as UTF-8")
		}
		out[i] = name
	}
	for _, name := range out {
		if seen[name] && holdsNumbers(out) {
			return nil, noNames()
		}
		if seen[name] {
			return nil, contrechamp.Invalid("column {column} stands twice in the line of names", "column", quoted(name))
		}
		seen[name] = true
	}
	return out, nil
}

// holdsNumbers reports whether a line of names may be a row of the data, which
// is then not to be told: a person's.
func holdsNumbers(head []string) bool {
	numbers := 0
	for _, name := range head {
		if _, err := parse(name); err == nil {
			numbers++
		}
	}
	return 3*numbers >= len(head)
}

func noNames() error {
	return contrechamp.Invalid("the first line holds numbers, not names: it must name the columns")
}
