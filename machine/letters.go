package machine

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/strategy"
)

// Letters are what a party posts beside its ads: a letter that asks to go and vote,
// to adults whom bought records place in the party's own group. A letter's effect
// was measured in the field, on turnout, by one letter: neither A nor the dose of
// ads changes it.
type Letters struct {
	Share  float64 // of the party's money; 0 posts none
	Price  float64 // euros a letter
	Points float64 // of turnout, at even odds
}

// Posted is what came of a party's letters.
type Posted struct {
	Letters int64 `json:"letters"`
	Micros  int64 `json:"micro_euros"`
	Records int64 `json:"micro_euros_for_records"` // that the party had not bought anyway
	Brought int64 `json:"brought_to_the_polls"`    // who would not have gone
}

// post is who gets a letter of a party.
type post struct {
	Posted
	w      *World
	bought *electorate.Copy
	own    int // ideology
	share  float64
	key    draw.Key
	logits float64
}

// newPost decides on the letters of a party: as many as the share of its money pays,
// records first, at random among those whom they place in its group. Nil: none.
func (w *World) newPost(party int, plan *strategy.Plan) (*post, error) {
	l := w.Settings.Letters
	if l.Share == 0 || len(plan.Orders) == 0 {
		return nil, nil
	}
	bought, err := w.Electorate.Buy(w.Bought)
	if err != nil {
		return nil, err
	}
	e := w.Electorate
	p := &post{w: w, bought: bought, own: e.Model.Parties[party].Ideology(), key: draw.For(w.Seed, "machine/letters/"+e.Model.Parties[party].ID), logits: float64(message.LogitPerPoint * l.Points)}
	var own, records int64
	for i := range e.Age {
		if e.Age[i] < electorate.Adult {
			continue
		}
		if g, known := bought.Of(i); known {
			records++
			if g == p.own {
				own++
			}
		}
	}
	if plan.Records == 0 {
		p.Records = records * w.Bought.Micros
	}
	money := float64(float64(float64(l.Share*w.Money)*1e6)*float64(e.Voters)) - float64(p.Records)
	price := float64(l.Price * 1e6)
	if own == 0 || money <= 0 {
		return nil, nil // not even the records can be paid
	}
	if p.share = 1; price*float64(own) > money {
		p.share = money / (price * float64(own))
	}
	// Chance may hand out a few too many: the last of them are not posted.
	most := own
	if price > 0 {
		most = min(own, int64(money/price))
	}
	for i := range e.Age {
		if p.asked(i) {
			p.Letters++
		}
	}
	for p.Letters > most {
		p.share *= .999
		p.Letters = 0
		for i := range e.Age {
			if p.asked(i) {
				p.Letters++
			}
		}
	}
	p.Micros = int64(float64(price * float64(p.Letters)))
	return p, nil
}

// asked says whether somebody gets a letter.
func (p *post) asked(i int) bool {
	if p.w.Electorate.Age[i] < electorate.Adult || draw.Unit(p.key.At(uint64(i))) >= p.share {
		return false
	}
	g, known := p.bought.Of(i)
	return known && g == p.own
}

// turnout is what a letter adds to the logit of going to the polls.
func (p *post) turnout(i int) float64 {
	if p != nil && p.asked(i) {
		return p.logits
	}
	return 0
}
