package find

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/population"
)

// columns hold what filters and facets need of every ad, by position: newest
// first. Position, not ad.num, is what selections are made of.
type columns struct {
	num               []int32
	archive, country  []uint16 // codes of words
	currency, lang    []uint16
	advertiser, payer []int32 // advertiser.num, payer.num (0: not disclosed)
	start, end        []int32 // days since 1970, -1: not known
	moneyLo, moneyHi  []int64 // hundredths, -1: not stated
	moneyOpen         []bool
	estimate          []int64 // upper bound of the platform's own size, -1: none
	box, group        []int32 // box: index in boxes; group: same payer, same words
	text              []int32 // text.id that equal texts share, -1: no text
	gone              []bool  // not in the newest copy of its series
	words             codes
	positions         []int32 // of ad.num
	groups            int
	lastDay           int32 // largest of start
	boxes             []box
	boxOf             map[string]int32 // by key
	facts             []fact
	factsAt, factsOf  []int32          // facts of box i: factsOf[factsAt[i]:factsAt[i+1]]
	ageless           []int32          // boxes that ask for no age
	factOf            map[string]int32 // by written form, exclusions with a leading "not "
	advertisers       []named          // by num
	payers            []named          // by num
	selections        *cache[*selectedAds]
	rows              *cache[AdRow]
	verdicts          *cache[[]bool] // of boxes, by aims
	coverages         *cache[*coverage]
	everything        *summary
	byText            lazily[*adsByText]
	peopleOnce        lazily[*population.Table]
	qualityOnce       lazily[[]Quality]
	mine              lazily[*MyBox]
	homeOnce          lazily[*Home]
	state             State
}

// box is an audience with what lists and facets ask of it.
type box struct {
	id             int32
	key, expr      string
	criteria       int
	exclusions     int
	hidden         bool
	sizeLo, sizeHi int64  // -1: no size
	why            string // JSON: what the size rests on
	facts          []int32
	folded         *audience.Expr
}

// fact is a condition that boxes share.
type fact struct {
	excluded                     bool
	kind, label, folded, written string
	marks                        []Mark
}

// partly says that the fact only hides which part of a place is meant: it is
// no criterion of its own.
func (f *fact) partly() bool {
	return strings.HasPrefix(f.written, "undisclosed place") || strings.HasPrefix(f.written, "undisclosed zip")
}

type named struct{ id, name, folded string }

// codes gives small codes to the few words of a column; 0 is "".
type codes struct {
	list []string
	code map[string]uint16
}

func (w *codes) of(s string) uint16 {
	if c, ok := w.code[s]; ok {
		return c
	}
	if w.code == nil {
		w.code, w.list = map[string]uint16{"": 0}, []string{""}
		if s == "" {
			return 0
		}
	}
	c := uint16(len(w.list))
	w.code[s], w.list = c, append(w.list, s)
	return c
}

func load(ctx context.Context, db *sql.DB) (*columns, error) {
	c := &columns{boxOf: map[string]int32{}, factOf: map[string]int32{}, selections: newCache[*selectedAds](selectionCache), rows: newCache[AdRow](rowCache), verdicts: newCache[[]bool](verdictCache), coverages: newCache[*coverage](coverageCache)}
	byID, err := c.loadBoxes(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("boxes: %w", err)
	}
	if err := c.loadFacts(ctx, db, byID); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	c.flatten()
	if err := c.loadNames(ctx, db); err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	if err := c.loadAds(ctx, db, byID); err != nil {
		return nil, fmt.Errorf("ads: %w", err)
	}
	c.everything = c.summarise(nil)
	c.state, err = c.overview(ctx, db)
	return c, err
}

func (c *columns) loadBoxes(ctx context.Context, db *sql.DB) (map[int32]int32, error) {
	byID := map[int32]int32{}
	err := each(ctx, db, "Boxes", func(scan func(...any) error) error {
		var b box
		if err := scan(&b.id, &b.key, &b.expr, &b.criteria, &b.exclusions, &b.hidden, &b.sizeLo, &b.sizeHi, &b.why); err != nil {
			return err
		}
		parsed, err := audience.Parse(b.expr)
		if err != nil {
			return fmt.Errorf("box %s: %w", b.key, err)
		}
		b.folded = key.Fold(parsed)
		byID[b.id], c.boxOf[b.key] = int32(len(c.boxes)), int32(len(c.boxes))
		c.boxes = append(c.boxes, b)
		return nil
	})
	return byID, err
}

