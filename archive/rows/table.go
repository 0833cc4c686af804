package rows

import (
	"bytes"
	"context"
	"io"

	"github.com/contrechamp/contrechamp"
)

// Table reads comma- or tab-separated text as RFC 4180 has it: quoted cells
// may hold separators, line ends and doubled quotes. A quote inside an
// unquoted cell is taken as it stands. Empty lines are no rows.
type Table struct {
	feed
	comma  byte
	File   string
	Fields [][]byte // of the current row, good until the next
	raw    []byte   // the current row, its line end cut, good until the next
	line   int      // its first line, from 1
	ahead  int      // line ends passed so far
	Width  int      // fields that a row must have, 0 until the header was read
	spare  []byte   // where doubled quotes are undone

	header   []string         // its names
	filled   []int64          // by column: cells that hold something
	read     []bool           // by column: it was asked for
	unknown  map[string]int64 // keys of objects that are no column
	blanks   bool             // words for missing values are blank cells
	short    bool             // cells may be missing at the end of a row whose last cell is quoted
	believed []int            // columns whose cells are names, whatever the word
	missing  []int            // cells of the current row that were blanked
	word     string           // the first of them

	head      []byte // with which the file begins
	dates     []int  // columns of dates
	dateOrder DateOrder
	ordered   bool                 // dateOrder was told
	remarks   []contrechamp.Remark // on the current row
	repairs   []contrechamp.Repair // of the current row, but of missing words

	objects *Documents // read instead of text, nil for none
	keys    []string   // of theirs that are columns
	names   Columns
}

// NewTable reads text whose cells are separated by comma.
func NewTable(ctx context.Context, r io.Reader, file string, comma byte) *Table {
	return &Table{feed: feed{ctx: ctx, r: r}, comma: comma, File: file}
}

// Header reads the first row and sets the width of all others.
func (t *Table) Header() ([]string, error) {
	err := t.Next()
	if err != nil {
		if err == io.EOF {
			return nil, &contrechamp.FileError{File: t.File, What: contrechamp.Say("is empty: fetch it again")}
		}
		if b, ok := err.(*Error); ok {
			return nil, t.badHeader(b)
		}
		return nil, err
	}
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = string(bytes.TrimSpace(f))
	}
	t.Width, t.header = len(names), names
	t.remember(len(names))
	return names, nil
}

func (t *Table) badHeader(b *Error) error {
	return &contrechamp.FileError{File: t.File, Line: t.line, What: contrechamp.Say("has a header that cannot be read: {why}", "why", b.detail)}
}

// Next moves to the next row. It returns io.EOF at the end, a *Error for a
// row that cannot be read (raw and line are set, reading can go on), or what
// is wrong with the file.
func (t *Table) Next() error {
	t.remarks, t.repairs = nil, nil
	if t.objects != nil {
		return t.nextObject()
	}
	if err := t.stopped(); err != nil {
		return err
	}
	for {
		t.Fields = t.Fields[:0]
		t.line = t.ahead + 1
		n, long, ok := t.find()
		if !ok {
			if err := t.err(); err != nil {
				return err
			}
			return io.EOF
		}
		t.raw = cutReturn(t.rest()[:n])
		if long {
			t.raw = bytes.Clone(t.raw[:keptOfLong])
			t.passLine()
			t.ahead++
			return Bad("too-long", "the line is over {n} bytes", "n", contrechamp.MaxRow)
		}
		if len(t.raw) == 0 {
			t.pass(n)
			t.ahead++
			continue
		}
		if bytes.IndexByte(t.raw, '"') < 0 {
			t.Fields = splitPlain(t.Fields[:0], t.raw, t.comma)
			t.pass(n)
			t.ahead++
		} else if b := t.quoted(n); b != nil {
			return b
		}
		if b := checkText(t.raw); b != nil {
			return b
		}
		if t.blanks {
			t.blank()
		}
		t.fill()
		if t.short && len(t.Fields) < t.Width && t.raw[len(t.raw)-1] == '"' {
			t.Fields = append(t.Fields, make([][]byte, t.Width-len(t.Fields))...)
		}
		if t.Width > 0 && len(t.Fields) != t.Width {
			return Bad("wrong-columns", "{n} cells where the header has {width}", "n", len(t.Fields), "width", t.Width)
		}
		return nil
	}
}

