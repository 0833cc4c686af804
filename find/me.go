package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/reach/mybox"
)

// MyBox is the store as a reader's own questions see it: the same for every
// reader, since who asks is known to nobody.
type MyBox struct {
	Data  *mybox.Data
	Cards []MyCard // beside those of Data

	Advertisers []Named     // by number
	Archives    []MyArchive // that occur
	Texts       []MyText

	// Spelled gives, for the written form of every fact of Data, the fact as
	// some archive spells it.
	Spelled map[string]audience.Fact

	Fresh string // when the newest copy was read
	State string // differs between states of the store
}

// MyCard says which ads stand on a card: one of them, by its id.
type MyCard struct {
	ID         string
	Advertiser int32 // in Advertisers
	Archive    int32 // in Archives
	Text       int32 // in Texts, -1: none published
}

// MyText is the beginning of what an ad says.
type MyText struct{ Text, Lang string }

// MyArchive is an archive with the kinds of criteria that it never publishes.
type MyArchive struct {
	Name   string
	Silent []audience.Kind
}

// Named is something with an id and a name.
type Named struct{ ID, Name string }

// How many characters of a text are kept: fewer in large stores, as all of them
// are sent to every reader.
const (
	textLength  = 220
	textShorter = 110
	manyCards   = 30_000
)

// mostLabels is how many labels a reader can choose from.
const mostLabels = 6000

// MyBox gathers what readers' own questions need; once for a state of the store.
func (f *Finder) MyBox(ctx context.Context) (*MyBox, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	c.mine.once.Do(func() { c.mine.value, c.mine.err = f.myBox(context.WithoutCancel(ctx), c) })
	return c.mine.value, c.mine.err
}

// cardKey is what ads on one card share.
type cardKey struct {
	group, advertiser, box int32
	archive                uint16
}

func (f *Finder) myBox(ctx context.Context, c *columns) (*MyBox, error) {
	m := &MyBox{Data: &mybox.Data{Boxes: reach.NewBoxes()}, Spelled: map[string]audience.Fact{}, Fresh: c.state.Fresh}
	boxes, spelled, err := c.groundedBoxes()
	if err != nil {
		return nil, err
	}
	cards := map[cardKey]int{}
	var positions []int32 // of each card its newest ad
	archives, advertisers := numbers[uint16]{}, numbers[int32]{}
	messages := numbers[[2]int32]{}
	silent := map[string][]audience.Kind{}
	for _, a := range archive.All {
		silent[a.Name()] = a.Silent()
	}
	perBox := make([]uint32, len(boxes))
	for p := range c.num {
		perBox[c.box[p]]++
		k := cardKey{c.group[p], c.advertiser[p], c.box[p], c.archive[p]}
		if i, ok := cards[k]; ok {
			m.Data.Cards[i].Ads++
			continue
		}
		cards[k] = len(m.Cards)
		a, isNew := archives.of(k.archive)
		if isNew {
			name := c.words.list[k.archive]
			m.Archives = append(m.Archives, MyArchive{name, silent[name]})
		}
		who, isNew := advertisers.of(k.advertiser)
		if isNew {
			n := c.advertisers[k.advertiser]
			m.Advertisers = append(m.Advertisers, Named{n.id, n.name})
		}
		message, _ := messages.of([2]int32{k.group, k.advertiser})
		m.Cards = append(m.Cards, MyCard{Advertiser: who, Archive: a, Text: -1})
		m.Data.Cards = append(m.Data.Cards, mybox.Card{Ads: 1, Advertiser: uint32(who), Message: uint32(message), Silent: len(m.Archives[a].Silent) > 0})
		m.Data.Boxes.Add(boxes[c.box[p]])
		positions = append(positions, int32(p))
	}
	m.choices(boxes, perBox)
	m.spell(boxes, spelled)
	m.Data.Ground = ground(boxes, m.Data.Choices)
	if err := f.myTexts(ctx, c, m, positions); err != nil {
		return nil, fmt.Errorf("reading what ads say: %w", err)
	}
	for i, c := range m.Cards {
		m.Data.Cards[i].Mute = c.Text < 0
	}
	if m.State, err = f.stateOf(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

// groundedBoxes gives every box with folded labels and places by their canonical
// paths, and, beside it, its facts as spelled, in the same order.
func (c *columns) groundedBoxes() (boxes []*audience.Expr, spelled [][]audience.Fact, err error) {
	for i := range c.boxes {
		e, err := audience.Parse(c.boxes[i].expr)
		if err != nil {
			return nil, nil, fmt.Errorf("box %s: %w", c.boxes[i].key, err)
		}
		e = audience.Map(e, func(f audience.Fact) audience.Fact {
			if f.Kind == audience.Place && f.Label != "" {
				f.Label, _ = place.Canonical(f.Label)
			}
			return f
		})
		var facts []audience.Fact
		for f := range e.Facts() {
			facts = append(facts, f)
		}
		boxes, spelled = append(boxes, key.Fold(e)), append(spelled, facts)
	}
	return boxes, spelled, nil
}

// numbers numbers values in the order in which they come.
type numbers[K comparable] struct{ at map[K]int32 }

func (n *numbers[K]) of(k K) (number int32, isNew bool) {
	if n.at == nil {
		n.at = map[K]int32{}
	}
	i, ok := n.at[k]
	if !ok {
		i = int32(len(n.at))
		n.at[k] = i
	}
	return i, !ok
}

// choices counts, for facts that a reader can state, the ads that name them.
func (m *MyBox) choices(boxes []*audience.Expr, perBox []uint32) {
	ads := map[audience.Fact]uint32{}
	for i, e := range boxes {
		named := map[audience.Fact]bool{}
		for f := range e.Facts() {
			if !mybox.Knowable(&f) || named[f] || f.Kind == audience.Place && (f.Area.Shape != audience.NoArea || f.Label == "") {
				continue
			}
			if f.Kind == audience.Place {
				f.Where = audience.Anywhere
			}
			if !named[f] {
				named[f] = true
				ads[f] += perBox[i]
			}
		}
	}
	for f, n := range ads {
		m.Data.Choices = append(m.Data.Choices, mybox.Choice{Fact: f, Ads: n})
	}
	slices.SortFunc(m.Data.Choices, func(a, b mybox.Choice) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Fact.Kind, b.Fact.Kind), cmp.Compare(a.Fact.String(), b.Fact.String()))
	})
	left := mostLabels
	m.Data.Choices = slices.DeleteFunc(m.Data.Choices, func(c mybox.Choice) bool {
		if !c.Fact.Kind.Labelled() {
			return false
		}
		left--
		return left < 0
	})
}

