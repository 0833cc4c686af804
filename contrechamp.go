// Package contrechamp holds the nouns of the program as plain values: what an
// archive says about political advertising, before anybody asks a question.
//
// An Ad is one entry of an archive. It was paid by a payer, published by an
// advertiser, aimed at an audience (the box) and delivered to people; the two
// are never mixed. A Tally is money that an archive states about an advertiser
// or a place rather than about an ad. A Source is one copy of one file, a
// Reject a row of it that could not be read.
//
// Zero values mean "not stated": an archive that says nothing about money has
// a zero Money, never an amount of 0.
package contrechamp

import (
	"cmp"
	"strings"
)

// AdID is an archive's name and the archive's own id: "meta:742127941466854".
type AdID string

// AdvertiserID is an archive's name and its own id of the page, account or
// organisation that advertises: "google:AR1002", "meta:47694585682". Empty if
// the archive does not say whose ad it is.
type AdvertiserID string

// Archive is the part of an id before the colon.
func (id AdID) Archive() string { return before(string(id)) }

// Archive is the part of an id before the colon.
func (id AdvertiserID) Archive() string { return before(string(id)) }

func before(id string) string {
	archive, _, _ := strings.Cut(id, ":")
	return archive
}

// Range is a count as an archive gives it: exact (Lo = Hi), between two
// bounds (both inside), or open at the top. The zero Range is "not stated".
type Range struct {
	Lo, Hi int64
	Open   bool // no upper bound; Hi is then equal to Lo
	Stated bool
}

// Exactly is the Range of a single number.
func Exactly(n int64) Range { return Range{Lo: n, Hi: n, Stated: true} }

// Between is the Range from lo to hi.
func Between(lo, hi int64) Range { return Range{Lo: lo, Hi: hi, Stated: true} }

// AtLeast is the Range from lo upwards.
func AtLeast(lo int64) Range { return Range{Lo: lo, Hi: lo, Open: true, Stated: true} }

// Exact says whether the Range is one stated number.
func (r Range) Exact() bool { return r.Stated && !r.Open && r.Lo == r.Hi }

// Plus adds two ranges bound by bound; an open top stays open. What is not
// stated adds nothing: count such terms beside the sum.
func (r Range) Plus(s Range) Range {
	if !r.Stated {
		return s
	}
	if !s.Stated {
		return r
	}
	return Range{Lo: r.Lo + s.Lo, Hi: r.Hi + s.Hi, Open: r.Open || s.Open, Stated: true}
}

// Money is an amount in hundredths of one currency. Amounts of different
// currencies are never added or converted.
type Money struct {
	Range
	Currency string // ISO 4217
	Presumed bool   // the file names no currency; this one is taken from what is known of the archive
}

// Band is one cell of a breakdown of the people who saw an ad.
type Band struct {
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2, or ""
	Region  string `json:"region,omitempty"`  // as the archive spells it, or ""
	Age     string `json:"age,omitempty"`     // the platform's bracket, "Unknown" included, or ""
	Gender  string `json:"gender,omitempty"`  // female, male, unknown, or ""

	// Share is a part of 1 of all who saw the ad, when the archive gives
	// shares; else People counts accounts.
	Share  float64 `json:"share,omitempty"`
	People int64   `json:"people,omitempty"`
}

// Text is one creative of an ad: what was said.
type Text struct {
	Body        string `json:"body,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Caption     string `json:"caption,omitempty"`
	Lang        string `json:"lang,omitempty"` // BCP 47, "" if not known
}

// Remark is something odd in a row that was kept as it stands: an end before a
// start, sums that do not add up.
type Remark struct {
	Kind   string   `json:"kind"`            // a word of RemarkKinds
	Detail Sentence `json:"detail,omitzero"` // what the row says
}

// Repair is a damaged value that a named rule has read.
type Repair struct {
	Field string `json:"field"` // the archive's own field name
	Raw   string `json:"raw"`
	Read  string `json:"read"`
	Rule  string `json:"rule"` // a word of the archive's repair rules
}

// Unread is what a file holds and the program does not read: a column, or a name
// in its JSON, and how many of its cells are filled in.
type Unread struct {
	File   string // inside a folder or zip, its own name
	Field  string // the column's name, or the path of names with dots between
	Filled int64
}

// Compare orders ids by archive, then by length and bytes, so that numbers
// stand in their order.
func (id AdID) Compare(other AdID) int {
	a, b := string(id), string(other)
	return cmp.Or(cmp.Compare(before(a), before(b)), cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
