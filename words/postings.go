package words

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Postings gathers which texts hold which terms. Texts are added in rising
// order of their numbers.
type Postings struct {
	lists map[string]*list
}

type list struct {
	last  int32
	bytes []byte
}

// NewPostings makes empty postings.
func NewPostings() *Postings { return &Postings{lists: map[string]*list{}} }

// Add adds a text's terms.
func (p *Postings) Add(text int32, parts ...string) {
	for _, s := range parts {
		Terms(s, func(t string) {
			l := p.lists[t]
			switch {
			case l == nil:
				l = &list{last: -1}
				p.lists[t] = l
			case l.last == text:
				return
			}
			l.bytes = binary.AppendUvarint(l.bytes, uint64(text-l.last))
			l.last = text
		})
	}
}

// All hands over every term with its encoded list, in order of terms.
func (p *Postings) All(yield func(term string, texts []byte) error) error {
	for _, t := range slices.Sorted(maps.Keys(p.lists)) {
		if err := yield(t, p.lists[t].bytes); err != nil {
			return err
		}
	}
	return nil
}

// Decode hands over the texts of an encoded list.
func Decode(b []byte, yield func(text int32)) error {
	at := int64(-1)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 || d == 0 || d > math.MaxInt32 || at+int64(d) > math.MaxInt32 {
			return fmt.Errorf("words: a damaged list of texts")
		}
		at += int64(d)
		yield(int32(at))
		b = b[n:]
	}
	return nil
}
