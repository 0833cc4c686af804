package format

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Digest identifies bytes as they were given, packed or not.
type Digest struct {
	SHA256 string // 64 hex digits
	Bytes  int64
}

// Digest is the hash and size of the bundle's bytes as given. A bundle that is
// one file or one zip has the file's own; another has the SHA-256 of the lines
// "hash, two blanks, name" of its files in their order, as sha256sum prints
// them. It costs nothing after the bundle was read to its end.
func (b *Bundle) Digest() (Digest, error) {
	var lines strings.Builder
	var seen []*Origin
	var total Digest
	for _, f := range b.Files {
		if f.Origin == nil {
			return Digest{}, errors.New("hash of a bundle that was not opened by Open")
		}
		d, err := f.Origin.digest()
		if err != nil {
			return Digest{}, err
		}
		if b.Whole {
			return d, nil
		}
		lines.WriteString(d.SHA256 + "  " + f.Name + "\n")
		if !slices.Contains(seen, f.Origin) {
			seen = append(seen, f.Origin)
			total.Bytes += d.Bytes
		}
	}
	sum := sha256.Sum256([]byte(lines.String()))
	total.SHA256 = hex.EncodeToString(sum[:])
	return total, nil
}

// Origin is the bytes as they were given: a file of the disk, or standard input.
type Origin struct {
	Name string
	Open func() (io.ReadCloser, error)
	done *Digest // once the bytes were read to their end
}

// OnDisk is the origin of a file.
func OnDisk(path string) *Origin {
	return &Origin{Name: path, Open: func() (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, &contrechamp.FileError{File: path, What: contrechamp.Say("cannot be opened: check the path and its permissions"), Err: err}
		}
		return f, nil
	}}
}

// Stream reads the bytes and hashes them on the way.
func (o *Origin) Stream() (io.ReadCloser, error) {
	r, err := o.Open()
	if err != nil || o.done != nil {
		return r, err
	}
	return &hashing{ReadCloser: r, origin: o, sum: sha256.New()}, nil
}

// digest is known when a stream was read to its end, else it reads one.
func (o *Origin) digest() (Digest, error) {
	if o.done == nil {
		r, err := o.Stream()
		if err != nil {
			return Digest{}, err
		}
		_, err = io.Copy(io.Discard, r)
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return Digest{}, &contrechamp.FileError{File: o.Name, What: contrechamp.Say("cannot be read to its end"), Err: err}
		}
	}
	return *o.done, nil
}

type hashing struct {
	io.ReadCloser
	origin *Origin
	sum    hash.Hash
	n      int64
}

func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.sum.Write(p[:n])
	h.n += int64(n)
	if err == io.EOF {
		h.origin.done = &Digest{hex.EncodeToString(h.sum.Sum(nil)), h.n}
	}
	return n, err
}
