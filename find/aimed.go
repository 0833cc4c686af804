package find

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/engine"
)

// aimed gives, for the ages and genders in which those who saw an ad are
// counted, the share of the box in each: who would see the ad if all in the box
// were served alike. It takes the upper bounds of the sizes, so that what no
// table counts (an interest) is taken to be spread evenly. Nil without a
// population table for the box, or if nothing is counted by age and gender.
func (f *Finder) aimed(ctx context.Context, c *version, b int32, delivered []contrechamp.Band) ([]contrechamp.Band, error) {
	t, err := f.peopleTable(ctx, c)
	if err != nil || t == nil || c.small.Boxes.List[b].SizeHi <= 0 {
		return nil, err
	}
	box := c.small.Boxes.Folded(b)
	seen := map[contrechamp.Band]bool{}
	var out []contrechamp.Band
	total := int64(0)
	for _, d := range delivered {
		cell := contrechamp.Band{Age: d.Age, Gender: d.Gender}
		ages, ok := AgeBracket(d.Age)
		if !ok || seen[cell] || d.Gender != "female" && d.Gender != "male" {
			continue
		}
		seen[cell] = true
		size := t.Size(audience.And(box, audience.Of(ages), audience.Of(audience.Fact{Kind: audience.Gender, Label: d.Gender})))
		if !size.Known {
			return nil, nil
		}
		cell.People = size.Hi
		total += size.Hi
		out = append(out, cell)
	}
	if total == 0 {
		return nil, nil
	}
	for i := range out {
		out[i].Share = math.Round(float64(out[i].People)/float64(total)*1e4) / 1e4
	}
	return out, nil
}

// AgeBracket reads an age bracket as archives write it: 18-24, 65+.
func AgeBracket(s string) (audience.Fact, bool) {
	f := audience.Fact{Kind: audience.Age, Hi: audience.OpenAge}
	lo, hi, closed := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	n, err := strconv.ParseUint(strings.TrimSuffix(lo, "+"), 10, 8)
	if err != nil || !closed && !strings.HasSuffix(lo, "+") {
		return f, false
	}
	f.Lo = uint8(n)
	if closed {
		n, err := strconv.ParseUint(hi, 10, 8)
		if err != nil || uint8(n) < f.Lo {
			return f, false
		}
		f.Hi = uint8(n)
	}
	return f, true
}

// largestOf is the largest amount of one ad of an advertiser in a currency,
// the end of a scale to see an amount against.
func (c *version) largestOf(ctx context.Context, advertiser int32, currency uint16) (most int64, err error) {
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.Advertiser, advertiser), engine.Is(engine.Currency, int32(currency))})
	if err != nil {
		return 0, err
	}
	for u, err := range c.Uses(ctx, sel, engine.OfAdvertiser) {
		if err != nil {
			return 0, err
		}
		for _, m := range u.Money {
			most = max(most, m.Dearest)
		}
	}
	return most, nil
}
