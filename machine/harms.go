package machine

import (
	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/machine/outcome"
)

// harms are what a party's campaign did to the electorate.
func (w *World) harms(r *Election, party int) Harms {
	var h Harms
	pairs := &draw.Stream{Key: draw.For(w.Seed, "machine/pairs")}
	if x, ok := outcome.CommonGround(r.Seen, pairs); ok {
		h.CommonGround = &x
	}
	if x, ok := outcome.CommonGround(outcome.Among(r.Seen), pairs); ok {
		h.AmongReached = &x
	}
	h.Unreached = 1 - outcome.Share{Part: int64(outcome.Reached(r.Seen)), Whole: int64(len(r.Seen))}.Value()
	for g, s := range outcome.Unreached(r.Seen, r.Groups, len(message.Ages.Names)) {
		h.ByAge = append(h.ByAge, UnreachedAge{message.Ages.Names[g], s.Value()})
	}
	n := outcome.Narrowness(r.Boxes(party), int64(r.Voters))
	h.Boxes, h.Smallest, h.Below = len(r.Boxes(party)), n.Smallest, n.Below
	if n.Ok {
		h.Bits = &n.Bits
	}
	for k := range r.Ads {
		if r.Ads[k].Party == party {
			h.Dropped += r.Dropped[k]
		}
	}
	sex := outcome.Exclusion(r.Seen, func(voter int) bool { return r.Women[voter] })
	if x, ok := sex.Ratio(); ok {
		h.Women = &x
	}
	h.Marked = sex.Marked()
	h.TwoFaced = w.twoFaced(r, party)
	h.Divergence = w.diverged(r)
	h.Leak = w.leak(r, party)
	return h
}

// nullDraws is how often groups are drawn anew for the divergence by chance.
const nullDraws = 5

// diverged compares what age groups and ideologies saw.
func (w *World) diverged(r *Election) []Diverged {
	_, person := w.voters()
	out := []Diverged{}
	for _, by := range []struct {
		name   string
		groups int
		of     func(voter int) int
	}{
		{"age", len(message.Ages.Names), func(v int) int { return int(r.Groups[v]) }},
		{"ideology", len(message.Ideologies.Names), func(v int) int { return w.Electorate.Ideology(int(person[v])) }},
	} {
		bits, ok := outcome.Divergence(r.Seen, by.of, by.groups)
		if !ok {
			continue
		}
		d := Diverged{By: by.name, Bits: bits}
		shares := make([]int, by.groups) // people up to each group
		for v := range r.Seen {
			shares[by.of(v)]++
		}
		for g := 1; g < by.groups; g++ {
			shares[g] += shares[g-1]
		}
		for k := range nullDraws {
			key := draw.For(w.Seed, "machine/divergence/"+by.name).Sub(uint64(k))
			null, _ := outcome.Divergence(r.Seen, func(v int) int {
				at := int(draw.Below(key.At(uint64(v)), uint64(len(r.Seen))))
				g := 0
				for shares[g] <= at {
					g++
				}
				return g
			}, by.groups)
			d.Null += null / nullDraws
		}
		out = append(out, d)
	}
	return out
}

// leak is what the ideologies that a party bought tell of the real ones, in bits an
// adult; "no record" is a value too.
func (w *World) leak(r *Election, party int) *float64 {
	if r.Plans[party].Records == 0 {
		return nil
	}
	e := w.Electorate
	bought, err := e.Buy(w.Bought)
	if err != nil {
		return nil // NewWorld bought the same
	}
	var x, y []uint16
	for i, age := range e.Age {
		if age < electorate.Adult {
			continue
		}
		v, known := bought.Of(i)
		if !known {
			v = len(bought.Values())
		}
		x, y = append(x, uint16(v)), append(y, uint16(e.Ideology(i)))
	}
	bits := outcome.Leak(x, y)
	return &bits
}

// price is what a vote gained over silence cost the party of a report.
func (w *World) price(r *Report, g *Gain) *PriceReport {
	if g.Against != "silence" {
		return nil
	}
	for _, p := range r.Parties {
		if p.ID != r.Party {
			continue
		}
		paid := float64(p.Micros+p.Costs.Data+p.Costs.Pilot) / 1e6
		if r.Letters != nil {
			paid += float64(r.Letters.Micros+r.Letters.Records) / 1e6
		}
		vote := float64(r.Turnout) / 100 // votes a point
		t := float64(g.Half * vote)
		i, ok := outcome.PriceOfVote(paid, float64(g.Mean*vote), t, 1) // half a width, at one of it
		if paid == 0 || !ok {
			return nil
		}
		return &PriceReport{i.Estimate, i.Lo, i.Hi, i.Open}
	}
	return nil
}

// stands are what a party's messages say of left and right; ok is false if they
// are not about that.
func (w *World) stands(r *Election, party int) (stands []outcome.Stand, ok bool) {
	for _, side := range r.Plans[party].Sides {
		stands = append(stands, outcome.Stand{Side: side})
	}
	return stands, stands != nil
}

// voters are the places of people among adults, -1 for minors, and back.
func (w *World) voters() (voter, person []int32) {
	e := w.Electorate
	voter, person = make([]int32, e.N), make([]int32, 0, e.Voters)
	for i, age := range e.Age {
		voter[i] = -1
		if age >= electorate.Adult {
			voter[i] = int32(len(person))
			person = append(person, int32(i))
		}
	}
	return voter, person
}

func (w *World) twoFaced(r *Election, party int) *TwoFaced {
	stands, ok := w.stands(r, party)
	if !ok {
		return nil
	}
	voter, _ := w.voters()
	c := outcome.Contradict(r.Seen, stands, 0, func(yield func(a, b int) bool) {
		w.ties().Each(func(a, b int) bool {
			return voter[a] < 0 || voter[b] < 0 || yield(int(voter[a]), int(voter[b]))
		})
	})
	out := &TwoFaced{Left: c.Minus, Right: c.Plus, Both: c.Both, Ties: c.OppositeTies}
	for _, share := range readers {
		n, _ := w.Known(r, party, share)
		out.Known = append(out.Known, Knowing{share, n})
	}
	return out
}
