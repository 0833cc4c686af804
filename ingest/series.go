package ingest

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/contrechamp/contrechamp/archive"
)

// Series is the series that a bundle belongs to when the user names none: the
// archive and the name of the file or folder, without the endings that packing
// and format give it. Next month's copy of a file usually has its name.
func Series(f archive.Format, b *archive.Bundle) string {
	name := path.Base(filepath.ToSlash(b.Name))
	for _, end := range []string{".gz", ".zip", ".csv", ".json", ".jsonl", ".ndjson", ".tsv"} {
		if cut, ok := strings.CutSuffix(name, end); ok && cut != "" {
			name = cut
		}
	}
	series := f.Name() + "/" + name
	if m, ok := f.(interface{ Extraction() string }); ok {
		series += "/" + m.Extraction()
	}
	return series
}
