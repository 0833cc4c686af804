package format

import "io"

// HeadSize is how many decompressed bytes of a file Format.Detect sees.
const HeadSize = 64 << 10

// Head is the first HeadSize bytes of a file.
func (f File) Head() ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, HeadSize)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}
