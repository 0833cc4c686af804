package trial

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/parquetfile"
)

// Column is one column of a file, each distinct text stored once.
type Column struct {
	Values []string // distinct texts, by first appearance
	Code   []int32  // of each row, an index into Values
}

// At returns the text of row i.
func (c *Column) At(i int) string { return c.Values[c.Code[i]] }

// Table is the part of a file that a description names.
type Table struct {
	Header []string // all columns of the file
	Cols   map[string]*Column
	Rows   int
	SHA256 string // of the file as it lies on the disk
}

// maxBytes bounds what a compressed file may become: no experiment is larger,
// and a bomb is.
const maxBytes = 4 << 30

var (
	gzipMagic = "\x1f\x8b"
)

// source is an opened file: its header, then its rows.
type source interface {
	header() []string
	// next returns the fields of the next row, which may be reused, or io.EOF.
	next() ([]string, error)
	close() error
	// missing says why a column that the header lacks cannot be read, nil if the
	// file does not have it.
	missing(name string) *contrechamp.Sentence
}

// open tells CSV, gzipped CSV and Parquet apart by content. The hash sees the
// bytes as they lie on the disk, once all are read. tick, if not nil, is told
// how far the reading is, in any unit.
func open(path string, tick func(done, total int)) (source, hash.Hash, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, contrechamp.Invalid("cannot be opened: check the path and its permissions ({error})", "error", below(err))
	}
	s, h, err := openFile(f, tick)
	if err != nil {
		f.Close()
	}
	return s, h, err
}

// below leaves out the path that an error of the system repeats.
func below(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err
	}
	return err
}

func openFile(f *os.File, tick func(done, total int)) (source, hash.Hash, error) {
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, nil, unreadable(err)
	case info.IsDir():
		return nil, nil, contrechamp.Invalid("is a folder: give the file of an experiment in it")
	case info.Mode().IsRegular() && info.Size() == 0:
		return nil, nil, contrechamp.Invalid("is empty")
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, unreadable(err)
	}
	h := sha256.New()
	if string(head[:n]) == parquetfile.Magic {
		s, err := openParquet(f, h)
		if err != nil {
			return nil, nil, err
		}
		s.tick = tick
		return s, h, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, nil, unreadable(err)
	}
	var raw io.Reader = f
	if tick != nil {
		raw = &ticking{r: f, total: info.Size(), tick: tick}
	}
	s, err := openCSV(io.TeeReader(raw, h), strings.HasPrefix(string(head[:n]), gzipMagic))
	if err != nil {
		return nil, nil, err
	}
	s.file = f
	return s, h, nil
}

type csvSource struct {
	r    *csv.Reader
	head []string
	raw  io.Reader // the tee, to be drained for the hash
	file io.Closer
}

func openCSV(raw io.Reader, gz bool) (*csvSource, error) {
	var in io.Reader = bufio.NewReaderSize(raw, 1<<16)
	if gz {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, rowFault(0, err)
		}
		in = z
	}
	b := bufio.NewReaderSize(&limited{r: in, left: maxBytes}, 1<<16)
	if err := otherFormat(b); err != nil {
		return nil, err
	}
	// A byte-order mark would become part of the first column's name.
	if mark, err := b.Peek(3); err == nil && string(mark) == "\xef\xbb\xbf" {
		if _, err := b.Discard(3); err != nil {
			return nil, unreadable(err)
		}
	}
	r := csv.NewReader(b)
	r.Comma = sniff(b)
	head, err := r.Read()
	if err == io.EOF {
		return nil, contrechamp.Invalid("holds no line of names: the first line must name the columns")
	}
	if err != nil {
		return nil, rowFault(0, err)
	}
	if head, err = columnNames(head); err != nil {
		return nil, err
	}
	r.ReuseRecord = true
	return &csvSource{r: r, head: head, raw: raw}, nil
}

