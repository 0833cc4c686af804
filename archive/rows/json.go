package rows

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// Documents reads JSON rows one at a time: one object a line (JSON lines), the
// elements of an array, or the elements of the lists that answers of an
// interface hold ({"data": [...]}), one answer after another. Lines end at \n
// only: texts may hold other separators.
type Documents struct {
	feed
	file  string
	lists []string // keys under which an answer holds its rows
	Raw   []byte   // the current row, good until the next
	n     int      // its line, or its number in the file
	mode  func() error
	depth int // 1 inside the array that is being read, 2 if an answer is around it
	began bool
	short bool // part of the value that begins the rest was dropped for its length

	isRow   func(keys []string) bool // told by its keys; nil: every object is one
	columns bool                     // a table by columns
	wrapped *wrapped                 // rows that lie deeper, nil where they do not
}

func NewDocuments(ctx context.Context, r io.Reader, file string, lists ...string) *Documents {
	return &Documents{feed: feed{ctx: ctx, r: r}, file: file, lists: lists}
}

// At says where the current row stands.
func (d *Documents) At() contrechamp.Row {
	return contrechamp.Row{File: d.file, Line: d.n, Raw: d.Raw}
}

// Next moves to the next row, as table.next does.
func (d *Documents) Next() error {
	if err := d.stopped(); err != nil {
		return err
	}
	if d.mode == nil {
		d.mode = d.byValue
		switch {
		case d.liesDeeper():
			d.mode = d.byWrapper
		case d.isLines():
			d.mode = d.byLine
		}
	}
	err := d.mode()
	if err != nil {
		return err
	}
	if b := checkText(d.Raw); b != nil {
		return b
	}
	return nil
}

// First shows the first byte that is no white space, without passing over any.
func (d *Documents) First() (byte, bool) {
	i := 0
	return d.blankAt(&i)
}

// Rest is what was not handed out yet: the stream from its first byte, if no row
// was asked for.
func (d *Documents) Rest() io.Reader {
	return io.MultiReader(bytes.NewReader(bytes.Clone(d.rest())), d.r)
}

// isLines says whether the first line is an object on its own and not an
// answer with a list of rows.
func (d *Documents) isLines() bool {
	n, long, ok := d.find()
	for ok && len(bytes.TrimSpace(d.rest()[:n])) == 0 {
		d.pass(n)
		d.n++
		n, long, ok = d.find()
	}
	if !ok || long {
		return false
	}
	line := bytes.TrimSpace(d.rest()[:n])
	if line[0] != '{' || !json.Valid(line) {
		// A first line that is broken but closed is a bad row among lines.
		return line[0] == '{' && line[len(line)-1] == '}' && len(line) > 2 && !d.answers(line)
	}
	return !d.answers(line)
}

func (d *Documents) answers(object []byte) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(WithoutBareWords(object), &fields) != nil {
		return false
	}
	return slices.ContainsFunc(d.lists, func(l string) bool { return bytes.HasPrefix(fields[l], []byte("[")) })
}

func (d *Documents) byLine() error {
	for {
		n, long, ok := d.find()
		if !ok {
			if err := d.err(); err != nil {
				return err
			}
			return io.EOF
		}
		d.n++
		d.Raw = cutReturn(d.rest()[:n])
		if long {
			d.Raw = bytes.Clone(d.Raw[:keptOfLong])
			d.passLine()
			return Bad("too-long", "the line is over {n} bytes", "n", contrechamp.MaxRow)
		}
		d.pass(n)
		if len(bytes.TrimSpace(d.Raw)) > 0 {
			return nil
		}
	}
}

// byValue reads elements of arrays and, outside of them, whole objects.
func (d *Documents) byValue() error {
	for {
		c, ok := d.blank()
		switch {
		case !ok && d.depth > 0:
			return d.cut()
		case !ok:
			if err := d.err(); err != nil {
				return err
			}
			return io.EOF
		case d.depth > 0 && c == ']':
			d.pos++
			if d.depth == 2 {
				if err := d.leaveAnswer(); err != nil {
					return err
				}
			}
			d.depth, d.began = 0, false
		case d.depth > 0:
			if d.began {
				if c != ',' {
					return d.broken("a comma is missing after entry {n}", "n", d.n)
				}
				d.pos++
				if _, ok := d.blank(); !ok {
					return d.cut()
				}
			}
			d.began = true
			return d.take()
		case c == '[':
			d.pos++
			d.depth = 1
		case c == '{':
			found, err := d.enterAnswer()
			if err != nil {
				return err
			}
			if !found {
				return d.take()
			}
			d.depth = 2
		case c == ',':
			d.pos++
		default:
			return d.broken(`"{c}" stands where an entry should begin`, "c", string(rune(c)))
		}
	}
}

func (d *Documents) cut() error {
	if err := d.err(); err != nil {
		return err
	}
	return &contrechamp.FileError{File: d.file, What: contrechamp.Say("is cut off after entry {n}: its JSON ends early; fetch it again", "n", d.n), Err: io.ErrUnexpectedEOF}
}

func (d *Documents) broken(english string, blanks ...any) error {
	return &contrechamp.FileError{File: d.file, What: contrechamp.Say("is not well-formed JSON: {why}", "why", contrechamp.Say(english, blanks...))}
}

// blank passes over white space and shows the next byte.
func (d *Documents) blank() (byte, bool) {
	for {
		for ; d.pos < d.end; d.pos++ {
			if c := d.buf[d.pos]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, true
			}
		}
		if !d.more() {
			return 0, false
		}
	}
}

// take makes the value that begins the rest the current row.
func (d *Documents) take() error {
	d.n++
	n, long, ok := d.value(0)
	if !ok {
		return d.cut()
	}
	long, d.short = long || d.short, false
	d.Raw = d.rest()[:n]
	if long {
		d.Raw = bytes.Clone(d.Raw[:min(n, keptOfLong)])
	}
	d.pos += n
	if long {
		return Bad("too-long", "the entry is over {n} bytes", "n", contrechamp.MaxRow)
	}
	return nil
}

// value measures the value that begins at offset i of the rest. Of a value
// longer than MaxRow only the beginning and the end stay in the buffer, and n
// counts what does.
func (d *Documents) value(i int) (n int, long, ok bool) {
	var s jsonScan
	start := i
	for {
		m, done := s.scan(d.rest()[i:])
		i += m
		if done {
			return i - start, long, true
		}
		if i-start > contrechamp.MaxRow { // keep the beginning, drop the rest read so far
			long = true
			keep := start + keptOfLong
			copy(d.buf[d.pos+keep:], d.rest()[i:])
			d.end -= i - keep
			i = keep
		}
		if !d.more() {
			return i - start, long, s.scalar && d.over == io.EOF
		}
	}
}