func (c *columns) loadFacts(ctx context.Context, db *sql.DB, byID map[int32]int32) error {
	return each(ctx, db, "Facts", func(scan func(...any) error) error {
		var id int32
		var f fact
		if err := scan(&id, &f.excluded, &f.kind, &f.label, &f.folded, &f.written); err != nil {
			return err
		}
		key := f.written
		if f.excluded {
			key = "not " + key
		}
		n, ok := c.factOf[key]
		if !ok {
			n = int32(len(c.facts))
			f.marks = marksOf(f.written)
			c.factOf[key], c.facts = n, append(c.facts, f)
		}
		b := &c.boxes[byID[id]]
		b.facts = append(b.facts, n)
		return nil
	})
}

// flatten lays the facts of all boxes side by side, to be counted in their order.
func (c *columns) flatten() {
	c.factsAt = append(c.factsAt, 0)
	for i := range c.boxes {
		aged := false
		for _, x := range c.boxes[i].facts {
			aged = aged || c.facts[x].kind == "age" && !c.facts[x].excluded
		}
		if !aged {
			c.ageless = append(c.ageless, int32(i))
		}
		c.factsOf = append(c.factsOf, c.boxes[i].facts...)
		c.factsAt = append(c.factsAt, int32(len(c.factsOf)))
	}
}

func (c *columns) loadNames(ctx context.Context, db *sql.DB) error {
	grow := func(list *[]named, num int) *named {
		for len(*list) <= num {
			*list = append(*list, named{})
		}
		return &(*list)[num]
	}
	err := each(ctx, db, "Advertisers", func(scan func(...any) error) error {
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
	return each(ctx, db, "Payers", func(scan func(...any) error) error {
		var num int
		var n named
		if err := scan(&num, &n.name, &n.folded); err != nil {
			return err
		}
		*grow(&c.payers, num) = n
		return nil
	})
}

func (c *columns) loadAds(ctx context.Context, db *sql.DB, byID map[int32]int32) error {
	type same struct {
		payer, text int32
		creative    string
	}
	groups := map[same]int32{}
	var last int32 = -1
	err := each(ctx, db, "Columns", func(scan func(...any) error) error {
		var num, advertiser, payer, start, end, boxID, text, gone int32
		var id, archive, country, currency, creative, lang string
		var lo, hi, estimate int64
		var open bool
		if err := scan(&num, &id, &archive, &advertiser, &payer, &country, &start, &end, &lo, &hi, &open, &currency, &estimate, &boxID, &text, &creative, &lang, &gone); err != nil {
			return err
		}
		c.num = append(c.num, num)
		c.archive, c.country = append(c.archive, c.words.of(archive)), append(c.country, c.words.of(country))
		c.currency, c.lang = append(c.currency, c.words.of(currency)), append(c.lang, c.words.of(lang))
		if tongue, _, regional := strings.Cut(lang, "-"); regional {
			c.words.of(tongue) // for the facet of languages
		}
		c.advertiser, c.payer = append(c.advertiser, advertiser), append(c.payer, payer)
		c.start, c.end = append(c.start, start), append(c.end, end)
		c.moneyLo, c.moneyHi, c.moneyOpen = append(c.moneyLo, lo), append(c.moneyHi, hi), append(c.moneyOpen, open)
		c.estimate = append(c.estimate, estimate)
		c.box, c.text, c.gone = append(c.box, byID[boxID]), append(c.text, text), append(c.gone, gone != 0)
		g := int32(c.groups)
		if key := (same{payer, text, creative}); text >= 0 || creative != "" {
			if text >= 0 {
				key.creative = ""
			}
			known, ok := groups[key]
			if ok {
				g = known
			} else {
				groups[key] = g
				c.groups++
			}
		} else {
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
	c.positions = make([]int32, last+1)
	for p, num := range c.num {
		c.positions[num] = int32(p)
	}
	return nil
}

// each runs a named query and hands over its rows one by one.
func each(ctx context.Context, db *sql.DB, name string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := db.QueryContext(ctx, query(name), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// overview says what the store holds as a whole.
func (c *columns) overview(ctx context.Context, db *sql.DB) (State, error) {
	s := State{Ads: len(c.num), Messages: c.groups, Boxes: len(c.boxes), Money: c.everything.money, NoMoney: len(c.num), From: isoDay(c.everything.from), To: isoDay(c.everything.to)}
	for _, m := range s.Money {
		s.NoMoney -= m.Ads
	}
	seen := make([]bool, len(c.advertisers))
	for p := range c.num {
		if a := c.advertiser[p]; !seen[a] {
			seen[a] = true
			s.Advertisers++
		}
		if c.boxes[c.box[p]].hidden {
			s.Hidden++
		}
		if c.text[p] < 0 {
			s.NoText++
		}
		if c.gone[p] {
			s.Gone++
		}
	}
	err := db.QueryRowContext(ctx, query("Overview")).Scan(&s.Invented, &s.Mixed, &s.Fresh, &s.Rejected)
	return s, err
}