// sniff looks at the header line: a tab or semicolon separates if there are
// more of it than of commas.
func sniff(r *bufio.Reader) rune {
	b, _ := r.Peek(4096)
	line, _, _ := strings.Cut(string(b), "\n")
	sep, most := ',', strings.Count(line, ",")
	for _, c := range []rune{'\t', ';'} {
		if n := strings.Count(line, string(c)); n > most {
			sep, most = c, n
		}
	}
	return sep
}

type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, contrechamp.Invalid("more than {n} bytes after unpacking: not an experiment that this program reads", "n", int64(maxBytes))
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	return n, err
}

// ticking tells how many of a file's megabytes have been read.
type ticking struct {
	r           io.Reader
	done, total int64
	tick        func(done, total int)
}

func (t *ticking) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	before := t.done >> 20
	if t.done += int64(n); t.done>>20 != before {
		t.tick(int(t.done>>20), int(t.total>>20))
	}
	return n, err
}

func (s *csvSource) header() []string { return s.head }

func (s *csvSource) missing(string) *contrechamp.Sentence { return nil }

func (s *csvSource) next() ([]string, error) {
	row, err := s.r.Read()
	if err == io.EOF {
		// What follows the last row belongs to the file and its hash.
		_, err2 := io.Copy(io.Discard, s.raw)
		if err2 != nil {
			return nil, err2
		}
	}
	return row, err
}

func (s *csvSource) close() error { return s.file.Close() }

// readTable reads the named columns. All problems with the header are
// reported at once; rows with a wrong number of fields are an error with their
// line.
func readTable(s source, h hash.Hash, want []string) (*Table, error) {
	t := &Table{Header: s.header(), Cols: map[string]*Column{}}
	at := map[string]int{}
	for i, name := range t.Header {
		at[name] = i
	}
	var missing []string
	var errs []error
	type filler struct {
		field int
		col   *Column
		code  map[string]int32
	}
	var fill []filler
	for _, name := range want {
		i, ok := at[name]
		if why := s.missing(name); !ok && why != nil {
			errs = append(errs, contrechamp.Invalid("column {column} {why}", "column", quoted(name), "why", *why))
			continue
		}
		if !ok {
			missing = append(missing, name)
			continue
		}
		t.Cols[name] = &Column{}
		fill = append(fill, filler{i, t.Cols[name], map[string]int32{}})
	}
	if len(missing) > 0 {
		errs = append(errs, contrechamp.Invalid("no column {names}", "names", names(missing)))
	}
	if len(missing) > 0 && holdsNumbers(t.Header) {
		return nil, noNames()
	}
	if len(errs) > 0 {
		return nil, contrechamp.Invalid("the file lacks what the description names: {faults}\n  Its columns are {columns}.", "faults", listed(errs), "columns", names(t.Header))
	}
	for {
		row, err := s.next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, csv.ErrFieldCount) {
			return nil, contrechamp.Invalid("row {row}: {n} cells where the header has {width}", "row", t.Rows+1, "n", len(row), "width", len(t.Header))
		}
		if err != nil {
			return nil, rowFault(t.Rows+1, err)
		}
		for _, f := range fill {
			v := row[f.field]
			c, ok := f.code[v]
			if !ok {
				if !utf8.ValidString(v) {
					return nil, contrechamp.Invalid("row {row}, column {column}: not UTF-8; save the file as UTF-8", "row", t.Rows+1, "column", quoted(t.Header[f.field]))
				}
				v = strings.Clone(v)
				c = int32(len(f.col.Values))
				f.code[v] = c
				f.col.Values = append(f.col.Values, v)
			}
			f.col.Code = append(f.col.Code, c)
		}
		t.Rows++
	}
	if t.Rows == 0 {
		return nil, contrechamp.Invalid("the file has a header and no rows")
	}
	t.SHA256 = hex.EncodeToString(h.Sum(nil))
	return t, nil
}
