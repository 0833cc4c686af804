package sidebyside

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// How a pair is scored.
const (
	leastLikeness = .12 // of passages without a topic in common
	leastCommon   = 2   // content stems that these must share
	topicBonus    = .1
	bothCues      = 1.3 // a negation on one side, and opposites
)

// Question is what to order.
type Question struct {
	Texts []Text // of one advertiser
	// Apart says whether two boxes are proven to have nobody in common
	// (audience.Overlap). It is asked at most once for two boxes.
	Apart func(a, b int) bool
}

// List is the answer: how many pairs of texts were looked at, how many of them
// can be compared, and the pairs of messages with a cue, to be read in this
// order. It is no count of contradictions.
type List struct {
	Looked     int // pairs of texts in one language, to boxes of which some are apart and none is shared
	Comparable int // of them, those that speak of one subject
	Pairs      []Pair
}

// Pair is two passages to be read side by side.
type Pair struct {
	A, B     Side
	Proven   int // of the pairs of boxes, those that are proven apart
	Of       int // pairs of boxes
	Topics   []topic.Code
	Common   []string // content stems in common
	Likeness float64  // 0 to 1
	Negation bool     // exactly one side has a negation
	Opposite bool     // the sides have opposite words
	Score    float64
}

// Side is one passage of a pair.
type Side struct {
	Text     int64 // ID of the text
	Message  int64
	From, To int    // bytes of the body
	Cues     []Span // what opposes, rising
	Shared   []Span // what both sides have
}

// Span is some bytes of a body.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Order finds and orders the pairs.
func Order(q Question) *List { return order(q, true) }

// order does without cues if needCue is false: by likeness alone.
func order(q Question, needCue bool) *List {
	c := newCorpus(q)
	out := &List{}
	best := map[[2]int64]Pair{}
	for i := range c.q.Texts {
		for j := range i {
			proven, of, ok := c.apart(i, j)
			if !ok {
				continue
			}
			out.Looked++
			comparable := false
			for a := range c.passages[j] {
				for b := range c.passages[i] {
					p, can, ok := c.pair(&c.passages[j][a], &c.passages[i][b], needCue)
					comparable = comparable || can
					if !ok {
						continue
					}
					p.Proven, p.Of = proven, of
					p.Score *= math.Sqrt(float64(proven) / float64(of))
					k := [2]int64{min(p.A.Message, p.B.Message), max(p.A.Message, p.B.Message)}
					if old, ok := best[k]; k[0] != k[1] && (!ok || before(p, old) < 0) {
						best[k] = p
					}
				}
			}
			if comparable {
				out.Comparable++
			}
		}
	}
	out.Pairs = slices.SortedFunc(maps.Values(best), before)
	return out
}

// before orders pairs: higher scores first, then by ids and places.
func before(a, b Pair) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A.Text, b.A.Text), cmp.Compare(a.B.Text, b.B.Text),
		cmp.Compare(a.A.From, b.A.From), cmp.Compare(a.B.From, b.B.From))
}

// corpus is an advertiser's texts, read.
type corpus struct {
	q        Question
	passages [][]passage // of each text
	weight   map[string]float64
	slogan   map[string]bool
	known    map[[2]int]bool // what Apart said
}

func newCorpus(q Question) *corpus {
	q.Texts = inLanguages(q.Texts)
	c := &corpus{q: q, weight: map[string]float64{}, slogan: map[string]bool{}, known: map[[2]int]bool{}}
	lines := map[string]map[int64]bool{} // sentences, folded, by message
	cut := make([][]words.Sentence, len(q.Texts))
	for i, t := range q.Texts {
		cut[i] = words.Sentences(t.Body)
		for _, s := range cut[i] {
			add(lines, folded(t.Body[s.From:s.To]), t.Message)
		}
	}
	messages := map[int64]bool{}
	stems := map[string]map[int64]bool{}
	evidence := map[string]bool{} // stems of topics and cues are never slogans
	for i, t := range q.Texts {
		messages[t.Message] = true
		whole := newPassage(t, i, words.Sentence{From: 0, To: len(t.Body)}, false)
		long := len(whole.spans) > wholeTerms
		var kept []passage
		for _, s := range cut[i] {
			if len(lines[folded(t.Body[s.From:s.To])]) < refrain {
				kept = append(kept, newPassage(t, i, s, long))
			}
		}
		switch {
		case long:
			c.passages = append(c.passages, kept)
		case len(kept) > 0:
			c.passages = append(c.passages, []passage{joined(kept)})
		default: // all of it stands elsewhere too
			c.passages = append(c.passages, nil)
		}
		for k, s := range whole.stems {
			if s != "" {
				add(stems, s, t.Message)
				evidence[s] = evidence[s] || whole.topical[k]
			}
		}
		for _, o := range whole.opposite {
			evidence[whole.stems[o.at]] = true
		}
	}
	for s, in := range stems {
		c.weight[s] = math.Log(1 + float64(len(messages))/float64(len(in)))
		c.slogan[s] = !evidence[s] && len(in) >= sloganCount && float64(len(in)) > sloganShare*float64(len(messages))
	}
	return c
}

// inLanguages gives texts whose language is not known the one that most of the
// advertiser's texts have.
func inLanguages(texts []Text) []Text {
	count := map[string]int{}
	most := ""
	for _, t := range texts {
		if t.Lang != "" {
			count[t.Lang]++
			if n := count[t.Lang]; n > count[most] || n == count[most] && t.Lang < most {
				most = t.Lang
			}
		}
	}
	texts = slices.Clone(texts)
	for i := range texts {
		if texts[i].Lang == "" {
			texts[i].Lang = most
		}
	}
	return texts
}

