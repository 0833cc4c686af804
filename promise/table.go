package promise

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// Text is one text of an advertiser.
type Text struct {
	ID    int64 // of the caller's
	Body  string
	Lang  string // "" if not known
	Boxes []int  // that it ran in, numbers of the caller's
}

// Cell is whether a box was given a promise.
type Cell string

// The cells. No record is as much a finding as a promise: what stands here is
// what the archive shows of this advertiser.
const (
	Given  Cell = "given"
	Other  Cell = "other"  // told something on the promise's topic, though not this
	Silent Cell = "silent" // told nothing on the topic
	Not    Cell = "not"    // not given; the lexicon knows no topic of the promise
)

// Row is one promise: sentences that are the same up to small changes.
type Row struct {
	Form     Form
	Topics   []topic.Code // of its sentences
	Text     int64        // with its most frequent wording, of equally frequent ones the smallest
	From, To int          // bytes of that text
	Wordings int          // different sentences
	Texts    []int64      // that give it, rising
	Cells    []Cell       // one a box of the table
}

// Table is an advertiser's promises by box.
type Table struct {
	Boxes []int // those with most texts first
	Rows  []Row // those given to most boxes first
}

// Tabulate finds the promises of an advertiser's texts and says which box was
// given which. It fails only if the context ends.
func Tabulate(ctx context.Context, texts []Text) (Table, error) {
	type given struct {
		text     int // index
		p        Promise
		sentence string // folded
	}
	var all []given
	spoke := map[topic.Code]map[int]bool{} // boxes that were told something on a topic
	count := map[int]int{}
	for i, t := range texts {
		for _, b := range t.Boxes {
			count[b]++
		}
		for _, c := range topic.Codes(topic.Find(words.List(t.Body), t.Lang)) {
			if spoke[c] == nil {
				spoke[c] = map[int]bool{}
			}
			for _, b := range t.Boxes {
				spoke[c][b] = true
			}
		}
		for _, p := range Find(t.Body, t.Lang) {
			all = append(all, given{i, p, strings.Join(words.List(t.Body[p.From:p.To]), " ")})
		}
	}
	var table Table
	table.Boxes = slices.SortedFunc(maps.Keys(count), func(a, b int) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	sentences := make([]string, len(all))
	for i, g := range all {
		sentences[i] = g.sentence
	}
	same, err := message.Group(ctx, sentences, message.Options{})
	if err != nil {
		return Table{}, fmt.Errorf("putting promises together: %w", err)
	}
	groups := map[int32][]given{}
	for i, g := range same {
		groups[g] = append(groups[g], all[i])
	}
	for _, of := range groups {
		row := Row{Form: Aim}
		times := map[string]int{}
		to := map[int]bool{}
		for _, g := range of {
			times[g.sentence]++
			if slices.Index(Forms, g.p.Form) < slices.Index(Forms, row.Form) {
				row.Form = g.p.Form
			}
			row.Topics = append(row.Topics, g.p.Topics...)
			row.Texts = append(row.Texts, texts[g.text].ID)
			for _, b := range texts[g.text].Boxes {
				to[b] = true
			}
		}
		slices.Sort(row.Topics)
		slices.Sort(row.Texts)
		row.Topics, row.Texts, row.Wordings = slices.Compact(row.Topics), slices.Compact(row.Texts), len(times)
		best := slices.MinFunc(of, func(a, b given) int {
			return cmp.Or(cmp.Compare(times[b.sentence], times[a.sentence]), cmp.Compare(a.sentence, b.sentence), cmp.Compare(texts[a.text].ID, texts[b.text].ID))
		})
		row.Text, row.From, row.To = texts[best.text].ID, best.p.From, best.p.To
		for _, b := range table.Boxes {
			cell := Silent
			switch {
			case to[b]:
				cell = Given
			case len(row.Topics) == 0:
				cell = Not
			case slices.ContainsFunc(row.Topics, func(c topic.Code) bool { return spoke[c][b] }):
				cell = Other
			}
			row.Cells = append(row.Cells, cell)
		}
		table.Rows = append(table.Rows, row)
	}
	boxes := func(r Row) (n int) {
		for _, c := range r.Cells {
			if c == Given {
				n++
			}
		}
		return n
	}
	slices.SortFunc(table.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(boxes(b), boxes(a)), cmp.Compare(len(b.Texts), len(a.Texts)), cmp.Compare(a.Text, b.Text), cmp.Compare(a.From, b.From))
	})
	return table, nil
}
