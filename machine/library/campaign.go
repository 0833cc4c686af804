package library

import (
	"fmt"
	"slices"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/message"
)

// campaign writes one party's ads.
type campaign struct {
	*Story
	texts *message.Texts
	*dice
	way       conduct
	first     int // its first page
	party     string
	regions   []string
	interests []string
	money     float64 // micro-euros

	sides   [2][]Box  // boxes on either side of a border that nobody crosses
	said    [2][]said // what each side is told
	planted []Contradiction
}

// said is a message with the text that is told without ornament.
type said struct {
	Message
	body string
}

// boxes draws three boxes on either side of a border: of regions or of ages.
func (c *campaign) boxes() {
	order := c.shuffled(len(c.regions))
	half := len(order) / 2
	byAge := c.chance(.5) && !c.way.youngest
	for side := range 2 {
		for range 3 {
			b := Box{From: 18}
			if c.way.youngest {
				b.To = 44
			}
			if byAge {
				b.From, b.To = [2]uint8{18, 45}[side]+uint8(c.below(3)), [2]uint8{38, 0}[side]
				if b.To > 0 {
					b.To += uint8(c.below(5))
				}
				b.In = c.some(order, 2+c.below(3))
			} else {
				b.In = c.some(order[side*half:(side+1)*half], 1+c.below(3))
			}
			switch c.below(6) {
			case 0:
				b.Women = true
			case 1:
				b.Men = true
			}
			c.sides[side] = append(c.sides[side], b)
		}
		// One box of each side is wide: a whole country, or all of a side.
		wide := Box{From: c.sides[side][0].From, To: c.sides[side][0].To}
		if !byAge {
			wide.In = c.names(order[side*half : (side+1)*half])
		}
		c.sides[side] = append(c.sides[side], wide)
	}
	if c.way.shutsOut {
		out := c.names(c.shuffled(len(c.regions))[:2])
		for side := range c.sides {
			for k := range c.sides[side] {
				b := &c.sides[side][k]
				switch b.In = without(b.In, out); {
				case len(b.In) > 0:
				case byAge:
					b.Out = out
				default: // it stays on its side of the border
					b.In = without(c.names(order[side*half:(side+1)*half]), out)
				}
			}
		}
		// The wide boxes say so by name.
		for side := range c.sides {
			wide := &c.sides[side][3]
			wide.In, wide.Out = nil, out
			if all := c.names(order[side*half : (side+1)*half]); !byAge {
				wide.In, wide.Out = without(all, out), within(all, out)
			}
		}
		c.shutOut(ShutOut{By: "region", Names: out})
	}
	if c.way.youngest {
		c.shutOut(ShutOut{By: "age", From: 45})
	}
}

// shutOut notes it of all pages of the party.
func (c *campaign) shutOut(who ShutOut) {
	for _, p := range c.Pages[c.first:] {
		who.Page = p.ID
		c.Truth.ShutOut = append(c.Truth.ShutOut, who)
	}
}

func (c *campaign) names(order []int) (names []string) {
	for _, r := range order {
		names = append(names, c.regions[r])
	}
	return names
}

func (c *campaign) some(order []int, n int) []string {
	var picked []int
	for _, k := range c.shuffled(len(order))[:min(n, len(order))] {
		picked = append(picked, order[k])
	}
	return c.names(picked)
}

