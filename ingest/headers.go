package ingest

import (
	"bytes"
	"io"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
)

// headers remember how every file of a bundle begins: what stands before the
// first row that a format hands over is the file's header.
type headers struct{ files []*fileStart }

type fileStart struct {
	name  string
	bytes []byte
	line  int // of the first row, 0 as long as there was none
}

// maxHeader is the longest header that is kept.
const maxHeader = 64 << 10

// watch gives a bundle whose files tell how they begin.
func (h *headers) watch(b *archive.Bundle) *archive.Bundle {
	watched := *b
	watched.Files = make([]archive.File, len(b.Files))
	for i, f := range b.Files {
		f.Name = valid(f.Name) // the name of a zip's entry may be anything
		at := &fileStart{name: f.Name}
		h.files = append(h.files, at)
		open := f.Open
		f.Open = func() (io.ReadCloser, error) {
			r, err := open()
			if err != nil {
				return nil, err
			}
			at.bytes = at.bytes[:0]
			return &watching{r, at}, nil
		}
		watched.Files[i] = f
	}
	return &watched
}

func (h *headers) row(row *contrechamp.Row) {
	for _, f := range h.files {
		if f.name == row.File && f.line == 0 {
			f.line = row.Line
		}
	}
}

func (f *fileStart) header() string {
	if f.line < 2 {
		return ""
	}
	rest, end := f.bytes, 0
	for range f.line - 1 {
		i := bytes.IndexByte(rest[end:], '\n')
		if i < 0 {
			return ""
		}
		end += i + 1
	}
	return strings.TrimRight(string(rest[:end]), "\r\n")
}

type watching struct {
	io.ReadCloser
	start *fileStart
}

func (w *watching) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if room := maxHeader - len(w.start.bytes); room > 0 {
		w.start.bytes = append(w.start.bytes, p[:min(n, room)]...)
	}
	return n, err
}
