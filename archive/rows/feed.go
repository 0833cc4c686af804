package rows

import (
	"bytes"
	"context"
	"io"

	"github.com/contrechamp/contrechamp"
)

// feed reads a stream in blocks and hands out pieces of its buffer, so that a
// row costs no copy. What it hands out is good until the next call.
type feed struct {
	ctx  context.Context
	r    io.Reader
	buf  []byte
	pos  int // of what is not handed out yet
	end  int
	over error // why nothing more comes: io.EOF or what went wrong
	rows int   // asked for so far
}

const feedBlock = 256 << 10

// rest is what is at hand and not handed out.
func (f *feed) rest() []byte { return f.buf[f.pos:f.end] }

// more reads on, moving or growing the buffer as needed. It returns false when
// the stream is over.
func (f *feed) more() bool {
	if f.over != nil {
		return false
	}
	if f.ctx != nil && f.ctx.Err() != nil {
		f.over = f.ctx.Err()
		return false
	}
	if f.pos > 0 {
		copy(f.buf, f.buf[f.pos:f.end])
		f.end -= f.pos
		f.pos = 0
	}
	if len(f.buf)-f.end < feedBlock/2 {
		grown := make([]byte, max(feedBlock, 2*len(f.buf)))
		copy(grown, f.buf[:f.end])
		f.buf = grown
	}
	for tries := 0; tries < 100; tries++ {
		n, err := f.r.Read(f.buf[f.end:])
		f.end += n
		if err != nil {
			f.over = err
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	f.over = io.ErrNoProgress
	return false
}

// stopped asks now and then whether the reading was cancelled.
func (f *feed) stopped() error {
	if f.rows++; f.rows&0x3f != 1 || f.ctx == nil {
		return nil
	}
	return f.ctx.Err()
}

// err is what ended the stream, nil at a proper end.
func (f *feed) err() error {
	if f.over == io.EOF {
		return nil
	}
	return f.over
}

// find looks for the end of the next line, which begins the rest: its size
// without the line end, and whether it is longer than MaxRow (then only its
// beginning is at hand). It passes over nothing.
func (f *feed) find() (size int, long, ok bool) {
	seen := 0
	for {
		if i := bytes.IndexByte(f.buf[f.pos+seen:f.end], '\n'); i >= 0 {
			return seen + i, seen+i > contrechamp.MaxRow, true
		}
		if seen = f.end - f.pos; seen > contrechamp.MaxRow {
			return seen, true, true
		}
		if !f.more() {
			return seen, false, seen > 0 && f.over == io.EOF
		}
	}
}

// pass moves over n bytes and the line end that follows them, if any.
func (f *feed) pass(n int) { f.pos = min(f.pos+n+1, f.end) }

// keptOfLong is how much of a row that is too long is kept for the rejects.
const keptOfLong = 1 << 10

// passLine drops everything up to and with the next line end.
func (f *feed) passLine() {
	for {
		if i := bytes.IndexByte(f.rest(), '\n'); i >= 0 {
			f.pos += i + 1
			return
		}
		f.pos = f.end
		if !f.more() {
			return
		}
	}
}
