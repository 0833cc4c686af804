package strategy

// stretch is a box on the way: age groups from one to before the other, whose
// cells of a set of believed ideologies are told a message.
type stretch struct {
	from, to int
	set      uint8
	message  int
	people   int64
}

// stretches joins cells that are told the same into as few boxes as platforms
// take: neighbouring ages that tell the same ideologies the same are one.
func (k *Known) stretches(told []int) []stretch {
	var out []stretch
	open := map[int]int{} // message to the stretch that reaches the age before
	for a := range ages {
		sets, people := map[int]uint8{}, map[int]int64{}
		var order []int
		for g := range believed {
			c := a*believed + g
			m := told[c]
			if sets[m] == 0 {
				order = append(order, m)
			}
			sets[m] |= 1 << g
			people[m] += k.People(c)
		}
		for _, m := range order {
			if at, ok := open[m]; ok && out[at].to == a && out[at].set == sets[m] {
				out[at].to, out[at].people = a+1, out[at].people+people[m]
				continue
			}
			open[m] = len(out)
			out = append(out, stretch{a, a + 1, sets[m], m, people[m]})
		}
	}
	return out
}

// fold turns what every cell is to be told into boxes that the platform sells.
// Those who are in too small a box are told the best message with the others of
// their age; if that box is too small as well, their whole age is, and at last
// everybody.
func (s *Situation) fold(c Choice) (boxes []stretch, told []int) {
	told = append(told, c.Message...)
	for cell := range told {
		if s.Known.People(cell) == 0 {
			told[cell] = c.Best
		}
	}
	tell := func(from, to int, set uint8) (changed bool) {
		for a := from; a < to; a++ {
			for g := range believed {
				if cell := a*believed + g; set>>g&1 == 1 && told[cell] != c.Best {
					told[cell], changed = c.Best, true
				}
			}
		}
		return changed
	}
	small := func(b stretch) bool { return 0 < b.people && b.people < s.Smallest }
	const all = 1<<believed - 1
	for {
		boxes = s.Known.stretches(told)
		changed := false
		for _, b := range boxes {
			if small(b) {
				changed = tell(b.from, b.to, b.set) || changed
			}
		}
		for _, b := range boxes {
			if !changed && small(b) {
				changed = tell(b.from, b.to, all) || tell(0, ages, all)
			}
		}
		if !changed {
			return boxes, told
		}
	}
}

// orders shares the money out by people.
func (s *Situation) orders(boxes []stretch) []Order {
	sum := int64(0)
	for _, b := range boxes {
		sum += b.people
	}
	var out []Order
	for _, b := range boxes {
		if b.people > 0 {
			out = append(out, Order{Box: s.Known.box(b.from, b.to, b.set), Message: b.message, Share: float64(b.people) / float64(sum)})
		}
	}
	return out
}
