package memory

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/internal/keep"
	"github.com/contrechamp/contrechamp/store"
)

// load reads the columns of a store, all in one of its states: an import may
// end in between.
func load(ctx context.Context, st *store.Store) (*columns, error) {
	c := &columns{store: st, conditions: keep.NewCache[set](conditionCache)}
	err := st.AtOnce(ctx, func(r store.Reader) (err error) {
		if c.state, err = stateOf(ctx, r); err != nil {
			return err
		}
		return c.read(ctx, r)
	})
	return c, err
}

func (c *columns) read(ctx context.Context, r store.Reader) error {
	small, boxByID, err := tables.Load(ctx, r)
	if err != nil {
		return err
	}
	c.small = small
	if err := c.loadAds(ctx, r, boxByID); err != nil {
		return fmt.Errorf("ads: %w", err)
	}
	c.gather()
	c.orders = c.sorted()
	all := span(len(c.num), 0, len(c.num))
	c.everything = &selection{columns: c, set: all, whole: true}
	c.everything.once.Do(func() {
		c.everything.firsts, c.everything.counts = c.firstsEach(all), c.countEach(all)
		c.everything.counts.Messages = c.groups
	})
	return nil
}

// words of a group: ads of one payer with equal texts, or, without a text, of
// one creative, are one message.
type sameWords struct {
	payer, text int32
	creative    string
}

func (c *columns) loadAds(ctx context.Context, r store.Reader, byID map[int32]int32) error {
	groups, settings := numbers[sameWords]{}, numbers[tables.Setting]{}
	words := &c.small.Words
	var last int32 = -1
	err := r.Each(ctx, "AdColumns", func(scan func(...any) error) error {
		var num, advertiser, payer, start, end, boxID, text, gone int32
		var id, archive, country, currency, creative, lang string
		var lo, hi int64
		var open bool
		if err := scan(&num, &id, &archive, &advertiser, &payer, &country, &start, &end, &lo, &hi, &open, &currency, &boxID, &text, &creative, &lang, &gone); err != nil {
			return err
		}
		c.num = append(c.num, num)
		s := tables.Setting{Archive: words.Of(archive), Country: words.Of(country), Currency: words.Of(currency), Lang: words.Of(lang)}
		c.archive, c.country = append(c.archive, s.Archive), append(c.country, s.Country)
		c.currency = append(c.currency, s.Currency)
		if tongue, _, regional := strings.Cut(lang, "-"); regional {
			words.Of(tongue) // for the facet of languages
		}
		n, isNew := settings.of(s)
		if isNew {
			c.small.Settings = append(c.small.Settings, s)
		}
		c.setting = append(c.setting, n)
		c.advertiser, c.payer = append(c.advertiser, advertiser), append(c.payer, payer)
		c.start, c.end = append(c.start, start), append(c.end, end)
		c.moneyLo, c.moneyHi, c.moneyOpen = append(c.moneyLo, lo), append(c.moneyHi, hi), append(c.moneyOpen, open)
		c.box, c.text, c.gone = append(c.box, byID[boxID]), append(c.text, text), append(c.gone, gone != 0)
		said := sameWords{payer, text, creative}
		switch {
		case text >= 0:
			said.creative = ""
		case creative == "": // nothing to compare: a message of its own
			said.payer, said.text = -1, -2-num
		}
		g, isNew := groups.of(said)
		if isNew {
			c.groups++
		}
		c.group = append(c.group, g)
		last = max(last, num)
		c.lastDay = max(c.lastDay, start)
		return nil
	})
	if err != nil {
		return err
	}
	if len(words.List) > math.MaxUint16 {
		return fmt.Errorf("%d different countries, currencies and languages are more than lists of ads can hold", len(words.List))
	}
	c.positions = make([]int32, last+1)
	for num := range c.positions {
		c.positions[num] = -1
	}
	for p, num := range c.num {
		c.positions[num] = int32(p)
	}
	return nil
}
