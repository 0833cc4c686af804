package memory

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/contrechamp/contrechamp/engine"
)

// selection are some ads of columns. Its counts, and the first ad of each of
// its messages, are worked out when they are first asked for.
type selection struct {
	columns *columns
	key     string
	set     set

	once   sync.Once
	whole  bool // it has every ad
	firsts set
	counts *engine.Counts
}

func (s *selection) Key() string { return s.key }

func (s *selection) Bytes() int { return 16 * len(s.set) }

var errOtherVersion = errors.New("a selection is asked of another version of the store than its own")

// of gives what this engine selected.
func (c *columns) of(s engine.Selection) (*selection, error) {
	if s == nil {
		return c.everything, nil
	}
	own, ok := s.(*selection)
	if !ok || own.columns != c {
		return nil, errOtherVersion
	}
	return own, nil
}

// summarise counts a selection: ad by ad, or, where it has most ads, by those
// that it leaves out.
func (s *selection) summarise() {
	s.once.Do(func() {
		c := s.columns
		all := c.everything
		switch n := s.set.len(); {
		case n == len(c.num):
			s.whole, s.firsts, s.counts = true, all.firsts, all.counts
			return
		case 2*n > len(c.num):
			left := s.set.not(len(c.num))
			s.firsts, s.counts = c.firstsWithout(all.firsts, left), less(all.counts, c.countEach(left))
		default:
			s.firsts, s.counts = c.firstsEach(s.set), c.countEach(s.set)
		}
		s.counts.Messages = s.firsts.len()
	})
}

func (c *columns) Count(_ context.Context, s engine.Selection) (*engine.Counts, error) {
	own, err := c.of(s)
	if err != nil {
		return nil, err
	}
	own.summarise()
	return own.counts, nil
}

func (c *columns) Rows(_ context.Context, numbers []engine.Number) ([]engine.Row, error) {
	out := make([]engine.Row, 0, len(numbers))
	for _, n := range numbers {
		if p, ok := c.at(int32(n)); ok {
			out = append(out, c.row(p))
		}
	}
	return out, nil
}

func (c *columns) Each(_ context.Context, s engine.Selection) iter.Seq2[engine.Number, error] {
	return func(yield func(engine.Number, error) bool) {
		own, err := c.of(s)
		if err != nil {
			yield(0, err)
			return
		}
		own.set.each(func(p int32) bool { return yield(engine.Number(c.num[p]), nil) })
	}
}

// same is how many ads of a selection have the words and payer of an ad.
func (s *selection) same(p int32) int {
	ads := s.columns.sameGroup(p)
	if s.whole {
		return len(ads)
	}
	n := 0
	for _, q := range ads {
		if s.set.has(q) {
			n++
		}
	}
	return n
}
