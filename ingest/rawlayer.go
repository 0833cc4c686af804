package ingest

import (
	"github.com/klauspost/compress/zstd"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/store"
)

// blockSize is how much text a block of the raw layer holds.
const blockSize = 512 << 10

// rawLayer collects rows as they stand and compresses them in blocks.
type rawLayer struct {
	to     *table
	source int64
	zstd   *zstd.Encoder
	file   string
	first  int // line of the block's first row
	rows   int
	block  []byte
}

func (l *rawLayer) add(row *contrechamp.Row) error {
	if row.Raw == nil {
		return nil
	}
	if len(l.block) > 0 && (row.File != l.file || len(l.block)+len(row.Raw) > blockSize || row.Line < l.first) {
		if err := l.flush(); err != nil {
			return err
		}
	}
	if l.rows == 0 {
		l.file, l.first = row.File, row.Line
	}
	l.rows++
	l.block = store.AppendRow(l.block, row.Line, row.Raw)
	return nil
}

func (l *rawLayer) flush() error {
	if l.rows == 0 {
		return nil
	}
	if l.zstd == nil {
		var err error
		if l.zstd, err = store.NewCompressor(); err != nil {
			return err
		}
	}
	l.to.Int(l.source)
	l.to.Text(l.file)
	l.to.Int(int64(l.first))
	l.to.Int(int64(l.rows))
	l.to.Bytes(l.zstd.EncodeAll(l.block, nil))
	l.block, l.rows = l.block[:0], 0
	if l.to.Len() >= 64 {
		return l.to.flush()
	}
	return nil
}
