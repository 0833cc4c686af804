// Package parquetfile opens Parquet files that may be damaged: the library trusts
// what they say of themselves, and makes room for gigabytes, panics or reads a page
// for ever.
package parquetfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"
)

// Magic is with what a file begins and ends.
const Magic = "PAR1"

// Errors of files that are not whole.
var (
	ErrShort = errors.New("shorter than any Parquet file")
	ErrCut   = errors.New("without its end")
)

// Footer says that a file claims a footer longer than itself.
type Footer struct{ Claims int64 } // bytes

func (f Footer) Error() string { return fmt.Sprintf("a footer of %d bytes is claimed", f.Claims) }

// Damaged says that the library gave up on a part of a file.
type Damaged struct{ What any }

func (d Damaged) Error() string { return fmt.Sprint(d.What) }

// patience is how long reading may stand still: on some damaged pages the library
// goes round in circles, and nothing can end it. What goes round is left behind.
var patience = time.Minute

// Open reads the footer of a file. Its errors are those of this package, of r, or of
// the library.
func Open(r io.ReaderAt, size int64) (f *parquet.File, err error) {
	if size < int64(2*len(Magic)+4) {
		return nil, ErrShort
	}
	var end [8]byte
	if _, err := r.ReadAt(end[:], size-8); err != nil {
		return nil, err
	}
	if string(end[4:]) != Magic {
		return nil, ErrCut
	}
	if n := int64(binary.LittleEndian.Uint32(end[:4])); n > size-12 {
		return nil, Footer{n}
	}
	err = Guarded(func() error {
		f, err = parquet.OpenFile(r, size)
		return err
	})
	return f, err
}

// Read reads the next rows into buf: how many, and io.EOF or what is wrong.
func Read(rows parquet.Rows, buf []parquet.Row) (n int, err error) {
	type read struct {
		n   int
		err error
	}
	done := make(chan read, 1)
	go func() {
		var r read
		r.err = Guarded(func() (err error) {
			r.n, err = rows.ReadRows(buf)
			return err
		})
		done <- r
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case r := <-done:
		return r.n, r.err
	case <-late.C:
		return 0, Damaged{"reading a page does not end"}
	}
}

// Guarded turns a panic of the library into an error.
func Guarded(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = Damaged{r}
		}
	}()
	return do()
}
