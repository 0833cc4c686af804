package find

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/store"
)

// load reads the columns of a store, all in one of its states: an import may
// end in between.
func load(ctx context.Context, st *store.Store) (*columns, error) {
	c := &columns{
		summaries: newCache[*summary](summaryCache), rows: newCache[AdRow](rowCache),
		terms: newCache[set](termCache), coverages: newCache[*coverage](coverageCache), reaches: newCache[*Reach](reachCache),
		tests: newCache[*Divergence](testCache),
	}
	err := st.AtOnce(ctx, func(db store.Reader) (err error) {
		if c.stored, err = stored(ctx, db); err != nil {
			return err
		}
		return c.read(ctx, db)
	})
	return c, err
}

func (c *columns) read(ctx context.Context, db store.Reader) error {
	byID, err := c.boxes.load(ctx, db)
	if err != nil {
		return fmt.Errorf("boxes: %w", err)
	}
	if err := c.loadNames(ctx, db); err != nil {
		return fmt.Errorf("names: %w", err)
	}
	if err := c.loadAds(ctx, db, byID); err != nil {
		return fmt.Errorf("ads: %w", err)
	}
	c.gather()
	c.orders = c.sorted()
	all := span(len(c.num), 0, len(c.num))
	c.counts = c.countEach(all)
	c.everything = c.summaryOf(nil, c.firstsEach(all), c.counts)
	c.state, err = c.overview(ctx, db)
	return err
}

func (c *columns) loadNames(ctx context.Context, db store.Reader) error {
	grow := func(list *[]named, num int) *named {
		for len(*list) <= num {
			*list = append(*list, named{})
		}
		return &(*list)[num]
	}
	err := db.Each(ctx, "Advertisers", func(scan func(...any) error) error {
		var num int
		var n named
		if err := scan(&num, &n.id, &n.name); err != nil {
			return err
		}
		n.folded = fold(n.name)
		*grow(&c.advertisers, num) = n
		return nil
	})
	if err != nil {
		return err
	}
	grow(&c.payers, 0)
	return db.Each(ctx, "Payers", func(scan func(...any) error) error {
		var num int
		var n named
		if err := scan(&num, &n.name, &n.folded); err != nil {
			return err
		}
		*grow(&c.payers, num) = n
		return nil
	})
}

// words of a group: ads of one payer with equal texts, or, without a text, of
// one creative, are one message.
type sameWords struct {
	payer, text int32
	creative    string
}

func (c *columns) loadAds(ctx context.Context, db store.Reader, byID map[int32]int32) error {
	groups, settings := numbers[sameWords]{}, numbers[setting]{}
	var last int32 = -1
	err := db.Each(ctx, "AdColumns", func(scan func(...any) error) error {
		var num, advertiser, payer, start, end, boxID, text, gone int32
		var id, archive, country, currency, creative, lang string
		var lo, hi, estimate int64
		var open bool
		if err := scan(&num, &id, &archive, &advertiser, &payer, &country, &start, &end, &lo, &hi, &open, &currency, &estimate, &boxID, &text, &creative, &lang, &gone); err != nil {
			return err
		}
		c.num = append(c.num, num)
		s := setting{c.words.of(archive), c.words.of(country), c.words.of(currency), c.words.of(lang)}
		c.archive, c.country = append(c.archive, s.archive), append(c.country, s.country)
		c.currency, c.lang = append(c.currency, s.currency), append(c.lang, s.lang)
		if tongue, _, regional := strings.Cut(lang, "-"); regional {
			c.words.of(tongue) // for the facet of languages
		}
		n, isNew := settings.of(s)
		if isNew {
			c.settings = append(c.settings, s)
		}
		c.setting = append(c.setting, n)
		c.advertiser, c.payer = append(c.advertiser, advertiser), append(c.payer, payer)
		c.start, c.end = append(c.start, start), append(c.end, end)
		c.moneyLo, c.moneyHi, c.moneyOpen = append(c.moneyLo, lo), append(c.moneyHi, hi), append(c.moneyOpen, open)
		c.estimate = append(c.estimate, estimate)
		c.box, c.text, c.gone = append(c.box, byID[boxID]), append(c.text, text), append(c.gone, gone != 0)
		words := sameWords{payer, text, creative}
		switch {
		case text >= 0:
			words.creative = ""
		case creative == "": // nothing to compare: a message of its own
			words.payer, words.text = -1, -2-num
		}
		g, isNew := groups.of(words)
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
	if len(c.words.list) > math.MaxUint16 {
		return fmt.Errorf("%d different countries, currencies and languages are more than lists of ads can hold", len(c.words.list))
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

// overview says what the store holds as a whole.
func (c *columns) overview(ctx context.Context, db store.Reader) (State, error) {
	s := State{Ads: len(c.num), Messages: c.groups, Boxes: len(c.boxes.list), Money: c.everything.money, NoMoney: withoutMoney(len(c.num), c.everything.money), From: isoDay(c.everything.from), To: isoDay(c.everything.to)}
	seen := make([]bool, len(c.advertisers))
	for p := range c.num {
		if a := c.advertiser[p]; !seen[a] {
			seen[a] = true
			s.Advertisers++
		}
		if c.boxes.list[c.box[p]].hidden {
			s.Hidden++
		}
		if c.text[p] < 0 {
			s.NoText++
		}
		if c.gone[p] {
			s.Gone++
		}
	}
	_, err := store.One(ctx, db, "Overview", []any{&s.Invented, &s.Mixed, &s.Fresh, &s.Rejected})
	return s, err
}
