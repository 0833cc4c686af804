package archive

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"compress/gzip"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// kept is a sink that keeps everything.
type kept struct {
	ads     []*contrechamp.Ad
	rejects []contrechamp.Reject
}

func (k *kept) Ad(a *contrechamp.Ad) error {
	a.Row.Raw = append([]byte(nil), a.Row.Raw...)
	k.ads = append(k.ads, a)
	return nil
}
func (k *kept) Tally(*contrechamp.Tally) error { return nil }
func (k *kept) Reject(r contrechamp.Reject) error {
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

func TestIRATSVTotals(t *testing.T) {
	k := readFile(t, iraTSV{}, realdata.Dir(t, "ira", "ira_ads.tsv.gz"))
	var rub int64
	var zero, noEnd, noText, early, stated, unstated int
	for _, a := range k.ads {
		if a.Money.Stated {
			stated++
			rub += a.Money.Lo
		} else {
			unstated++
		}
		if a.Impressions.Exact() && a.Impressions.Lo == 0 {
			zero++
		}
		if !a.End.Known() {
			noEnd++
		}
		if len(a.Texts) == 0 {
			noText++
		}
		for _, r := range a.Remarks {
			if r.Kind == "ends-before-start" {
				early++
			}
		}
	}
	check := func(what string, got, want int64) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	check("ads", int64(len(k.ads)), 3517)
	check("rejects", int64(len(k.rejects)), 0)
	check("hundredths of RUB", rub, 588175610)
	check("money stated", int64(stated), 2554+176)
	check("money not stated", int64(unstated), 787)
	check("without end", int64(noEnd), 1144)
	check("without text", int64(noText), 30)
	check("end before start", int64(early), 201)
	t.Logf("0 impressions: %d", zero)
}
