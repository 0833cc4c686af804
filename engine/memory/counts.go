package memory

import "github.com/contrechamp/contrechamp/engine"

func (c *columns) newCounts() *engine.Counts {
	return &engine.Counts{
		Boxes: make([]int32, len(c.small.Boxes.List)), Payers: make([]int32, len(c.small.Payers)), Advertisers: make([]int32, len(c.small.Advertisers)),
		Settings: make([]int32, len(c.small.Settings)), Days: make([]int32, c.lastDay+1), Money: make([]engine.MoneySum, len(c.small.Settings)),
	}
}

// countEach counts a selection ad by ad, column after column. Counts of two
// selections without a common ad can be added up and taken apart, so a
// selection of most ads is counted by the few that it leaves out.
func (c *columns) countEach(sel set) *engine.Counts {
	n := c.newCounts()
	sel.blocks(func(positions []int32) {
		n.Ads += len(positions)
		countIn(n.Boxes, c.box, positions)
		countIn(n.Payers, c.payer, positions)
		countIn(n.Advertisers, c.advertiser, positions)
		countIn(n.Settings, c.setting, positions)
		for _, p := range positions {
			if d := c.start[p]; d >= 0 {
				n.Days[d]++
			}
		}
		for _, p := range positions {
			if c.moneyLo[p] < 0 {
				continue
			}
			m := &n.Money[c.setting[p]]
			m.Ads++
			m.Lo, m.Hi = m.Lo+c.moneyLo[p], m.Hi+c.moneyHi[p]
			if c.moneyOpen[p] {
				m.Open++
			}
		}
	})
	return n
}

func countIn(counts, column, positions []int32) {
	for _, p := range positions {
		counts[column[p]]++
	}
}

// less takes away what part counts; messages do not add up.
func less(n, part *engine.Counts) *engine.Counts {
	out := &engine.Counts{Ads: n.Ads - part.Ads, Boxes: difference(n.Boxes, part.Boxes), Payers: difference(n.Payers, part.Payers),
		Advertisers: difference(n.Advertisers, part.Advertisers), Settings: difference(n.Settings, part.Settings),
		Days: difference(n.Days, part.Days), Money: make([]engine.MoneySum, len(n.Money))}
	for i, m := range n.Money {
		p := part.Money[i]
		out.Money[i] = engine.MoneySum{Ads: m.Ads - p.Ads, Open: m.Open - p.Open, Lo: m.Lo - p.Lo, Hi: m.Hi - p.Hi}
	}
	return out
}

func difference(a, b []int32) []int32 {
	out := make([]int32, len(a))
	for i, n := range a {
		out[i] = n - b[i]
	}
	return out
}

// firstsEach gives the first ad of each group that a selection has ads of.
func (c *columns) firstsEach(sel set) set {
	seen, out := newSet(c.groups), newSet(len(c.num))
	sel.blocks(func(positions []int32) {
		for _, p := range positions {
			g := c.group[p]
			bit := uint64(1) << (g & 63)
			out[p>>6] |= (^seen[g>>6] >> (g & 63) & 1) << (p & 63)
			seen[g>>6] |= bit
		}
	})
	return out
}

// firstsWithout gives the same for all ads but some, from the firsts of all.
func (c *columns) firstsWithout(all, left set) set {
	out := append(set(nil), all...)
	for p := range left.each {
		if !all.has(p) {
			continue
		}
		out.remove(p)
		for _, q := range c.sameGroup(p) {
			if !left.has(q) {
				out.add(q)
				break
			}
		}
	}
	return out
}

// sameGroup gives the positions of the ads with the words and payer of an ad,
// itself among them.
func (c *columns) sameGroup(p int32) []int32 {
	g := c.group[p]
	return c.groupOf[c.groupAt[g]:c.groupAt[g+1]]
}

// gather lists the ads of each group, groups side by side.
func (c *columns) gather() {
	c.groupAt, c.groupOf = make([]int32, c.groups+1), make([]int32, len(c.group))
	for _, g := range c.group {
		c.groupAt[g+1]++
	}
	for g := range c.groups {
		c.groupAt[g+1] += c.groupAt[g]
	}
	next := append([]int32(nil), c.groupAt...)
	for p, g := range c.group {
		c.groupOf[next[g]] = int32(p)
		next[g]++
	}
}
