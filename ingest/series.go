package ingest

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/contrechamp/contrechamp/archive"
)

// Series is the series that a bundle belongs to when the user names none: the
// archive and the name of the file, without the endings that packing and format
// give it, and the extraction, if there are several. Next month's copy of a
// file usually has its name. An archive that is published as one bundle of
// files is one series.
func Series(f archive.Format, b *archive.Bundle) string {
	if j, ok := f.(interface{ Together() bool }); ok && j.Together() {
		return f.Name() // a folder or a zip of it, whatever its name, is all of the archive
	}
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
