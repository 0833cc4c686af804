package archive

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/contrechamp/contrechamp"
)

// kept is a sink that keeps everything.
type kept struct {
	ads     []*contrechamp.Ad
	tallies []*contrechamp.Tally
	rejects []contrechamp.Reject
}

func (k *kept) Ad(a *contrechamp.Ad) error {
	a.Row.Raw = append([]byte(nil), a.Row.Raw...)
	k.ads = append(k.ads, a)
	return nil
}

func (k *kept) Tally(t *contrechamp.Tally) error {
	t.Row.Raw = append([]byte(nil), t.Row.Raw...)
	k.tallies = append(k.tallies, t)
	return nil
}

func (k *kept) Reject(r contrechamp.Reject) error {
	r.Row.Raw = append([]byte(nil), r.Row.Raw...)
	k.rejects = append(k.rejects, r)
	return nil
}

// readFile reads a file, or a gzip of one, by a format.
func readFile(t testing.TB, f Format, path string) *kept {
	t.Helper()
	b := &Bundle{Name: path, Files: []File{{Name: filepath.Base(path), Open: func() (io.ReadCloser, error) {
		in, err := os.Open(path)
		if err != nil || filepath.Ext(path) != ".gz" {
			return in, err
		}
		z, err := gzip.NewReader(in)
		return struct {
			io.Reader
			io.Closer
		}{z, in}, err
	}}}}
	k := &kept{}
	if err := f.Read(context.Background(), b, k); err != nil {
		t.Fatal(err)
	}
	return k
}
