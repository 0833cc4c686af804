package format

import "github.com/contrechamp/contrechamp"

// The optional interfaces: what a format may be besides.

// Together is a format whose files of one folder or zip are read as one bundle,
// if Together says so. The files of other formats are a bundle each.
type Together interface{ Together() bool }

// Beside is a format some of whose files hold no ads and only add to those of
// another file of the format in the same folder or zip: Beside tells them by
// their first bytes. They are read with it as one bundle; alone they are refused.
type Beside interface{ Beside(head []byte) bool }

// Teller is a sink that is told, once a file, what the file holds and its format
// does not read.
type Teller interface {
	Unread(contrechamp.Unread) error
}

// Merger is a format that is one of several extractions of the same archive:
// other formats with its Name publish the same ads, read by other hands from
// the same originals. When a store has an ad from two extractions, it shows
// what Merge makes of them; both raw rows are kept.
type Merger interface {
	Format
	// Extraction is the word for this extraction ("tsv"). It is part of the
	// series, so copies are compared within one extraction only.
	Extraction() string
	// Merge joins the ad as this extraction has it with the ad of the same id
	// as the other extraction has it. It changes neither. Every disagreement
	// is a remark of kind extractions-differ. Row is that of mine.
	Merge(mine, other *contrechamp.Ad) *contrechamp.Ad
}
