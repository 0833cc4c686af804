package workbook

import (
	"bytes"
	"io"
	"strconv"
)

// Limits of a sheet (Excel's own).
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// CSV reads the sheet as comma-separated text. Line n is row n, as long as no
// cell holds a line end; an empty row is an empty line. Rows above the header, the
// first row with two cells that hold something, are empty lines too. The table is
// as wide as its header, or as wide as the sheet says that it is; a column without
// a name gets its letter.
func (s Sheet) CSV() (io.ReadCloser, error) {
	part, err := s.book.open(s.Part)
	if err != nil {
		return nil, err
	}
	return &sheet{book: s.book, part: s.Part, file: part, in: newScanner(part)}, nil
}

// sheet turns a sheet into text.
type sheet struct {
	book *Book
	part string
	file io.Closer
	in   *scanner
	out  bytes.Buffer // lines not yet asked for
	err  error        // what ended the sheet

	row         int // that is being read, from 1
	written     int // lines
	cells       []cell
	text        []byte // of the row's cells, end to end
	kind        []byte // of the cell being read, and what it holds
	held        []byte
	inline      []byte
	left, width int // of the table; width 0 before the header
	extent      int // columns that the sheet says it has
}

// cell is one that holds something.
type cell struct{ column, from, to int }

// Read gives the next of the text.
func (s *sheet) Read(p []byte) (int, error) {
	for s.out.Len() < len(p) && s.out.Len() < piece && s.err == nil {
		s.err = s.next()
	}
	if s.out.Len() > 0 {
		return s.out.Read(p)
	}
	return 0, s.err
}

// piece is how much text is made ready at once.
const piece = 32 << 10

// Close ends the reading, wherever it is.
func (s *sheet) Close() error { return s.file.Close() }

// next reads the next tag, and what belongs to it.
func (s *sheet) next() error {
	if err := s.book.readShared(); err != nil {
		return err
	}
	if err := s.in.next(); err != nil {
		if err == errMarkup {
			err = Damaged{Part: s.part}
		}
		return err
	}
	switch {
	case s.in.name == "dimension" && !s.in.closing:
		s.extent = lastColumn(s.in.attr("ref"))
	case s.in.name == "row" && s.in.closing:
		s.write()
	case s.in.name == "row" && s.in.empty: // a row without cells
	case s.in.name == "row":
		return s.begin()
	case s.in.name == "c" && !s.in.closing:
		return s.cell()
	}
	return nil
}

// begin begins a row.
func (s *sheet) begin() error {
	n := s.row + 1
	if r := s.in.attr("r"); r != "" {
		var err error
		if n, err = strconv.Atoi(r); err != nil || n <= s.row {
			return Damaged{Part: s.part}
		}
	}
	if n > maxRows {
		return Damaged{Part: s.part}
	}
	s.row, s.cells, s.text = n, s.cells[:0], s.text[:0]
	return nil
}

// cell reads a cell to its end.
func (s *sheet) cell() error {
	column := 0
	if n := len(s.cells); n > 0 {
		column = s.cells[n-1].column + 1
	}
	if r := s.in.value("r"); len(r) > 0 {
		column = columnOf(r)
	}
	if column < 0 || column >= maxColumns || len(s.cells) > 0 && column <= s.cells[len(s.cells)-1].column {
		return Damaged{Part: s.part}
	}
	from := len(s.text)
	if !s.in.empty {
		style := -1
		if n, err := strconv.Atoi(string(s.in.value("s"))); err == nil {
			style = n
		}
		s.kind = append(s.kind[:0], s.in.value("t")...)
		if err := s.inside(string(s.kind), style); err != nil {
			return err
		}
	}
	s.cells = append(s.cells, cell{column, from, len(s.text)})
	return nil
}

// inside reads what a cell holds. A formula whose value was never worked out is
// written as the formula, which no reader takes for a value.
func (s *sheet) inside(typ string, style int) error {
	v, formula, held := s.held[:0], []byte(nil), false
	inline := runs{text: s.inline[:0]}
	defer func() { s.held, s.inline = v, inline.text }()
	for {
		if err := s.in.next(); err != nil {
			if err == errMarkup {
				return Damaged{Part: s.part}
			}
			return cutOff(err)
		}
		switch {
		case s.in.name == "c" && s.in.closing:
			if !held && len(formula) > 0 {
				s.text = append(append(s.text, '='), formula...)
			} else if held || len(inline.text) > 0 {
				s.text = s.book.value(s.text, typ, style, v, inline.text)
			}
			return nil
		case s.in.name == "v" && s.in.closing:
			v = s.in.content(v[:0])
			held = len(v) > 0
		case s.in.name == "f" && s.in.closing:
			formula = s.in.content(nil)
		case s.in.name == "row", s.in.name == "c":
			return Damaged{Part: s.part}
		default:
			inline.see(s.in)
		}
	}
}

// write writes the row as a line, with empty lines for those that the sheet left out.
func (s *sheet) write() {
	for ; s.written < s.row-1; s.written++ {
		s.out.WriteByte('\n')
	}
	s.written = s.row
	filled := 0
	for _, c := range s.cells {
		if len(bytes.TrimSpace(s.text[c.from:c.to])) > 0 {
			filled++
		}
	}
	if s.width == 0 && filled >= 2 {
		s.measure()
		s.header()
		return
	}
	if filled > 0 && s.width > 0 {
		next := 0 // field of the line
		for _, c := range s.cells {
			field := c.column - s.left
			if field < 0 || field >= s.width && c.from == c.to {
				continue
			}
			for ; next < field; next++ {
				s.field(next, nil)
			}
			s.field(next, s.text[c.from:c.to])
			next++
		}
		for ; next < s.width; next++ {
			s.field(next, nil)
		}
	}
	s.out.WriteByte('\n')
}

// measure finds the columns of the table in its header row.
func (s *sheet) measure() {
	first, last := -1, 0
	for _, c := range s.cells {
		if len(bytes.TrimSpace(s.text[c.from:c.to])) > 0 {
			if first < 0 {
				first = c.column
			}
			last = c.column + 1
		}
	}
	s.left, s.width = first, max(last, s.extent)-first
}

// header writes the names of the columns.
func (s *sheet) header() {
	names := make([][]byte, s.width)
	for _, c := range s.cells {
		if i := c.column - s.left; i >= 0 && i < s.width {
			names[i] = bytes.TrimSpace(s.text[c.from:c.to])
		}
	}
	for i, n := range names {
		if len(n) == 0 {
			n = []byte("column " + letters(s.left+i))
		}
		s.field(i, n)
	}
	s.out.WriteByte('\n')
}

// field writes the i-th field of a line.
func (s *sheet) field(i int, text []byte) {
	if i > 0 {
		s.out.WriteByte(',')
	}
	quote(&s.out, text)
}

// quote writes a cell of CSV.
func quote(w *bytes.Buffer, text []byte) {
	if bytes.IndexByte(text, '"') < 0 && bytes.IndexByte(text, ',') < 0 && bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') < 0 {
		w.Write(text)
		return
	}
	w.WriteByte('"')
	for {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			break
		}
		w.Write(text[:i+1])
		w.WriteByte('"')
		text = text[i+1:]
	}
	w.Write(text)
	w.WriteByte('"')
}
