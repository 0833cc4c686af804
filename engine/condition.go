package engine

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/zeebo/xxh3"
)

// Property is what a condition looks at.
type Property uint8

const (
	Box        Property = iota // position in the table of boxes
	Advertiser                 // by number
	Payer                      // by number, 0: not disclosed
	Archive                    // code of a word, as the next two
	Country
	Currency
	Day        // on which the ad began, since 1970; -1: not known
	MoneyLo    // hundredths, -1: not stated
	MoneyHi    // of closed ranges, -1: open or not stated
	HasText    // 1 or 0
	IsGone     // from the newest copy of its series: 1 or 0
	HasChanged // between two copies of a series: 1 or 0
	OfMessage
	OfCreative // Condition.Word
	OfText     // one of the ad's texts, by text.id; only Values
	OfWords    // Condition.Words
)

// Condition is one requirement, resolved against the small tables: the
// property's value is one of Values, or, where that is nil, lies in Lo..Hi.
type Condition struct {
	Property Property
	Values   []int32 // rising
	Lo, Hi   int64
	Word     string        // of OfCreative
	Words    *Words        // of OfWords
	Any      [][]Condition // instead of all this: all of one of these lists
}

// In is the condition that a property has one of some values, in rising order.
func In(p Property, values []int32) Condition {
	if values == nil {
		values = []int32{} // none: a condition that no ad meets
	}
	return Condition{Property: p, Values: values}
}

// Is is the condition that a property has a value.
func Is(p Property, value int32) Condition { return In(p, []int32{value}) }

// Between is the condition that a property lies between two values, or is one of them.
func Between(p Property, lo, hi int64) Condition { return Condition{Property: p, Lo: lo, Hi: hi} }

// Words is a question about texts, whose stems and prefixes are written out in
// the terms of the store. A text meets it that has, of each list, a term, and
// every phrase side by side, and meets none of Without. Without lists and
// phrases it is of every text.
type Words struct {
	Each    [][]string
	Phrases [][]string
	Without []*Words
}

// KeyOf names what conditions select, in 128 bits: equal conditions have equal
// keys, and that different ones have is as good as impossible.
func KeyOf(all []Condition) string {
	h := xxh3.New()
	write(h, all)
	sum := h.Sum128().Bytes()
	return string(sum[:])
}

// write writes conditions so that different ones are written differently:
// every list begins with its length.
func write(h *xxh3.Hasher, all []Condition) {
	number := func(n int64) { h.Write(binary.AppendVarint(nil, n)) }
	text := func(s string) { number(int64(len(s))); h.Write([]byte(s)) }
	var words func(w *Words)
	words = func(w *Words) {
		for _, lists := range [][][]string{w.Each, w.Phrases} {
			number(int64(len(lists)))
			for _, list := range lists {
				number(int64(len(list)))
				for _, s := range list {
					text(s)
				}
			}
		}
		number(int64(len(w.Without)))
		for _, x := range w.Without {
			words(x)
		}
	}
	number(int64(len(all)))
	for _, c := range all {
		number(int64(c.Property))
		number(int64(len(c.Any)))
		for _, list := range c.Any {
			write(h, list)
		}
		if c.Values == nil {
			number(-1)
			number(c.Lo)
			number(c.Hi)
		} else {
			number(int64(len(c.Values)))
			buf := make([]byte, 0, 4*len(c.Values))
			for _, v := range c.Values {
				buf = binary.LittleEndian.AppendUint32(buf, uint32(v))
			}
			h.Write(buf)
		}
		text(c.Word)
		if c.Words == nil {
			number(0)
		} else {
			number(1)
			words(c.Words)
		}
	}
}

// Holds says whether a value meets the condition.
func (c *Condition) Holds(value int64) bool {
	if c.Values == nil {
		return value >= c.Lo && value <= c.Hi
	}
	_, found := slices.BinarySearchFunc(c.Values, value, func(v int32, want int64) int { return cmp.Compare(int64(v), want) })
	return found
}
