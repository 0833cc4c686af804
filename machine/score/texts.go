package score

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/machine/library"
)

// cut is the p below which a page counts as one that told its boxes different
// things: the chance that one that did not is said to have.
const cut = .05

// divergence: a party's first page told its boxes different words.
func divergence(w *world, l *Line) error {
	for _, p := range w.truth.Parties {
		f, err := ofPage(p.Page)
		if err != nil {
			return err
		}
		d, err := w.Divergence(w, find.Speech{Filter: f})
		if err != nil {
			return err
		}
		l.judge(d.Test != nil && d.Test.P < cut, p.Apart)
	}
	return nil
}

// judge counts one answer.
func (c *Count) judge(said, so bool) {
	switch {
	case said && so:
		c.Right++
	case said:
		c.Wrong++
	case so:
		c.Missed++
	}
}

// readFirst is how many pairs a reader reads.
const readFirst = 10

// contradiction: two promises that contradict each other stand among the first ten
// pairs of the order of reading of one of the party's pages. Each counts once; a
// pair that says the same two things again, in other boxes, is neither right nor
// wrong.
func contradiction(w *world, l *Line) error {
	found := map[library.Contradiction]bool{}
	err := w.eachPage(func(_ string, f filter.Filter) error {
		list, err := w.Pairs(w, find.Speech{Filter: f}, nil)
		if err != nil {
			return err
		}
		for _, r := range list.Rows[:min(readFirst, len(list.Rows))] {
			if c, ok := w.contradict(r.A.Text, r.B.Text); ok {
				found[c] = true
			} else {
				l.Wrong++
			}
		}
		return nil
	})
	l.Right += len(found)
	l.Missed += len(w.truth.Contradictions) - len(found)
	return err
}

// contradict finds the planted contradiction that two texts hold: of one party, as
// all its texts carry its slogan and no two parties share a page.
func (w *world) contradict(a, b string) (library.Contradiction, bool) {
	for _, c := range w.truth.Contradictions {
		if strings.Contains(a, c.For) && strings.Contains(b, c.Against) || strings.Contains(b, c.For) && strings.Contains(a, c.Against) {
			return c, true
		}
	}
	return library.Contradiction{}, false
}

// network: two pages that ran a text in common belong together.
func network(w *world, l *Line) error { return w.networks(l, "same", "other", "unknown") }

// samePayer: two pages that ran a text in common, and of which one payer is known
// to have paid for both.
func samePayer(w *world, l *Line) error { return w.networks(l, "same") }

func (w *world) networks(l *Line, payers ...string) error {
	said, so := map[string]bool{}, map[string]bool{}
	pair := func(a, b string) string { return min(a, b) + " " + max(a, b) }
	err := w.eachSaid(func(page string, m *find.Messages) {
		for _, row := range m.Rows {
			for _, o := range row.Others {
				if slices.Contains(payers, o.Payer) {
					said[pair(page, strings.TrimPrefix(o.ID, "meta:"))] = true
				}
			}
		}
	})
	for _, n := range w.truth.Networks {
		so[pair(n[0], n[1])] = true
	}
	l.sets(said, so)
	return err
}

// eachSaid looks at the messages of every page in Meta's library. They are asked
// for once.
func (w *world) eachSaid(look func(page string, m *find.Messages)) error {
	return w.eachPage(func(page string, f filter.Filter) error {
		if w.says[page] == nil {
			m, err := w.Messages(w, find.Speech{Filter: f})
			if err != nil {
				return err
			}
			w.says[page] = m
		}
		look(page, w.says[page])
		return nil
	})
}

// messages: texts that are told as one message say the same.
func messages(w *world, l *Line) error {
	says := map[string]string{}
	for _, a := range w.truth.Ads {
		says[a.Text] = fmt.Sprint(a.Issue, a.Side)
	}
	return w.eachSaid(func(_ string, m *find.Messages) {
		group := map[string]int{}
		for k, row := range m.Rows {
			group[row.Text] = k
			for _, v := range row.Variants {
				group[v.Text] = k
			}
		}
		texts := slices.Sorted(maps.Keys(group))
		for i, a := range texts {
			for _, b := range texts[:i] {
				l.judge(group[a] == group[b], says[a] != "" && says[a] == says[b])
			}
		}
	})
}
