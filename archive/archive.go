// Package archive reads the formats in which platforms, parliaments and
// researchers publish political ads: bytes in, ads out, one folder a format.
//
// A format knows its own files by their content, reads a row at a time, keeps
// ranges as ranges, says undisclosed where the archive hides something, and
// reports a row that it cannot read instead of skipping it. Opening files,
// decompressing them and guarding against bombs is done once, by Open.
package archive

import (
	"slices"

	"github.com/contrechamp/contrechamp/archive/adlib"
	"github.com/contrechamp/contrechamp/archive/atc"
	"github.com/contrechamp/contrechamp/archive/audiencetab"
	"github.com/contrechamp/contrechamp/archive/fbpac"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/google"
	"github.com/contrechamp/contrechamp/archive/ira"
	"github.com/contrechamp/contrechamp/archive/linkedin"
	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/snap"
	"github.com/contrechamp/contrechamp/archive/tiktok"
	"github.com/contrechamp/contrechamp/archive/x"
)

// All are the formats, in the order in which they are tried. A new one is a
// folder and a line here.
var All = []Format{
	ira.TSV{},
	ira.JSONL{},
	fbpac.Format{},
	meta.Format{},
	meta.Library{},
	snap.Format{},
	snap.Gallery{},
	google.Format{},
	adlib.Format{},
	tiktok.Format{},
	x.Format{},
	linkedin.Format{},
	atc.Format{},
	audiencetab.Format{},
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

// The nouns of formats, under the names by which callers know them.
type (
	Format = format.Format
	Sink   = format.Sink
	Bundle = format.Bundle
	File   = format.File
	Merger = format.Merger
)