func add(to map[string]map[int64]bool, key string, message int64) {
	if to[key] == nil {
		to[key] = map[int64]bool{}
	}
	to[key][message] = true
}

// joined is one passage of the sentences of a short text.
func joined(parts []passage) passage {
	out := passage{text: parts[0].text, from: parts[0].from, to: parts[len(parts)-1].to, topics: map[topic.Code]bool{}}
	for _, p := range parts {
		for _, o := range p.opposite {
			o.at += len(out.spans)
			out.opposite = append(out.opposite, o)
		}
		out.spans, out.stems = append(out.spans, p.spans...), append(out.stems, p.stems...)
		out.topical, out.negated = append(out.topical, p.topical...), append(out.negated, p.negated...)
		maps.Copy(out.topics, p.topics)
	}
	return out
}

// apart counts the pairs of boxes of two texts that are proven apart. It is not
// ok if the texts are in two languages, share a box, or no pair is apart.
func (c *corpus) apart(i, j int) (proven, of int, ok bool) {
	a, b := c.q.Texts[i], c.q.Texts[j]
	if a.Lang != b.Lang {
		return 0, 0, false
	}
	for _, x := range a.Boxes {
		if slices.Contains(b.Boxes, x) {
			return 0, 0, false
		}
	}
	for _, x := range a.Boxes {
		for _, y := range b.Boxes {
			k := [2]int{min(x, y), max(x, y)}
			apart, asked := c.known[k]
			if !asked {
				apart = c.q.Apart(k[0], k[1])
				c.known[k] = apart
			}
			if apart {
				proven++
			}
		}
	}
	return proven, len(a.Boxes) * len(b.Boxes), proven > 0
}

// pair compares two passages: whether they speak of one subject, and the pair
// if it has the cues that it needs.
func (c *corpus) pair(a, b *passage, needCue bool) (p Pair, comparable, ok bool) {
	for _, t := range slices.Sorted(maps.Keys(a.topics)) {
		if b.topics[t] {
			p.Topics = append(p.Topics, t)
		}
	}
	var common map[string]bool
	p.Likeness, common = c.likeness(a, b)
	p.Common = slices.Sorted(maps.Keys(common))
	comparable = len(p.Topics) > 0 || len(common) >= leastCommon && p.Likeness >= leastLikeness
	if !comparable {
		return p, false, false
	}
	var negA, negB, oppA, oppB []int
	negA, negB = a.negates(common), b.negates(common)
	p.Negation = (len(negA) > 0) != (len(negB) > 0)
	oppA, oppB = opposed(a, b)
	p.Opposite = len(oppA) > 0
	if needCue && !p.Negation && !p.Opposite || needCue && len(common) == 0 && !(p.Negation && p.Opposite) {
		return p, true, false
	}
	p.Score = p.Likeness
	if len(p.Topics) > 0 {
		p.Score += topicBonus
	}
	if needCue && p.Negation && p.Opposite {
		p.Score *= bothCues
	}
	if !p.Negation {
		negA, negB = nil, nil
	}
	p.A = c.side(a, common, append(negA, oppA...))
	p.B = c.side(b, common, append(negB, oppB...))
	return p, true, true
}

// likeness is the sum of the weights of the stems in common over that of all
// stems (Jaccard, weighted), without slogans.
func (c *corpus) likeness(a, b *passage) (float64, map[string]bool) {
	common := map[string]bool{}
	seen := map[string]bool{}
	in, all := 0., 0.
	for _, p := range []*passage{a, b} {
		for _, s := range p.stems {
			if s == "" || c.slogan[s] || seen[s] {
				continue
			}
			seen[s] = true
			all += c.weight[s]
			if slices.Contains(a.stems, s) && slices.Contains(b.stems, s) {
				common[s] = true
				in += c.weight[s]
			}
		}
	}
	if all == 0 {
		return 0, common
	}
	return in / all, common
}

// negates are the negations of a passage that count: in a sentence of a long
// text only those near a shared word or one that speaks of a topic.
func (p *passage) negates(common map[string]bool) (at []int) {
	for i, neg := range p.negated {
		if !neg {
			continue
		}
		near := !p.long
		for j := max(0, i-negatedAfter); j <= min(len(p.stems)-1, i+negatedBefore) && !near; j++ {
			near = p.topical[j] || p.stems[j] != "" && common[p.stems[j]]
		}
		if near {
			at = append(at, i)
		}
	}
	return at
}

// opposed are the terms of both passages that stand on opposite sides. A word
// that stands on both sides of a passage opposes nothing.
func opposed(a, b *passage) (inA, inB []int) {
	for _, x := range a.opposite {
		for _, y := range b.opposite {
			if x.pair == y.pair && x.side != y.side && !a.takes(x.pair, y.side) && !b.takes(x.pair, x.side) {
				inA, inB = append(inA, x.at), append(inB, y.at)
			}
		}
	}
	return inA, inB
}

func (p *passage) takes(pair int, side bool) bool {
	return slices.ContainsFunc(p.opposite, func(o opposition) bool { return o.pair == pair && o.side == side })
}

func (c *corpus) side(p *passage, common map[string]bool, cues []int) Side {
	t := c.q.Texts[p.text]
	s := Side{Text: t.ID, Message: t.Message, From: p.from, To: p.to}
	slices.Sort(cues)
	for _, i := range slices.Compact(cues) {
		s.Cues = append(s.Cues, Span{p.spans[i].From, p.spans[i].To})
	}
	for i, stem := range p.stems {
		if stem != "" && common[stem] {
			s.Shared = append(s.Shared, Span{p.spans[i].From, p.spans[i].To})
		}
	}
	return s
}
