package mybox

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Item is a message in one of the lists: its first card with that answer.
type Item struct {
	Card       uint32 `json:"card"`
	Advertiser uint32 `json:"advertiser"`
	Ads        uint32 `json:"ads"` // of the message, with this answer
	Why        Why    `json:"why"`
}

// Why is what an answer rests on. Of a yes it is the box; of a no the parts of
// the box that the reader fails, all of it if no part alone decides; of an
// unknown the facts that it hangs on, or the box if none alone could turn it.
type Why struct {
	In   [][]audience.Fact `json:"in,omitempty"`   // one fact of every group is asked for
	Out  []audience.Fact   `json:"out,omitempty"`  // these are shut out
	Rest []*audience.Expr  `json:"rest,omitempty"` // and whatever cannot be written so

	On    []audience.Fact `json:"on,omitempty"`    // what an unknown hangs on
	Exact bool            `json:"exact,omitempty"` // On is a smallest set

	// Told says that the reader left something open, so that saying more might
	// decide; if not, only the platform or the advertiser knows.
	Told bool `json:"reader_can_tell,omitempty"`
}

// List gives messages with an answer, from the skip-th on, at most n: the
// newest message of the advertiser with most ads in the list first, then of the
// next one, and so on, before any advertiser's second. Messages without a text
// come after all others, in the same manner.
func (b *Box) List(a *Answers, want audience.Answer, skip, n int) []Item {
	if a.order[want][0] == nil {
		a.order[want] = [2]*turns{b.turns(a, want, false), b.turns(a, want, true)}
	}
	cards, skip := a.order[want][0].take(skip, n)
	mute, _ := a.order[want][1].take(skip, n-len(cards))
	cards = append(cards, mute...)
	items := make([]Item, len(cards))
	b.stamp++
	for i, card := range cards {
		items[i] = Item{Card: card, Advertiser: b.Cards[card].Advertiser, Why: b.Why(a, card)}
		m := b.Cards[card].Message
		b.first[m], b.slot[m] = b.stamp, uint32(i)
	}
	for i := range b.Cards {
		if c := &b.Cards[i]; a.of[i] == want && b.first[c.Message] == b.stamp {
			items[b.slot[c.Message]].Ads += c.Ads
		}
	}
	return items
}

// turns are the messages with an answer by advertiser, each as its first card.
type turns struct {
	who   []uint32 // advertisers, those with most ads first
	start []uint32 // of an advertiser's in cards; one more than advertisers
	cards []uint32
}

func (b *Box) turns(a *Answers, want audience.Answer, mute bool) *turns {
	t := &turns{start: make([]uint32, b.advertisers+1)}
	weight := make([]uint64, b.advertisers) // ads, then the number, to sort by
	b.stamp++
	var firsts []uint32
	for i := range b.Cards {
		c := &b.Cards[i]
		if a.of[i] != want || c.Mute != mute {
			continue
		}
		weight[c.Advertiser] += uint64(c.Ads)
		if b.first[c.Message] != b.stamp {
			b.first[c.Message] = b.stamp
			firsts = append(firsts, uint32(i))
			t.start[c.Advertiser+1]++
		}
	}
	for i := range b.advertisers {
		t.start[i+1] += t.start[i]
		if weight[i] > 0 {
			weight[len(t.who)] = weight[i]<<32 | uint64(^uint32(i))
			t.who = append(t.who, 0)
		}
	}
	weight = weight[:len(t.who)]
	slices.Sort(weight)
	for i, w := range weight {
		t.who[len(weight)-1-i] = ^uint32(w)
	}
	t.cards = make([]uint32, len(firsts))
	at := slices.Clone(t.start)
	for _, card := range firsts {
		who := b.Cards[card].Advertiser
		t.cards[at[who]] = card
		at[who]++
	}
	return t
}

// take goes round: the first message of every advertiser, then the second of
// those that have one, and so on. It also says how many are still to be skipped.
func (t *turns) take(skip, n int) (cards []uint32, left int) {
	who := slices.Clone(t.who)
	for turn := uint32(0); len(who) > 0 && len(cards) < n; turn++ {
		rest := who[:0]
		for _, w := range who {
			at := t.start[w] + turn
			if at >= t.start[w+1] {
				continue
			}
			rest = append(rest, w)
			if skip > 0 {
				skip--
			} else if len(cards) < n {
				cards = append(cards, t.cards[at])
			}
		}
		who = rest
	}
	return cards, skip
}

