package rows

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/contrechamp/contrechamp/archive/format"
)

// separators are those that programs write between the cells of a table.
const separators = ",;\t"

// Separator is the one of comma, semicolon and tab under which a table's header
// has all the columns, whatever their case; 0 if under none. A first line
// "sep=;", which spreadsheets write, is no header.
func Separator(head []byte, names ...string) byte {
	line := headerLine(head)
	for _, sep := range []byte(separators) {
		have := map[string]bool{}
		for _, n := range headerCells(line, sep) {
			have[n] = true
		}
		all := true
		for _, n := range names {
			all = all && have[strings.ToLower(n)]
		}
		if all {
			return sep
		}
	}
	return 0
}

// HeaderNames are the names in the header with which a table begins, in small
// letters.
func HeaderNames(head []byte, sep byte) []string { return headerCells(headerLine(head), sep) }

// headerLine is the first line of a table that is a header.
func headerLine(head []byte) []byte {
	line, rest := firstLine(head)
	if isSepLine(line) {
		line, _ = firstLine(rest)
	}
	return line
}

// firstLine cuts at the first line end: LF, CR LF, or CR alone.
func firstLine(b []byte) (line, rest []byte) {
	i := bytes.IndexAny(b, "\r\n")
	if i < 0 {
		return b, nil
	}
	next := i + 1
	if b[i] == '\r' && next < len(b) && b[next] == '\n' {
		next++
	}
	return b[:i], b[next:]
}

func isSepLine(line []byte) bool {
	line = bytes.Trim(bytes.TrimPrefix(line, []byte("\ufeff")), `"`)
	return len(line) == len("sep=;") && bytes.EqualFold(line[:4], []byte("sep="))
}

// headerCells are the names in a header line, in small letters.
func headerCells(line []byte, sep byte) (names []string) {
	for n := range strings.SplitSeq(string(line), string(sep)) {
		names = append(names, strings.ToLower(strings.Trim(n, " \"\ufeff")))
	}
	return names
}

// OpenTable begins a table as programs write it: with the separator under which
// its header has all columns of one of the sets (a comma if none has), behind a line "sep=", with
// line ends of any kind. Cells that hold nothing but a word for a missing value
// are blank. It gives the header's names.
func OpenTable(ctx context.Context, r io.Reader, file string, sets ...[]string) (*Table, []string, error) {
	in := bufio.NewReaderSize(r, format.HeadSize)
	head, err := in.Peek(format.HeadSize)
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	sep := byte(',')
	for _, names := range sets {
		if s := Separator(head, names...); s != 0 {
			sep = s
			break
		}
	}
	head = bytes.Clone(head) // reading on overwrites it
	t, names, err := openTable(ctx, in, file, sep)
	if err != nil {
		return nil, nil, err
	}
	t.head = head
	return t, names, nil
}

// openTable begins a table whose separator is known.
func openTable(ctx context.Context, r io.Reader, file string, sep byte) (*Table, []string, error) {
	in := bufio.NewReaderSize(r, format.HeadSize)
	head, err := in.Peek(format.HeadSize)
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	r = in
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		r = returns{in}
	}
	t := NewTable(ctx, r, file, sep)
	if line, _ := firstLine(head); isSepLine(line) {
		err := t.Next()
		if b, ok := err.(*Error); ok {
			return nil, nil, t.badHeader(b)
		}
		if err != nil && err != io.EOF {
			return nil, nil, err
		}
	}
	header, err := t.Header()
	if err != nil {
		return nil, nil, err
	}
	t.blanks = true
	return t, header, nil
}

// Sep is what stands between the cells.
func (t *Table) Sep() byte { return t.comma }

// returns makes line ends of carriage returns that stand alone.
type returns struct{ io.Reader }

func (r returns) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
