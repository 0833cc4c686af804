package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/topic"
)

// Pairs are messages of one advertiser to boxes that cannot overlap, to be read
// side by side (package sidebyside). It is an order of reading, no result, and
// never a count of contradictions.
type Pairs struct {
	Asked      Speech    `json:"-"`
	Speaker    Speaker   `json:"advertiser"`
	Texts      int       `json:"texts"`
	Looked     int       `json:"pairs_looked_at"` // of texts
	Comparable int       `json:"pairs_comparable"`
	Shown      int       `json:"pairs_ordered"` // of messages, with a cue
	More       int       `json:"more,omitempty"`
	Rows       []PairRow `json:"rows"`
	// Judged is what readers' marks say of the order.
	Judged sidebyside.Judged `json:"judged"`
}

// PairRow is two passages.
type PairRow struct {
	ID       string             `json:"id"` // sidebyside.PairID
	A        PairSide           `json:"a"`
	B        PairSide           `json:"b"`
	Topics   []topic.Code       `json:"topics"`
	Common   []string           `json:"common_stems"`
	Likeness float64            `json:"likeness"`
	Negation bool               `json:"negation"`
	Opposite bool               `json:"opposite_words"`
	Proven   int                `json:"boxes_apart"` // of so many pairs of boxes
	Of       int                `json:"box_pairs"`
	Score    float64            `json:"score"`
	Mark     sidebyside.Verdict `json:"mark,omitempty"`
}

// PairSide is one passage with where it ran.
type PairSide struct {
	Ad      contrechamp.AdID  `json:"ad"` // the newest with the text
	Text    string            `json:"text"`
	From    int               `json:"from"` // bytes of the passage in the text
	To      int               `json:"to"`
	Cues    []sidebyside.Span `json:"cues"`
	Shared  []sidebyside.Span `json:"shared"`
	Ads     int               `json:"ads"`
	Money   []Sum             `json:"money"`
	Boxes   []Box             `json:"boxes"`
	NoMoney int               `json:"without_money"`
}

// pairsShown is how many pairs an answer lists.
const pairsShown = 40

// mostTexts is how many texts are compared with one another: of more there are
// too many pairs to look at while somebody waits, or to read.
const mostTexts = 4000

// ordered is an order of reading before its rows are written.
type ordered struct {
	*spoken
	byText *textAds
	list   *sidebyside.List
	ids    []string // of the pairs (sidebyside.PairID)
}

// Pairs answers a question about an advertiser's words with an order of
// reading, and what marks say of it. ErrInvalid if there are more texts than can
// be compared.
func (f *Finder) Pairs(ctx context.Context, q Speech, marks []sidebyside.Mark) (*Pairs, error) {
	o, err := f.order(ctx, q, mostTexts)
	if err != nil {
		return nil, err
	}
	return f.pairs(ctx, o, q, marks, pairsShown, every)
}

// order puts the pairs of a question in order, of at most so many texts. It is
// kept by question and version of the store.
func (f *Finder) order(ctx context.Context, q Speech, most int) (*ordered, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	o, err := c.orders.Of(q.Values().Encode(), func() (*ordered, int, error) {
		s, err := f.speak(context.WithoutCancel(ctx), q) // others may wait for it
		if err != nil {
			return nil, 0, err
		}
		o := &ordered{spoken: s, byText: s.byText()}
		ask := sidebyside.Question{Apart: s.c.apart()}
		bytes := 0
		for _, id := range o.byText.ids {
			t := s.texts[id]
			bytes += 500 + 4*len(t.body)
			ask.Texts = append(ask.Texts, sidebyside.Text{ID: int64(id), Message: int64(t.message), Body: t.body, Lang: cmp.Or(t.lang, s.lang), Boxes: o.byText.boxes(id)})
		}
		if len(ask.Texts) > most {
			return o, bytes, nil
		}
		o.list = sidebyside.Order(ask)
		for _, p := range o.list.Pairs {
			bytes += 500
			o.ids = append(o.ids, sidebyside.PairID(s.texts[int32(p.A.Text)].body, s.texts[int32(p.B.Text)].body))
		}
		return o, bytes, nil
	})
	if err == nil && o.list == nil {
		err = contrechamp.Invalid("{name} has {n} texts, more than {most}: narrow the question, by topic=, from= or to=", "name", o.speaker.Name, "n", len(o.byText.ids), "most", most)
	}
	return o, err
}

