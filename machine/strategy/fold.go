package strategy

import "slices"

// stretch is a box on the way: age groups from one to before the other, whose
// cells of a set of believed ideologies, one bit each, and of sexes, likewise, are
// told a message.
type stretch struct {
	from, to   int
	set, sexes uint8
	message    int
	people     int64
}

func (k *Known) bothSexes() uint8 { return 1<<k.sexes - 1 }

// stretches joins cells that are told the same into as few boxes as platforms
// take: neighbouring ages that tell the same ideologies the same are one, and then
// the sexes that do.
func (k *Known) stretches(told []int) (out []stretch) {
	for sex := range k.sexes {
		for _, b := range k.ofSex(told, sex) {
			if at := slices.IndexFunc(out, func(o stretch) bool {
				return o.from == b.from && o.to == b.to && o.set == b.set && o.message == b.message
			}); at >= 0 {
				out[at].sexes |= b.sexes
				out[at].people += b.people
				continue
			}
			out = append(out, b)
		}
	}
	return out
}

func (k *Known) ofSex(told []int, sex int) []stretch {
	var out []stretch
	open := map[int]int{} // message to the stretch that reaches the age before
	for a := range ages {
		sets, people := map[int]uint8{}, map[int]int64{}
		var order []int
		for g := range believed {
			c := k.at(a, g, sex)
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
			out = append(out, stretch{a, a + 1, sets[m], 1 << sex, m, people[m]})
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
	k := s.Known
	tell := func(from, to int, set, sexes uint8) (changed bool) {
		for a := from; a < to; a++ {
			for g := range believed {
				for sex := range k.sexes {
					if cell := k.at(a, g, sex); set>>g&1 == 1 && sexes>>sex&1 == 1 && told[cell] != c.Best {
						told[cell], changed = c.Best, true
					}
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
				changed = tell(b.from, b.to, b.set, b.sexes) || changed
			}
		}
		for _, b := range boxes {
			if !changed && small(b) {
				changed = tell(b.from, b.to, all, b.sexes) || tell(b.from, b.to, all, k.bothSexes()) || tell(0, ages, all, k.bothSexes())
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
			out = append(out, Order{Box: s.Known.box(b), Message: b.message, Share: float64(b.people) / float64(sum)})
		}
	}
	return out
}
