package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
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

// mostLabels is how many labels a reader can choose from.
const mostLabels = 6000

// MyBox gathers what readers' own questions need; once for a state of the store.
func (f *Finder) MyBox(ctx context.Context) (*MyBox, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	return c.mine.Of(func() (*MyBox, error) { return f.myBox(context.WithoutCancel(ctx), c) })
}

func (f *Finder) myBox(ctx context.Context, c *version) (*MyBox, error) {
	state, err := f.stateOf(ctx, c)
	if err != nil {
		return nil, err
	}
	m := &MyBox{Data: &mybox.Data{Boxes: reach.NewBoxes()}, Spelled: map[string]audience.Fact{}, Fresh: state.Fresh}
	boxes, spelled := c.groundedBoxes()
	archives, advertisers := numbers[uint16]{}, numbers[int32]{}
	messages := numbers[[2]int32]{}
	silent := map[string][]audience.Kind{}
	for _, a := range archive.All {
		silent[a.Name()] = a.Silent()
	}
	perBox := make([]uint32, len(boxes))
	cards, err := all(c.Cards(ctx, nil))
	if err != nil {
		return nil, err
	}
	for _, x := range cards {
		perBox[x.Box] += uint32(x.Ads)
		a, isNew := archives.of(x.Archive)
		if isNew {
			name := c.small.Words.List[x.Archive]
			m.Archives = append(m.Archives, MyArchive{name, silent[name]})
		}
		who, isNew := advertisers.of(x.Advertiser)
		if isNew {
			n := c.small.Advertisers[x.Advertiser]
			m.Advertisers = append(m.Advertisers, Named{n.ID, n.Name})
		}
		message, _ := messages.of([2]int32{x.Message, x.Advertiser})
		m.Cards = append(m.Cards, MyCard{Advertiser: who, Archive: a, Text: -1})
		m.Data.Cards = append(m.Data.Cards, mybox.Card{Ads: uint32(x.Ads), Advertiser: uint32(who), Message: uint32(message), Silent: len(m.Archives[a].Silent) > 0})
		m.Data.Boxes.Add(boxes[x.Box])
	}
	m.choices(boxes, perBox)
	m.spell(boxes, spelled)
	m.Data.Ground = ground(boxes, m.Data.Choices)
	if err := f.myTexts(ctx, m, cards); err != nil {
		return nil, fmt.Errorf("reading what ads say: %w", err)
	}
	for i, c := range m.Cards {
		m.Data.Cards[i].Mute = c.Text < 0
	}
	return m, nil
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
