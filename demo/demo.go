// Package demo holds the archives that ship with the program: the ads of an
// election in Valombre, a country that does not exist. Everything in them is
// invented; the generator in internal/gen writes them in the formats of the
// platforms, with their quirks.
package demo

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

//go:generate go run ./internal/gen -out data

//go:embed data/*.gz
var data embed.FS

// Archive is one copy of one of the invented archives.
type Archive struct {
	Name   string // of the file
	Series string // copies of one series are compared
	// Read is the day on which, in the story, the copy was made.
	Read time.Time
}

// Archives are all copies, in the order in which they are to be imported.
var Archives = []Archive{
	{"valombre-meta-2026-05-08.jsonl.gz", "meta/valombre", day(5, 8)},
	{"valombre-snap-2026-PoliticalAds.csv.gz", "snap/valombre", day(6, 10)},
	{"valombre-fbpac-2026.json.gz", "fbpac/valombre", day(6, 11)},
	{"valombre-meta-2026-06-12.jsonl.gz", "meta/valombre", day(6, 12)},
}

// Population are the files to be imported as populations before the archives:
// the invented census of 2025, and which postcodes lie in which region.
var Population = []string{"valombre-population-2025.csv.gz", "valombre-postcodes.csv.gz"}

func day(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 8, 0, 0, 0, time.UTC)
}

// Packed is a file as it ships, gzipped.
func Packed(name string) ([]byte, error) {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("the invented archives have no file %s: %w", name, err)
	}
	return b, nil
}

// Open is a file unpacked.
func Open(name string) (io.Reader, error) {
	b, err := Packed(name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	return z, nil
}

// names are all files, in the order of their use.
func names() []string {
	var out []string
	for _, a := range Archives {
		out = append(out, a.Name)
	}
	return append(out, Population...)
}

// Hash is a hash of all files: what was made of other files is out of date.
func Hash() (string, error) {
	h := sha256.New()
	for _, name := range names() {
		b, err := Packed(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Write writes the files as they ship into a folder.
func Write(dir string) error {
	for _, name := range names() {
		b, err := Packed(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			return fmt.Errorf("writing the invented archives: %w", err)
		}
	}
	return nil
}
