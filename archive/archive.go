// Package archive reads the formats in which platforms, parliaments and
// researchers publish political ads: bytes in, ads out, one file a format.
//
// A format knows its own files by their content, reads a row at a time, keeps
// ranges as ranges, says undisclosed where the archive hides something, and
// reports a row that it cannot read instead of skipping it. Opening files,
// decompressing them and guarding against bombs is done once, by Open.
package archive

import (
	"context"
	"io"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// All are the formats, in the order in which they are tried. A new one is a
// file of this package and a line here.
var All = []Format{
	iraTSV{},
	iraJSONL{},
	fbpac{},
	metaFormat{},
	snapFormat{},
	googleFormat{},
	adlibFormat{},
}

// Names are the names of the formats, in their order, each once.
func Names() (all []string) {
	for _, f := range All {
		if !slices.Contains(all, f.Name()) {
			all = append(all, f.Name())
		}
	}
	return all
}

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
	whole bool // holds all of one file of the disk: its digest is that file's
}

// File is one decompressed stream of a bundle.
type File struct {
	Name   string // base name without .gz
	Open   func() (io.ReadCloser, error)
	origin *origin
	meter  *meter
}