func without(names, out []string) (kept []string) {
	for _, n := range names {
		if !slices.Contains(out, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

func within(names, of []string) (kept []string) {
	for _, n := range names {
		if slices.Contains(of, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// speak draws what each side is told: who is two-faced says the opposite of two
// subjects to either side, who tells boxes apart speaks to each side of its own
// subjects, all others tell both the same.
func (c *campaign) speak() {
	lang := c.Pages[c.first].Lang
	order := c.shuffled(len(c.texts.Templates))
	one := func(t *message.Template, side int) said {
		w := t.Everyday
		switch side {
		case 1:
			w = t.For
		case -1:
			w = t.Against
		}
		return said{Message{t.Issue, side, lang}, w.In(lang)}
	}
	stand := func() int { return 1 - 2*c.below(2) }
	for k, at := range order {
		t := &c.texts.Templates[at]
		side := stand()
		switch {
		case c.way.twoFaced && k < 2:
			c.said[0], c.said[1] = append(c.said[0], one(t, side)), append(c.said[1], one(t, -side))
			c.planted = append(c.planted, Contradiction{Page: c.Pages[c.first].ID, Issue: t.Issue, For: t.For.In(lang), Against: t.Against.In(lang)})
		case c.way.apart:
			c.said[k%2] = append(c.said[k%2], one(t, side), one(t, 0))
		default:
			for s := range c.said {
				c.said[s] = append(c.said[s], one(t, side), one(t, 0))
			}
		}
	}
	c.Truth.Contradictions = append(c.Truth.Contradictions, c.planted...)
	c.Truth.Parties = append(c.Truth.Parties, PartyTruth{Page: c.Pages[c.first].ID, Apart: c.way.apart, TwoFaced: c.way.twoFaced, Ads: adsOf["meta"]})
}

// write writes the ads: every side's messages go round its boxes.
func (c *campaign) write() {
	c.speak()
	for _, platform := range []string{"meta", "snap", "google"} {
		for n := range adsOf[platform] {
			side := n % 2
			message := c.said[side][n/2%len(c.said[side])]
			box := c.sides[side][c.below(len(c.sides[side]))]
			a := Ad{Platform: platform, Page: c.first, Message: message.Message, Box: box}
			if c.first+1 < len(c.Pages) && platform == "meta" && c.chance(.3) {
				a.Page++
			}
			if platform == "google" {
				a.Box = a.Box.rounded()
			}
			c.text(&a, message.body)
			c.days(&a)
			c.hole(&a)
			a.Bid = 7 + float64(4*c.share())
			all := float64(adsOf["meta"] + adsOf["snap"] + adsOf["google"])
			a.Budget = int64(float64(c.money/all) * float64(.5+c.share()))
			a.ID = c.id(platform, len(c.Ads))
			c.Ads = append(c.Ads, a)
		}
	}
}

func (c *campaign) id(platform string, n int) string {
	switch platform {
	case "snap":
		b := make([]byte, 40)
		for i := range b {
			b[i] = "0123456789abcdef"[c.below(16)]
		}
		return string(b)
	case "google":
		return fmt.Sprintf("CR%020d", 7_000_000_000+uint64(c.Seed%1e6)*10_000+uint64(n))
	}
	return fmt.Sprintf("9004%05d%06d", c.Seed%1e5, 100_000+n)
}

func (c *campaign) text(a *Ad, body string) {
	lang := a.Message.Lang
	place := c.regions[c.below(len(c.regions))]
	if len(a.Box.In) > 0 {
		place = a.Box.In[c.below(len(a.Box.In))]
	}
	opening := c.texts.Openings[c.below(len(c.texts.Openings))].In(lang)
	closing := c.texts.Closings[c.below(len(c.texts.Closings))].In(lang)
	slogan := c.texts.Slogans[c.Pages[a.Page].Party%len(c.texts.Slogans)].In(lang)
	a.Text = message.Fill(opening, body, slogan, closing, place, c.party)
	if a.Platform == "snap" {
		a.Film = fmt.Sprintf("https://www.snap.com/political-ads/asset/%08x?mediaType=mp4", uint32(draw.For(c.Seed, body)))
	}
	// Snap's library shows interests, Meta's does not; Google takes none.
	if a.Platform == "snap" && c.chance(.5) || a.Platform == "meta" && c.chance(.2) {
		a.Box.Interest = c.interests[c.below(20)]
	}
}

// days draws when an ad runs: from one phase of the last month to a later one.
func (c *campaign) days(a *Ad) {
	first, last := 2+c.below(3), c.below(2) // phases; the last days are phase 0
	f, l := message.Phases[first], message.Phases[last]
	a.From, a.To = f.First+c.below(f.Days()), l.First+c.below(l.Days())
}
