package format

import (
	"io"
	"sync/atomic"
)

// Progress says how many bytes of the bundle were read and how many there are:
// of a file as given, packed or not, of a zip's entries unpacked. Of is 0 where
// nobody knows, as of standard input. It may be asked while a format reads.
func (b *Bundle) Progress() (read, of int64) {
	for _, f := range b.Files {
		if f.Meter == nil || f.Meter.Of == 0 {
			return 0, 0
		}
		read += f.Meter.read.Load()
		of += f.Meter.Of
	}
	return read, of
}

// Meter counts what is read of one file.
type Meter struct {
	Of   int64 // bytes that there are, 0 if not known
	read atomic.Int64
}

// Count begins anew, as opening a file does.
func (m *Meter) Count(r io.ReadCloser) io.ReadCloser {
	m.read.Store(0)
	return &metered{r, m}
}

type metered struct {
	io.ReadCloser
	meter *Meter
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	m.meter.read.Add(int64(n))
	return n, err
}
