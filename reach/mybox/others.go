package mybox

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
)

// Told is what one advertiser says to the reader and to others, in messages.
type Told struct {
	Advertiser uint32 `json:"advertiser"`
	You        uint32 `json:"you"`     // some box of the message would reach the reader
	Others     uint32 `json:"others"`  // no box of it would
	Unknown    uint32 `json:"unknown"` // of some box that cannot be known, of none it is sure
	Ads        uint32 `json:"ads"`     // of all these messages
}

// Others lists the advertisers: those that have something for the reader first,
// then by how many messages they have.
func (b *Box) Others(a *Answers) []Told {
	best, of := b.byMessage(a)
	told := make([]Told, b.advertisers)
	for m, x := range best {
		t := &told[of[m]]
		switch x {
		case audience.Yes:
			t.You++
		case audience.Unknown:
			t.Unknown++
		default:
			t.Others++
		}
	}
	for i := range told {
		told[i].Advertiser = uint32(i)
	}
	for i := range b.Cards {
		told[b.Cards[i].Advertiser].Ads += b.Cards[i].Ads
	}
	told = slices.DeleteFunc(told, func(t Told) bool { return t.Ads == 0 })
	slices.SortFunc(told, func(x, y Told) int {
		return cmp.Or(cmp.Compare(min(y.You, 1), min(x.You, 1)), cmp.Compare(y.You+y.Others, x.You+x.Others), cmp.Compare(y.Ads, x.Ads), cmp.Compare(x.Advertiser, y.Advertiser))
	})
	return told
}

// byMessage gives the best answer of each message, and its advertiser.
func (b *Box) byMessage(a *Answers) (best []audience.Answer, of []uint32) {
	best, of = make([]audience.Answer, b.messages), make([]uint32, b.messages)
	for i := range b.Cards {
		c := &b.Cards[i]
		best[c.Message] = max(best[c.Message], a.of[i])
		of[c.Message] = c.Advertiser
	}
	return best, of
}

// Sides gives cards of one advertiser, one a message, the newest first and at
// most n a side: messages that would reach the reader, and messages that would
// certainly not.
func (b *Box) Sides(a *Answers, advertiser uint32, n int) (you, others []uint32) {
	best := map[uint32]audience.Answer{}
	for i := range b.Cards {
		if c := &b.Cards[i]; c.Advertiser == advertiser {
			best[c.Message] = max(best[c.Message], a.of[i])
		}
	}
	for i := range b.Cards {
		c := &b.Cards[i]
		if c.Advertiser != advertiser {
			continue
		}
		x, ok := best[c.Message]
		if !ok || x != a.of[i] {
			continue
		}
		delete(best, c.Message)
		switch {
		case x == audience.Yes && len(you) < n:
			you = append(you, uint32(i))
		case x == audience.No && len(others) < n:
			others = append(others, uint32(i))
		}
	}
	return you, others
}

// How far Reverse looks: advertisers with something on both sides, and texts of
// each side of one.
const (
	reverseAdvertisers = 16
	reverseTexts       = 40
	shortestText       = 20 // bytes
)

// Reversal is a message for the reader beside one for others only.
type Reversal struct {
	Contrast
	Advertiser  uint32
	You, Others uint32 // cards
}

// Reverse finds, among the advertisers with most to say, the two texts that are
// most alike of which one would reach the reader and the other certainly not.
func (b *Box) Reverse(s *Summary, text func(card uint32) string) (best Reversal, ok bool) {
	left := reverseAdvertisers
	for _, t := range s.Others {
		if t.You == 0 || t.Others == 0 {
			continue
		}
		if left--; left < 0 {
			break
		}
		you, others := b.Sides(s.Answers, t.Advertiser, reverseTexts)
		keep := func(cards []uint32) (kept []uint32, texts []string) {
			for _, c := range cards {
				if x := text(c); len(x) > shortestText {
					kept, texts = append(kept, c), append(texts, x)
				}
			}
			return kept, texts
		}
		you, left := keep(you)
		others, right := keep(others)
		if c, found := b.Contrasting(left, right); found && c.Score > best.Score {
			best, ok = Reversal{c, t.Advertiser, you[c.You], others[c.Others]}, true
		}
	}
	return best, ok
}
