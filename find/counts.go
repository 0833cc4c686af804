package find

// counts are how many ads of a selection have each value of each column. Those
// of two selections without a common ad can be added up and taken apart, so a
// selection of most ads is counted by the few that it leaves out.
type counts struct {
	ads                                        int
	boxes, payers, advertisers, settings, days []int32
	money                                      []moneySum // by setting
}

// moneySum is the money of many ads.
type moneySum struct {
	ads, open int32 // ads that state money; those without an upper bound
	lo, hi    int64 // hundredths
}

// setting is what few combinations of are in use: an ad's archive, country,
// currency and language, as codes of words.
type setting struct{ archive, country, currency, lang uint16 }

func (c *columns) newCounts() *counts {
	return &counts{
		boxes: make([]int32, len(c.boxes.list)), payers: make([]int32, len(c.payers)), advertisers: make([]int32, len(c.advertisers)),
		settings: make([]int32, len(c.settings)), days: make([]int32, c.lastDay+1), money: make([]moneySum, len(c.settings)),
	}
}

// countEach counts a selection ad by ad, column after column.
func (c *columns) countEach(sel set) *counts {
	n := c.newCounts()
	sel.blocks(func(positions []int32) {
		n.ads += len(positions)
		countIn(n.boxes, c.box, positions)
		countIn(n.payers, c.payer, positions)
		countIn(n.advertisers, c.advertiser, positions)
		countIn(n.settings, c.setting, positions)
		for _, p := range positions {
			if d := c.start[p]; d >= 0 {
				n.days[d]++
			}
		}
		for _, p := range positions {
			if c.moneyLo[p] < 0 {
				continue
			}
			m := &n.money[c.setting[p]]
			m.ads++
			m.lo, m.hi = m.lo+c.moneyLo[p], m.hi+c.moneyHi[p]
			if c.moneyOpen[p] {
				m.open++
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

// less takes away what part counts.
func (n *counts) less(part *counts) *counts {
	out := &counts{ads: n.ads - part.ads, boxes: difference(n.boxes, part.boxes), payers: difference(n.payers, part.payers),
		advertisers: difference(n.advertisers, part.advertisers), settings: difference(n.settings, part.settings),
		days: difference(n.days, part.days), money: make([]moneySum, len(n.money))}
	for i, m := range n.money {
		p := part.money[i]
		out.money[i] = moneySum{m.ads - p.ads, m.open - p.open, m.lo - p.lo, m.hi - p.hi}
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