// spell notes for every fact how some archive spells it.
func (m *MyBox) spell(boxes []*audience.Expr, spelled [][]audience.Fact) {
	for i, e := range boxes {
		j := 0
		for f := range e.Facts() {
			if w := f.String(); m.Spelled[w] == (audience.Fact{}) {
				m.Spelled[w] = spelled[i][j]
			}
			j++
		}
	}
}

// ground is the table of the places that boxes name or a reader can choose, with
// all that these lie in.
func ground(boxes []*audience.Expr, choices []mybox.Choice) *mybox.Ground {
	var rows []mybox.Place
	seen := map[string]bool{}
	var add func(path string)
	add = func(path string) {
		if path == "" || seen[path] {
			return
		}
		seen[path] = true
		r := mybox.Place{Path: path, Up: place.Parent(path)}
		if in, ok := place.Enclosing(path); ok && in != path { // as the zero place.Table
			r.Up = in
		}
		if p, ok := place.Lookup(path); ok && p.Path == path {
			r.Kind, r.From, r.NUTS = string(p.Kind), p.Source, p.NUTS
		}
		typ, name, _ := place.SegmentType(path[strings.LastIndexByte(path, '/')+1:])
		r.Type, r.Name = typ, place.Fold(name)
		rows = append(rows, r)
		add(r.Up)
	}
	for _, e := range boxes {
		for f := range e.Facts() {
			if f.Kind == audience.Place {
				add(f.Label)
			}
		}
	}
	for _, p := range homes(choices) {
		add(p)
	}
	return mybox.NewGround(rows)
}

// homes are the places that the page offers as a home: the countries that boxes
// name or name something in, all regions of those of which something inside is
// named, and every place that a box names.
func homes(choices []mybox.Choice) []string {
	seen := map[string]bool{}
	var out []string
	add := func(path string) {
		if path != "" && !seen[path] {
			seen[path] = true
			out = append(out, path)
		}
	}
	for _, c := range choices {
		if c.Fact.Kind != audience.Place {
			continue
		}
		country, inside, _ := strings.Cut(c.Fact.Label, "/")
		if inside != "" && !seen[country+"/"] {
			seen[country+"/"] = true
			add(country)
			for _, r := range place.Children(country) {
				if p, ok := place.Lookup(r); ok && p.Kind == place.KindRegion {
					add(r)
				}
			}
		}
		add(country)
		add(c.Fact.Label)
	}
	slices.Sort(out)
	return out
}

// Homes are the places that a reader may live in, by path.
func (m *MyBox) Homes() []string { return homes(m.Data.Choices) }

// myTexts reads the beginnings of what the ads on the cards say.
func (f *Finder) myTexts(ctx context.Context, c *columns, m *MyBox, positions []int32) error {
	length := textLength
	if len(positions) > manyCards {
		length = textShorter
	}
	wanted, untitled := map[int32][]int{}, map[int32]int{}
	for i, p := range positions {
		if t := c.text[p]; t >= 0 {
			wanted[t] = append(wanted[t], i)
		} else {
			untitled[c.num[p]] = i
		}
	}
	texts := numbers[MyText]{}
	put := func(i int, t MyText) {
		n, isNew := texts.of(t)
		if isNew {
			m.Texts = append(m.Texts, t)
		}
		m.Cards[i].Text = n
	}
	err := each(ctx, f.db, "MyTexts", func(scan func(...any) error) error {
		var id int32
		var t MyText
		if err := scan(&id, &t.Text, &t.Lang); err != nil {
			return err
		}
		for _, i := range wanted[id] {
			put(i, t)
		}
		return nil
	}, length)
	if err != nil {
		return err
	}
	err = each(ctx, f.db, "MyTitles", func(scan func(...any) error) error {
		var num int32
		var t MyText
		if err := scan(&num, &t.Text, &t.Lang); err != nil {
			return err
		}
		if i, ok := untitled[num]; ok && t.Text != "" {
			put(i, t)
		}
		return nil
	}, length)
	if err != nil {
		return err
	}
	ids := make(map[int32]int, len(positions))
	for i, p := range positions {
		ids[c.num[p]] = i
	}
	return each(ctx, f.db, "NumsAndIDs", func(scan func(...any) error) error {
		var num int32
		var id string
		if err := scan(&num, &id); err != nil {
			return err
		}
		if i, ok := ids[num]; ok {
			m.Cards[i].ID = id
		}
		return nil
	})
}

// stateOf asks the store for its state.
func (f *Finder) stateOf(ctx context.Context) (state string, err error) {
	if err := f.db.QueryRowContext(ctx, query("State")).Scan(&state); err != nil {
		return "", fmt.Errorf("asking the store for its state: %w", err)
	}
	return state, nil
}
