package store

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// TestBlocksOfRows: rows come back from a block as they went in, and a block that
// was cut anywhere is an error after the rows that stand before the cut.
func TestBlocksOfRows(t *testing.T) {
	z, err := NewCompressor()
	if err != nil {
		t.Fatal(err)
	}
	rows := []string{"first", "", strings.Repeat("long ", 40), "é", "last"}
	var block []byte
	var ends []int // of each row in the block
	for i, r := range rows {
		block = binary.AppendUvarint(block, uint64(100*i+1))
		block = append(binary.AppendUvarint(block, uint64(len(r))), r...)
		ends = append(ends, len(block))
	}
	read := func(block []byte, most int) (got []string, err error) {
		err = rowsOf(z.EncodeAll(block, nil), func(line int, raw []byte) bool {
			got = append(got, fmt.Sprint(line, " ", string(raw)))
			return len(got) < most
		})
		return got, err
	}
	for cut := range len(block) + 1 {
		got, err := read(block[:cut], len(rows)+1)
		whole, ended := 0, cut == 0
		for i, e := range ends {
			if e <= cut {
				whole = i + 1
			}
			ended = ended || e == cut
		}
		if len(got) != whole || (err == nil) != ended {
			t.Fatalf("cut at byte %d: %d rows, %v; want %d", cut, len(got), err, whole)
		}
		for i, g := range got {
			if want := fmt.Sprint(100*i+1, " ", rows[i]); g != want {
				t.Fatalf("row %d: %q, want %q", i, g, want)
			}
		}
	}
	if got, err := read(block, 2); err != nil || len(got) != 2 {
		t.Errorf("stopped after two: %q, %v", got, err)
	}
	if err := rowsOf([]byte("no zstd"), func(int, []byte) bool { return true }); err == nil {
		t.Error("what is no block is read")
	}
}