// pairs writes the first rows of an order, of those that are wanted.
func (f *Finder) pairs(ctx context.Context, o *ordered, q Speech, marks []sidebyside.Mark, most int, want func(sidebyside.Pair) bool) (*Pairs, error) {
	out := &Pairs{Asked: q, Speaker: o.speaker, Texts: len(o.byText.ids), Looked: o.list.Looked, Comparable: o.list.Comparable, Shown: len(o.list.Pairs), Rows: []PairRow{}}
	settled := sidebyside.Settled(marks)
	out.Judged = sidebyside.Judge(o.ids, marks)
	for i, p := range o.list.Pairs {
		if !want(p) {
			continue
		}
		if len(out.Rows) == most {
			out.More++
			continue
		}
		row := PairRow{ID: o.ids[i], Topics: p.Topics, Common: p.Common, Likeness: p.Likeness, Negation: p.Negation, Opposite: p.Opposite,
			Proven: p.Proven, Of: p.Of, Score: p.Score, Mark: settled[o.ids[i]]}
		var err error
		if row.A, err = f.side(ctx, o.spoken, o.byText, p.A); err != nil {
			return nil, err
		}
		if row.B, err = f.side(ctx, o.spoken, o.byText, p.B); err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

func (f *Finder) side(ctx context.Context, s *spoken, byText *textAds, side sidebyside.Side) (PairSide, error) {
	id := int32(side.Text)
	ads := byText.ads[id]
	out := PairSide{Text: s.texts[id].body, From: side.From, To: side.To, Cues: side.Cues, Shared: side.Shared, Ads: len(ads)}
	if out.Cues == nil {
		out.Cues = []sidebyside.Span{}
	}
	money := map[uint16]engine.MoneySum{}
	for _, ad := range ads {
		s.c.pay(money, ad)
	}
	out.Money = s.c.sumsBy(money)
	out.NoMoney = withoutMoney(len(ads), out.Money)
	for _, b := range byText.boxes(id) {
		out.Boxes = append(out.Boxes, s.c.public(int32(b)))
	}
	rows, err := f.rows(ctx, s.c, []engine.Number{ads[0].Number}) // the newest
	if err != nil {
		return out, err
	}
	out.Ad = rows[0].ID
	return out, nil
}

// textAds are the ads of each text of a question.
type textAds struct {
	ids []int32                // texts, rising
	ads map[int32][]engine.Row // newest first
}

func (s *spoken) byText() *textAds {
	out := &textAds{ads: map[int32][]engine.Row{}}
	for _, ad := range s.ads {
		t := ad.Text
		if out.ads[t] == nil {
			out.ids = append(out.ids, t)
		}
		out.ads[t] = append(out.ads[t], ad)
	}
	slices.Sort(out.ids)
	return out
}

// boxes are the positions of the boxes that a text ran in.
func (t *textAds) boxes(text int32) (boxes []int) {
	for _, ad := range t.ads[text] {
		boxes = append(boxes, int(ad.Box))
	}
	slices.Sort(boxes)
	return slices.Compact(boxes)
}

// apart says of two boxes whether they are proven to have nobody in common.
func (c *version) apart() func(a, b int) bool {
	folded := map[int]*audience.Expr{}
	of := func(b int) *audience.Expr {
		if folded[b] == nil {
			folded[b] = c.small.Boxes.Folded(int32(b))
		}
		return folded[b]
	}
	return func(a, b int) bool {
		verdict, _ := audience.Overlap(of(a), of(b), tables.World)
		return verdict == audience.Disjoint
	}
}