// LetShort takes rows whose last cells are missing, as Meta's own script writes
// them: blank, if the cell that ends the row is quoted, so that a row which was
// cut off is none of them.
func (t *Table) LetShort() { t.short = true }

// At says where the current row stands.
func (t *Table) At() contrechamp.Row {
	return contrechamp.Row{File: t.File, Line: t.line, Raw: t.raw}
}

func cutReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

func splitPlain(fields [][]byte, row []byte, comma byte) [][]byte {
	start := 0
	for i, c := range row {
		if c == comma {
			fields = append(fields, row[start:i:i])
			start = i + 1
		}
	}
	return append(fields, row[start:])
}

// quoted splits a row with quotes in it, taking in further lines while a quote
// is open. If the quotes do not close, only its first line, of n bytes, is given up.
func (t *Table) quoted(n int) *Error {
	for {
		row := t.rest()
		size, what := t.cells(row, t.over != nil)
		if what == open && len(row) <= contrechamp.MaxRow && t.more() {
			continue
		}
		if what != nil {
			t.Fields = t.Fields[:0]
			t.raw = cutReturn(t.rest()[:n])
			t.pass(n)
			t.ahead++
			return what
		}
		t.raw = cutReturn(row[:size])
		t.pass(size)
		t.ahead += 1 + bytes.Count(t.raw, []byte{'\n'})
		return nil
	}
}

var open = Bad("wrong-columns", "a quote is opened and never closed")

// cells splits the first row of text into t.fields. It returns the row's size
// without its line end, and what is wrong with it; open if the text ends first.
func (t *Table) cells(text []byte, final bool) (size int, wrong *Error) {
	t.Fields, t.spare = t.Fields[:0], t.spare[:0]
	for i := 0; ; i++ {
		if i < len(text) && text[i] == '"' {
			start, doubled := i+1, false
			for i++; ; i += 2 { // to the closing quote
				j := bytes.IndexByte(text[i:], '"')
				if j < 0 || i+j+1 == len(text) && !final {
					return 0, open
				}
				if i += j; i+1 == len(text) || text[i+1] != '"' {
					break
				}
				doubled = true
			}
			cell := text[start:i:i]
			if doubled {
				cell = t.undouble(cell)
			}
			t.Fields = append(t.Fields, cell)
			if i++; i < len(text) && text[i] == '\r' {
				if i+1 == len(text) && !final {
					return 0, open
				}
				if i+1 == len(text) || text[i+1] == '\n' {
					i++
				}
			}
			switch {
			case i == len(text) || text[i] == '\n':
				return i, nil
			case text[i] != t.comma:
				return 0, Bad("wrong-columns", `a closing quote is followed by "{c}"`, "c", string(rune(text[i])))
			}
			continue
		}
		start := i
		for i < len(text) && text[i] != t.comma && text[i] != '\n' {
			i++
		}
		if i == len(text) && !final {
			return 0, open
		}
		if i == len(text) || text[i] == '\n' {
			t.Fields = append(t.Fields, cutReturn(text[start:i]))
			return i, nil
		}
		t.Fields = append(t.Fields, text[start:i:i])
	}
}

// undouble makes one quote of two, in spare.
func (t *Table) undouble(cell []byte) []byte {
	start := len(t.spare)
	for i := 0; i < len(cell); i++ {
		t.spare = append(t.spare, cell[i])
		if cell[i] == '"' {
			i++
		}
	}
	return t.spare[start:len(t.spare):len(t.spare)]
}
