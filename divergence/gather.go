package divergence

import (
	"cmp"
	"slices"
	"strings"
)

// Ad is what is needed of one ad of an advertiser.
type Ad struct {
	Message int64    // the message that its text belongs to
	Text    []string // folded terms (package words), at least one
	Box     string   // a name of the box, or of the camp that it belongs to
	Day     string   // of its start, YYYY-MM-DD; "" if not known
}

// told is one message as an advertiser ran it.
type told struct {
	words []string // distinct terms of its text
	boxes []string // distinct, of those that are compared
	month string   // of its first day, YYYY-MM; "" if no day is known
}

// gather makes messages of ads and keeps the boxes with at least so many of
// them, and the messages in these. A message's month is that of its first day
// in any box; its text the one that most ads in these boxes have, of equally
// frequent ones the smallest term list. How many ads a message has changes
// nothing else. Messages are in an order of their own, that of their content.
func gather(ads []Ad, least int) (messages []told, boxes []string) {
	day := map[int64]string{}
	ran := map[string]map[int64]bool{} // which messages a box was told
	for _, a := range ads {
		if d, ok := day[a.Message]; !ok || a.Day != "" && (d == "" || a.Day < d) {
			day[a.Message] = a.Day
		}
		if ran[a.Box] == nil {
			ran[a.Box] = map[int64]bool{}
		}
		ran[a.Box][a.Message] = true
	}
	for b, of := range ran {
		if len(of) >= max(1, least) {
			boxes = append(boxes, b)
		}
	}
	slices.SortFunc(boxes, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(ran[b]), len(ran[a])), cmp.Compare(a, b))
	})
	texts := map[int64]map[string]int{} // ads of each text, terms joined
	in := map[int64][]string{}
	for _, a := range ads {
		if len(ran[a.Box]) < max(1, least) {
			continue
		}
		if texts[a.Message] == nil {
			texts[a.Message] = map[string]int{}
		}
		texts[a.Message][strings.Join(a.Text, " ")]++
		in[a.Message] = append(in[a.Message], a.Box)
	}
	for m, of := range texts {
		best, most := "", 0
		for text, n := range of {
			if n > most || n == most && text < best { // a blank is smaller than all that terms hold
				best, most = text, n
			}
		}
		messages = append(messages, told{distinct(strings.Fields(best)), distinct(in[m]), day[m][:min(len(day[m]), len("2006-01"))]})
	}
	slices.SortFunc(messages, func(a, b told) int {
		return cmp.Or(cmp.Compare(a.month, b.month), slices.Compare(a.words, b.words), slices.Compare(a.boxes, b.boxes))
	})
	return messages, boxes
}

// distinct sorts and drops what stands twice, in a slice of its own.
func distinct(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}
