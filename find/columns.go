package find

import (
	"sync"

	"github.com/contrechamp/contrechamp/population"
)

// columns hold what filters and facets need of every ad, by position: newest
// first. Position, not ad.num, is what selections are made of.
type columns struct {
	stored            string // the store's state that they were loaded from
	num               []int32
	archive, country  []uint16 // codes of words
	currency, lang    []uint16
	setting           []int32 // index in settings: these four together
	advertiser, payer []int32 // advertiser.num, payer.num (0: not disclosed)
	start, end        []int32 // days since 1970, -1: not known
	moneyLo, moneyHi  []int64 // hundredths, -1: not stated
	moneyOpen         []bool
	estimate          []int64 // upper bound of the platform's own size, -1: none
	box, group        []int32 // box: position in boxes; group: same payer, same words
	text              []int32 // text.id that equal texts share, -1: no text
	gone              []bool  // not in the newest copy of its series

	positions        []int32 // of ad.num, -1: of none; see at
	words            codes
	settings         []setting
	groups           int
	groupAt, groupOf []int32 // ads of group g: groupOf[groupAt[g]:groupAt[g+1]]
	lastDay          int32   // largest of start
	boxes            boxes
	advertisers      []named            // by num
	payers           []named            // by num
	orders           map[string][]int32 // positions by sort word

	// What all ads together are, counted while loading.
	counts     *counts
	everything *summary
	state      State

	// What is worked out when it is first asked for.
	summaries   *cache[*summary]
	rows        *cache[AdRow]
	terms       *cache[set] // by condition: lists are narrowed one condition at a time
	coverages   *cache[*coverage]
	reaches     *cache[*Reach] // of advertisers in selections
	byText      lazily[*adsByText]
	peopleOnce  lazily[*population.Table]
	qualityOnce lazily[[]Quality]
	mine        lazily[*MyBox]
	homeOnce    lazily[*Home]
	topics      lazily[[]uint32] // of texts, by text.id
	speechMu    sync.Mutex
	speeches    map[uint16]*speech // of archives
	tests       *cache[*Divergence]
}

// at finds an ad by ad.num. The store may hold ads that have come since the
// columns were loaded: those have no position yet.
func (c *columns) at(num int32) (position int32, ok bool) {
	if num < 0 || int(num) >= len(c.positions) || c.positions[num] < 0 {
		return 0, false
	}
	return c.positions[num], true
}

type named struct{ id, name, folded string }