// Why says what the answer for a card rests on.
func (b *Box) Why(a *Answers, card uint32) Why {
	if a.of[card] == audience.Unknown {
		e, p := b.open(a, card)
		on, exact := audience.HangsOn(e, &p, b.World())
		if len(on) == 0 { // a box that no one fact can turn: it asks for a label and shuts it out
			return b.Whole(card)
		}
		slices.SortFunc(on, byKind)
		return Why{On: on, Exact: exact, Told: onlyReader(on)}
	}
	whole := b.Whole(card)
	if a.of[card] == audience.Yes {
		return whole
	}
	var w Why
	for _, g := range whole.In {
		if b.eval(anyOf(g), &a.Profile) == audience.No {
			w.In = append(w.In, g)
		}
	}
	for _, f := range whole.Out {
		if b.eval(audience.Of(f), &a.Profile) == audience.Yes {
			w.Out = append(w.Out, f)
		}
	}
	for _, x := range whole.Rest {
		if b.eval(x, &a.Profile) == audience.No {
			w.Rest = append(w.Rest, x)
		}
	}
	if len(w.In)+len(w.Out)+len(w.Rest) == 0 {
		return whole
	}
	return w
}

// open is a card's box and the person to ask of what stays open: with a bracket
// of ages, a person of silent age, and a box in which the ages that are the same
// for all of the bracket are decided.
func (b *Box) open(a *Answers, card uint32) (*audience.Expr, audience.Person) {
	e, p := b.Boxes.Audience(card), a.Person
	if a.Hi == 0 {
		return e, p
	}
	p.Age = 0
	return settled(e, a.Lo, a.Hi), p
}

func settled(e *audience.Expr, lo, hi uint8) *audience.Expr {
	if e.Op == audience.Is {
		switch f := &e.Fact; {
		case f.Kind != audience.Age || f.AgeUnknown:
		case f.Lo <= lo && hi <= f.Hi:
			return audience.Everyone()
		case hi < f.Lo || f.Hi < lo:
			return audience.Nobody()
		}
		return e
	}
	args := make([]*audience.Expr, len(e.Args))
	for i, x := range e.Args {
		args[i] = settled(x, lo, hi)
	}
	return &audience.Expr{Op: e.Op, Args: args}
}

// Whole is the box of a card.
func (b *Box) Whole(card uint32) Why {
	in, out, rest := audience.Parts(b.Boxes.Audience(card))
	for _, g := range in {
		slices.SortFunc(g, byKind)
	}
	slices.SortFunc(in, func(x, y []audience.Fact) int { return byKind(x[0], y[0]) })
	slices.SortFunc(out, byKind)
	slices.SortFunc(rest, func(x, y *audience.Expr) int { return cmp.Compare(x.String(), y.String()) })
	return Why{In: in, Out: out, Rest: rest}
}

// byKind orders facts to be read: ages first, then gender, places and so on.
func byKind(x, y audience.Fact) int {
	return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.String(), y.String()))
}

func anyOf(facts []audience.Fact) *audience.Expr {
	es := make([]*audience.Expr, len(facts))
	for i, f := range facts {
		es[i] = audience.Of(f)
	}
	return audience.Or(es...)
}

// onlyReader reports whether a reader could say all of these facts.
func onlyReader(facts []audience.Fact) bool {
	for i := range facts {
		if !Knowable(&facts[i]) {
			return false
		}
	}
	return true
}

// Knowable reports whether people can know of themselves whether a fact holds:
// what is undisclosed, and what the platform or the advertiser alone knows, is
// not of that kind.
func Knowable(f *audience.Fact) bool {
	switch {
	case f.Kind == audience.Age:
		return !f.AgeUnknown
	case f.Kind == audience.Gender:
		return f.Label != "unknown"
	case f.Kind == audience.Place, f.Kind == audience.Language:
		return true
	}
	return f.Kind.Labelled()
}

// Reasons counts the unknown ads by what they hang on.
type Reasons struct {
	Next   uint32 `json:"next"`   // the first card not yet looked at
	Done   bool   `json:"done"`   // all were
	Hidden uint32 `json:"hidden"` // ads that hang on something that the reader cannot know
	Open   uint32 `json:"open"`   // ads that hang only on facts that the reader did not say

	// ByKind counts ads by the kinds that they hang on; one ad may count in several.
	ByKind [32]uint32 `json:"by_kind"`
}

// Reason goes on counting for at most so many cards that are unknown. It takes
// longer than the answers, so that a page does it bit by bit.
func (b *Box) Reason(a *Answers, r *Reasons, cards int) {
	for ; int(r.Next) < len(b.Cards) && cards > 0; r.Next++ {
		if a.of[r.Next] != audience.Unknown {
			continue
		}
		cards--
		ads := b.Cards[r.Next].Ads
		e, p := b.open(a, r.Next)
		on, _ := audience.HangsOn(e, &p, b.World())
		var kinds audience.KindSet
		for i := range on {
			kinds |= audience.KindsOf(on[i].Kind)
		}
		for k := range kinds.All() {
			r.ByKind[k] += ads
		}
		if onlyReader(on) {
			r.Open += ads
		} else {
			r.Hidden += ads
		}
	}
	r.Done = int(r.Next) == len(b.Cards)
}
