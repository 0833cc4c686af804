// Package engine is the seam between questions and what has to be asked of
// every ad. A question decides against the small tables (package tables) what
// the words of a filter mean, and hands over conditions; an engine selects,
// counts and groups the ads that meet them, and knows no page.
//
// There are two engines: package memory holds narrow columns, and a slow one
// of plain loops, in its tests, that every call is held against.
package engine

import (
	"context"
	"iter"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine/tables"
)

// Number is an ad's number in the store (ad.num).
type Number int32

// NoAd is no number.
const NoAd Number = -1

// Engine answers what has to be asked of every ad.
type Engine interface {
	// Snapshot is one version of the store, the newest that can be had soon.
	Snapshot(ctx context.Context) (Snapshot, error)
}

// Snapshot answers from one version. A nil Selection is every ad. What it hands
// out is shared and must not be changed.
type Snapshot interface {
	// Version changes whenever an answer may.
	Version() string
	// Tables are the small tables of this version.
	Tables() *tables.Tables

	// Select gives the ads that meet all of some conditions; without any it is nil.
	Select(ctx context.Context, all []Condition) (Selection, error)
	// Count counts a selection by the values of its ads.
	Count(ctx context.Context, s Selection) (*Counts, error)
	// Page gives messages, each by its newest ad in the selection, in an order,
	// those behind the ad after (NoAd: from the beginning), at most n; before is
	// how many stand in front. ErrInvalid if after is no row of the list.
	Page(ctx context.Context, s Selection, o Order, after Number, n int) (rows []Message, before int, err error)
	// Rows gives ads in the order of their numbers here. What the store has and
	// this version has not is left out.
	Rows(ctx context.Context, numbers []Number) ([]Row, error)
	// Uses groups a selection; groups come in no order.
	Uses(ctx context.Context, s Selection, by By) iter.Seq2[Use, error]
	// Estimates groups a selection by what platforms say of audiences, groups
	// with the newest ads first.
	Estimates(ctx context.Context, s Selection) iter.Seq2[Estimate, error]
	// Cards groups a selection by message, advertiser, box and archive, groups
	// with the newest ads first.
	Cards(ctx context.Context, s Selection) iter.Seq2[Card, error]
	// Widest is the newest ad of the words that ran for most boxes, the newest of
	// several; NoAd if no ad has a text.
	Widest(ctx context.Context) (newest Number, boxes int, err error)
	// Each hands over the ads of a selection, the newest first.
	Each(ctx context.Context, s Selection) iter.Seq2[Number, error]
}

// Selection is what conditions select, as its engine keeps it.
type Selection interface {
	// Key names it among the selections of its version.
	Key() string
	// Bytes is about what it takes in memory.
	Bytes() int
}

// Order is how a page is sorted; equal rows stay newest first.
type Order uint8

const (
	Newest Order = iota
	Oldest
	ByMoney    // largest upper bound first
	BySize     // smallest upper bound of the box first, boxes without a size last
	ByCriteria // most criteria of the box first
)

// Message is ads of one payer with the same words.
type Message struct {
	Newest Number
	Same   int // ads of the selection
}

// Row is an ad in the terms of the small tables.
type Row struct {
	Number            Number
	Setting           int32 // in Settings
	Advertiser, Payer int32 // Payer 0: not disclosed
	Box               int32
	Message           int32 // numbered in the order of their newest ads
	Text              int32 // as in Card
	Start, End        int32 // days since 1970, -1: not known
	Money             contrechamp.Range
	Gone              bool // not in the newest copy of its series
}

// Counts are the ads of a selection by value; values are positions in the
// small tables.
type Counts struct {
	Ads, Messages                              int
	Boxes, Payers, Advertisers, Settings, Days []int32    // Days since 1970; of ads without a day none
	Money                                      []MoneySum // by setting
}

// MoneySum is the money of those of some ads that state it, in hundredths.
type MoneySum struct {
	Ads, Open int32 // Open: without an upper bound
	Lo, Hi    int64
}

// SumOf is the money of one ad, which states it.
func SumOf(r contrechamp.Range) MoneySum {
	s := MoneySum{Ads: 1, Lo: r.Lo, Hi: r.Hi}
	if r.Open {
		s.Open = 1
	}
	return s
}

// Range is the sum.
func (p MoneySum) Range() contrechamp.Range {
	return contrechamp.Range{Lo: p.Lo, Hi: p.Hi, Open: p.Open > 0, Stated: p.Ads > 0}
}

// Plus adds the money of other ads.
func (p MoneySum) Plus(q MoneySum) MoneySum {
	return MoneySum{p.Ads + q.Ads, p.Open + q.Open, p.Lo + q.Lo, p.Hi + q.Hi}
}

// By is what Uses groups by.
type By uint8

const (
	OfBox By = iota
	OfAdvertiser
	OfDay // on which ads began; -1: not known
	OfBoxAndAdvertiser
)

// Use is one group. What it is not grouped by is -1.
type Use struct {
	Box, Advertiser, Day int32
	Ads                  int
	Money                []CurrencySum // by rising code
	First, Last          int32         // days on which the first and the last ad began, -1: not known
	Others               int           // of a box its advertisers, of an advertiser its boxes
}

// CurrencySum is money in one currency.
type CurrencySum struct {
	Currency uint16 // code of a word
	MoneySum
	Dearest int64 // largest upper bound of one ad
}

// Estimate is what platforms say of the audience of some ads of a box.
type Estimate struct {
	Archive           uint16
	Box               int32
	Estimate, Reached contrechamp.Range
	Ads               int
	Newest            Number
}

// Card is ads that say the same, of one advertiser, to one box.
type Card struct {
	Message, Advertiser, Box int32
	Archive                  uint16
	Ads                      int
	Newest                   Number
	Text                     int32 // of the newest, by text.id, equal texts sharing one; -1: none
}
