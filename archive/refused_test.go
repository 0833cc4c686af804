package archive

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOtherProgramsFiles: files of a program's own format are refused in words
// that say what to do.
func TestOtherProgramsFiles(t *testing.T) {
	for name, c := range map[string]struct{ head, says string }{
		"plain.rds": {"X\n\x00\x00\x00\x03\x00\x04", "write.csv"}, "all.RData": {"RDX3\nX\n", "write.csv"}, "ads.parquet": {"PAR1\x15\x04", "Parquet"},
	} {
		for _, packed := range []bool{false, true} {
			p := filepath.Join(t.TempDir(), name)
			f, err := os.Create(p)
			if err != nil {
				t.Fatal(err)
			}
			if packed { // as R writes it
				z := gzip.NewWriter(f)
				z.Write([]byte(c.head))
				z.Close()
			} else {
				f.WriteString(c.head)
			}
			f.Close()
			if _, err := Open([]string{p}, Options{}); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, packed %v: %v, want %q", name, packed, err, c.says)
			}
		}
	}
}
