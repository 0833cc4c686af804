package find

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/sidebyside"
)

// Said is what one advertiser told to whom, in short: whether its boxes were told
// other words, and the first passages to be read side by side.
type Said struct {
	Words *Divergence `json:"words"`
	Pairs *Pairs      `json:"pairs"`
}

const (
	// saidTexts is how many texts are compared for a page on which nobody asked
	// for it. The pages of the question itself take more.
	saidTexts = 1000
	// saidPairs is how many pairs such a page shows.
	saidPairs = 2
)

// Said is what an advertiser told to whom; nil if it has no text that is known,
// or more than are compared on a page that was asked for something else.
func (f *Finder) Said(ctx context.Context, advertiser string) (*Said, error) {
	q, o, err := f.orderOf(ctx, advertiser, "")
	if o == nil {
		return nil, err
	}
	out := &Said{}
	if out.Words, err = f.Divergence(ctx, q); err != nil {
		return nil, err
	}
	out.Pairs, err = f.pairs(ctx, o, q, nil, saidPairs, every)
	return out, err
}

// ReverseShot is the first pair of an advertiser's order of reading that holds a
// text or another version of its message: what boxes that cannot overlap were
// told on the same subject. Its rows are none if no pair holds it; it is nil
// where Said is.
func (f *Finder) ReverseShot(ctx context.Context, advertiser string, text int32) (*Pairs, error) {
	q, o, err := f.orderOf(ctx, advertiser, "")
	if o != nil && o.byText.ads[text] == nil { // in another language than most
		q, o, err = f.orderOf(ctx, advertiser, o.texts[text].lang)
	}
	if o == nil || o.byText.ads[text] == nil {
		return nil, err
	}
	message := int64(o.texts[text].message)
	holds := func(p sidebyside.Pair) bool { return p.A.Message == message || p.B.Message == message }
	p, err := f.pairs(ctx, o, q, nil, 1, holds)
	if err != nil {
		return nil, err
	}
	if first := slices.IndexFunc(o.list.Pairs, holds); first >= 0 && o.list.Pairs[first].A.Message != message {
		r := &p.Rows[0] // what was asked for stands first
		r.A, r.B = r.B, r.A
	}
	return p, nil
}

// every wants each pair of an order.
func every(sidebyside.Pair) bool { return true }

// orderOf is the order of all that an advertiser said in a language, "" for that
// of most of its texts; nil where there is none.
func (f *Finder) orderOf(ctx context.Context, advertiser, lang string) (Speech, *ordered, error) {
	if advertiser == "" || unnamed(advertiser) {
		return Speech{}, nil, nil
	}
	asked, err := Keys.Parse(url.Values{"advertiser": {advertiser}})
	if err != nil {
		return Speech{}, nil, err
	}
	q := Speech{Filter: asked, Lang: lang}
	o, err := f.order(ctx, q, saidTexts)
	if errors.Is(err, contrechamp.ErrInvalid) || errors.Is(err, contrechamp.ErrNotFound) {
		return q, nil, nil // too many texts, or none of a named advertiser
	}
	if err == nil && len(o.byText.ids) == 0 {
		return q, nil, nil
	}
	return q, o, err
}

// homeAdvertisers are those, with most ads first, whose pairs stand for election
// to the front page.
const homeAdvertisers = 20

// homePair chooses the pair of the front page: the highest score among the first
// pairs of the advertisers with most ads. Nil if none of them has one.
func (f *Finder) homePair(ctx context.Context, c *version, h *Home) error {
	all, err := c.advertiserUses(ctx, nil)
	if err != nil {
		return err
	}
	var best *ordered
	var of Speech
	for _, a := range all[:min(len(all), homeAdvertisers)] {
		q, o, err := f.orderOf(ctx, a.ID, "")
		if err != nil {
			return err
		}
		if o == nil {
			continue
		}
		h.PairsLooked += o.list.Looked
		h.PairsComparable += o.list.Comparable
		if len(o.list.Pairs) > 0 && (best == nil || o.list.Pairs[0].Score > best.list.Pairs[0].Score) {
			best, of = o, q
		}
	}
	if best != nil {
		h.Pair, err = f.pairs(ctx, best, of, nil, 1, every)
	}
	return err
}
