package parquetfile

import (
	"bytes"
	_ "embed"
	"errors"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// endless is a file of two columns, some of whose bytes fuzzing has changed: from
// one time to another the library reads its page for ever.
//
//go:embed testdata/endless.parquet
var endless []byte

// TestReadEnds: reading ends, on a file on which the library alone does not.
func TestReadEnds(t *testing.T) {
	patience = time.Second
	t.Cleanup(func() { patience = time.Minute })
	for range 3 {
		f, err := Open(bytes.NewReader(endless), int64(len(endless)))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		for _, g := range f.RowGroups() {
			rows, buf := g.Rows(), make([]parquet.Row, 64)
			for err = nil; err == nil; {
				_, err = Read(rows, buf)
			}
		}
		var damaged Damaged
		if took := time.Since(start); took > 5*time.Second || took > patience && !errors.As(err, &damaged) {
			t.Errorf("ended after %v with %v", took, err)
		}
	}
}

// TestOpen: files that are not whole, by what is wrong with them.
func TestOpen(t *testing.T) {
	type row struct{ A int }
	var b bytes.Buffer
	if err := parquet.Write(&b, []row{{1}, {2}}); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	open := func(b []byte) error {
		_, err := Open(bytes.NewReader(b), int64(len(b)))
		return err
	}
	if err := open(whole); err != nil {
		t.Errorf("a whole file: %v", err)
	}
	if err := open(whole[:11]); !errors.Is(err, ErrShort) {
		t.Errorf("11 bytes: %v", err)
	}
	if err := open(whole[:len(whole)-1]); !errors.Is(err, ErrCut) {
		t.Errorf("cut by a byte: %v", err)
	}
	for claims, refused := range map[uint32]bool{uint32(len(whole) - 12): false, uint32(len(whole) - 11): true} {
		long := bytes.Clone(whole)
		for i := range 4 {
			long[len(long)-8+i] = byte(claims >> (8 * i))
		}
		var footer Footer
		if err := open(long); errors.As(err, &footer) != refused || refused && footer.Claims != int64(claims) {
			t.Errorf("a footer of %d bytes in a file of %d: %v", claims, len(whole), err)
		}
	}
}

func TestGuarded(t *testing.T) {
	var damaged Damaged
	if err := Guarded(func() error { panic("a page") }); !errors.As(err, &damaged) || damaged.What != "a page" {
		t.Errorf("%v, want what was panicked with", err)
	}
}
