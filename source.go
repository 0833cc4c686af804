package contrechamp

import "time"

// Source is one copy of one archive: a file or a bundle of files, as it was on
// the day that it was read.
type Source struct {
	ID      int64
	Archive string // "meta"
	// Series is what copies are compared within: archive, scope and
	// extraction. Two copies of one series tell what was removed or changed.
	Series string
	Name   string // the file's name as given
	SHA256 string
	Bytes  int64
	// From and To are the window that the copy covers: the first and the last
	// day of its ads.
	From, To Date
	ReadAt   time.Time
	Invented bool // the election never happened

	Rows, Ads, Tallies, Repeated, Rejected, Remarked, Repaired int64
}
