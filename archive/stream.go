package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	kflate "github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/parquet"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/archive/workbook"
)

var (
	gzipMagic = []byte{0x1f, 0x8b}
	utf8Mark  = []byte("\ufeff")
)

// text is a stream of decompressed text without its byte order mark. Its
// errors say what is wrong with the file.
type text struct {
	*bufio.Reader
	close []io.Closer // innermost last
}

func (t *text) Close() error {
	var errs []error
	for _, c := range t.close {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// unpack reads r, which is plain or gzipped, under the limits. The packed
// bytes that r has given so far are what the ratio is taken of; a nil count
// means that r is not packed unless it is gzip. It closes r on error.
func (l limits) unpack(name string, r io.ReadCloser, packed func() int64) (*text, error) {
	t := &text{close: []io.Closer{r}}
	in := &counting{r: r}
	first := bufio.NewReaderSize(in, 64<<10)
	magic, err := first.Peek(2)
	if err != nil && err != io.EOF {
		t.Close()
		return nil, damaged(name, err)
	}
	var plain io.Reader = first
	if bytes.Equal(magic, gzipMagic) {
		z, err := gzip.NewReader(first)
		if err != nil {
			t.Close()
			return nil, damaged(name, err)
		}
		t.close = append([]io.Closer{z}, t.close...)
		plain = z
		if packed == nil {
			packed = func() int64 { return in.n }
		}
	}
	t.Reader = bufio.NewReaderSize(&guard{r: plain, name: name, packed: packed, limits: l}, 64<<10)
	mark, err := t.Peek(len(utf8Mark))
	if err != nil && err != io.EOF {
		t.Close()
		return nil, err
	}
	if bytes.Equal(mark, utf8Mark) {
		t.Discard(len(utf8Mark))
	}
	return t, nil
}

type limits struct {
	maxBytes int64
	maxRatio float64
}

// guard stops a bomb: a file that unpacks to more than the limits allow.
type guard struct {
	r      io.Reader
	name   string
	n      int64
	packed func() int64
	limits
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.n += int64(n)
	switch {
	case g.n > g.maxBytes:
		return 0, &contrechamp.FileError{File: g.name, What: contrechamp.Say("holds more than {n} bytes of text: raise the limit (max bytes) if it is meant to", "n", g.maxBytes)}
	case g.packed != nil && g.n > ratioFrom && float64(g.n) > g.maxRatio*float64(g.packed()):
		return 0, &contrechamp.FileError{File: g.name, What: contrechamp.Say("unpacks to more than {times} times its size, as a decompression bomb does: raise the limit (--max-ratio) if it is meant to", "times", fmt.Sprint(g.maxRatio))}
	case err != nil && err != io.EOF:
		return n, damaged(g.name, err)
	}
	return n, err
}

type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// damaged turns an error of reading or unpacking into one about the file.
func damaged(name string, err error) error {
	var known *contrechamp.FileError
	if errors.As(err, &known) {
		return err
	}
	var part workbook.Damaged
	var corrupt flate.CorruptInputError
	var kcorrupt kflate.CorruptInputError
	what := contrechamp.Say("cannot be read")
	switch {
	case errors.As(err, &part) && part.Missing:
		what = contrechamp.Say("is a damaged workbook: a part that it names is missing; save it anew or fetch it again")
	case errors.As(err, &part):
		what = contrechamp.Say("is a damaged workbook: its part {part} cannot be read; save it anew or fetch it again", "part", part.Part)
	case errors.Is(err, parquet.ErrDamaged):
		what = contrechamp.Say("is a Parquet file that is cut off or damaged: fetch it again")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		what = contrechamp.Say("is cut off: its packed data end early; fetch it again")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt), errors.As(err, &kcorrupt):
		what = contrechamp.Say("is damaged: its packed data do not check; fetch it again")
	}
	return &contrechamp.FileError{File: name, What: what, Err: err}
}

// told says of a stream's errors what is wrong with the file.
type told struct {
	io.Reader
	io.Closer
	where string
}

func (t told) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(t.where, err)
	}
	return n, err
}

// notText says why a file that begins like this is no text, or nothing.
func notText(head []byte) contrechamp.Sentence {
	switch {
	case len(head) == 0:
		return contrechamp.Say("is empty: fetch it again")
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return contrechamp.Say("is UTF-16 text: save it as UTF-8")
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}) && bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00")):
		return contrechamp.Say("is a workbook that is locked with a password: save it without one")
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return contrechamp.Say("is an old spreadsheet (.xls): export it as CSV in UTF-8")
	case bytes.HasPrefix(head, []byte("X\n\x00\x00\x00")), bytes.HasPrefix(head, []byte("RDX2\n")), bytes.HasPrefix(head, []byte("RDX3\n")):
		return contrechamp.Say("is of R's own format (.rds, .RData): write it as CSV there, with write.csv")
	case bytes.HasPrefix(head, []byte("PAR1")):
		return contrechamp.Say("is a Parquet file within another file: unpack it first")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return contrechamp.Say("is a PDF: the archives are read as CSV or JSON")
	case bytes.IndexByte(head, 0) >= 0:
		return contrechamp.Say("is not text: the archives are read as CSV or JSON, plain, gzipped or in a zip")
	case len(bytes.TrimSpace(head)) == 0:
		return contrechamp.Say("holds nothing but blanks")
	}
	return contrechamp.Sentence{}
}

// unknown says that no format knows a text, and what it looks like.
func unknown(head []byte) contrechamp.Sentence {
	if what := rows.AnswerWithoutAds(head); what.English != "" {
		return what
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSpace(line)
	seen := string(line)
	if utf8.RuneCount(line) > 120 {
		seen = string([]rune(seen)[:120]) + "..."
	}
	return contrechamp.Say(ofNoArchive, "seen", seen)
}

const ofNoArchive = `is of no archive that is known here: it begins "{seen}"`
