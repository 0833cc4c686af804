package trial

import (
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/parquetfile"
	"github.com/parquet-go/parquet-go"
)

// parquetSource reads a flat Parquet file row by row, every value as text: a
// null is blank, true and false are 1 and 0.
type parquetSource struct {
	file   *os.File
	names  []string        // of the flat columns
	leaf   []int           // place in names of each leaf of the file, -1 within nested columns
	nested map[string]bool // columns that are lists or groups
	groups []parquet.RowGroup
	rows   parquet.Rows
	buf    []parquet.Row
	have   int
	at     int
	row    []string
	done   int
	total  int
	tick   func(done, total int)
}

// leaves counts the columns of values below a field.
func leaves(n parquet.Node) int {
	if n.Leaf() {
		return 1
	}
	sum := 0
	for _, f := range n.Fields() {
		sum += leaves(f)
	}
	return sum
}

// openParquet reads the footer and hashes the file, which Parquet cannot do
// on the way as it reads from the end.
func openParquet(f *os.File, h hash.Hash) (*parquetSource, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, unreadable(err)
	}
	size, err := io.Copy(h, f)
	if err != nil {
		return nil, unreadable(err)
	}
	p, err := parquetfile.Open(f, size)
	if err != nil {
		return nil, notParquet(err, size)
	}
	s := &parquetSource{file: f, groups: p.RowGroups(), buf: make([]parquet.Row, 512)}
	s.nested = map[string]bool{}
	for _, field := range p.Schema().Fields() {
		if !field.Leaf() || field.Repeated() {
			s.nested[field.Name()] = true
			for range leaves(field) {
				s.leaf = append(s.leaf, -1)
			}
			continue
		}
		s.leaf = append(s.leaf, len(s.names))
		s.names = append(s.names, field.Name())
	}
	s.total = int(p.NumRows())
	s.row = make([]string, len(s.names))
	return s, nil
}

// notParquet says what is wrong with a file of so many bytes.
func notParquet(err error, size int64) error {
	var footer parquetfile.Footer
	var io *fs.PathError
	switch {
	case errors.Is(err, parquetfile.ErrShort):
		return contrechamp.Invalid("is too short for Parquet: download it again")
	case errors.Is(err, parquetfile.ErrCut):
		return contrechamp.Invalid("the file ends in the middle: it was cut off on the way, so download it again")
	case errors.As(err, &footer):
		return contrechamp.Invalid("is damaged, download it again: its footer claims {n} bytes of a file of {size}", "n", footer.Claims, "size", size)
	case errors.As(err, &io):
		return unreadable(err)
	}
	return contrechamp.Invalid("cannot be read as Parquet: {error}", "error", err)
}

func (s *parquetSource) header() []string { return s.names }

// missing says why a column cannot be read, nil if it is not there at all.
func (s *parquetSource) missing(name string) *contrechamp.Sentence {
	if s.nested[name] {
		why := contrechamp.Say("is a list or a group; the lab reads flat columns, so write its parts as columns of their own first")
		return &why
	}
	return nil
}

func (s *parquetSource) next() ([]string, error) {
	for s.at == s.have {
		if s.rows == nil {
			if len(s.groups) == 0 {
				return nil, io.EOF
			}
			s.rows, s.groups = s.groups[0].Rows(), s.groups[1:]
		}
		n, err := parquetfile.Read(s.rows, s.buf)
		s.have, s.at = n, 0
		var damaged parquetfile.Damaged
		if errors.As(err, &damaged) {
			return nil, contrechamp.Invalid("a page of the Parquet file is damaged: download it again ({error})", "error", fmt.Sprint(damaged.What))
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if n == 0 {
			if err := s.rows.Close(); err != nil {
				return nil, err
			}
			s.rows = nil
		}
	}
	for i := range s.row {
		s.row[i] = ""
	}
	for _, v := range s.buf[s.at] {
		if c := v.Column(); c >= 0 && c < len(s.leaf) && s.leaf[c] >= 0 {
			s.row[s.leaf[c]] = parquetText(v)
		}
	}
	s.at++
	if s.done++; s.done%(1<<16) == 0 && s.tick != nil {
		s.tick(s.done, s.total)
	}
	return s.row, nil
}

func parquetText(v parquet.Value) string {
	if v.IsNull() {
		return ""
	}
	switch v.Kind() {
	case parquet.Boolean:
		if v.Boolean() {
			return "1"
		}
		return "0"
	case parquet.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'g', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'g', -1, 64)
	}
	return string(v.ByteArray())
}

func (s *parquetSource) close() error {
	if s.rows != nil {
		s.rows.Close()
	}
	return s.file.Close()
}
