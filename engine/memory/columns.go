package memory

import (
	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/internal/keep"
	"github.com/contrechamp/contrechamp/store"
)

// columns hold what has to be asked of every ad, by position: newest first.
// Position, not the ad's number, is what selections are made of.
type columns struct {
	store *store.Store
	state string // the store's, which they were loaded from
	small *tables.Tables

	num               []int32
	archive, country  []uint16 // codes of words
	currency          []uint16
	setting           []int32 // archive, country, currency and language together
	advertiser, payer []int32 // numbers; payer 0: not disclosed
	start, end        []int32 // days since 1970, -1: not known
	moneyLo, moneyHi  []int64 // hundredths, -1: not stated
	moneyOpen         []bool
	box, group        []int32 // group: same payer, same words
	text              []int32 // text.id that equal texts share, -1: no text
	gone              []bool  // not in the newest copy of its series

	positions        []int32 // of ad.num, -1: of none; see at
	groups           int
	groupAt, groupOf []int32   // ads of group g: groupOf[groupAt[g]:groupAt[g+1]]
	lastDay          int32     // largest of start
	orders           [][]int32 // positions by engine.Order, of those not by date

	everything *selection // counted while loading

	conditions *keep.Cache[set] // selections are narrowed one condition at a time
	byText     keep.Once[*adsByText]
}

// conditionCache is how many bytes of conditions are kept.
const conditionCache = 64 << 20

func (c *columns) Version() string { return c.state }

func (c *columns) Tables() *tables.Tables { return c.small }

// at finds an ad by its number. The store may hold ads that have come since the
// columns were loaded: those have no position yet.
func (c *columns) at(num int32) (position int32, ok bool) {
	if num < 0 || int(num) >= len(c.positions) || c.positions[num] < 0 {
		return 0, false
	}
	return c.positions[num], true
}

func (c *columns) moneyAt(p int32) contrechamp.Range {
	if c.moneyLo[p] < 0 {
		return contrechamp.Range{}
	}
	return contrechamp.Range{Lo: c.moneyLo[p], Hi: c.moneyHi[p], Open: c.moneyOpen[p], Stated: true}
}

// row is the ad at a position.
func (c *columns) row(p int32) engine.Row {
	return engine.Row{Number: engine.Number(c.num[p]), Setting: c.setting[p], Advertiser: c.advertiser[p], Payer: c.payer[p],
		Box: c.box[p], Message: c.group[p], Text: c.text[p], Start: c.start[p], End: c.end[p], Money: c.moneyAt(p), Gone: c.gone[p]}
}
