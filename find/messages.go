package find

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/message"
)

// Messages are what one advertiser said, texts that are the same up to small
// changes as one (package message), those told to most boxes first.
type Messages struct {
	Asked   Speech    `json:"-"`
	Speaker Speaker   `json:"advertiser"`
	Texts   int       `json:"texts"`
	Count   int       `json:"messages"`
	Rows    []Message `json:"rows"`
	More    int       `json:"more,omitempty"` // messages that are left out
}

// Message is one message of the advertiser, in the ads that were asked for.
type Message struct {
	ID       string           `json:"id"`   // hash of the terms of its middle text
	Text     string           `json:"text"` // the one most like the others
	Ad       contrechamp.AdID `json:"ad"`   // the newest with that text
	Ads      int              `json:"ads"`
	Boxes    []Box            `json:"boxes"`
	Money    []Sum            `json:"money"`
	NoMoney  int              `json:"ads_without_money,omitempty"`
	First    string           `json:"first_day,omitempty"` // on which an ad of it began
	Last     string           `json:"last_day,omitempty"`  // such a day too
	Variants []MessageVariant `json:"variants"`            // other wordings, those of most ads first
	Slots    []message.Slot   `json:"slots"`
	Others   []MessagePage    `json:"other_pages"`
}

// MessageVariant is another wording of a message.
type MessageVariant struct {
	Text string `json:"text"`
	Ads  int    `json:"ads"`
}

// MessagePage is another advertiser of the archive that ran a text of the
// message. Payer says whether one payer paid for both: "same", "other", or
// "unknown" if a payer is not disclosed.
type MessagePage struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Payer string `json:"payer"`
}

// mostMessages is how many messages an answer shows.
const mostMessages = 50

// Messages answers a question about an advertiser's words with its messages.
func (f *Finder) Messages(ctx context.Context, q Speech) (*Messages, error) {
	s, err := f.speak(ctx, q)
	if err != nil {
		return nil, err
	}
	byText := s.byText()
	texts := map[int32][]int32{} // of a message
	boxes := map[int32]map[int32]bool{}
	var all []int32
	for _, id := range byText.ids {
		m := s.texts[id].message
		if texts[m] == nil {
			all = append(all, m)
			boxes[m] = map[int32]bool{}
		}
		texts[m] = append(texts[m], id)
		for _, ad := range byText.ads[id] {
			boxes[m][ad.Box] = true
		}
	}
	ads := func(m int32) (n int) {
		for _, id := range texts[m] {
			n += len(byText.ads[id])
		}
		return n
	}
	slices.SortFunc(all, func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(boxes[b]), len(boxes[a])), cmp.Compare(ads(b), ads(a)), cmp.Compare(a, b))
	})
	out := &Messages{Asked: q, Speaker: s.speaker, Texts: len(byText.ids), Count: len(all), Rows: []Message{}}
	shown := all[:min(mostMessages, len(all))]
	out.More = len(all) - len(shown)
	others, err := s.others(ctx, shown)
	if err != nil {
		return nil, err
	}
	for _, m := range shown {
		row, err := f.message(ctx, s, byText, texts[m], boxes[m])
		if err != nil {
			return nil, err
		}
		row.Others = others[m]
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// message lays one message open.
func (f *Finder) message(ctx context.Context, s *spoken, byText *textAds, texts []int32, boxes map[int32]bool) (Message, error) {
	terms := make([][]string, len(texts))
	for i, id := range texts {
		terms[i] = s.texts[id].terms
	}
	inPlace := s.c.placeWords(s.ads)
	read := message.Read(terms, func(name string) bool {
		return !slices.ContainsFunc(strings.Fields(name), func(w string) bool { return !inPlace(w) })
	})
	medoid := texts[read.Medoid]
	hash := sha256.Sum256([]byte(strings.Join(terms[read.Medoid], " ")))
	m := Message{ID: hex.EncodeToString(hash[:8]), Text: s.texts[medoid].body, Boxes: []Box{}, Variants: []MessageVariant{}, Slots: []message.Slot{}, Others: []MessagePage{}}
	m.Slots = append(m.Slots, read.Slots...)
	money := map[uint16]engine.MoneySum{}
	first, last := int32(-1), int32(-1)
	for _, id := range texts {
		if id != medoid {
			m.Variants = append(m.Variants, MessageVariant{s.texts[id].body, len(byText.ads[id])})
		}
		m.Ads += len(byText.ads[id])
		for _, ad := range byText.ads[id] {
			s.c.pay(money, ad)
			if d := ad.Start; d >= 0 {
				if first < 0 || d < first {
					first = d
				}
				last = max(last, d)
			}
		}
	}
	slices.SortFunc(m.Variants, func(a, b MessageVariant) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Text, b.Text))
	})
	m.Money = s.c.sumsBy(money)
	m.NoMoney = withoutMoney(m.Ads, m.Money)
	if first >= 0 {
		m.First, m.Last = isoDay(first), isoDay(last)
	}
	var in []int32
	for b := range boxes {
		in = append(in, b)
	}
	slices.Sort(in)
	for _, b := range in {
		m.Boxes = append(m.Boxes, s.c.public(b))
	}
	rows, err := f.rows(ctx, s.c, []engine.Number{byText.ads[medoid][0].Number}) // the newest
	if err != nil {
		return m, err
	}
	m.Ad = rows[0].ID
	return m, nil
}

// others are the other pages of the archive that ran a text of each message.
func (s *spoken) others(ctx context.Context, messages []int32) (map[int32][]MessagePage, error) {
	c := s.c
	wanted, own, payers := map[int32]bool{}, map[int32]bool{}, map[int32]bool{}
	for _, m := range messages {
		wanted[m] = true
	}
	for _, ad := range s.ads {
		own[ad.Advertiser] = true
		payers[ad.Payer] = true
	}
	archive := c.small.Settings[s.ads[0].Setting].Archive
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.Archive, int32(archive))})
	if err != nil {
		return nil, err
	}
	var newest []engine.Number // of what other pages said: all ads of a card have one payer and one text
	for x, err := range c.Cards(ctx, sel) {
		if err != nil {
			return nil, err
		}
		if m, ok := s.speech.message[x.Text]; ok && wanted[m] && !own[x.Advertiser] && !unnamed(c.small.Advertisers[x.Advertiser].ID) {
			newest = append(newest, x.Newest)
		}
	}
	ads, err := c.Rows(ctx, newest)
	if err != nil {
		return nil, err
	}
	paid := map[[2]int32]map[int32]bool{} // by message and page
	for _, ad := range ads {
		at := [2]int32{s.speech.message[ad.Text], ad.Advertiser}
		if paid[at] == nil {
			paid[at] = map[int32]bool{}
		}
		paid[at][ad.Payer] = true
	}
	out := map[int32][]MessagePage{}
	for _, m := range messages {
		out[m] = []MessagePage{}
	}
	for at, by := range paid {
		who := c.small.Advertisers[at[1]]
		page := MessagePage{ID: who.ID, Name: who.Name, Payer: "other"}
		for payer := range by {
			switch {
			case payer != 0 && payers[payer]:
				page.Payer = "same"
			case page.Payer != "same" && (payer == 0 || payers[0]):
				page.Payer = "unknown"
			}
		}
		out[at[0]] = append(out[at[0]], page)
	}
	for _, pages := range out {
		slices.SortFunc(pages, func(a, b MessagePage) int { return cmp.Compare(a.ID, b.ID) })
	}
	return out, nil
}
