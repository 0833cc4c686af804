// Package format says what a format of political ads is, and what it is given
// to read. Package archive lists the formats and opens files for them.
package format

import (
	"context"
	"io"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is one way in which ads are published.
type Format interface {
	// Name is the archive's word in ids and addresses: "meta".
	Name() string
	// Detect says whether a file with this (inner) name and these first bytes,
	// up to 64 KiB of decompressed content, is of the format.
	Detect(name string, head []byte) bool
	// Silent are the kinds of fact that the archive never publishes.
	Silent() []audience.Kind
	// Read hands every row of the bundle to the sink, in the files' order. It
	// returns a *contrechamp.FileError if the file as a whole cannot be used,
	// or the sink's error.
	Read(ctx context.Context, b *Bundle, sink Sink) error
}

// Sink takes what a format reads. An error from it ends the reading.
type Sink interface {
	// Ad takes an ad. The value, but for Row.Raw and shared audiences, belongs to the sink from then on.
	Ad(*contrechamp.Ad) error
	Tally(*contrechamp.Tally) error
	Reject(contrechamp.Reject) error
}

// Bundle is what is imported in one go: one file, or the files of a folder or
// zip that belong to one format.
type Bundle struct {
	Name  string // as the user gave it
	Files []File
	Whole bool // holds all of one file of the disk: its digest is that file's
}

// File is one decompressed stream of a bundle.
type File struct {
	Name   string // base name without .gz
	Open   func() (io.ReadCloser, error)
	Origin *Origin
	Meter  *Meter
}
